//! Conditions that are made of others. Those that the model knows are no code, so nothing that only
//! they need is imported.

use crate::ir::jmespath::{Comparison, Expr, Ty, Value};

use super::values::{boolean, null, presence};

/// Whether a condition always holds, or never does.
pub(super) fn constant(value: &Value) -> Option<bool> {
    match &value.expr {
        Expr::Boolean(constant) => Some(*constant),
        Expr::Compare(comparison, left, right) if left.ty == Ty::Null || right.ty == Ty::Null => {
            let other = if right.ty == Ty::Null { left } else { right };
            let is_equal = *comparison == Comparison::Equal;
            match (&other.ty, other.nullable) {
                (Ty::Truth, _) => None,
                (Ty::Null, _) => Some(is_equal),
                (_, false) => Some(!is_equal),
                (_, true) => None,
            }
        }
        _ => None,
    }
}

pub(super) fn constantly(value: bool) -> Value {
    boolean(Expr::Boolean(value))
}

pub(super) fn both(left: Value, right: Value) -> Value {
    match (constant(&left), constant(&right)) {
        (Some(false), _) | (_, Some(false)) => constantly(false),
        (Some(true), _) => right,
        (_, Some(true)) => left,
        _ => boolean(Expr::And(Box::new(left), Box::new(right))),
    }
}

pub(super) fn either(left: Value, right: Value) -> Value {
    match (constant(&left), constant(&right)) {
        (Some(true), _) | (_, Some(true)) => constantly(true),
        (Some(false), _) => right,
        (_, Some(false)) => left,
        _ => boolean(Expr::Or(Box::new(left), Box::new(right))),
    }
}

pub(super) fn not(value: Value) -> Value {
    match constant(&value) {
        Some(constant) => constantly(!constant),
        None => boolean(Expr::Not(Box::new(value))),
    }
}

/// Whether a value is null: of a choice, that of the value that it comes to.
pub(super) fn is_null(value: Value) -> Value {
    match value.expr {
        Expr::And(left, right) if value.ty == Ty::Truth => {
            let (left_null, right_null) = (whole((*left).clone()), whole(*right));
            either(is_null(left_null), both(*left, is_null(right_null)))
        }
        Expr::Or(left, right) if value.ty == Ty::Truth => both(not(*left), is_null(whole(*right))),
        _ => {
            let (value, null) = (Box::new(presence(value)), Box::new(null()));
            let equal = boolean(Expr::Compare(Comparison::Equal, value, null));
            constant(&equal).map_or(equal, constantly)
        }
    }
}

/// A condition, or its opposite.
pub(super) fn is(is: bool, condition: Value) -> Value {
    match condition.expr {
        _ if is => condition,
        Expr::And(left, right) => either(self::is(false, *left), self::is(false, *right)),
        Expr::Or(left, right) => both(self::is(false, *left), self::is(false, *right)),
        _ => not(condition),
    }
}

/// A value also where it counts as false.
pub(super) fn whole(value: Value) -> Value {
    match value.expr {
        Expr::Filled(of) => *of,
        _ => value,
    }
}
