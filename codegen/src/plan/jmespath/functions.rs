//! [Functions](https://jmespath.org/specification.html#built-in-functions).

use crate::ir::jmespath::{Expr, Stage, Ty, Value};

use super::kinds::array;
use super::lists::{self, contains, join};
use super::objects::Types;
use super::truth::not_null;
use super::values::{boolean, hash, integer, is_nothing, known, null, nulls, presence, text};

/// The functions that take no expression: how many arguments they take at least, and whether they
/// take more.
const FUNCTIONS: [(&str, usize, bool); 22] = [
    ("abs", 1, false),
    ("avg", 1, false),
    ("ceil", 1, false),
    ("contains", 2, false),
    ("ends_with", 2, false),
    ("floor", 1, false),
    ("join", 2, false),
    ("keys", 1, false),
    ("length", 1, false),
    ("max", 1, false),
    ("merge", 1, true),
    ("min", 1, false),
    ("not_null", 1, true),
    ("reverse", 1, false),
    ("sort", 1, false),
    ("starts_with", 2, false),
    ("sum", 1, false),
    ("to_array", 1, false),
    ("to_number", 1, false),
    ("to_string", 1, false),
    ("type", 1, false),
    ("values", 1, false),
];

pub(super) fn call(types: &Types<'_>, name: &str, arguments: Vec<Value>) -> Result<Value, String> {
    let mut known = FUNCTIONS.iter();
    let (_, count, has_more) = known
        .find(|(known, ..)| *known == name)
        .ok_or_else(|| format!("calls {name}, which is no function of JMESPath"))?;
    let given = arguments.len();
    if given < *count || given > *count && !has_more {
        return Err(format!("gives {name} {given} arguments"));
    }
    match name {
        "not_null" => return not_null(arguments),
        "merge" => return merge(types, arguments),
        _ => {}
    }
    let mut arguments = arguments.into_iter();
    let of = arguments.next().unwrap_or_else(null);
    let second = arguments.next().unwrap_or_else(null);
    match name {
        "to_array" => return to_array(of),
        "type" => return type_of(of),
        "to_string" => return to_text(of),
        // A function of null, which only the second argument of `contains` may be.
        _ if of.ty == Ty::Null => return Ok(null()),
        "contains" if is_text(&of) => return part(name, of, second, Expr::Contains),
        "contains" => return contains(of, second),
        _ if *count == 2 && second.ty == Ty::Null => return Ok(null()),
        _ => {}
    }
    match name {
        "length" => length(types, of),
        "starts_with" => texts(name, of, second, Expr::StartsWith),
        "ends_with" => texts(name, of, second, Expr::EndsWith),
        "keys" => types.keys(of),
        "values" => types.values(of, "the values"),
        "join" => join(of, second),
        "to_number" => to_number(of),
        "sum" => lists::sum(of),
        "avg" => lists::average(of),
        "max" | "min" => lists::extreme(name, of),
        "sort" => lists::sort(of),
        "reverse" => reverse(of),
        _ => rounded(name, of),
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

fn length(types: &Types<'_>, list: Value) -> Result<Value, String> {
    match (&list.ty, &list.expr) {
        (Ty::List { .. }, Expr::Array(items)) => Ok(integer(items.len())),
        (ty, _) if is_nothing(ty) => Ok(known(&list, integer(nulls(&list)))),
        (
            Ty::Text
            | Ty::OwnedText
            | Ty::StoredList { .. }
            | Ty::StoredMap { .. }
            | Ty::List { .. },
            _,
        ) => Ok(of(list, Ty::Integer, Expr::Length)),
        (Ty::Structure(_) | Ty::Union(_) | Ty::Hash(_), _) => types.count(list),
        _ => Err(no("the length", &list)),
    }
}

/// Whether a text has another one in it: none has what is no text.
fn part(
    name: &str,
    left: Value,
    right: Value,
    expr: impl FnOnce(Box<Value>, Box<Value>) -> Expr,
) -> Result<Value, String> {
    match right.ty {
        Ty::Truth | Ty::Opaque(_) => Err(no(name, &right)),
        Ty::Text | Ty::OwnedText => texts(name, left, right, expr),
        Ty::Null => Ok(null()),
        _ => Ok(known(&left, boolean(Expr::Boolean(false)))),
    }
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

/// The number that a text says. What is neither text nor a number is none.
fn to_number(value: Value) -> Result<Value, String> {
    match value.ty {
        Ty::Integer | Ty::Float => Ok(value),
        Ty::Text | Ty::OwnedText => Ok(Value {
            expr: Expr::ToNumber(Box::new(value)),
            ty: Ty::Float,
            nullable: true,
        }),
        Ty::Truth | Ty::Opaque(_) => Err(no("the number", &value)),
        _ => Ok(null()),
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

fn reverse(value: Value) -> Result<Value, String> {
    if is_text(&value) {
        return Ok(of(value, Ty::OwnedText, Expr::Reversed));
    }
    if is_nothing(&value.ty) {
        return Ok(value);
    }
    lists::staged(value, Stage::Reversed)
}

fn to_array(value: Value) -> Result<Value, String> {
    match value.ty {
        Ty::StoredList { .. } | Ty::List { .. } => Ok(value),
        _ => array(vec![value]),
    }
}

fn type_of(value: Value) -> Result<Value, String> {
    let name = match &value.ty {
        Ty::Text | Ty::OwnedText | Ty::Opaque("blob" | "idempotency token") => "string",
        Ty::Boolean => "boolean",
        Ty::Integer | Ty::Float | Ty::Opaque("big number") => "number",
        Ty::Structure(_) | Ty::Union(_) | Ty::StoredMap { .. } | Ty::Hash(_) => "object",
        Ty::StoredList { .. } | Ty::List { .. } => "array",
        Ty::Null => "null",
        Ty::Opaque(_) | Ty::Truth => return Err(no("the type", &value)),
    };
    let is_known = !value.nullable || value.ty == Ty::Null;
    if is_known {
        return Ok(text(name));
    }
    Ok(Value {
        expr: Expr::TypeOf(name, Box::new(presence(value))),
        ty: Ty::Text,
        nullable: false,
    })
}

/// The members of all objects, of which the last one with a name counts. A member of the model
/// that is missing leaves what is before it.
fn merge(types: &Types<'_>, values: Vec<Value>) -> Result<Value, String> {
    let mut merged: Vec<(String, Value)> = Vec::new();
    let mut expr = Expr::Hash;
    for value in values {
        if value.ty == Ty::Null {
            return Ok(null());
        }
        let Some(members) = types.fields(&value)? else {
            return Err(no("merge", &value));
        };
        let may_lack = !matches!(value.ty, Ty::Hash(_));
        if may_lack && members.iter().any(|(_, member)| member.nullable) {
            expr = Expr::Merged;
        }
        for (name, member) in members {
            match merged.iter_mut().find(|(known, _)| *known == name) {
                Some((_, known)) if may_lack => {
                    *known = not_null(vec![member, known.clone()])?;
                }
                Some((_, known)) => *known = member,
                None => merged.push((name, member)),
            }
        }
    }
    Ok(Value {
        expr,
        ..hash(merged)
    })
}

/// A value as text: null is the text `null`.
fn to_text(value: Value) -> Result<Value, String> {
    let made = match value.ty {
        Ty::Text | Ty::OwnedText => value,
        Ty::Integer | Ty::Float | Ty::Boolean => of(value, Ty::OwnedText, Expr::ToText),
        Ty::Null => return Ok(text("null")),
        _ => return Err(no("the text", &value)),
    };
    not_null(vec![made, text("null")])
}
