//! A reason why an input can't be sent.

use std::fmt;

/// A reason why an input can't be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Problem {
    pub(super) path: String,
    pub(super) kind: ProblemKind,
}

impl Problem {
    /// Returns the place in the input, by the names of the service's model: `Tags[3].Key`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Returns the kind of the problem.
    pub fn kind(&self) -> &ProblemKind {
        &self.kind
    }
}

/// A kind of problem with a member of an input.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The member is required and has no value.
    Missing,
    /// The member is a label of the request's path or host, which must not be empty.
    EmptyLabel,
    /// The member is a union that holds an unknown member, with this name.
    UnknownUnionMember(String),
    /// Anything else, in words.
    Invalid(String),
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = &self.path;
        match &self.kind {
            ProblemKind::Missing => write!(f, "missing required {path}"),
            ProblemKind::EmptyLabel => {
                write!(f, "{path} is empty, but it is part of the URI")
            }
            ProblemKind::UnknownUnionMember(name) => {
                write!(
                    f,
                    "{path} holds the unknown union member {name:?}, which can't be sent"
                )
            }
            ProblemKind::Invalid(text) => write!(f, "{path}: {text}"),
        }
    }
}
