//! The types of members.

use crate::model::TimestampFormat;

use super::{EntryTags, ItemTag, Name, SentAndReceived};

/// A Rust type together with its form in a body.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Type {
    Scalar(Scalar),
    Named(Named),
    List {
        item: Box<Type>,
        sparse: bool,
        tags: Option<Box<SentAndReceived<ItemTag>>>,
    },
    Map {
        value: Box<Type>,
        sparse: bool,
        /// Keys are values of an enum in the model. They are text here.
        has_enum_keys: bool,
        tags: Option<Box<SentAndReceived<EntryTags>>>,
    },
}

/// A type that the language or the runtime has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scalar {
    String,
    Blob,
    /// A blob with the trait `streaming` that is a message's whole body.
    Body,
    Boolean,
    Byte,
    Short,
    Integer,
    Long,
    Float,
    Double,
    BigInteger(BigForm),
    BigDecimal(BigForm),
    Document,
    IdempotencyToken,
    Timestamp(TimestampFormat),
}

/// The form of a big number in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum BigForm {
    #[default]
    Number,
    /// The digits in a string, since readers may take a number for one of 64 bits.
    Text,
}

/// A generated type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Named {
    pub(crate) name: Name,
    pub(crate) kind: NamedKind,
    /// Recursion goes through a `Box`.
    pub(crate) boxed: bool,
    /// Its values are checked before they are sent.
    pub(crate) checked: bool,
}

/// The kind of a generated type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NamedKind {
    Structure,
    Union,
    Enumeration,
    IntEnumeration,
}

impl Type {
    /// The generated type in a type whose values may have constraints: the type itself, or that
    /// of a list's items or a map's values.
    pub(crate) fn named(&self) -> Option<&Name> {
        match self {
            Self::Scalar(_) => None,
            Self::Named(named) if named.kind == NamedKind::IntEnumeration => None,
            Self::Named(named) => Some(&named.name),
            Self::List { item, .. } => item.named(),
            Self::Map { value, .. } => value.named(),
        }
    }
}
