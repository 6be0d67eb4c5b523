//! The types of values that meet in one place.

use crate::ir::jmespath::{Expr, Stage, Ty, Value};
use crate::ir::{Scalar, Type};

use super::values::item_of;

/// The kind of a value: those of different ones are never equal.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Boolean,
    List,
    Object,
}

fn kind(ty: &Ty) -> Option<Kind> {
    Some(match ty {
        // In JSON, bytes are text.
        Ty::Text | Ty::OwnedText | Ty::Opaque("blob" | "idempotency token") => Kind::Text,
        Ty::Integer | Ty::Float | Ty::Opaque("big number") => Kind::Number,
        Ty::Boolean => Kind::Boolean,
        Ty::StoredList { .. } | Ty::List { .. } => Kind::List,
        Ty::Structure(_) | Ty::Union(_) | Ty::StoredMap { .. } | Ty::Hash(_) => Kind::Object,
        Ty::Opaque(_) | Ty::Truth | Ty::Null => return None,
    })
}

/// Whether values of the types can't be equal. Nothing is known of choices and documents.
pub(super) fn differ(left: &Ty, right: &Ty) -> bool {
    matches!((kind(left), kind(right)), (Some(left), Some(right)) if left != right)
}

/// The type of a value that is of one or the other type.
pub(super) fn common(left: &Ty, right: &Ty) -> Option<Ty> {
    match (left, right) {
        (Ty::Null, other) | (other, Ty::Null) => return Some(other.clone()),
        (Ty::Text, Ty::OwnedText) | (Ty::OwnedText, Ty::Text) => return Some(Ty::OwnedText),
        (Ty::Integer, Ty::Float) | (Ty::Float, Ty::Integer) => return Some(Ty::Float),
        _ if is_same(left, right) => return Some(left.clone()),
        _ => {}
    }
    let ((left, left_nullable), (right, right_nullable)) = (items(left)?, items(right)?);
    Some(Ty::List {
        item: Box::new(common(&left, &right)?),
        nullable: left_nullable || right_nullable,
    })
}

/// The type of a list's items, and whether they may be null: of lists that can be made anew.
fn items(list: &Ty) -> Option<(Ty, bool)> {
    match list {
        Ty::StoredList {
            item,
            sparse: false,
        } => Some((Ty::of(item), false)),
        Ty::List { item, nullable } => Some(((**item).clone(), *nullable)),
        _ => None,
    }
}

/// A value as one of a type that it has in common with others.
pub(super) fn converted(value: Value, to: &Ty) -> Option<Value> {
    if is_same(&value.ty, to) || value.ty == Ty::Null {
        return Some(value);
    }
    let Ty::List { item, nullable } = to else {
        return Some(Value {
            nullable: value.nullable,
            ty: to.clone(),
            expr: Expr::As(Box::new(value)),
        });
    };
    let expr = match value.expr {
        Expr::Array(items) => {
            let items = items.into_iter().map(|value| converted(value, item));
            Expr::Array(items.collect::<Option<_>>()?)
        }
        _ => {
            let (from, from_nullable) = items(&value.ty)?;
            let mut stages = Vec::new();
            if !is_same(&from, item) || from_nullable != *nullable {
                if from_nullable {
                    return None;
                }
                let mut body = converted(item_of(from), item)?;
                if *nullable {
                    body = Value {
                        ty: body.ty.clone(),
                        expr: Expr::As(Box::new(body)),
                        nullable: true,
                    };
                }
                stages.push(Stage::Map(body));
            }
            let of = Box::new(value.clone());
            Expr::Items { of, stages }
        }
    };
    Some(Value {
        expr,
        ty: to.clone(),
        nullable: value.nullable,
    })
}

/// The values as ones of the type that all of them have in common.
pub(super) fn all_converted(values: Vec<Value>) -> Option<(Vec<Value>, Ty)> {
    let mut types = values.iter().map(|value| &value.ty);
    let ty = types.try_fold(Ty::Null, |ty, other| common(&ty, other))?;
    let values = values.into_iter().map(|value| converted(value, &ty));
    Some((values.collect::<Option<_>>()?, ty))
}

/// A list of values, which have a type in common.
pub(super) fn array(items: Vec<Value>) -> Result<Value, String> {
    let several = || "makes a list of values of several types".to_owned();
    let nullable = items.iter().any(|item| item.nullable);
    // An object that isn't made of one value can't be an item, nor can a choice of values. Whether
    // others are made of the same isn't known.
    let is_single = items.len() == 1;
    let is_item = |item: &Value| match item.ty {
        Ty::Hash(_) => is_single && !matches!(item.expr, Expr::Hash | Expr::Merged),
        Ty::Truth => false,
        _ => true,
    };
    if !items.iter().all(is_item) {
        return Err(several());
    }
    let (items, ty) = all_converted(items).ok_or_else(several)?;
    Ok(Value {
        expr: Expr::Array(items),
        ty: Ty::List {
            item: Box::new(ty),
            nullable,
        },
        nullable: false,
    })
}

/// Whether values of two types are of one type in Rust.
fn is_same(left: &Ty, right: &Ty) -> bool {
    match (left, right) {
        (
            Ty::StoredList { item, sparse },
            Ty::StoredList {
                item: other,
                sparse: other_sparse,
            },
        )
        | (
            Ty::StoredMap {
                value: item,
                sparse,
            },
            Ty::StoredMap {
                value: other,
                sparse: other_sparse,
            },
        ) => sparse == other_sparse && is_same_stored(item, other),
        (
            Ty::List { item, nullable },
            Ty::List {
                item: other,
                nullable: other_nullable,
            },
        ) => nullable == other_nullable && is_same(item, other),
        _ => left == right,
    }
}

/// Whether two types of a model are the same here, however they are written on the wire.
fn is_same_stored(left: &Type, right: &Type) -> bool {
    match (left, right) {
        (
            Type::List { item, sparse, .. },
            Type::List {
                item: other,
                sparse: other_sparse,
                ..
            },
        )
        | (
            Type::Map {
                value: item,
                sparse,
                ..
            },
            Type::Map {
                value: other,
                sparse: other_sparse,
                ..
            },
        ) => sparse == other_sparse && is_same_stored(item, other),
        (Type::Scalar(Scalar::Timestamp(_)), Type::Scalar(Scalar::Timestamp(_))) => true,
        _ => left == right,
    }
}
