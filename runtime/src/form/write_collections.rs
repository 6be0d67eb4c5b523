//! Writing lists and maps.

use std::collections::BTreeMap;

use super::{Name, Writer};

crate::named_collections::write_sparse_collections!();

impl Writer {
    /// Writes a list, whose keys end in the name `item` and a number; `write` writes an item.
    pub fn list<T>(&mut self, item: Name, items: &[T], write: impl FnMut(&mut Self, &T)) {
        if items.is_empty() {
            return self.empty_list();
        }
        self.part(item);
        self.numbered(items, write);
    }

    /// Writes a map, whose keys go on with the name `entry`, a number, and the name of key or value;
    /// `write` writes a value. An empty map isn't written.
    pub fn map<T>(
        &mut self,
        entry: Name,
        key: Name,
        value: Name,
        map: &BTreeMap<String, T>,
        write: impl FnMut(&mut Self, &T),
    ) {
        self.part(entry);
        self.numbered_entries(key, value, map, write);
    }

    /// Writes a member that is a flattened list: its keys are the name and a number.
    pub fn items<T>(&mut self, name: Name, items: &[T], write: impl FnMut(&mut Self, &T)) {
        self.name(name);
        if items.is_empty() {
            return self.empty_list();
        }
        self.numbered(items, write);
    }

    /// Writes a member that is a flattened map: its keys are the name, a number, and the name of key
    /// or value.
    pub fn entries<T>(
        &mut self,
        name: Name,
        key: Name,
        value: Name,
        map: &BTreeMap<String, T>,
        write: impl FnMut(&mut Self, &T),
    ) {
        self.name(name);
        self.numbered_entries(key, value, map, write);
    }

    /// Writes a flattened list whose name is that of the value around it: the key goes on with a
    /// number only (EC2, where a list is in a list).
    pub fn flat_list<T>(&mut self, items: &[T], write: impl FnMut(&mut Self, &T)) {
        if items.is_empty() {
            return self.empty_list();
        }
        self.numbered(items, write);
    }

    /// Writes a flattened list in which `None` is an item, an empty value.
    pub fn sparse_flat_list<T>(
        &mut self,
        items: &[Option<T>],
        mut write: impl FnMut(&mut Self, &T),
    ) {
        self.flat_list(items, |w, value| {
            w.optional(value.as_ref(), &mut write);
        });
    }

    fn numbered<T>(&mut self, items: &[T], mut write: impl FnMut(&mut Self, &T)) {
        let length = self.key.len();
        for (index, item) in items.iter().enumerate() {
            self.key.truncate(length);
            self.number(index + 1);
            write(self, item);
        }
    }

    fn numbered_entries<T>(
        &mut self,
        key: Name,
        value: Name,
        map: &BTreeMap<String, T>,
        mut write: impl FnMut(&mut Self, &T),
    ) {
        let length = self.key.len();
        for (index, (name, item)) in map.iter().enumerate() {
            self.key.truncate(length);
            self.number(index + 1);
            let entry = self.key.len();
            self.part(key);
            self.string(name);
            self.key.truncate(entry);
            self.part(value);
            write(self, item);
        }
    }

    fn optional<T>(&mut self, value: Option<&T>, write: impl FnOnce(&mut Self, &T)) {
        match value {
            Some(value) => write(self, value),
            None => self.string(""),
        }
    }
}
