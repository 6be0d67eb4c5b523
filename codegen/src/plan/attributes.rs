//! Unions of the values that attributes of items have: conversions between items and serde's types.

use crate::ir::{AttributeVariants, Name, Named, Scalar, Type, Variant};
use crate::services::Attributes;

/// Finds the variants of a union of attribute values. There are no conversions if one is missing or
/// has another type: the model isn't that of the service then.
pub(super) fn plan(
    union: &Name,
    variants: &[Variant],
    names: &Attributes,
) -> Option<AttributeVariants> {
    let find = |member: &str, is_right: &dyn Fn(&Type) -> bool| {
        let mut variants = variants.iter();
        let found = variants.find(|variant| variant.member == member)?;
        let is_right = found.ty.as_ref().is_some_and(is_right);
        (is_right && found.deprecated.is_none()).then(|| found.name.clone())
    };
    let is = |scalar: Scalar| move |ty: &Type| *ty == Type::Scalar(scalar);
    let is_set = |scalar: Scalar| {
        move |ty: &Type| match ty {
            Type::List { item, sparse, .. } => !sparse && **item == Type::Scalar(scalar),
            _ => false,
        }
    };
    let is_value = |ty: &Type| match ty {
        Type::Named(Named { name, boxed, .. }) => name == union && !boxed,
        _ => false,
    };
    let is_list = |ty: &Type| match ty {
        Type::List { item, sparse, .. } => !sparse && is_value(item),
        _ => false,
    };
    let is_map = |ty: &Type| match ty {
        Type::Map { value, sparse, .. } => !sparse && is_value(value),
        _ => false,
    };
    Some(AttributeVariants {
        text: find(names.text, &is(Scalar::String))?,
        number: find(names.number, &is(Scalar::String))?,
        bytes: find(names.bytes, &is(Scalar::Blob))?,
        boolean: find(names.boolean, &is(Scalar::Boolean))?,
        null: find(names.null, &is(Scalar::Boolean))?,
        list: find(names.list, &is_list)?,
        map: find(names.map, &is_map)?,
        texts: find(names.texts, &is_set(Scalar::String))?,
        numbers: find(names.numbers, &is_set(Scalar::String))?,
        blobs: find(names.blobs, &is_set(Scalar::Blob))?,
    })
}
