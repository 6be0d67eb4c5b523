//! Defaults of members, as values.

use crate::ast::Value;
use crate::ir::{DocumentLiteral, Initial, Literal, Type};
use crate::model::{self, Shape};

use super::literal::{Blobs, Literals};

/// The default of a member, or of what it targets; null takes the target's default away.
pub(super) fn default_of<'m>(member: &'m model::Member, target: &'m Shape) -> Option<&'m Value> {
    let default = member.traits.default.as_ref();
    let default = default.or(target.traits.default.as_ref());
    default.filter(|value| !value.is_null())
}

/// A default trait's value
/// ([Smithy 2.0, default](https://smithy.io/2.0/spec/type-refinement-traits.html#default-trait)).
pub(super) fn default_value(value: &Value, ty: &Type) -> Result<Literal, String> {
    Literals::new(&[], Blobs::Base64).of(ty, value)
}

/// The initial value of a member with a default.
pub(super) fn initial(value: &Value, ty: &Type) -> Result<Initial, String> {
    let literal = default_value(value, ty)?;
    let is_type_default = match &literal {
        Literal::Boolean(value) => !value,
        Literal::Integer(value) => *value == 0,
        // `-0.0` is another.
        Literal::Float { value, .. } => value.to_bits() == 0,
        Literal::String(text) => text.is_empty(),
        Literal::Blob(bytes) => bytes.is_empty(),
        Literal::Timestamp { seconds, nanos } => (*seconds, *nanos) == (0, 0),
        Literal::List(items) => items.is_empty(),
        Literal::Map(entries) => entries.is_empty(),
        Literal::Document(value) => *value == DocumentLiteral::Null,
        Literal::BigInteger(text) | Literal::BigDecimal(text) => text == "0",
        _ => false,
    };
    Ok(if is_type_default {
        Initial::TypeDefault
    } else {
        Initial::Value(literal)
    })
}
