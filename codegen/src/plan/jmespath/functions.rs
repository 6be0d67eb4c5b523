//! [Functions](https://jmespath.org/specification.html#built-in-functions).

use crate::ir::jmespath::{Expr, Stage, Ty, Value};

use super::values::{Items, array, hash};

pub(super) fn call(name: &str, arguments: Vec<Value>) -> Result<Value, String> {
    let count = arguments.len();
    let mut arguments = arguments.into_iter();
    match (name, count, arguments.next(), arguments.next()) {
        ("length", 1, Some(of), _) => length(of),
        ("contains", 2, Some(of), Some(what)) => contains(of, what),
        ("starts_with", 2, Some(of), Some(what)) => texts(name, of, what, Expr::StartsWith),
        ("ends_with", 2, Some(of), Some(what)) => texts(name, of, what, Expr::EndsWith),
        ("keys", 1, Some(of), _) => keys(of),
        ("values", 1, Some(of), _) => values(of),
        ("join", 2, Some(glue), Some(of)) => join(glue, of),
        ("to_number", 1, Some(of), _) => to_number(of),
        ("to_string", 1, Some(of), _) => to_text(of),
        ("not_null", 1.., Some(first), second) => {
            not_null([first].into_iter().chain(second).chain(arguments).collect())
        }
        ("abs" | "ceil" | "floor", 1, Some(of), _) => rounded(name, of),
        ("sum", 1, Some(of), _) => sum(of),
        ("avg", 1, Some(of), _) => average(of),
        ("max" | "min", 1, Some(of), _) => extreme(name, of),
        ("sort", 1, Some(of), _) => sort(of),
        ("reverse", 1, Some(of), _) => reverse(of),
        ("to_array", 1, Some(of), _) => to_array(of),
        ("type", 1, Some(of), _) => type_of(of),
        ("merge", 1.., Some(first), second) => {
            merge([first].into_iter().chain(second).chain(arguments))
        }
        (
            "abs" | "avg" | "ceil" | "contains" | "ends_with" | "floor" | "join" | "keys"
            | "length" | "max" | "merge" | "min" | "not_null" | "reverse" | "sort" | "starts_with"
            | "sum" | "to_array" | "to_number" | "to_string" | "type" | "values",
            ..,
        ) => Err(format!("gives {name} {count} arguments")),
        _ => Err(format!("calls {name}, which is no function of JMESPath")),
    }
}

/// Makes the result of a function of `of`: null of null.
fn of(of: Value, ty: Ty, expr: impl FnOnce(Box<Value>) -> Expr) -> Value {
    Value {
        nullable: of.nullable,
        expr: expr(Box::new(of)),
        ty,
    }
}

fn no(name: &str, of: &Value) -> String {
    format!("asks for {name} of {}", of.ty.what())
}

fn is_text(value: &Value) -> bool {
    matches!(value.ty, Ty::Text | Ty::OwnedText)
}

fn length(list: Value) -> Result<Value, String> {
    match list.ty {
        Ty::Text
        | Ty::OwnedText
        | Ty::StoredList { .. }
        | Ty::StoredMap { .. }
        | Ty::List { .. } => Ok(of(list, Ty::Integer, Expr::Length)),
        _ => Err(no("the length", &list)),
    }
}

fn contains(list: Value, what: Value) -> Result<Value, String> {
    if is_text(&list) {
        return texts("contains", list, what, Expr::Contains);
    }
    let item = match &list.ty {
        Ty::StoredList { item, .. } => Ty::of(item),
        Ty::List { item, .. } => (**item).clone(),
        _ => return Err(no("what is in it", &list)),
    };
    let is_simple = matches!(item, Ty::Text | Ty::Boolean | Ty::Integer | Ty::Float);
    if !is_simple || item != what.ty {
        return Err(format!(
            "looks for {} in a list of another type",
            what.ty.what()
        ));
    }
    Ok(Value {
        nullable: list.nullable,
        expr: Expr::Contains(Box::new(list), Box::new(what)),
        ty: Ty::Boolean,
    })
}

fn texts(
    name: &str,
    left: Value,
    right: Value,
    expr: impl FnOnce(Box<Value>, Box<Value>) -> Expr,
) -> Result<Value, String> {
    for side in [&left, &right] {
        if !is_text(side) {
            return Err(no(name, side));
        }
    }
    Ok(Value {
        nullable: left.nullable || right.nullable,
        expr: expr(Box::new(left), Box::new(right)),
        ty: Ty::Boolean,
    })
}

fn list_of(item: Ty) -> Ty {
    Ty::List {
        item: Box::new(item),
        nullable: false,
    }
}

fn keys(map: Value) -> Result<Value, String> {
    match map.ty {
        Ty::StoredMap { .. } => Ok(of(map, list_of(Ty::Text), Expr::Keys)),
        _ => Err(no("the keys", &map)),
    }
}

pub(super) fn values(map: Value) -> Result<Value, String> {
    match &map.ty {
        Ty::StoredMap { value, .. } => {
            let item = Ty::of(value);
            Ok(of(map, list_of(item), Expr::Values))
        }
        _ => Err(no("the values", &map)),
    }
}

