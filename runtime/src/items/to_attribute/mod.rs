//! Values to attributes: serde's serializer.

mod compound;
mod key;
mod set;

use std::marker::PhantomData;

use ::serde::ser::{Serialize, Serializer};
use bytes::Bytes;

use compound::{ListOf, MapOf, Variant};

use super::attribute::{Attribute, Value};
use super::error::ItemError;
use super::{marks, numbers};

/// Makes the value of an attribute.
pub(super) fn value<V: Attribute, T: Serialize + ?Sized>(value: &T) -> Result<Value<V>, ItemError> {
    value.serialize(ToAttribute(PhantomData))
}

/// A serializer that makes the value of an attribute.
struct ToAttribute<V>(PhantomData<V>);

impl<V> Clone for ToAttribute<V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<V> Copy for ToAttribute<V> {}

/// Methods for integers, which become their digits.
macro_rules! integers {
    ($($method:ident $type:ty),* $(,)?) => {
        $(fn $method(self, value: $type) -> Result<Value<V>, ItemError> {
            Ok(Value::Number(value.to_string()))
        })*
    };
}

impl<V: Attribute> Serializer for ToAttribute<V> {
    type Ok = Value<V>;
    type Error = ItemError;
    type SerializeSeq = ListOf<V, Self>;
    type SerializeTuple = ListOf<V, Self>;
    type SerializeTupleStruct = ListOf<V, Self>;
    type SerializeTupleVariant = Variant<ListOf<V, Self>>;
    type SerializeMap = MapOf<V, Self>;
    type SerializeStruct = MapOf<V, Self>;
    type SerializeStructVariant = Variant<MapOf<V, Self>>;

    integers!(
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
    );

    fn serialize_bool(self, value: bool) -> Result<Value<V>, ItemError> {
        Ok(Value::Boolean(value))
    }

    fn serialize_f32(self, value: f32) -> Result<Value<V>, ItemError> {
        numbers::of_float(value, value.is_finite()).map(Value::Number)
    }

    fn serialize_f64(self, value: f64) -> Result<Value<V>, ItemError> {
        numbers::of_float(value, value.is_finite()).map(Value::Number)
    }

    fn serialize_char(self, value: char) -> Result<Value<V>, ItemError> {
        Ok(Value::Text(value.to_string()))
    }

    fn serialize_str(self, value: &str) -> Result<Value<V>, ItemError> {
        Ok(Value::Text(value.to_owned()))
    }

    fn serialize_bytes(self, value: &[u8]) -> Result<Value<V>, ItemError> {
        Ok(Value::Bytes(Bytes::copy_from_slice(value)))
    }

    fn serialize_none(self) -> Result<Value<V>, ItemError> {
        Ok(Value::Null)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<Value<V>, ItemError> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Result<Value<V>, ItemError> {
        Ok(Value::Null)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Result<Value<V>, ItemError> {
        Ok(Value::Null)
    }

    fn serialize_unit_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
    ) -> Result<Value<V>, ItemError> {
        Ok(Value::Text(variant.to_owned()))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        name: &'static str,
        value: &T,
    ) -> Result<Value<V>, ItemError> {
        let value = value.serialize(self)?;
        match name {
            marks::STRING_SET => set::texts(value),
            marks::NUMBER_SET => set::numbers(value),
            marks::BINARY_SET => set::blobs(value),
            marks::NUMBER => number(value),
            _ => Ok(value),
        }
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Result<Value<V>, ItemError> {
        let value = value.serialize(self);
        compound::variant(variant, value.map_err(|error| error.at_key(variant))?)
    }

    fn serialize_seq(self, length: Option<usize>) -> Result<ListOf<V, Self>, ItemError> {
        Ok(ListOf::new(length, self))
    }

    fn serialize_tuple(self, length: usize) -> Result<ListOf<V, Self>, ItemError> {
        Ok(ListOf::new(Some(length), self))
    }

    fn serialize_tuple_struct(
        self,
        _: &'static str,
        length: usize,
    ) -> Result<ListOf<V, Self>, ItemError> {
        Ok(ListOf::new(Some(length), self))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        length: usize,
    ) -> Result<Variant<ListOf<V, Self>>, ItemError> {
        Ok(Variant::new(variant, ListOf::new(Some(length), self)))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<MapOf<V, Self>, ItemError> {
        Ok(MapOf::new(self))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<MapOf<V, Self>, ItemError> {
        Ok(MapOf::new(self))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        _: usize,
    ) -> Result<Variant<MapOf<V, Self>>, ItemError> {
        Ok(Variant::new(variant, MapOf::new(self)))
    }
}

/// A text of digits as a number.
fn number<V>(value: Value<V>) -> Result<Value<V>, ItemError> {
    match value {
        Value::Text(digits) if numbers::is_number(&digits) => Ok(Value::Number(digits)),
        Value::Text(_) => Err(ItemError::new(
            "expected the digits of a number, found another text",
        )),
        Value::Number(_) | Value::Null => Ok(value),
        other => Err(ItemError::new(format!(
            "expected the digits of a number, found {}",
            other.kind()
        ))),
    }
}
