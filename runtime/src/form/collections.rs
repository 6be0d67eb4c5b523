//! Lists and maps.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::pairs::is_number;
use super::{ReadError, ReadResult, Reader};
use crate::value_path::push_cut;

impl Reader<'_> {
    /// Reads a list, whose keys go on with the name `item` and a number; `read` reads an item. The
    /// numbers say the order; some may be missing.
    ///
    /// # Errors
    /// If the value is a text, or the keys go on in another way, and those of `read`.
    pub fn list<T>(
        &mut self,
        item: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<T>> {
        let mut items = Vec::new();
        self.each_item(item, &mut |r| {
            items.push(read(r)?);
            Ok(())
        })?;
        Ok(items)
    }

    /// Reads a list in which an empty value is `None`.
    ///
    /// # Errors
    /// The errors of [`list`](Self::list).
    pub fn sparse_list<T>(
        &mut self,
        item: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<Vec<Option<T>>> {
        self.list(item, |r| r.nullable(&mut read))
    }

    /// Reads a map, whose keys go on with the name `entry`, a number, and the name `key` or `value`;
    /// `read` reads a value. Of equal keys the last wins.
    ///
    /// # Errors
    /// If the value is a text, or the keys go on in another way, an entry without key or value, and
    /// those of `read`.
    pub fn map<T>(
        &mut self,
        entry: &'static str,
        key: &'static str,
        value: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, T>> {
        let mut map = BTreeMap::new();
        self.each_item(entry, &mut |r| r.entry(&mut map, key, value, &mut read))?;
        Ok(map)
    }

    /// Reads a map in which an empty or missing value is `None`.
    ///
    /// # Errors
    /// The errors of [`map`](Self::map), but that a value may be missing.
    pub fn sparse_map<T>(
        &mut self,
        entry: &'static str,
        key: &'static str,
        value: &'static str,
        mut read: impl FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult<BTreeMap<String, Option<T>>> {
        let mut map = BTreeMap::new();
        self.each_item(entry, &mut |r| {
            let mut found = None;
            let name = r.key_and_value(key, value, &mut |r| {
                found = r.nullable(&mut read)?;
                Ok(())
            })?;
            map.insert(name, found);
            Ok(())
        })?;
        Ok(map)
    }

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
        self.numbered(&mut |r| r.entry(map, key, value, &mut read))
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

    /// Adds an entry to a map.
    fn entry<T>(
        &mut self,
        map: &mut BTreeMap<String, T>,
        key: &'static str,
        value: &'static str,
        read: &mut dyn FnMut(&mut Self) -> ReadResult<T>,
    ) -> ReadResult {
        let mut found = None;
        let name = self.key_and_value(key, value, &mut |r| {
            found = Some(read(r)?);
            Ok(())
        })?;
        let found = found.ok_or_else(|| self.missing(value))?;
        map.insert(name, found);
        Ok(())
    }

    /// Reads the key of an entry; `read` reads the value.
    fn key_and_value(
        &mut self,
        key: &'static str,
        value: &'static str,
        read: &mut dyn FnMut(&mut Self) -> ReadResult,
    ) -> ReadResult<String> {
        let mut name = None;
        self.each_child("an object", &mut |r, found| {
            if found == key {
                name = Some(r.string()?);
                Ok(())
            } else if found == value {
                read(r)
            } else {
                r.other_part(value)
            }
        })?;
        name.ok_or_else(|| self.missing(key))
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

    #[cold]
    fn missing(&self, name: &str) -> ReadError {
        ReadError::with_text(self.place(), Cow::Owned(named(name)), "none".into())
    }
}

fn named(name: &str) -> String {
    let mut text = String::from("a key with the name `");
    push_cut(&mut text, name);
    text.push('`');
    text
}
