//! Lists and maps in the making.

use std::collections::BTreeMap;

use ::serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};

use super::super::attribute::{Attribute, Value};
use super::super::error::ItemError;
use super::key::ToKey;

/// The most room that is made for a list before its items are there: a length is a promise only.
const MOST_ROOM: usize = 1024;

/// A serializer of what lists and maps hold.
pub(super) trait ToValue<V>: Serializer<Ok = Value<V>, Error = ItemError> + Copy {}

impl<V, S: Serializer<Ok = Value<V>, Error = ItemError> + Copy> ToValue<V> for S {}

/// A list in the making.
pub(super) struct ListOf<V, S> {
    items: Vec<V>,
    serializer: S,
}

impl<V: Attribute, S: ToValue<V>> ListOf<V, S> {
    pub(super) fn new(length: Option<usize>, serializer: S) -> Self {
        let items = Vec::with_capacity(length.unwrap_or(0).min(MOST_ROOM));
        Self { items, serializer }
    }

    fn push<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ItemError> {
        let value = value.serialize(self.serializer);
        let value = value.map_err(|error| error.at_item(self.items.len()))?;
        self.items.push(V::of(value));
        Ok(())
    }

    fn finish(self) -> Result<Value<V>, ItemError> {
        Ok(Value::List(self.items))
    }
}

/// A map in the making.
pub(super) struct MapOf<V, S> {
    entries: BTreeMap<String, V>,
    /// The key whose value comes next.
    key: Option<String>,
    serializer: S,
}

impl<V: Attribute, S: ToValue<V>> MapOf<V, S> {
    pub(super) fn new(serializer: S) -> Self {
        Self {
            entries: BTreeMap::new(),
            key: None,
            serializer,
        }
    }

    fn insert<T: Serialize + ?Sized>(&mut self, key: String, value: &T) -> Result<(), ItemError> {
        let value = value.serialize(self.serializer);
        let value = value.map_err(|error| error.at_key(&key))?;
        self.entries.insert(key, V::of(value));
        Ok(())
    }

    fn finish(self) -> Result<Value<V>, ItemError> {
        Ok(Value::Map(self.entries))
    }
}

/// The content of a variant in the making.
pub(super) struct Variant<C> {
    name: &'static str,
    content: C,
}

impl<C> Variant<C> {
    pub(super) fn new(name: &'static str, content: C) -> Self {
        Self { name, content }
    }
}

/// Makes the map of a variant: its name and what it holds.
pub(super) fn variant<V: Attribute>(
    name: &'static str,
    content: Value<V>,
) -> Result<Value<V>, ItemError> {
    let entry = (name.to_owned(), V::of(content));
    Ok(Value::Map(BTreeMap::from([entry])))
}

impl<V: Attribute, S: ToValue<V>> SerializeSeq for ListOf<V, S> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ItemError> {
        self.push(value)
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        self.finish()
    }
}

impl<V: Attribute, S: ToValue<V>> SerializeTuple for ListOf<V, S> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ItemError> {
        self.push(value)
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        self.finish()
    }
}

impl<V: Attribute, S: ToValue<V>> SerializeTupleStruct for ListOf<V, S> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ItemError> {
        self.push(value)
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        self.finish()
    }
}

impl<V: Attribute, S: ToValue<V>> SerializeTupleVariant for Variant<ListOf<V, S>> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ItemError> {
        let name = self.name;
        let pushed = self.content.push(value);
        pushed.map_err(|error| error.at_key(name))
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        variant(self.name, self.content.finish()?)
    }
}

impl<V: Attribute, S: ToValue<V>> SerializeMap for MapOf<V, S> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), ItemError> {
        self.key = Some(key.serialize(ToKey)?);
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), ItemError> {
        let key = self.key.take();
        let key = key.ok_or_else(|| ItemError::new("a map was given a value before a key"))?;
        self.insert(key, value)
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        self.finish()
    }
}

impl<V: Attribute, S: ToValue<V>> SerializeStruct for MapOf<V, S> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), ItemError> {
        self.insert(key.to_owned(), value)
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        self.finish()
    }
}

impl<V: Attribute, S: ToValue<V>> SerializeStructVariant for Variant<MapOf<V, S>> {
    type Ok = Value<V>;
    type Error = ItemError;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), ItemError> {
        let name = self.name;
        let inserted = self.content.insert(key.to_owned(), value);
        inserted.map_err(|error| error.at_key(name))
    }

    fn end(self) -> Result<Value<V>, ItemError> {
        variant(self.name, self.content.finish()?)
    }
}
