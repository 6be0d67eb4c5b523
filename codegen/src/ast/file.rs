//! The parts of a file, one to one as the JSON AST has them.

use serde::Deserialize;

use super::node::{Entries, Key, Node};
use super::place::Place;

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

/// A `shapes` entry. Which properties mean something depends on `type`; resolve looks.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase", expecting = "an object")]
pub(crate) struct Shape<'a> {
    #[serde(rename = "type", borrow)]
    pub(crate) kind: Node<'a>,
    #[serde(borrow, default)]
    pub(crate) traits: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    pub(crate) mixins: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) members: Entries<'a, Member<'a>>,
    #[serde(borrow, default)]
    pub(crate) member: Option<Member<'a>>,
    #[serde(borrow, default)]
    pub(crate) key: Option<Member<'a>>,
    #[serde(borrow, default)]
    pub(crate) value: Option<Member<'a>>,
    #[serde(default)]
    pub(crate) version: Option<String>,
    #[serde(borrow, default)]
    pub(crate) input: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) output: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) errors: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) operations: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) collection_operations: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) resources: Vec<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) create: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) put: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) read: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) update: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) delete: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) list: Option<Reference<'a>>,
    #[serde(borrow, default)]
    pub(crate) rename: Entries<'a, Node<'a>>,
    #[serde(borrow, default)]
    pub(crate) identifiers: Entries<'a, Node<'a>>,
    /// The properties of a resource, as a whole.
    #[serde(rename = "properties", borrow, default)]
    pub(crate) own_properties: Option<Node<'a>>,
}

impl<'a> Shape<'a> {
    /// The properties that refer to one shape: those of operations, and those of resources.
    pub(crate) fn single_references_mut(&mut self) -> [&mut Option<Reference<'a>>; 8] {
        [
            &mut self.input,
            &mut self.output,
            &mut self.create,
            &mut self.put,
            &mut self.read,
            &mut self.update,
            &mut self.delete,
            &mut self.list,
        ]
    }
}

/// A member: what it targets, and its traits.
#[derive(Clone, Deserialize)]
#[serde(expecting = "an object with a target")]
pub(crate) struct Member<'a> {
    #[serde(borrow)]
    pub(crate) target: Node<'a>,
    #[serde(borrow, default)]
    pub(crate) traits: Entries<'a, Node<'a>>,
}

/// An AST shape reference, `{"target": "…"}`.
#[derive(Clone, Deserialize)]
#[serde(expecting = "an object with a target")]
pub(crate) struct Reference<'a> {
    #[serde(borrow)]
    pub(crate) target: Node<'a>,
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
