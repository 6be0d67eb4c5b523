//! [Functions](https://jmespath.org/specification.html#built-in-functions), as far as waiters
//! need them.

use super::{Expr, Ty, Value};

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
        (
            "length" | "contains" | "starts_with" | "ends_with" | "keys" | "values" | "join"
            | "to_number" | "to_string" | "not_null",
            ..,
        ) => Err(format!("gives {name} {count} arguments")),
        _ => Err(format!("needs the function {name}")),
    }
}

/// What a function of `of` comes to, or null of null.
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

fn to_text(value: Value) -> Result<Value, String> {
    match value.ty {
        Ty::Text | Ty::OwnedText => Ok(value),
        Ty::Integer | Ty::Boolean => Ok(of(value, Ty::OwnedText, Expr::ToText)),
        _ => Err(no("the text", &value)),
    }
}
