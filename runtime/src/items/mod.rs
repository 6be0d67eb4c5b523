//! Conversion between serde's types and the items of tables, as DynamoDB has them (feature `serde`).
//!
//! The union of attribute values belongs to a service, so generated crates have the functions:
//! `to_item`, `from_item` and others in the module `items` of the service. This module has what they
//! share: their [error](ItemError), and modules for serde's attribute `with`, which generated crates
//! re-export.
//!
//! | Rust, through serde | attribute |
//! | --- | --- |
//! | texts, characters, unit variants | `S` |
//! | integers and floats | `N`, with all digits |
//! | bytes, by `serialize_bytes` | `B` |
//! | booleans | `BOOL` |
//! | `None`, `()`, unit structs | `NULL` |
//! | sequences and tuples | `L` |
//! | structures and maps; variants that hold something, under their name | `M` |
//! | sequences with [`string_set`], [`number_set`] or [`binary_set`] | `SS`, `NS`, `BS` |
//! | digits as text with [`number`] | `N` |
//!
//! A sequence is read from a list or from a set. Keys of maps are texts: numbers, characters,
//! booleans and unit variants become text, and are read back from it.

mod attribute;
pub mod binary_set;
mod error;
mod from_attribute;
mod marks;
pub mod number;
pub mod number_set;
mod numbers;
pub mod string_set;
mod to_attribute;

use std::collections::BTreeMap;

use ::serde::{Deserialize, Serialize};

#[doc(hidden)]
pub use attribute::{Attribute, Value, View};
pub use error::ItemError;

use from_attribute::Source;

/// Makes an attribute of a value.
///
/// # Errors
/// If the value has something that no attribute can be, such as NaN.
#[doc(hidden)]
pub fn to_attribute<V: Attribute, T: Serialize + ?Sized>(value: &T) -> Result<V, ItemError> {
    to_attribute::value(value).map(V::of)
}

/// Makes an item of a structure or a map.
///
/// # Errors
/// The errors of [`to_attribute`], and if the value is anything else.
#[doc(hidden)]
pub fn to_item<V: Attribute, T: Serialize + ?Sized>(
    value: &T,
) -> Result<BTreeMap<String, V>, ItemError> {
    match to_attribute::value(value)? {
        Value::Map(item) => Ok(item),
        other => Err(ItemError::new(format!(
            "an item is made of a structure or a map, and this is {}",
            other.kind()
        ))),
    }
}

/// Reads a value from an attribute. The value may borrow texts and bytes.
///
/// # Errors
/// If the attribute isn't what the type wants.
#[doc(hidden)]
pub fn from_attribute<'a, V: Attribute, T: Deserialize<'a>>(
    attribute: &'a V,
) -> Result<T, ItemError> {
    T::deserialize(Source::new(attribute.view()))
}

/// Reads a value from an item. The value may borrow texts and bytes.
///
/// # Errors
/// The errors of [`from_attribute`].
#[doc(hidden)]
pub fn from_item<'a, V: Attribute, T: Deserialize<'a>>(
    item: &'a BTreeMap<String, V>,
) -> Result<T, ItemError> {
    T::deserialize(Source::new(View::Map(item)))
}

/// Reads a value from each of several items.
///
/// # Errors
/// The errors of [`from_attribute`], with the number of the item, counted from 0.
#[doc(hidden)]
pub fn from_items<'a, V: Attribute + 'a, T: Deserialize<'a>>(
    items: impl IntoIterator<Item = &'a BTreeMap<String, V>>,
) -> Result<Vec<T>, ItemError> {
    let items = items.into_iter().enumerate();
    items
        .map(|(index, item)| from_item(item).map_err(|error| error.at_item(index)))
        .collect()
}
