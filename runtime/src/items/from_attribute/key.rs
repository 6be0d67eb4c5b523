//! Keys of maps: texts, from which numbers and others are read.

use ::serde::de::value::BorrowedStrDeserializer;
use ::serde::de::{Deserializer, Error as _, Unexpected, Visitor};
use ::serde::forward_to_deserialize_any;

use super::super::error::ItemError;
use super::super::numbers;

/// A deserializer of a key.
pub(super) struct Key<'a>(pub(super) &'a str);

/// Methods for what is read from the text.
macro_rules! parsed {
    ($($method:ident $visit:ident $read:expr),* $(,)?) => {
        $(fn $method<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
            match $read(self.0) {
                Some(value) => visitor.$visit(value),
                None => Err(ItemError::invalid_type(Unexpected::Other("another key"), &visitor)),
            }
        })*
    };
}

impl<'a> Deserializer<'a> for Key<'a> {
    type Error = ItemError;

    fn deserialize_any<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
        visitor.visit_borrowed_str(self.0)
    }

    parsed!(
        deserialize_bool visit_bool |key: &str| key.parse().ok(),
        deserialize_i8 visit_i8 numbers::integer,
        deserialize_i16 visit_i16 numbers::integer,
        deserialize_i32 visit_i32 numbers::integer,
        deserialize_i64 visit_i64 numbers::integer,
        deserialize_i128 visit_i128 numbers::integer,
        deserialize_u8 visit_u8 numbers::integer,
        deserialize_u16 visit_u16 numbers::integer,
        deserialize_u32 visit_u32 numbers::integer,
        deserialize_u64 visit_u64 numbers::integer,
        deserialize_u128 visit_u128 numbers::integer,
        deserialize_f32 visit_f32 |key| numbers::float(key, |value: &f32| value.is_finite()),
        deserialize_f64 visit_f64 |key| numbers::float(key, |value: &f64| value.is_finite()),
    );

    fn deserialize_option<R: Visitor<'a>>(self, visitor: R) -> Result<R::Value, ItemError> {
        visitor.visit_some(self)
    }

    fn deserialize_newtype_struct<R: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<R: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0))
    }

    forward_to_deserialize_any! {
        <R: Visitor<'a>>
        char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct
        identifier ignored_any
    }
}
