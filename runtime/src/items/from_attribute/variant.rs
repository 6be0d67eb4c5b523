//! Variants of enums: a text, or a map with one entry.

use ::serde::Deserialize;
use ::serde::de::value::BorrowedStrDeserializer;
use ::serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error as _, Unexpected, VariantAccess, Visitor,
};

use super::super::error::ItemError;

/// A variant by its name, and what it holds.
pub(super) struct Variant<'a, D> {
    name: &'a str,
    content: Option<D>,
}

impl<'a, D> Variant<'a, D> {
    pub(super) fn new(name: &'a str, content: Option<D>) -> Self {
        Self { name, content }
    }

    /// The content of a variant that can't be without.
    fn content(self, expected: &'static str) -> Result<(&'a str, D), ItemError> {
        match self.content {
            Some(content) => Ok((self.name, content)),
            None => Err(ItemError::invalid_type(Unexpected::UnitVariant, &expected)),
        }
    }
}

impl<'a, D: Deserializer<'a, Error = ItemError>> EnumAccess<'a> for Variant<'a, D> {
    type Error = ItemError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<(S::Value, Self), ItemError> {
        let name = seed.deserialize(BorrowedStrDeserializer::new(self.name))?;
        Ok((name, self))
    }
}

impl<'a, D: Deserializer<'a, Error = ItemError>> VariantAccess<'a> for Variant<'a, D> {
    type Error = ItemError;

    fn unit_variant(self) -> Result<(), ItemError> {
        match self.content {
            None => Ok(()),
            Some(content) => <()>::deserialize(content).map_err(|error| error.at_key(self.name)),
        }
    }

    fn newtype_variant_seed<S: DeserializeSeed<'a>>(self, seed: S) -> Result<S::Value, ItemError> {
        let (name, content) = self.content("a variant that holds a value")?;
        let value = seed.deserialize(content);
        value.map_err(|error| error.at_key(name))
    }

    fn tuple_variant<R: Visitor<'a>>(
        self,
        length: usize,
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        let (name, content) = self.content("a variant that holds a list")?;
        let value = content.deserialize_tuple(length, visitor);
        value.map_err(|error| error.at_key(name))
    }

    fn struct_variant<R: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: R,
    ) -> Result<R::Value, ItemError> {
        let (name, content) = self.content("a variant that holds a map")?;
        let value = content.deserialize_map(visitor);
        value.map_err(|error| error.at_key(name))
    }
}
