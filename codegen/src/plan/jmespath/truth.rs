//! `&&` and `||`: one of two values, or else only whether it counts as true.

use crate::ir::jmespath::{Expr, Ty, Value};

use super::conditions::{constant, whole};
use super::kinds::{all_converted, common, converted, differ};
use super::objects::Types;
use super::values::{boolean, is_nothing, null};

pub(super) fn both(types: &Types<'_>, left: Value, right: Value) -> Result<Value, String> {
    either(types, true, left, right)
}

pub(super) fn one(types: &Types<'_>, left: Value, right: Value) -> Result<Value, String> {
    either(types, false, left, right)
}

fn either(types: &Types<'_>, is_and: bool, left: Value, right: Value) -> Result<Value, String> {
    let (left_test, right_test) = (types.tested(left.clone())?, types.tested(right.clone())?);
    if left.ty == Ty::Null {
        return Ok(if is_and { left } else { right });
    }
    // Objects that expressions make are there or not, which the model may know.
    if matches!(left.ty, Ty::Hash(_)) && left_test.ty == Ty::Boolean {
        let is_left = (left_test.expr == Expr::Boolean(true)) != is_and;
        return Ok(if is_left { left } else { right });
    }
    // So may a boolean be.
    let is_condition = |value: &Value| value.ty == Ty::Boolean && !value.nullable;
    match (constant(&left_test), constant(&right)) {
        (Some(is_true), _) => return Ok(if is_true == is_and { right } else { left }),
        (_, Some(is_true)) if is_condition(&left) => {
            return Ok(if is_true == is_and { left } else { right });
        }
        _ => {}
    }
    // What counts as true if it is there decides what the value is, whatever the other one is.
    if !left.nullable && types.is_always_true(&left.ty) {
        return Ok(if is_and { right } else { left });
    }
    if !is_and && right.ty == Ty::Null && types.is_always_true(&left.ty) {
        return Ok(left);
    }
    if !is_and && is_nothing(&right.ty) && is_empty_list(&right) && is_list(&left.ty) {
        return Ok(or_empty(left));
    }
    let made = |left, right, ty, nullable| {
        let (left, right) = (Box::new(left), Box::new(right));
        Ok(Value {
            expr: if is_and {
                Expr::And(left, right)
            } else {
                Expr::Or(left, right)
            },
            ty,
            nullable,
        })
    };
    let ty = match (&left.ty, &right.ty) {
        (Ty::Null, _) | (_, Ty::Null) => None,
        (left, right) => common(left, right).filter(|ty| !is_nothing(ty)),
    };
    let sides = ty.and_then(|ty| {
        let left = converted(left.clone(), &ty)?;
        Some((left, converted(right.clone(), &ty)?, ty))
    });
    let changes = |value: &Value, test: &Value| value.ty != test.ty;
    let Some((left, right, ty)) = sides else {
        if changes(&left, &left_test) || right.nullable && changes(&right, &right_test) {
            return Err("makes a choice of a list of null".to_owned());
        }
        // What is known to count as true or false is no boolean for that.
        let ty = if changes(&right, &right_test) {
            Ty::Truth
        } else {
            right_test.ty.clone()
        };
        return made(left_test, Value { ty, ..right_test }, Ty::Truth, false);
    };
    let nullable = match &ty {
        Ty::Boolean => left.nullable || right.nullable,
        // The first one stays or goes by whether it is there.
        ty if types.is_always_true(ty) => {
            let (left, right) = (left.nullable, right.nullable);
            if is_and { left || right } else { left && right }
        }
        Ty::Hash(_) | Ty::Truth | Ty::Null => {
            return made(left_test, right_test, Ty::Truth, false);
        }
        // With `||`, the second is the last resort; with `&&`, a null on the left stays.
        _ => right.nullable || is_and && left.nullable,
    };
    let left = match left_test.expr {
        Expr::Filled(_) => left_test,
        _ => left,
    };
    made(left, right, ty, nullable)
}

/// A value if it is of a type, and null otherwise; `None` if the model doesn't tell that.
pub(super) fn of_type(value: &Value, ty: &Ty) -> Option<Value> {
    let (is_and, left, right) = match &value.expr {
        Expr::And(left, right) if value.ty == Ty::Truth => (true, left, right),
        Expr::Or(left, right) if value.ty == Ty::Truth => (false, left, right),
        _ if value.ty == Ty::Null || differ(&value.ty, ty) => return Some(null()),
        _ => {
            let common = common(&value.ty, ty)?;
            return converted(value.clone(), &common);
        }
    };
    // The left one decides between itself and the right one. Decided so, a boolean is known.
    let decided = match (left.ty == Ty::Boolean, is_and, left.nullable) {
        (true, true, false) => boolean(Expr::Boolean(false)),
        (true, false, _) => boolean(Expr::Boolean(true)),
        _ => whole((**left).clone()),
    };
    let (decided, right) = (
        of_type(&decided, ty)?,
        of_type(&whole((**right).clone()), ty)?,
    );
    let (then, otherwise) = if is_and {
        (right, decided)
    } else {
        (decided, right)
    };
    let ty = common(&then.ty, &otherwise.ty)?;
    if ty == Ty::Null {
        return Some(null());
    }
    let (then, otherwise) = (converted(then, &ty)?, converted(otherwise, &ty)?);
    Some(Value {
        nullable: then.nullable || otherwise.nullable,
        ty,
        expr: Expr::If(Box::new([(**left).clone(), then, otherwise])),
    })
}

fn is_list(ty: &Ty) -> bool {
    matches!(ty, Ty::StoredList { .. } | Ty::List { .. })
}

fn is_empty_list(value: &Value) -> bool {
    matches!(&value.expr, Expr::Array(items) if items.is_empty())
}

/// A list, and an empty one in place of null.
pub(super) fn or_empty(list: Value) -> Value {
    if !list.nullable {
        return list;
    }
    let ty = match &list.ty {
        Ty::StoredList { item, .. } => Ty::List {
            item: Box::new(Ty::of(item)),
            nullable: false,
        },
        ty => ty.clone(),
    };
    Value {
        expr: Expr::OrEmpty(Box::new(list)),
        ty,
        nullable: false,
    }
}

/// The first value that isn't null.
pub(super) fn not_null(values: Vec<Value>) -> Result<Value, String> {
    let mut kept = Vec::new();
    for value in values {
        let is_last = !value.nullable;
        if value.ty != Ty::Null {
            kept.push(value);
        }
        if is_last {
            break;
        }
    }
    if let [.., list, last] = kept.as_slice()
        && is_list(&list.ty)
        && is_nothing(&last.ty)
        && is_empty_list(last)
    {
        kept.pop();
        return not_null(kept).map(or_empty);
    }
    let several = || "gives not_null values of several types".to_owned();
    let (kept, ty) = all_converted(kept).ok_or_else(several)?;
    let Some(last) = kept.last() else {
        return Ok(null());
    };
    if let [value] = kept.as_slice() {
        return Ok(value.clone());
    }
    if matches!(ty, Ty::Hash(_) | Ty::Truth) {
        return Err(several());
    }
    Ok(Value {
        ty,
        nullable: last.nullable,
        expr: Expr::NotNull(kept),
    })
}
