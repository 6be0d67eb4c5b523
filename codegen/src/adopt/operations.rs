//! The operations of the crates of the SDK, by the names of their methods.

use std::collections::{BTreeMap, BTreeSet};

/// The operations that clients have, for a scan.
#[derive(Debug, Default)]
pub(super) struct Operations {
    /// By the crate's name in code. A crate whose model isn't there has `None`.
    crates: BTreeMap<String, Option<BTreeSet<String>>>,
    /// The names of all shapes of a crate's model, by the crate's name in code.
    types: BTreeMap<String, BTreeSet<String>>,
}

/// The methods of clients that send nothing.
const OTHERS: [&str; 6] = [
    "clone",
    "config",
    "customize",
    "from_conf",
    "new",
    "builder",
];

impl Operations {
    /// Adds a crate with the names of its operations, if a model tells them.
    pub(super) fn add<'n>(&mut self, krate: &str, names: Option<impl Iterator<Item = &'n str>>) {
        let names = names.map(|names| names.map(squashed).collect());
        self.crates.insert(krate.to_owned(), names);
    }

    /// Adds the names of the shapes of a crate's model.
    pub(super) fn add_types<'n>(&mut self, krate: &str, names: impl Iterator<Item = &'n str>) {
        let names = names.map(squashed).collect();
        self.types.insert(krate.to_owned(), names);
    }

    /// Whether a crate may have a type of this name.
    pub(super) fn may_have_type(&self, krate: &str, name: &str) -> bool {
        let known = self.types.get(krate);
        known.is_none_or(|names| names.contains(&squashed(name)))
    }

    /// Whether a method of a client of the crate sends an operation, or would if the model had it.
    pub(super) fn is_method(&self, krate: &str, method: &str) -> bool {
        self.is_operation(krate, method) || !OTHERS.contains(&method)
    }

    /// Whether the model of a crate has the operation. Without a model none is known.
    fn is_operation(&self, krate: &str, method: &str) -> bool {
        let known = self.crates.get(krate).and_then(Option::as_ref);
        known.is_some_and(|names| names.contains(&squashed(method)))
    }

    /// The crates among those of a package with an operation of this name.
    pub(super) fn with<'k>(
        &self,
        method: &str,
        krates: impl Iterator<Item = &'k str>,
    ) -> Vec<&'k str> {
        // A word such as `get` is no operation of a service.
        let found = krates.filter(|krate| self.is_operation(krate, method));
        let mut found: Vec<&str> = found.collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// A name without case and underscores: the SDK and tinsmith part words at different places.
pub(super) fn squashed(name: &str) -> String {
    let letters = name.strip_prefix("r#").unwrap_or(name).chars();
    letters
        .filter(|letter| *letter != '_')
        .map(|letter| letter.to_ascii_lowercase())
        .collect()
}
