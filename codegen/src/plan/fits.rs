//! Whether a value keeps the constraints that a server checks.

use crate::ast::Value;
use crate::model::{Bounds, Kind, Member, Model, Shape, Traits};

/// The depth to which values are looked at.
const MAX_DEPTH: usize = 64;

/// Whether a value of a shape keeps the constraints of the shape and of all that it holds.
pub(super) fn fits(model: &Model, shape: &Shape, value: &Value) -> bool {
    of_shape(model, shape, value, 0)
}

fn of_member(model: &Model, member: &Member, value: &Value, depth: usize) -> bool {
    model.target(member).is_some_and(|target| {
        keeps(&member.traits, target, value) && of_shape(model, target, value, depth + 1)
    })
}

fn of_shape(model: &Model, shape: &Shape, value: &Value, depth: usize) -> bool {
    if depth > MAX_DEPTH || !keeps(&shape.traits, shape, value) {
        return false;
    }
    match (&shape.kind, value) {
        (Kind::Structure(members), _) => members.iter().all(|member| {
            match value
                .as_object()
                .and_then(|values| values.get(&member.name))
            {
                None | Some(Value::Null) => !member.traits.required,
                Some(value) => of_member(model, member, value, depth),
            }
        }),
        (Kind::Union(members), Value::Object(values)) => {
            let mut members = members.iter();
            members.all(|member| match values.get(&member.name) {
                None => true,
                Some(value) => of_member(model, member, value, depth),
            })
        }
        (Kind::List(item), Value::Array(values)) => values
            .iter()
            .all(|value| value.is_null() || of_member(model, item, value, depth)),
        (Kind::Map { key, value: item }, Value::Object(values)) => {
            values.iter().all(|(name, value)| {
                let name = Value::String(name.clone());
                of_member(model, key, &name, depth)
                    && (value.is_null() || of_member(model, item, value, depth))
            })
        }
        (Kind::Enum(members), Value::String(text)) => {
            let mut members = members.iter();
            members.any(|member| {
                let value = member.traits.enum_value.as_ref().and_then(Value::as_str);
                value.unwrap_or(&member.name) == text
            })
        }
        (Kind::IntEnum(members), Value::Number(number)) => {
            let mut values = members.iter().map(|member| &member.traits.enum_value);
            values.any(|value| matches!(value, Some(Value::Number(value)) if value == number))
        }
        _ => true,
    }
}

/// Whether a value keeps the constraints among some traits.
fn keeps(traits: &Traits, target: &Shape, value: &Value) -> bool {
    let length = match value {
        Value::String(text) => Some(text.chars().count()),
        Value::Array(items) => Some(items.len()),
        Value::Object(entries) => Some(entries.len()),
        _ => None,
    };
    let has_length = length
        .zip(traits.length.as_ref())
        .is_none_or(|(length, bounds)| {
            // A count is small enough for a number of this kind.
            is_within(bounds, length as f64)
        });
    let is_in_range = value
        .as_f64()
        .zip(traits.range.as_ref())
        .is_none_or(|(number, bounds)| is_within(bounds, number));
    let matches = match (value, traits.pattern.as_deref()) {
        (Value::String(text), Some(pattern)) => {
            regress::Regex::new(pattern).is_ok_and(|regex| regex.find(text).is_some())
        }
        _ => true,
    };
    let is_unique = match value {
        Value::Array(items) if traits.unique_items => {
            let mut rest = items.as_slice();
            let mut is_unique = true;
            while let Some((first, others)) = rest.split_first() {
                is_unique &= !others.contains(first);
                rest = others;
            }
            is_unique
        }
        _ => true,
    };
    let is_listed = match (value, &target.traits.enum_trait) {
        (Value::String(text), Some(definitions)) => definitions.iter().any(|it| it.value == *text),
        _ => true,
    };
    has_length && is_in_range && matches && is_unique && is_listed
}

fn is_within(bounds: &Bounds, number: f64) -> bool {
    let of = |bound: &Option<crate::ast::Number>| {
        let bound = bound.as_ref()?;
        bound.as_str().parse::<f64>().ok()
    };
    of(&bounds.min).is_none_or(|min| number >= min)
        && of(&bounds.max).is_none_or(|max| number <= max)
}
