//! Writing lists and maps (Smithy 2.0,
//! ["XML bindings"](https://smithy.io/2.0/spec/protocol-traits.html#xml-bindings)).

use std::collections::BTreeMap;

use super::{Name, Writer};

crate::named_collections::write_sparse_collections!();

impl Writer {
    /// Writes a list, whose items are elements of the name `item`; `write` writes an item.
    pub fn list<T>(&mut self, item: Name, items: &[T], write: impl FnMut(&mut Self, &T)) {
        self.begin_object();
        self.items(item, items, write);
        self.end_object();
    }

    /// Writes a map, whose entries are elements of the name `entry` with elements for key and value;
    /// `write` writes a value.
    pub fn map<T>(
        &mut self,
        entry: Name,
        key: Name,
        value: Name,
        map: &BTreeMap<String, T>,
        write: impl FnMut(&mut Self, &T),
    ) {
        self.begin_object();
        self.entries(entry, key, value, map, write);
        self.end_object();
    }

    /// Writes a flattened list: its items are elements of the name `item` in the object around it.
    pub fn items<T>(&mut self, item: Name, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        for value in items {
            self.name(item);
            write(self, value);
        }
    }

    /// Writes a flattened map: its entries are elements of the name `entry` in the object around it.
    pub fn entries<T>(
        &mut self,
        entry: Name,
        key: Name,
        value: Name,
        map: &BTreeMap<String, T>,
        mut write: impl FnMut(&mut Self, &T),
    ) {
        for (name, item) in map {
            self.name(entry);
            self.begin_object();
            self.name(key);
            self.string(name);
            self.name(value);
            write(self, item);
            self.end_object();
        }
    }

    fn optional<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        match value {
            Some(value) => write(self, value),
            None => {
                self.begin_object();
                self.end_object();
            }
        }
    }
}
