//! Lists and maps of the SDK's types as those of ours.

use syn::Expr;

use crate::ir::Type;

use super::super::syntax::{receiver, text};

/// An item of a list or a value of a map. Maps are in order here, and in the SDK they aren't.
pub(super) fn as_item(ty: &Type, value: String) -> String {
    let (Type::List {
        item: inner,
        sparse,
        ..
    }
    | Type::Map {
        value: inner,
        sparse,
        ..
    }) = ty
    else {
        return value;
    };
    match part(inner, *sparse) {
        Some(own) => match own.strip_prefix("value") {
            Some(rest) => format!("{}{rest}", receiver(&value)),
            None => value,
        },
        None => value,
    }
}

/// The argument for a list or a map, which takes an iterator here: without `collect`.
pub(super) fn collected(argument: &str) -> String {
    match syn::parse_str::<Expr>(argument) {
        Ok(Expr::MethodCall(it)) if it.method == "collect" => text(&it.receiver),
        _ => argument.to_owned(),
    }
}

/// An iterator through a list or a map.
pub(super) fn iterated(argument: &str) -> String {
    let code = collected(argument);
    match code == argument {
        true => format!("{code}.into_iter()"),
        // `collect` ended an iterator.
        false => code,
    }
}

/// The value of a type that `value` of the SDK's type becomes, if they aren't the same: the SDK's maps have
/// no order, and keys of an enum's type.
pub(super) fn ordered(ty: &Type) -> Option<String> {
    match ty {
        Type::List { item, sparse, .. } => {
            let item = part(item, *sparse)?;
            Some(format!("value.into_iter().map(|value| {item}).collect()"))
        }
        Type::Map {
            value,
            sparse,
            has_enum_keys,
            ..
        } => Some(match entry_of(part(value, *sparse), *has_enum_keys) {
            Some(entry) => format!("value.into_iter().map({entry}).collect()"),
            None => "value.into_iter().collect()".to_owned(),
        }),
        _ => None,
    }
}

/// The code that makes an item of a list, or a value of a map, in our types; items of sparse ones are `Option`s.
pub(super) fn part(ty: &Type, sparse: bool) -> Option<String> {
    let own = ordered(ty)?;
    Some(match sparse {
        true => format!("value.map(|value| {own})"),
        false => own,
    })
}

/// The closure that makes an entry of a map.
pub(super) fn entry_of(value: Option<String>, has_enum_keys: bool) -> Option<String> {
    let key = match has_enum_keys {
        true => "key.as_str().to_owned()",
        false => "key",
    };
    let is_same = !has_enum_keys && value.is_none();
    let value = value.unwrap_or_else(|| "value".to_owned());
    (!is_same).then(|| format!("|(key, value)| ({key}, {value})"))
}
