//! Attributes to values: serde's deserializer.

mod access;
mod key;
mod variant;

use std::collections::BTreeMap;

use ::serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use ::serde::forward_to_deserialize_any;

use access::{Entries, Items};
use variant::Variant;

use super::attribute::{Attribute, View};
use super::error::ItemError;
use super::{marks, numbers};

/// A deserializer of an attribute.
pub(super) struct Source<'a, V> {
    view: View<'a, V>,
}

impl<'a, V: Attribute> Source<'a, V> {
    pub(super) fn new(view: View<'a, V>) -> Self {
        Self { view }
    }

    fn list<R: Visitor<'a>>(
        views: impl ExactSizeIterator<Item = View<'a, V>>,
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        let mut items = Items::of(views.map(Self::new));
        let value = visitor.visit_seq(&mut items)?;
        items.end().map(|()| value)
    }

    fn entries(map: &'a BTreeMap<String, V>) -> impl ExactSizeIterator<Item = (&'a str, Self)> {
        let entries = map.iter();
        entries.map(|(key, value)| (key.as_str(), Self::new(value.view())))
    }

    /// A variant: a text, or a map with one entry.
    fn variant(self) -> Result<Variant<'a, Self>, ItemError> {
        match self.view {
            View::Text(name) => Ok(Variant::new(name, None)),
            View::Map(map) => {
                let mut entries = Self::entries(map);
                let (Some((name, content)), None) = (entries.next(), entries.next()) else {
                    return Err(ItemError::new(format!(
                        "expected a map with one entry, the variant's name, found one with {}",
                        map.len()
                    )));
                };
                Ok(Variant::new(name, Some(content)))
            }
            other => Err(ItemError::new(format!(
                "expected a variant, which is a text or a map with one entry, found {}",
                other.kind()
            ))),
        }
    }
}

/// Methods for integers: what has a decimal point or an exponent may be whole, too.
macro_rules! integers {
    ($($method:ident $visit:ident $type:ident),* $(,)?) => {
        $(fn $method<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
            let View::Number(digits) = self.view else {
                return self.deserialize_any(visitor);
            };
            match numbers::integer(digits) {
                Some(value) => visitor.$visit(value),
                None => Err(unfit(concat!("a number that ", stringify!($type), " can't hold"), &visitor)),
            }
        })*
    };
}

/// Methods for floats.
macro_rules! floats {
    ($($method:ident $visit:ident $type:ident),* $(,)?) => {
        $(fn $method<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
            let View::Number(digits) = self.view else {
                return self.deserialize_any(visitor);
            };
            match numbers::float(digits, |value: &$type| value.is_finite()) {
                Some(value) => visitor.$visit(value),
                None => Err(unfit(concat!("a number that ", stringify!($type), " can't hold"), &visitor)),
            }
        })*
    };
}

impl<'a, V: Attribute> Deserializer<'a> for Source<'a, V> {
    type Error = ItemError;

    fn deserialize_any<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
        match self.view {
            View::Null => visitor.visit_unit(),
            View::Boolean(value) => visitor.visit_bool(value),
            View::Text(text) => visitor.visit_borrowed_str(text),
            View::Number(digits) => number(digits, visitor),
            View::Bytes(bytes) => visitor.visit_borrowed_bytes(bytes),
            View::List(list) => Self::list(list.iter().map(V::view), visitor),
            View::Texts(set) => Self::list(set.iter().map(|text| View::Text(text)), visitor),
            View::Numbers(set) => {
                Self::list(set.iter().map(|digits| View::Number(digits)), visitor)
            }
            View::Blobs(set) => Self::list(set.iter().map(|bytes| View::Bytes(bytes)), visitor),
            View::Map(map) => {
                let mut entries = Entries::of(Self::entries(map));
                let value = visitor.visit_map(&mut entries)?;
                entries.end().map(|()| value)
            }
            View::Unknown => Err(unfit(View::<V>::Unknown.kind(), &visitor)),
        }
    }

    integers!(
        deserialize_i8 visit_i8 i8,
        deserialize_i16 visit_i16 i16,
        deserialize_i32 visit_i32 i32,
        deserialize_i64 visit_i64 i64,
        deserialize_i128 visit_i128 i128,
        deserialize_u8 visit_u8 u8,
        deserialize_u16 visit_u16 u16,
        deserialize_u32 visit_u32 u32,
        deserialize_u64 visit_u64 u64,
        deserialize_u128 visit_u128 u128,
    );
    floats!(deserialize_f32 visit_f32 f32, deserialize_f64 visit_f64 f64);

    fn deserialize_option<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
        match self.view {
            View::Null => visitor.visit_none(),
            _ => visitor.visit_some(self),
        }
    }

    fn deserialize_newtype_struct<R: Visitor<'a>>(
        self,
        name: &'static str,
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        let view = match self.view {
            View::Number(digits) if name == marks::NUMBER => View::Text(digits),
            view => view,
        };
        visitor.visit_newtype_struct(Self { view })
    }

    fn deserialize_enum<R: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        visitor.visit_enum(self.variant()?)
    }

    fn deserialize_ignored_any<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
        visitor.visit_unit()
    }

    forward_to_deserialize_any! {
        <R: Visitor<'a>>
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier
    }
}

/// A number where the type doesn't say which one it wants: an integer if 64 bits hold it, and a
/// float otherwise.
fn number<'a, R: Visitor<'a>>(digits: &str, visitor: R) -> Result<R::Value, ItemError> {
    if let Some(value) = numbers::integer(digits) {
        return visitor.visit_u64(value);
    }
    if let Some(value) = numbers::integer(digits) {
        return visitor.visit_i64(value);
    }
    match numbers::float(digits, |value: &f64| value.is_finite()) {
        Some(value) => visitor.visit_f64(value),
        None => Err(unfit("a number that f64 can't hold", &visitor)),
    }
}

fn unfit<'a>(found: &str, visitor: &impl Visitor<'a>) -> ItemError {
    ItemError::invalid_type(Unexpected::Other(found), visitor)
}