fn join(glue: Value, list: Value) -> Result<Value, String> {
    let is_texts = match &list.ty {
        Ty::StoredList {
            item,
            sparse: false,
        } => Ty::of(item) == Ty::Text,
        Ty::List { item, nullable } => **item == Ty::Text && !nullable,
        _ => false,
    };
    if glue.ty != Ty::Text || glue.nullable || !is_texts {
        return Err("joins what is no text".to_owned());
    }
    Ok(Value {
        nullable: list.nullable,
        expr: Expr::Join(Box::new(glue), Box::new(list)),
        ty: Ty::OwnedText,
    })
}

fn not_null(values: Vec<Value>) -> Result<Value, String> {
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
    let (Some(first), Some(last)) = (kept.first(), kept.last()) else {
        return Err("gives not_null nothing but null".to_owned());
    };
    if kept.iter().any(|value| value.ty != first.ty) || matches!(first.ty, Ty::Hash(_) | Ty::Truth)
    {
        return Err("gives not_null values of several types".to_owned());
    }
    Ok(Value {
        ty: first.ty.clone(),
        nullable: last.nullable,
        expr: Expr::NotNull(kept),
    })
}

fn to_number(value: Value) -> Result<Value, String> {
    match value.ty {
        Ty::Integer | Ty::Float => Ok(value),
        Ty::Text | Ty::OwnedText => Ok(Value {
            expr: Expr::ToNumber(Box::new(value)),
            ty: Ty::Float,
            nullable: true,
        }),
        _ => Err(no("the number", &value)),
    }
}

/// A list with one more stage.
pub(super) fn staged(list: Value, stage: Stage) -> Result<Value, String> {
    Ok(Items::of(list)?.then(stage).value())
}

/// An item of a list that a function is given, for the expression that goes with it.
pub(super) fn item(name: &str, list: &Value) -> Result<Value, String> {
    let items = Items::of(list.clone()).map_err(|_| no(name, list))?;
    Ok(Value {
        expr: Expr::Item,
        ty: items.item().clone(),
        nullable: false,
    })
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

fn rounded(name: &str, value: Value) -> Result<Value, String> {
    match (&value.ty, name) {
        (Ty::Integer, "abs") => Ok(of(value, Ty::Integer, |of| {
            Expr::Rounded("saturating_abs", of)
        })),
        (Ty::Float, "abs") => Ok(of(value, Ty::Float, |of| Expr::Rounded("abs", of))),
        (Ty::Float, "ceil") => Ok(of(value, Ty::Float, |of| Expr::Rounded("ceil", of))),
        (Ty::Float, _) => Ok(of(value, Ty::Float, |of| Expr::Rounded("floor", of))),
        (Ty::Integer, _) => Ok(value),
        _ => Err(no(name, &value)),
    }
}

fn sum(list: Value) -> Result<Value, String> {
    let (list, ty) = numbers("sum", list)?;
    Ok(of(list, ty, Expr::Sum))
}

fn average(list: Value) -> Result<Value, String> {
    let (list, _) = numbers("avg", list)?;
    Ok(Value {
        nullable: true,
        ..of(list, Ty::Float, Expr::Average)
    })
}

fn extreme(name: &str, list: Value) -> Result<Value, String> {
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

fn sort(list: Value) -> Result<Value, String> {
    let ty = item("sort", &list)?.ty;
    if !is_ordered(&ty) {
        return Err(format!("sorts a list of {}", ty.what()));
    }
    staged(list, Stage::Sorted)
}

fn reverse(value: Value) -> Result<Value, String> {
    if is_text(&value) {
        return Ok(of(value, Ty::OwnedText, Expr::Reversed));
    }
    staged(value, Stage::Reversed)
}

fn to_array(value: Value) -> Result<Value, String> {
    match value.ty {
        Ty::StoredList { .. } | Ty::List { .. } => Ok(value),
        _ => array(vec![value]),
    }
}

fn type_of(value: Value) -> Result<Value, String> {
    let name = match &value.ty {
        Ty::Text | Ty::OwnedText => "string",
        Ty::Boolean => "boolean",
        Ty::Integer | Ty::Float => "number",
        Ty::Structure(_) | Ty::Union(_) | Ty::StoredMap { .. } | Ty::Hash(_) => "object",
        Ty::StoredList { .. } | Ty::List { .. } => "array",
        Ty::Null => "null",
        Ty::Opaque(_) | Ty::Truth => return Err(no("the type", &value)),
    };
    let is_known = !value.nullable || value.ty == Ty::Null;
    Ok(Value {
        expr: if is_known {
            Expr::Text(name.to_owned())
        } else {
            Expr::TypeOf(name, Box::new(value))
        },
        ty: Ty::Text,
        nullable: false,
    })
}

/// The members of all objects, of which the last one with a name counts.
fn merge(values: impl Iterator<Item = Value>) -> Result<Value, String> {
    let mut merged: Vec<(String, Value)> = Vec::new();
    for value in values {
        let Ty::Hash(members) = value.ty else {
            return Err(no("merge", &value));
        };
        for (name, member) in members {
            match merged.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) => *known = member,
                None => merged.push((name, member)),
            }
        }
    }
    Ok(hash(merged))
}

fn to_text(value: Value) -> Result<Value, String> {
    match value.ty {
        Ty::Text | Ty::OwnedText => Ok(value),
        Ty::Integer | Ty::Boolean => Ok(of(value, Ty::OwnedText, Expr::ToText)),
        _ => Err(no("the text", &value)),
    }
}
