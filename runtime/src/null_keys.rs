//! Keys of maps that have a `null` behind another value.

use std::collections::{BTreeMap, BTreeSet};

/// The keys of a map's text that had a value and then `null`, so that they are absent.
///
/// A map's own `remove` would do. It is much code, which generated crates would compile for each
/// type of values, and two equal keys are hardly ever in a map.
#[derive(Default)]
pub(crate) struct NullKeys(BTreeSet<String>);

impl NullKeys {
    /// Notes that a key has a `null`.
    pub(crate) fn null<T>(&mut self, key: &str, map: &BTreeMap<String, T>) {
        if map.contains_key(key) {
            self.insert(key);
        }
    }

    /// Notes that a key has a value, which is in the map.
    #[inline]
    pub(crate) fn value(&mut self, key: &str) {
        if !self.0.is_empty() {
            self.remove(key);
        }
    }

    /// Returns the map without these keys.
    #[inline]
    pub(crate) fn leave_out<T>(&self, map: BTreeMap<String, T>) -> BTreeMap<String, T> {
        match self.0.is_empty() {
            true => map,
            false => self.others(map),
        }
    }

    #[cold]
    fn others<T>(&self, map: BTreeMap<String, T>) -> BTreeMap<String, T> {
        let mut others = BTreeMap::new();
        for (key, value) in map {
            if !self.0.contains(&key) {
                others.insert(key, value);
            }
        }
        others
    }

    #[cold]
    fn insert(&mut self, key: &str) {
        self.0.insert(key.to_owned());
    }

    #[cold]
    fn remove(&mut self, key: &str) {
        self.0.remove(key);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The map that these pairs make, in their order.
    fn read(pairs: &[(&str, Option<u8>)]) -> Vec<(String, u8)> {
        let mut map = BTreeMap::new();
        let mut nulls = NullKeys::default();
        for (key, value) in pairs {
            match value {
                None => nulls.null(key, &map),
                Some(value) => {
                    nulls.value(key);
                    map.insert((*key).to_owned(), *value);
                }
            }
        }
        nulls.leave_out(map).into_iter().collect()
    }

    #[test]
    fn of_equal_keys_the_last_counts() {
        assert_eq!(read(&[("a", Some(1)), ("b", None)]), [("a".to_owned(), 1)]);
        let pairs = [("a", Some(1)), ("b", Some(2)), ("a", None)];
        assert_eq!(read(&pairs), [("b".to_owned(), 2)]);
        let pairs = [("a", Some(1)), ("a", None), ("b", Some(2)), ("a", Some(3))];
        assert_eq!(read(&pairs), [("a".to_owned(), 3), ("b".to_owned(), 2)]);
        assert_eq!(read(&[("a", None), ("a", Some(1)), ("a", None)]), []);
    }
}
