//! Methods besides setters: those that add to lists and maps, and those of unions.

use foldhash::{HashMap, HashMapExt};

use crate::ir::{Conversion, ConversionFrom, Member, Named, Scalar, Type, Variant};

use crate::services::Attributes;

use super::docs;
use super::names::{self, Adder};

/// The documentation of a setter: the field, and the first sentence about it.
pub(super) fn setter_docs(field: &str, lines: &[String], is_named_only: bool) -> Vec<String> {
    let sentence = docs::first_sentence(lines).filter(|_| !is_named_only);
    let mut out = Vec::new();
    match sentence {
        Some(sentence) => docs::paragraph(&mut out, &format!("Sets `{field}`. {sentence}")),
        None => out.push(format!("Sets `{field}`.")),
    }
    out
}

/// Whether clippy expects a method of this name to borrow (`wrong_self_convention`). The lint looks
/// at methods that other crates don't see, such as those of a private module of generated code.
pub(super) fn sounds_borrowing(setter: &str) -> bool {
    ["as_", "from_", "is_", "to_"]
        .iter()
        .any(|start| setter.starts_with(start))
}

/// Gives members that are lists or maps a method that adds to them.
pub(super) fn add_adders(members: &mut [Member]) {
    let kind = |member: &Member| match member.ty {
        Type::List { .. } => Some(Adder::Push),
        Type::Map { .. } => Some(Adder::Insert),
        _ => None,
    };
    let fields: Vec<(&str, Adder)> = members
        .iter()
        .filter_map(|member| Some((member.field.as_str(), kind(member)?)))
        .collect();
    let setters: Vec<&str> = members.iter().map(|member| &*member.setter).collect();
    let mut names = names::adders(&fields, &setters).into_iter();
    for member in members {
        if kind(member).is_some() {
            member.adder = names.next();
        }
    }
}

/// Names the methods of the variants of a union, which has this name.
pub(super) fn name_methods(union: &str, variants: &mut [Variant]) {
    let own: Vec<&str> = variants.iter().map(|variant| &*variant.name).collect();
    let methods = names::of_variants(union, &own);
    for (variant, methods) in variants.iter_mut().zip(methods) {
        variant.methods = methods;
    }
}

/// The integers that become text where a service has numbers as text.
const INTEGERS: [&str; 4] = ["i32", "i64", "u32", "u64"];

/// The types that a union is made from: those that only one variant has, but for generated types,
/// which say by their name what they are. `attributes` says which member is text and which has
/// numbers as text where a service has both, and which boolean is one.
pub(super) fn conversions(
    variants: &[Variant],
    attributes: Option<&Attributes>,
) -> Vec<Conversion> {
    let mut conversions = Vec::new();
    let keys: Vec<Option<String>> = variants
        .iter()
        .map(|variant| variant.ty.as_ref().and_then(key))
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for key in keys.iter().flatten() {
        *counts.entry(key).or_default() += 1;
    }
    for (variant, own) in variants.iter().zip(&keys) {
        let (Some(ty), Some(own)) = (&variant.ty, own) else {
            continue;
        };
        let is_alone = counts.get(own.as_str()) == Some(&1);
        let is_text = *ty == Type::Scalar(Scalar::String);
        let is_chosen = attributes.is_some_and(|it| {
            let is_boolean = *ty == Type::Scalar(Scalar::Boolean);
            is_text && variant.member == it.text || is_boolean && variant.member == it.boolean
        });
        let conversion = |from| Conversion {
            from,
            variant: variant.name.clone(),
        };
        if variant.deprecated.is_none() && (is_alone || is_chosen) {
            conversions.push(conversion(ConversionFrom::Value(ty.clone())));
            if is_text {
                conversions.push(conversion(ConversionFrom::Text));
            }
        }
        if attributes.is_some_and(|it| is_text && variant.member == it.number) {
            let integers = INTEGERS.iter();
            conversions
                .extend(integers.map(|integer| conversion(ConversionFrom::Integer(integer))));
        }
    }
    conversions
}

/// The Rust type of a value, unless it is a generated one or that of a whole body.
fn key(ty: &Type) -> Option<String> {
    match ty {
        Type::Scalar(Scalar::Body | Scalar::IdempotencyToken) | Type::Named(_) => None,
        _ => Some(rust(ty)),
    }
}

/// A text that is the same for two types if Rust has one type for both.
fn rust(ty: &Type) -> String {
    let optional = |sparse: bool, ty: &Type| match sparse {
        true => format!("Option<{}>", rust(ty)),
        false => rust(ty),
    };
    match ty {
        Type::Scalar(Scalar::Timestamp(_)) => "Timestamp".to_owned(),
        Type::Scalar(Scalar::BigInteger(_)) => "BigInteger".to_owned(),
        Type::Scalar(Scalar::BigDecimal(_)) => "BigDecimal".to_owned(),
        Type::Scalar(scalar) => format!("{scalar:?}"),
        Type::Named(Named { name, .. }) => format!("types::{}", name.ty),
        Type::List { item, sparse, .. } => format!("Vec<{}>", optional(*sparse, item)),
        Type::Map { value, sparse, .. } => format!("Map<{}>", optional(*sparse, value)),
    }
}
