//! Sections of the shared files.

use std::collections::BTreeMap;

/// A section of the shared files: a profile, an SSO session or a `services`
/// section.
#[derive(Default)]
pub(crate) struct Section {
    config: BTreeMap<String, Property>,
    credentials: BTreeMap<String, Property>,
    /// The problems of its lines, each with file and number.
    pub(super) problems: Vec<String>,
}

/// The value of a key.
#[derive(Clone, Default)]
pub(crate) struct Property {
    pub(crate) value: String,
    /// The lines below that are indented more, if they are keys themselves.
    pub(crate) nested: BTreeMap<String, String>,
    /// The file it is from, for error messages.
    pub(crate) file: String,
}

/// Which of the two files.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum File {
    Config,
    Credentials,
}

impl Section {
    /// Finds the value of a key. The credentials file wins, where both files have the key.
    pub(crate) fn get(&self, key: &str) -> Option<&Property> {
        self.get_in(File::Credentials, key)
            .or_else(|| self.get_in(File::Config, key))
    }

    /// Finds the value of a key in one of the files.
    pub(crate) fn get_in(&self, file: File, key: &str) -> Option<&Property> {
        match file {
            File::Config => self.config.get(key),
            File::Credentials => self.credentials.get(key),
        }
    }

    /// The keys of both files, and what stands behind them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = (&String, &Property)> {
        let config = self.config.iter();
        let config = config.filter(|(key, _)| !self.credentials.contains_key(*key));
        config.chain(&self.credentials)
    }

    pub(super) fn insert(&mut self, file: File, key: String, property: Property) {
        match file {
            File::Config => self.config.insert(key, property),
            File::Credentials => self.credentials.insert(key, property),
        };
    }
}
