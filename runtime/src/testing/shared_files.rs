//! The shared files, for tests of their format.

use std::collections::BTreeMap;

use crate::client::{ConfigError, Environment, Profiles};

/// A section of the shared configuration files, as tests of the format compare it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SharedSection {
    /// `profile`, `sso-session` or `services`.
    pub kind: &'static str,
    /// The section's name, without the kind.
    pub name: String,
    /// The values by key. If a key has keys below it, its value begins with a line break, and has
    /// a line `key = value` for each of those.
    pub values: BTreeMap<String, String>,
}

/// Reads the shared configuration and credentials files of an environment: all sections that
/// count, merged.
///
/// # Errors
///
/// The errors that stop a program which asks for all sections.
pub fn shared_files(environment: &Environment) -> Result<Vec<SharedSection>, ConfigError> {
    let profiles = Profiles::load(environment);
    let sections = profiles.sections_by_kind()?;
    Ok(sections
        .map(|(kind, name, section)| SharedSection {
            kind,
            name: name.to_owned(),
            values: section
                .iter()
                .map(|(key, property)| {
                    let mut value = property.value.clone();
                    for (key, nested) in &property.nested {
                        value.push_str(&format!("\n{key} = {nested}"));
                    }
                    (key.clone(), value)
                })
                .collect(),
        })
        .collect())
}
