//! Outcomes of subcommands: text, exit code, or failure.

use std::io;

use tinsmith::{Diagnostic, Error};

/// The output of a subcommand, and its exit code.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) text: String,
    pub(super) code: u8,
}

pub(super) enum Failure {
    Generator(Error),
    Output(io::Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Generator(error)
    }
}

impl From<Diagnostic> for Failure {
    fn from(diagnostic: Diagnostic) -> Self {
        Self::Generator(diagnostic.into())
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}
