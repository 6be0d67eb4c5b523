//! The differences between the types of a member in two versions.

use crate::ir::{Named, NamedKind, Scalar, Type};

use super::renames::Renames;
use super::rule::Rule;

/// The rule that a difference of types comes under; `None` if there is none.
pub(super) fn difference(old: &Type, new: &Type, renames: &Renames) -> Option<Rule> {
    match (old, new) {
        (Type::Scalar(old), Type::Scalar(new)) => scalars(*old, *new),
        (Type::Named(old), Type::Named(new)) => names(old, new, renames),
        (
            Type::List {
                item: old,
                sparse: was_sparse,
                ..
            },
            Type::List {
                item: new,
                sparse: is_sparse,
                ..
            },
        )
        | (
            Type::Map {
                value: old,
                sparse: was_sparse,
                ..
            },
            Type::Map {
                value: new,
                sparse: is_sparse,
                ..
            },
        ) => {
            let inside = difference(old, new, renames);
            let sparse = match (was_sparse, is_sparse) {
                (false, true) => Some(Rule::BecameSparse),
                (true, false) => Some(Rule::NoLongerSparse),
                _ => None,
            };
            match (inside, sparse) {
                (Some(_), Some(_)) => Some(Rule::TypeChanged),
                (inside, sparse) => inside.or(sparse),
            }
        }
        (Type::Scalar(Scalar::String), Type::Named(named)) if is_enum(named) => {
            Some(Rule::StringBecameEnum)
        }
        (Type::Named(named), Type::Scalar(Scalar::String)) if is_enum(named) => {
            Some(Rule::EnumBecameString)
        }
        _ => Some(Rule::TypeChanged),
    }
}

fn is_enum(named: &Named) -> bool {
    named.kind == NamedKind::Enumeration
}

fn names(old: &Named, new: &Named, renames: &Renames) -> Option<Rule> {
    if renames.apply(&old.name.ty) != new.name.ty {
        Some(Rule::TypeChanged)
    } else if old.boxed != new.boxed {
        Some(Rule::BoxingChanged)
    } else {
        // A type that is of another kind under the same name is told once, where it is.
        None
    }
}

fn scalars(old: Scalar, new: Scalar) -> Option<Rule> {
    if old == new {
        return None;
    }
    Some(match (old, new) {
        (Scalar::Timestamp(_), Scalar::Timestamp(_)) => Rule::TimestampFormatChanged,
        (Scalar::String, Scalar::IdempotencyToken) => Rule::IdempotencyTokenAdded,
        (Scalar::IdempotencyToken, Scalar::String) => Rule::IdempotencyTokenRemoved,
        (old, new) if is_number(old) && is_number(new) => Rule::NumberTypeChanged,
        _ => Rule::TypeChanged,
    })
}

fn is_number(scalar: Scalar) -> bool {
    matches!(
        scalar,
        Scalar::Byte
            | Scalar::Short
            | Scalar::Integer
            | Scalar::Long
            | Scalar::Float
            | Scalar::Double
            | Scalar::BigInteger(_)
            | Scalar::BigDecimal(_)
    )
}

/// Whether every number of the old type is one of the new.
pub(super) fn is_widened(old: &Type, new: &Type) -> bool {
    let rank = |ty: &Type| match ty {
        Type::Scalar(Scalar::Byte) => Some((0, 0)),
        Type::Scalar(Scalar::Short) => Some((0, 1)),
        Type::Scalar(Scalar::Integer) => Some((0, 2)),
        Type::Scalar(Scalar::Long) => Some((0, 3)),
        Type::Scalar(Scalar::BigInteger(_)) => Some((0, 4)),
        Type::Scalar(Scalar::Float) => Some((1, 0)),
        Type::Scalar(Scalar::Double) => Some((1, 1)),
        _ => None,
    };
    match (old, new) {
        (Type::List { item: old, .. }, Type::List { item: new, .. })
        | (Type::Map { value: old, .. }, Type::Map { value: new, .. }) => is_widened(old, new),
        (_, Type::Scalar(Scalar::BigDecimal(_))) => true,
        _ => match (rank(old), rank(new)) {
            (Some((old, from)), Some((new, to))) => old == new && from < to,
            _ => false,
        },
    }
}
