//! Comparisons.

use crate::ir::jmespath::{Comparison, Expr, Ty, Value};

use super::conditions::{both, either, is, is_null, not};
use super::kinds::{common, converted, differ};
use super::objects::Types;
use super::truth::of_type;
use super::values::{boolean, empty_list, is_nothing, item_of, null, nulls, presence, within};

pub(super) fn compare(
    types: &Types<'_>,
    comparison: Comparison,
    left: Value,
    right: Value,
) -> Result<Value, String> {
    let told = format!("compares {} with {}", left.ty.what(), right.ty.what());
    let is_equality = matches!(comparison, Comparison::Equal | Comparison::NotEqual);
    if !is_equality && (differ(&left.ty, &Ty::Integer) || differ(&right.ty, &Ty::Integer)) {
        return Ok(null());
    }
    // Nothing but null is equal to null, and of a choice only what may be equal counts.
    let (left, right) = match (&left.ty, &right.ty) {
        (Ty::Truth, ty) if !right.nullable => (of_type(&left, ty).ok_or(told.clone())?, right),
        (ty, Ty::Truth) if !left.nullable => {
            let right = of_type(&right, ty).ok_or(told.clone())?;
            (left, right)
        }
        _ => (left, right),
    };
    let is_equal = match comparison {
        Comparison::Equal => true,
        Comparison::NotEqual => false,
        _ => return ordered(comparison, left, right).ok_or(told),
    };
    let made = |left, right| {
        let expr = Expr::Compare(comparison, Box::new(left), Box::new(right));
        Ok(boolean(expr))
    };
    if left == right {
        return Ok(boolean(Expr::Boolean(is_equal)));
    }
    let choice = match (&left.ty, &right.ty) {
        (Ty::Truth, Ty::Null) => Some(&left),
        (Ty::Null, Ty::Truth) => Some(&right),
        _ => None,
    };
    if let Some(choice) = choice {
        return Ok(is(is_equal, is_null(choice.clone())));
    }
    if left.ty == Ty::Null || right.ty == Ty::Null {
        return made(presence(left), presence(right));
    }
    if differ(&left.ty, &right.ty) {
        return Ok(is(is_equal, both(is_null(left), is_null(right))));
    }
    match (&left.ty, &right.ty) {
        (Ty::Text | Ty::OwnedText, Ty::Text | Ty::OwnedText)
        | (Ty::Integer | Ty::Float, Ty::Integer | Ty::Float)
        | (Ty::Boolean, Ty::Boolean)
        | (Ty::Opaque("blob"), Ty::Opaque("blob"))
        | (Ty::Opaque("document"), Ty::Opaque("document")) => made(left, right),
        (Ty::Union(a), Ty::Union(b)) if a == b => made(left, right),
        (Ty::Structure(a), Ty::Structure(b)) if a == b => made(left, right),
        (Ty::Structure(_) | Ty::Hash(_), Ty::Structure(_) | Ty::Hash(_)) => {
            let equal = if is_literal(&left) {
                objects(types, right, left)?
            } else {
                objects(types, left, right)?
            };
            Ok(is(is_equal, equal.ok_or(told)?))
        }
        // A map compared with `{}`.
        (Ty::StoredMap { .. }, Ty::Hash(members)) if members.is_empty() => made(left, right),
        (Ty::Hash(members), Ty::StoredMap { .. }) if members.is_empty() => made(right, left),
        (Ty::StoredList { .. } | Ty::List { .. }, _) if is_empty_list(&right) => {
            emptiness(made, left, right, is_equal)
        }
        (_, Ty::StoredList { .. } | Ty::List { .. }) if is_empty_list(&left) => {
            emptiness(made, right, left, is_equal)
        }
        (left_ty, right_ty) if have_different_items(left_ty, right_ty) => {
            Ok(is(is_equal, both_without_items(left, right)))
        }
        (left_ty, right_ty) => {
            let ty = common(left_ty, right_ty).ok_or_else(|| told.clone())?;
            if !can_be_compared(&ty) {
                return Err(told);
            }
            match (converted(left, &ty), converted(right, &ty)) {
                (Some(left), Some(right)) => made(left, right),
                _ => Err(told),
            }
        }
    }
}

/// Whether no item of a list can be equal to one of another list.
fn have_different_items(left: &Ty, right: &Ty) -> bool {
    let item = |ty: &Ty| match ty {
        Ty::StoredList { item, .. } => Some(Ty::of(item)),
        Ty::List { item, .. } => Some((**item).clone()),
        _ => None,
    };
    matches!((item(left), item(right)), (Some(left), Some(right)) if differ(&left, &right))
}

