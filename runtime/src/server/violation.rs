//! A constraint that an input violates.

/// A constraint of the model that an input violates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Violation {
    path: String,
    message: String,
}

impl Violation {
    /// Returns the place in the input: a JSON pointer (RFC 6901) by the names that JSON has, such
    /// as `/Tags/3/Key`. Keys of maps are cut after 128 characters.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the violated constraint, in the words that AWS services use, without the value.
    pub fn message(&self) -> &str {
        &self.message
    }

    pub(super) fn new(path: String, value: &str, constraint: &str) -> Self {
        let message = format!("{value} at '{path}' failed to satisfy constraint: {constraint}");
        Self { path, message }
    }
}
