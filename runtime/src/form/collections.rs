//! Lists and maps.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::pairs::is_number;
use super::{ReadError, ReadResult, Reader};
use crate::value_path::push_cut;

crate::named_collections::read_named_collections!();

impl Reader<'_> {
    /// Adds all items of a flattened list, whose keys go on with a number; `read` reads an item.
    ///
    /// # Errors
    /// The errors of [`list`](Self::list).
    pub fn push<T>(
        &mut self,
        items: &mut Vec<T>,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult {
        self.numbered(&mut |r| {
            items.push(read(r)?);
            Ok(())
        })
    }

    /// Adds all entries of a flattened map, whose keys go on with a number, and the name `key` or
    /// `value`; `read` reads a value.
    ///
    /// # Errors
    /// The errors of [`map`](Self::map).
    pub fn put<T>(
        &mut self,
        map: &mut BTreeMap<String, T>,
        key: &'static str,
        value: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult {
        self.numbered(&mut |r| r.add_entry(map, key, value, &mut read))
    }

    /// Reads a flattened list that is a member of a union.
    ///
    /// # Errors
    /// The errors of [`list`](Self::list).
    pub fn siblings<T>(
        &mut self,
        read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<T>> {
        let mut items = Vec::new();
        self.push(&mut items, read)?;
        Ok(items)
    }

    /// Reads a flattened map that is a member of a union.
    ///
    /// # Errors
    /// The errors of [`map`](Self::map).
    pub fn sibling_entries<T>(
        &mut self,
        key: &'static str,
        value: &'static str,
        read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, T>> {
        let mut map = BTreeMap::new();
        self.put(&mut map, key, value, read)?;
        Ok(map)
    }

    /// Calls `item` for each item of a list that has its items in a member of this name.
    fn each_item(
        &mut self,
        name: &'static str,
        item: &mut dyn FnMut(&mut Self) -> ReadResult,
    ) -> ReadResult {
        self.each_child("a list", &mut |r, found| {
            if found == name {
                r.numbered(item)
            } else {
                r.other_part(name)
            }
        })
    }

    /// Calls `item` for each number.
    fn numbered(&mut self, item: &mut dyn FnMut(&mut Self) -> ReadResult) -> ReadResult {
        self.each_child("a list", &mut |r, found| {
            if is_number(found) {
                item(r)
            } else if r.is_strict() {
                let found = "another text";
                Err(ReadError::new(r.place(), "the number of an item", found))
            } else {
                Ok(())
            }
        })
    }

    /// Refuses a part of a key, if the reader is strict.
    fn other_part(&self, name: &str) -> ReadResult {
        if !self.is_strict() {
            return Ok(());
        }
        let expected = Cow::Owned(named(name));
        Err(ReadError::with_text(
            self.place(),
            expected,
            "another name".into(),
        ))
    }
}

fn named(name: &str) -> String {
    let mut text = String::from("a key with the name `");
    push_cut(&mut text, name);
    text.push('`');
    text
}
