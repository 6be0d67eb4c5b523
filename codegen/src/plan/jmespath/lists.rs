//! Functions of lists.

use crate::ir::jmespath::{Expr, Stage, Ty, Value};

use super::compare;
use super::conditions::is_null;
use super::kinds::{common, converted, differ};
use super::values::{
    Items, boolean, integer, is_nothing, item_of, known, nothing, null, nulls, text,
};

pub(super) fn list_of(item: Ty) -> Ty {
    Ty::List {
        item: Box::new(item),
        nullable: false,
    }
}

/// Whether the list has an item that is equal to a value.
pub(super) fn contains(list: Value, what: Value) -> Result<Value, String> {
    let (item, nullable) = match &list.ty {
        Ty::StoredList { item, sparse } => (Ty::of(item), *sparse),
        Ty::List { item, nullable } => ((**item).clone(), *nullable),
        _ => return Err(format!("asks for what is in it of {}", list.ty.what())),
    };
    let told = || format!("looks for {} in a list of {}", what.ty.what(), item.what());
    if is_nothing(&list.ty) {
        return match (nulls(&list), what.nullable) {
            (1.., true) => Err(told()),
            _ => Ok(known(&list, boolean(Expr::Boolean(false)))),
        };
    }
    if differ(&item, &what.ty) && !(nullable && what.nullable) || what.ty == Ty::Null && !nullable {
        return Ok(known(&list, boolean(Expr::Boolean(false))));
    }
    if differ(&item, &what.ty) {
        // Only null can be in it.
        let is_in = contains(list, null())?;
        return Ok(Value {
            nullable: is_in.nullable,
            expr: Expr::And(Box::new(is_null(what)), Box::new(is_in)),
            ty: Ty::Boolean,
        });
    }
    // Nulls are left out of a list as a type has it.
    let is_stored = matches!(list.ty, Ty::StoredList { .. });
    if what.ty == Ty::Null && is_stored {
        return Err(told());
    }
    let is_comparable = match &item {
        Ty::List { .. } => false,
        Ty::StoredList { .. } => what.ty == item,
        item => compare::can_be_compared(item),
    };
    let ty = common(&item, &what.ty)
        .filter(|_| is_comparable)
        .ok_or_else(told)?;
    let list = match &list.expr {
        Expr::Array(_) => converted(
            list.clone(),
            &Ty::List {
                item: Box::new(ty.clone()),
                nullable,
            },
        ),
        _ => Some(list.clone()),
    };
    let list = list.ok_or_else(told)?;
    Ok(Value {
        nullable: list.nullable,
        expr: Expr::Contains(Box::new(list), Box::new(what)),
        ty: Ty::Boolean,
    })
}

pub(super) fn join(glue: Value, list: Value) -> Result<Value, String> {
    if is_nothing(&list.ty) {
        return Ok(known(&list, text("")));
    }
    let is_text = |ty: &Ty| matches!(ty, Ty::Text | Ty::OwnedText);
    let is_texts = match &list.ty {
        Ty::StoredList {
            item,
            sparse: false,
        } => is_text(&Ty::of(item)),
        Ty::List { item, nullable } => is_text(item) && !nullable,
        _ => false,
    };
    if !is_text(&glue.ty) || !is_texts {
        return Err("joins what is no text".to_owned());
    }
    Ok(Value {
        nullable: list.nullable || glue.nullable,
        expr: Expr::Join(Box::new(glue), Box::new(list)),
        ty: Ty::OwnedText,
    })
}

/// A list with one more stage.
pub(super) fn staged(list: Value, stage: Stage) -> Result<Value, String> {
    if list.ty == Ty::Null {
        return Ok(null());
    }
    if is_nothing(&list.ty) {
        return Ok(nothing(&list));
    }
    let items = match stage {
        Stage::Slice { .. } | Stage::Reversed => Items::all(list)?,
        _ => Items::of(list)?,
    };
    Ok(items.then(stage).value())
}

/// An item of a list that a function is given, for the expression that goes with it.
pub(super) fn item(name: &str, list: &Value) -> Result<Value, String> {
    let items = Items::of(list.clone());
    let items = items.map_err(|_| format!("asks for {name} of {}", list.ty.what()))?;
    Ok(item_of(items.item().clone()))
}

/// Whether values of a type have an order.
fn is_ordered(ty: &Ty) -> bool {
    matches!(ty, Ty::Text | Ty::OwnedText | Ty::Integer | Ty::Float)
}

/// `sort_by`, `max_by` and `min_by`.
pub(super) fn by(name: &str, list: Value, by: Value) -> Result<Value, String> {
    if !is_ordered(&by.ty) {
        return Err(format!("orders by {}", by.ty.what()));
    }
    let item = item(name, &list)?.ty;
    let list = plain(list)?;
    let (of, by) = (Box::new(list), Box::new(by));
    Ok(match name {
        "sort_by" => Value {
            expr: Expr::SortedBy(of, by),
            ty: list_of(item),
            nullable: true,
        },
        _ => Value {
            expr: Expr::Extreme {
                is_max: name == "max_by",
                of,
                by: Some(by),
            },
            ty: item,
            nullable: true,
        },
    })
}

/// A list of items that aren't null.
fn plain(list: Value) -> Result<Value, String> {
    Ok(Items::of(list)?.value())
}

/// A list of numbers, all of them of a type.
fn numbers(name: &str, list: Value) -> Result<(Value, Ty), String> {
    let ty = item(name, &list)?.ty;
    match ty {
        Ty::Integer | Ty::Float => Ok((plain(list)?, ty)),
        _ => Err(format!("asks for {name} of a list of {}", ty.what())),
    }
}

pub(super) fn sum(list: Value) -> Result<Value, String> {
    if is_nothing(&list.ty) {
        return Ok(known(&list, integer(0)));
    }
    let (list, ty) = numbers("sum", list)?;
    Ok(Value {
        nullable: list.nullable,
        expr: Expr::Sum(Box::new(list)),
        ty,
    })
}

pub(super) fn average(list: Value) -> Result<Value, String> {
    if is_nothing(&list.ty) {
        return Ok(null());
    }
    let (list, _) = numbers("avg", list)?;
    Ok(Value {
        expr: Expr::Average(Box::new(list)),
        ty: Ty::Float,
        nullable: true,
    })
}

pub(super) fn extreme(name: &str, list: Value) -> Result<Value, String> {
    if is_nothing(&list.ty) {
        return Ok(null());
    }
    let ty = item(name, &list)?.ty;
    if !is_ordered(&ty) {
        return Err(format!("asks for {name} of a list of {}", ty.what()));
    }
    Ok(Value {
        expr: Expr::Extreme {
            is_max: name == "max",
            of: Box::new(plain(list)?),
            by: None,
        },
        ty,
        nullable: true,
    })
}

pub(super) fn sort(list: Value) -> Result<Value, String> {
    if is_nothing(&list.ty) {
        return Ok(nothing(&list));
    }
    let ty = item("sort", &list)?.ty;
    if !is_ordered(&ty) {
        return Err(format!("sorts a list of {}", ty.what()));
    }
    staged(list, Stage::Sorted)
}
