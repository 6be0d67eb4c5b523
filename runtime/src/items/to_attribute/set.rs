//! Lists that become sets.

use super::super::attribute::{Attribute, Value, View};
use super::super::error::ItemError;

pub(super) fn texts<V: Attribute>(list: Value<V>) -> Result<Value<V>, ItemError> {
    of(list, "a text", Value::Texts, |item| match item {
        View::Text(text) => Some((*text).to_owned()),
        _ => None,
    })
}

pub(super) fn numbers<V: Attribute>(list: Value<V>) -> Result<Value<V>, ItemError> {
    of(list, "a number", Value::Numbers, |item| match item {
        View::Number(digits) => Some((*digits).to_owned()),
        _ => None,
    })
}

pub(super) fn blobs<V: Attribute>(list: Value<V>) -> Result<Value<V>, ItemError> {
    of(
        list,
        "bytes, as the crate serde_bytes writes them",
        Value::Blobs,
        |item| match item {
            View::Bytes(bytes) => Some(bytes::Bytes::copy_from_slice(bytes)),
            _ => None,
        },
    )
}

/// Makes a set of a list. Null stays null: an `Option` may be a set.
fn of<V: Attribute, T>(
    list: Value<V>,
    expected: &str,
    set: impl FnOnce(Vec<T>) -> Value<V>,
    item: impl Fn(&View<'_, V>) -> Option<T>,
) -> Result<Value<V>, ItemError> {
    let list = match list {
        Value::Null => return Ok(Value::Null),
        Value::List(list) => list,
        other => {
            let found = other.kind();
            return Err(ItemError::new(format!(
                "expected the sequence of a set, found {found}"
            )));
        }
    };
    if list.is_empty() {
        return Err(ItemError::new(
            "a set can't be empty: leave the attribute out with `skip_serializing_if`",
        ));
    }
    let items = list.iter().enumerate().map(|(index, attribute)| {
        let view = attribute.view();
        item(&view).ok_or_else(|| {
            let found = view.kind();
            ItemError::new(format!("expected {expected}, found {found}")).at_item(index)
        })
    });
    items.collect::<Result<_, _>>().map(set)
}
