//! Writes a sequence of texts as a set (`SS`), for `#[serde(with = "…::string_set")]`.

use ::serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::marks::STRING_SET;

/// Writes a sequence as a set, and `None` as null.
///
/// # Errors
/// The errors of the serializer. An item refuses an empty set, as DynamoDB does: leave the attribute out
/// with `skip_serializing_if`.
pub fn serialize<T: Serialize + ?Sized, S: Serializer>(
    set: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_newtype_struct(STRING_SET, set)
}

/// Reads a sequence from a set or a list.
///
/// # Errors
/// The errors of the deserializer.
pub fn deserialize<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<T, D::Error> {
    T::deserialize(deserializer)
}
