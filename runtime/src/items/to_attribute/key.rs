//! Keys of maps, which are texts.

use ::serde::ser::{Impossible, Serialize, Serializer};

use super::super::error::ItemError;
use super::super::numbers;

/// A serializer that makes a key.
pub(super) struct ToKey;

/// Methods for values that are written as they are.
macro_rules! plain {
    ($($method:ident $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<String, ItemError> {
            Ok(value.to_string())
        })*
    };
}

type No = Impossible<String, ItemError>;

impl Serializer for ToKey {
    type Ok = String;
    type Error = ItemError;
    type SerializeSeq = No;
    type SerializeTuple = No;
    type SerializeTupleStruct = No;
    type SerializeTupleVariant = No;
    type SerializeMap = No;
    type SerializeStruct = No;
    type SerializeStructVariant = No;

    plain!(
        serialize_bool bool,
        serialize_i8 i8,
        serialize_i16 i16,
        serialize_i32 i32,
        serialize_i64 i64,
        serialize_i128 i128,
        serialize_u8 u8,
        serialize_u16 u16,
        serialize_u32 u32,
        serialize_u64 u64,
        serialize_u128 u128,
        serialize_char char,
        serialize_str &str,
    );

    fn serialize_f32(self, value: f32) -> Result<String, ItemError> {
        numbers::of_float(value, value.is_finite())
    }

    fn serialize_f64(self, value: f64) -> Result<String, ItemError> {
        numbers::of_float(value, value.is_finite())
    }

    fn serialize_bytes(self, _: &[u8]) -> Result<String, ItemError> {
        Err(no_key("bytes"))
    }

    fn serialize_none(self) -> Result<String, ItemError> {
        Err(no_key("null"))
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<String, ItemError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<String, ItemError> {
        Err(no_key("null"))
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<String, ItemError> {
        Err(no_key("null"))
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<String, ItemError> {
        Ok(variant.to_owned())
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<String, ItemError> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<String, ItemError> {
        Err(no_key("a variant that holds something"))
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<No, ItemError> {
        Err(no_key("a list"))
    }

    fn serialize_tuple(self, _: usize) -> Result<No, ItemError> {
        Err(no_key("a tuple"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<No, ItemError> {
        Err(no_key("a tuple"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, ItemError> {
        Err(no_key("a variant that holds something"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<No, ItemError> {
        Err(no_key("a map"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<No, ItemError> {
        Err(no_key("a structure"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<No, ItemError> {
        Err(no_key("a variant that holds something"))
    }
}

fn no_key(found: &str) -> ItemError {
    ItemError::new(format!(
        "a key is a text, a number, a boolean or a unit variant, and this is {found}"
    ))
}
