//! `&&` and `||`: one of two values, or else only whether it counts as true.

use crate::ir::jmespath::{Expr, Ty, Value};

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
        Some((left, converted(right, &ty)?, ty))
    });
    let Some((left, right, ty)) = sides else {
        return made(left_test, right_test, Ty::Truth, false);
    };
    let nullable = match &ty {
        Ty::Boolean => left.nullable || right.nullable,
        // These count as true, so the first one stays or goes by whether it is there.
        Ty::Integer | Ty::Float | Ty::Union(_) | Ty::Opaque("big number") => {
            let (left, right) = (left.nullable, right.nullable);
            if is_and { left || right } else { left && right }
        }
        Ty::Structure(name) if types.is_never_empty(name) => {
            let (left, right) = (left.nullable, right.nullable);
            if is_and { left || right } else { left && right }
        }
        // With `||`, the second is the last resort; with `&&`, a null on the left stays.
        Ty::Text
        | Ty::OwnedText
        | Ty::StoredList { .. }
        | Ty::StoredMap { .. }
        | Ty::List { .. }
        | Ty::Structure(_)
        | Ty::Opaque(_) => right.nullable || is_and && left.nullable,
        Ty::Hash(_) | Ty::Truth | Ty::Null => {
            return made(left_test, right_test, Ty::Truth, false);
        }
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
        _ => (**left).clone(),
    };
    let (decided, right) = (of_type(&decided, ty)?, of_type(right, ty)?);
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
