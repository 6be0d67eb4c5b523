//! How types look on the wire, in words.

use crate::ir::{Item, NamedKind, Scalar, Type};

/// Describes the form of a value on the wire, without its type.
pub(super) fn wire_form(ty: &Type) -> String {
    match ty {
        Type::Scalar(scalar) => match scalar {
            Scalar::String | Scalar::IdempotencyToken => "text".to_owned(),
            Scalar::Blob | Scalar::Body => "base64".to_owned(),
            Scalar::Boolean => "a boolean".to_owned(),
            Scalar::Byte
            | Scalar::Short
            | Scalar::Integer
            | Scalar::Long
            | Scalar::Float
            | Scalar::Double
            | Scalar::BigInteger(_)
            | Scalar::BigDecimal(_) => "a number".to_owned(),
            Scalar::Document => "any JSON".to_owned(),
            Scalar::Timestamp(format) => timestamp_format(*format).to_owned(),
        },
        Type::Named(named) => match named.kind {
            NamedKind::Structure => "an object".to_owned(),
            NamedKind::Union => "an object of one member".to_owned(),
            NamedKind::Enumeration => "text".to_owned(),
            NamedKind::IntEnumeration => "a number".to_owned(),
        },
        Type::List { item, .. } => format!("a list of {}", wire_form(item)),
        Type::Map { value, .. } => format!("a map of {}", wire_form(value)),
    }
}

pub(super) fn timestamp_format(format: crate::model::TimestampFormat) -> &'static str {
    use crate::model::TimestampFormat;
    match format {
        TimestampFormat::EpochSeconds => "epoch seconds",
        TimestampFormat::DateTime => "a date-time (RFC 3339)",
        TimestampFormat::HttpDate => "an HTTP date",
    }
}

/// The kind of type that an item is.
pub(super) fn kind(item: &Item) -> &'static str {
    match item {
        Item::Structure(_) => "structure",
        Item::Union(_) => "union",
        Item::Enumeration(_) | Item::IntEnumeration(_) => "enum",
    }
}
