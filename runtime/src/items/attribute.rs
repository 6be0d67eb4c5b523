//! The kinds of attribute values, apart from the union of a service that has them.

use std::collections::BTreeMap;

use bytes::Bytes;

/// A union of attribute values.
pub trait Attribute: Sized {
    /// Makes the attribute of a value.
    fn of(value: Value<Self>) -> Self;

    /// Returns the value to look at.
    fn view(&self) -> View<'_, Self>;
}

/// The value of an attribute.
#[derive(Debug)]
pub enum Value<V> {
    /// Nothing.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A text.
    Text(String),
    /// A number by its digits.
    Number(String),
    /// Bytes.
    Bytes(Bytes),
    /// A list.
    List(Vec<V>),
    /// A map.
    Map(BTreeMap<String, V>),
    /// A set of texts.
    Texts(Vec<String>),
    /// A set of numbers by their digits.
    Numbers(Vec<String>),
    /// A set of bytes.
    Blobs(Vec<Bytes>),
}

/// The value of an attribute, borrowed.
#[derive(Debug)]
pub enum View<'a, V> {
    /// Nothing.
    Null,
    /// Yes or no.
    Boolean(bool),
    /// A text.
    Text(&'a str),
    /// A number by its digits.
    Number(&'a str),
    /// Bytes.
    Bytes(&'a [u8]),
    /// A list.
    List(&'a [V]),
    /// A map.
    Map(&'a BTreeMap<String, V>),
    /// A set of texts.
    Texts(&'a [String]),
    /// A set of numbers by their digits.
    Numbers(&'a [String]),
    /// A set of bytes.
    Blobs(&'a [Bytes]),
    /// A value of a kind that a newer version of the service has.
    Unknown,
}

impl<V> Value<V> {
    /// Returns the kind in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Texts(_) => "a set of texts",
            Self::Numbers(_) => "a set of numbers",
            Self::Blobs(_) => "a set of bytes",
        }
    }
}

impl<V> View<'_, V> {
    /// Returns the kind in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean(_) => "a boolean",
            Self::Text(_) => "a text",
            Self::Number(_) => "a number",
            Self::Bytes(_) => "bytes",
            Self::List(_) => "a list",
            Self::Map(_) => "a map",
            Self::Texts(_) => "a set of texts",
            Self::Numbers(_) => "a set of numbers",
            Self::Blobs(_) => "a set of bytes",
            Self::Unknown => "an attribute of a kind that this version doesn't know",
        }
    }
}

/// Implements [`Attribute`] for a union, by the names of its variants: those of text, number, bytes,
/// boolean, null, list and map, and of sets of texts, numbers and bytes.
#[doc(hidden)]
#[macro_export]
macro_rules! __impl_attribute {
    (
        $union:ty,
        $text:ident,
        $number:ident,
        $bytes:ident,
        $boolean:ident,
        $null:ident,
        $list:ident,
        $map:ident,
        $texts:ident,
        $numbers:ident,
        $blobs:ident $(,)?
    ) => {
        impl $crate::generated::items::Attribute for $union {
            fn of(value: $crate::generated::items::Value<Self>) -> Self {
                use $crate::generated::items::Value;
                match value {
                    Value::Null => Self::$null(true),
                    Value::Boolean(value) => Self::$boolean(value),
                    Value::Text(value) => Self::$text(value),
                    Value::Number(value) => Self::$number(value),
                    Value::Bytes(value) => Self::$bytes(value),
                    Value::List(value) => Self::$list(value),
                    Value::Map(value) => Self::$map(value),
                    Value::Texts(value) => Self::$texts(value),
                    Value::Numbers(value) => Self::$numbers(value),
                    Value::Blobs(value) => Self::$blobs(value),
                }
            }

            fn view(&self) -> $crate::generated::items::View<'_, Self> {
                use $crate::generated::items::View;
                match self {
                    Self::$null(_) => View::Null,
                    Self::$boolean(value) => View::Boolean(*value),
                    Self::$text(value) => View::Text(value),
                    Self::$number(value) => View::Number(value),
                    Self::$bytes(value) => View::Bytes(value),
                    Self::$list(value) => View::List(value),
                    Self::$map(value) => View::Map(value),
                    Self::$texts(value) => View::Texts(value),
                    Self::$numbers(value) => View::Numbers(value),
                    Self::$blobs(value) => View::Blobs(value),
                    _ => View::Unknown,
                }
            }
        }
    };
}
