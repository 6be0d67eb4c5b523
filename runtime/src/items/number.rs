//! Writes digits that are a text for serde as a number (`N`), for `#[serde(with = "…::number")]`:
//! numbers with more digits than Rust's types have.

use std::fmt;
use std::marker::PhantomData;

use ::serde::de::Visitor;
use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::marks::NUMBER;

/// Writes a text of digits, or a number, as a number, and `None` as null.
///
/// # Errors
/// The errors of the serializer. An item refuses what isn't a number.
pub fn serialize<T: Serialize + ?Sized, S: Serializer>(
    digits: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(NUMBER, digits)
}

/// Reads the digits of a number as a text.
///
/// # Errors
/// The errors of the deserializer.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    deserializer.deserialize_newtype_struct(NUMBER, Digits(PhantomData))
}

struct Digits<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Digits<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        T::deserialize(deserializer)
    }
}
