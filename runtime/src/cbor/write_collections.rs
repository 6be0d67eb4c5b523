//! Writing lists and maps.

use std::collections::BTreeMap;

use super::Writer;
use super::head::{self, major};

impl Writer {
    /// Writes a list; `write` writes an item.
    pub fn list<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        head::write(&mut self.out, major::LIST, items.len() as u64);
        for item in items {
            write(self, item);
        }
    }

    /// Writes a list in which `None` is an item, `null` (Smithy 2.0, `sparse` trait).
    pub fn sparse_list<T>(&mut self, items: &[Option<T>], mut write: impl FnMut(&mut Self, &T)) {
        self.list(items, |w, item| w.optional(item.as_ref(), &mut write));
    }

    /// Writes a map; `write` writes a value.
    pub fn map<T>(&mut self, map: &BTreeMap<String, T>, mut write: impl FnMut(&mut Self, &T)) {
        head::write(&mut self.out, major::MAP, map.len() as u64);
        for (key, value) in map {
            self.key(key);
            write(self, value);
        }
    }

    /// Writes a map in which `None` is a value, `null` (Smithy 2.0, `sparse` trait).
    pub fn sparse_map<T>(
        &mut self,
        map: &BTreeMap<String, Option<T>>,
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.map(map, |w, value| w.optional(value.as_ref(), &mut write));
    }

    fn optional<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        match value {
            Some(value) => write(self, value),
            None => self.null(),
        }
    }
}
