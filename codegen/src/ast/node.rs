//! JSON that keeps its place: raw text borrowed from the source, decoded when asked.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A JSON value as it stands in its file.
#[derive(Clone, Copy)]
pub(crate) struct Node<'a>(&'a RawValue);

impl<'a> Node<'a> {
    /// Its text, a slice of the file's.
    pub(crate) fn text(&self) -> &'a str {
        self.0.get()
    }

    pub(crate) fn is_object(&self) -> bool {
        self.text().starts_with('{')
    }

    pub(crate) fn is_list(&self) -> bool {
        self.text().starts_with('[')
    }

    /// The depth to which its objects and lists nest.
    pub(crate) fn depth(&self) -> usize {
        let (mut depth, mut deepest) = (0_usize, 0);
        let mut bytes = self.text().bytes();
        let mut in_string = false;
        while let Some(byte) = bytes.next() {
            match byte {
                b'\\' if in_string => {
                    bytes.next();
                }
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => {
                    depth += 1;
                    deepest = deepest.max(depth);
                }
                b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        deepest
    }

    /// A node of a JSON text that the program has; null if the text isn't JSON.
    pub(crate) fn of(json: &'a str) -> Self {
        Self(serde_json::from_str(json).unwrap_or(RawValue::NULL))
    }

    pub(crate) fn decode<T: Deserialize<'a>>(&self) -> serde_json::Result<T> {
        serde_json::from_str(self.0.get())
    }

    /// The value of a property; none if this is no object, or has no such property.
    pub(crate) fn field(&self, name: &str) -> Option<Self> {
        let entries: Entries<'a, Self> = self.decode().ok()?;
        entries.get(name).copied()
    }

    /// The text of a JSON string, or `None` if it is something else.
    pub(crate) fn string(&self) -> Option<Cow<'a, str>> {
        self.decode::<Key<'a>>().ok().map(|key| key.name)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Node<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'a RawValue>::deserialize(deserializer).map(Self)
    }
}

/// A property's name, borrowed from the file unless it has escapes.
#[derive(Clone)]
pub(crate) struct Key<'a> {
    pub(crate) name: Cow<'a, str>,
}

impl<'a> Key<'a> {
    pub(crate) fn of(name: &'a str) -> Self {
        let name = Cow::Borrowed(name);
        Self { name }
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Key<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;

        impl<'de> Visitor<'de> for Text {
            type Value = Cow<'de, str>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Cow::Borrowed(text))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Cow::Owned(text.to_owned()))
            }
        }

        deserializer.deserialize_str(Text).map(|name| Self { name })
    }
}

/// The properties of a JSON object in their order, duplicates included.
#[derive(Clone)]
pub(crate) struct Entries<'a, V>(Vec<(Key<'a>, V)>);

impl<'a, V> Entries<'a, V> {
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (Key<'a>, V)> {
        self.0.iter()
    }
}

impl<'a, V> Entries<'a, V> {
    /// The value of the first property of a name.
    pub(crate) fn get(&self, name: &str) -> Option<&V> {
        let found = self.iter().find(|(key, _)| key.name == name);
        found.map(|(_, value)| value)
    }

    /// No properties.
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter_mut(&mut self) -> std::slice::IterMut<'_, (Key<'a>, V)> {
        self.0.iter_mut()
    }

    pub(crate) fn values_mut(&mut self) -> impl Iterator<Item = &mut V> {
        self.0.iter_mut().map(|(_, value)| value)
    }

    /// Keeps the properties whose names pass.
    pub(crate) fn retain(&mut self, mut passes: impl FnMut(&str) -> bool) {
        self.0.retain(|(key, _)| passes(&key.name));
    }

    /// Sets a property: in its place if there is one of the name, else at the end.
    pub(crate) fn set(&mut self, key: Key<'a>, value: V) {
        match self.0.iter_mut().find(|(known, _)| known.name == key.name) {
            Some((_, known)) => *known = value,
            None => self.0.push((key, value)),
        }
    }

    /// Adds a property at the end.
    pub(crate) fn push(&mut self, name: &'a str, value: V) {
        self.push_key(Key::of(name), value);
    }

    pub(crate) fn push_key(&mut self, key: Key<'a>, value: V) {
        self.0.push((key, value));
    }
}

impl Entries<'_, Node<'_>> {
    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }
}

impl<V> Default for Entries<'_, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<'a, V> IntoIterator for Entries<'a, V> {
    type Item = (Key<'a>, V);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'de: 'a, 'a, V: Deserialize<'de>> Deserialize<'de> for Entries<'a, V> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs<'a, V>(PhantomData<(&'a (), V)>);

        impl<'de: 'a, 'a, V: Deserialize<'de>> Visitor<'de> for Pairs<'a, V> {
            type Value = Vec<(Key<'a>, V)>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry::<Key<'a>, V>()? {
                    pairs.push(pair);
                }
                // Most objects are small, and there are many of them.
                pairs.shrink_to_fit();
                Ok(pairs)
            }
        }

        deserializer.deserialize_map(Pairs(PhantomData)).map(Self)
    }
}
