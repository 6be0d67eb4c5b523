//! What values of the model's types are here.

use super::super::{NamedKind, Scalar, Type};
use super::Ty;

impl Ty {
    /// What a value of a type is here.
    pub(crate) fn of(ty: &Type) -> Self {
        match ty {
            Type::Scalar(scalar) => match scalar {
                Scalar::String => Self::Text,
                Scalar::Boolean => Self::Boolean,
                Scalar::Byte | Scalar::Short | Scalar::Integer | Scalar::Long => Self::Integer,
                Scalar::Float | Scalar::Double => Self::Float,
                Scalar::Blob => Self::Opaque("blob"),
                Scalar::BigInteger | Scalar::BigDecimal => Self::Opaque("big number"),
                Scalar::Document => Self::Opaque("document"),
                Scalar::IdempotencyToken => Self::Opaque("idempotency token"),
                Scalar::Timestamp(_) => Self::Opaque("timestamp"),
            },
            Type::Named(named) => match named.kind {
                NamedKind::Structure => Self::Structure(named.name.clone()),
                NamedKind::Union => Self::Union(named.name.clone()),
                NamedKind::Enumeration => Self::Text,
                NamedKind::IntEnumeration => Self::Integer,
            },
            Type::List { item, sparse } => Self::StoredList {
                item: (**item).clone(),
                sparse: *sparse,
            },
            Type::Map { value, sparse } => Self::StoredMap {
                value: (**value).clone(),
                sparse: *sparse,
            },
        }
    }

    /// In reports.
    pub(crate) fn what(&self) -> String {
        match self {
            Self::Text | Self::OwnedText => "text".to_owned(),
            Self::Boolean => "a boolean".to_owned(),
            Self::Integer | Self::Float => "a number".to_owned(),
            Self::Structure(_) | Self::Hash(_) => "a structure".to_owned(),
            Self::Union(_) => "a union".to_owned(),
            Self::StoredList { .. } | Self::List { .. } => "a list".to_owned(),
            Self::StoredMap { .. } => "a map".to_owned(),
            Self::Opaque("idempotency token") => "an idempotency token".to_owned(),
            Self::Opaque(what) => format!("a {what}"),
            Self::Truth => "a choice of values".to_owned(),
            Self::Null => "null".to_owned(),
        }
    }
}
