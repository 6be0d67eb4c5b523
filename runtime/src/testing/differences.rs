//! The differences of two values, each with its place.

use std::collections::BTreeMap;

/// A value of a body in some format.
pub(super) trait Value: Sized {
    /// Returns what the value consists of.
    fn parts(&self) -> Parts<'_, Self>;

    /// Returns whether two values without parts say the same.
    fn says(&self, other: &Self) -> bool;

    /// Returns the value as a person reads it.
    fn text(&self) -> String;
}

/// The parts of a value.
pub(super) enum Parts<'v, V> {
    Map(&'v BTreeMap<String, V>),
    List(&'v [V]),
    None,
}

/// Returns the differences of two values, one text each.
pub(super) fn differences<V: Value>(expected: &V, found: &V) -> Vec<String> {
    let mut differences = Vec::new();
    compare("$", Some(expected), Some(found), &mut differences);
    differences
}

fn compare<V: Value>(path: &str, expected: Option<&V>, found: Option<&V>, out: &mut Vec<String>) {
    if let (Some(expected), Some(found)) = (expected, found) {
        match (expected.parts(), found.parts()) {
            (Parts::Map(expected), Parts::Map(found)) => {
                let mut names: Vec<&String> = expected.keys().chain(found.keys()).collect();
                names.sort_unstable();
                names.dedup();
                for name in names {
                    let path = format!("{path}.{name}");
                    compare(&path, expected.get(name), found.get(name), out);
                }
                return;
            }
            (Parts::List(expected), Parts::List(found)) => {
                for index in 0..expected.len().max(found.len()) {
                    let path = format!("{path}[{index}]");
                    compare(&path, expected.get(index), found.get(index), out);
                }
                return;
            }
            (Parts::None, Parts::None) if expected.says(found) => return,
            _ => {}
        }
    }
    let text = |value: Option<&V>| value.map_or_else(|| "nothing".to_owned(), V::text);
    out.push(format!(
        "{path}: expected {}, found {}",
        text(expected),
        text(found)
    ));
}
