//! The error of recordings.

use std::fmt;

/// The reasons why a recording can't be used, or why calls weren't those that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordingError {
    problems: Vec<String>,
}

impl RecordingError {
    pub(super) fn new(problem: String) -> Self {
        Self::of(vec![problem])
    }

    pub(super) fn of(problems: Vec<String>) -> Self {
        Self { problems }
    }

    /// Returns every problem. The texts have no secrets.
    pub fn problems(&self) -> &[String] {
        &self.problems
    }
}

impl fmt::Display for RecordingError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.problems.join("; "))
    }
}

impl std::error::Error for RecordingError {}
