//! A file of the JSON AST.

use super::node::{Entries, Key, Node};
use super::place::Place;
use super::shape::Shape;

/// A version of Smithy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    V2,
}

impl Version {
    /// The version that a file names.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "1" | "1.0" => Some(Self::V1),
            "2" | "2.0" => Some(Self::V2),
            _ => None,
        }
    }
}

/// The shapes of one file.
pub(crate) struct File<'a> {
    pub(crate) place: Place<'a>,
    pub(crate) version: Version,
    pub(crate) metadata: Entries<'a, Node<'a>>,
    pub(crate) shapes: Vec<(Key<'a>, Shape<'a>)>,
    /// Names of shapes that couldn't be read, and have been reported, or that a transform has taken
    /// out without the references to them.
    pub(crate) broken: Vec<Key<'a>>,
}
