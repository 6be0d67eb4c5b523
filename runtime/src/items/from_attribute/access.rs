//! The items of lists and sets, and the entries of maps.

use ::serde::de::{DeserializeSeed, Deserializer, MapAccess, SeqAccess};

use super::super::error::ItemError;
use super::key::Key;

/// The items of a list or a set, each as a deserializer.
pub(super) struct Items<I> {
    items: I,
    index: usize,
}

impl<I: ExactSizeIterator> Items<I> {
    pub(super) fn of(items: I) -> Self {
        Self { items, index: 0 }
    }

    /// Checks that all of them have been read.
    pub(super) fn end(&self) -> Result<(), ItemError> {
        all_read(self.index, self.items.len(), "items")
    }
}

impl<'a, D, I> SeqAccess<'a> for &mut Items<I>
where
    D: Deserializer<'a, Error = ItemError>,
    I: ExactSizeIterator<Item = D>,
{
    type Error = ItemError;

    fn next_element_seed<S: DeserializeSeed<'a>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ItemError> {
        let Some(item) = self.items.next() else {
            return Ok(None);
        };
        let index = self.index;
        self.index += 1;
        let value = seed.deserialize(item);
        value.map(Some).map_err(|error| error.at_item(index))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// The entries of a map, each value as a deserializer.
pub(super) struct Entries<'a, D, I> {
    entries: I,
    read: usize,
    /// The entry whose value comes next.
    next: Option<(&'a str, D)>,
}

impl<'a, D, I: ExactSizeIterator<Item = (&'a str, D)>> Entries<'a, D, I> {
    pub(super) fn of(entries: I) -> Self {
        Self {
            entries,
            read: 0,
            next: None,
        }
    }

    /// Checks that all of them have been read.
    pub(super) fn end(&self) -> Result<(), ItemError> {
        all_read(self.read, self.entries.len(), "entries")
    }
}

impl<'a, D, I> MapAccess<'a> for &mut Entries<'a, D, I>
where
    D: Deserializer<'a, Error = ItemError>,
    I: ExactSizeIterator<Item = (&'a str, D)>,
{
    type Error = ItemError;

    fn next_key_seed<S: DeserializeSeed<'a>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, ItemError> {
        let Some((key, value)) = self.entries.next() else {
            return Ok(None);
        };
        self.read += 1;
        self.next = Some((key, value));
        let read = seed.deserialize(Key(key));
        read.map(Some).map_err(|error| error.at_key(key))
    }

    fn next_value_seed<S: DeserializeSeed<'a>>(&mut self, seed: S) -> Result<S::Value, ItemError> {
        let next = self.next.take();
        let (key, value) =
            next.ok_or_else(|| ItemError::new("a type asked for a value before a key"))?;
        let read = seed.deserialize(value);
        read.map_err(|error| error.at_key(key))
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.entries.len())
    }
}

fn all_read(read: usize, left: usize, what: &str) -> Result<(), ItemError> {
    match left {
        0 => Ok(()),
        _ => {
            let all = read + left;
            Err(ItemError::new(format!(
                "expected {read} {what}, found {all}"
            )))
        }
    }
}