/// Whether two lists have no items, or are both null.
fn both_without_items(left: Value, right: Value) -> Value {
    let is_empty = |list: &Value| {
        let (list, empty) = (Box::new(list.clone()), Box::new(empty_list()));
        boolean(Expr::Compare(Comparison::Equal, list, empty))
    };
    let are_empty = both(is_empty(&left), is_empty(&right));
    either(are_empty, both(is_null(left), is_null(right)))
}

/// A comparison of a list with `[]`.
fn emptiness(
    made: impl FnOnce(Value, Value) -> Result<Value, String>,
    list: Value,
    empty: Value,
    is_equal: bool,
) -> Result<Value, String> {
    match &list.expr {
        // What has no type has no items but those that one can see.
        Expr::Array(items) => Ok(boolean(Expr::Boolean(items.is_empty() == is_equal))),
        _ if is_nothing(&list.ty) && nulls(&list) > 0 => Ok(boolean(Expr::Boolean(!is_equal))),
        _ if is_nothing(&list.ty) => {
            let comparison = if is_equal {
                Comparison::NotEqual
            } else {
                Comparison::Equal
            };
            let (list, null) = (Box::new(presence(list)), Box::new(null()));
            Ok(boolean(Expr::Compare(comparison, list, null)))
        }
        _ => made(list, empty),
    }
}

fn is_empty_list(value: &Value) -> bool {
    matches!(&value.expr, Expr::Array(items) if items.is_empty())
}

/// Whether values of a type are compared as a whole.
pub(super) fn can_be_compared(ty: &Ty) -> bool {
    match ty {
        Ty::Hash(_) | Ty::Truth | Ty::Null => false,
        Ty::Opaque(what) => matches!(*what, "blob" | "document"),
        Ty::List { item, .. } => can_be_compared(item),
        _ => true,
    }
}

/// Only numbers have an order; null comes of all else.
fn ordered(comparison: Comparison, left: Value, right: Value) -> Option<Value> {
    let is_number = |ty: &Ty| matches!(ty, Ty::Integer | Ty::Float);
    let is_unknown =
        |ty: &Ty| *ty == Ty::Truth || matches!(ty, Ty::Opaque("document" | "big number"));
    if is_unknown(&left.ty) || is_unknown(&right.ty) {
        return None;
    }
    if !is_number(&left.ty) || !is_number(&right.ty) {
        return Some(null());
    }
    Some(Value {
        nullable: left.nullable || right.nullable,
        expr: Expr::Compare(comparison, Box::new(left), Box::new(right)),
        ty: Ty::Boolean,
    })
}

/// Whether two objects are equal, of which the model or the expression knows the members.
fn objects(types: &Types<'_>, left: Value, right: Value) -> Result<Option<Value>, String> {
    if right.nullable || left.nullable && !is_literal(&right) {
        return Ok(None);
    }
    let of = if left.nullable {
        item_of(left.ty.clone())
    } else {
        left.clone()
    };
    let (Some(fields), Some(others)) = (types.fields(&of)?, types.fields(&right)?) else {
        return Ok(None);
    };
    if let (Ty::Structure(name), []) = (&left.ty, others.as_slice())
        && !types.is_never_empty(name)
    {
        let filled = types.tested(of)?;
        return Ok(Some(there_and(&left, not(filled))));
    }
    let is_known = |name: &String| fields.iter().any(|(known, _)| known == name);
    let mut equal: Option<Value> = None;
    let mut is_never = !others.iter().all(|(name, _)| is_known(name));
    for (name, value) in &fields {
        let other = others.iter().find(|(other, _)| other == name);
        // Without it, the member has to be missing.
        is_never |= other.is_none() && (!value.nullable || matches!(left.ty, Ty::Hash(_)));
        let other = other.map_or_else(null, |(_, other)| other.clone());
        let part = compare(types, Comparison::Equal, value.clone(), other)?;
        equal = Some(match equal {
            None => part,
            Some(before) => both(before, part),
        });
    }
    if is_never {
        return Ok(Some(boolean(Expr::Boolean(false))));
    }
    let equal = equal.unwrap_or_else(|| boolean(Expr::Boolean(true)));
    Ok(Some(there_and(&left, equal)))
}

/// Whether a value is there and a condition of it holds.
fn there_and(value: &Value, condition: Value) -> Value {
    if !value.nullable {
        return condition;
    }
    let otherwise = boolean(Expr::Boolean(false));
    boolean(Expr::NotNull(vec![within(value, condition), otherwise]))
}

/// Whether nothing in a value depends on where it is.
fn is_literal(value: &Value) -> bool {
    let members = match &value.ty {
        Ty::Hash(members) => members.as_slice(),
        _ => &[],
    };
    !matches!(value.expr, Expr::Item | Expr::Output | Expr::Input)
        && value.expr.parts().into_iter().all(is_literal)
        && members.iter().all(|(_, member)| is_literal(member))
}
