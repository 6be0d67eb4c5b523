//! A change: its place, and its meaning in Rust and on the wire.

use std::collections::BTreeSet;

use super::rule::Rule;

/// The groups of changes, in the order in which they are listed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Group {
    /// The service as a whole.
    Service,
    /// An operation: its input, its output, its request.
    Operation(String),
    /// A generated type that isn't an operation's own.
    Type(String),
    Error(String),
    /// A simple shape, which has no type of its own but gives traits to members.
    Simple(String),
}

impl Group {
    /// The name in JSON.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Operation(_) => "operation",
            Self::Type(_) => "type",
            Self::Error(_) => "error",
            Self::Simple(_) => "shape",
        }
    }

    /// The name of the group, in Rust where it has one.
    pub(crate) fn name(&self) -> &str {
        match self {
            Self::Service => "",
            Self::Operation(name) | Self::Type(name) | Self::Error(name) | Self::Simple(name) => {
                name
            }
        }
    }
}

/// A change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Change {
    /// The module of its service.
    pub(crate) service: String,
    pub(crate) group: Group,
    /// The shape id of what it is grouped under.
    pub(crate) group_shape: String,
    pub(crate) rule: Rule,
    /// The Rust paths of the change, such as `Credentials::UsernamePassword`. There are several if
    /// what changed is a shape that several members target.
    pub(crate) places: BTreeSet<String>,
    /// The Smithy shape id, with the member if it is about one.
    pub(crate) shape: String,
    /// The operations that it has to do with.
    pub(crate) operations: BTreeSet<String>,
    /// The meaning for code that uses the generated crate, if the change shows there.
    pub(crate) rust: Option<String>,
    /// The meaning on the wire, if the change shows there.
    pub(crate) wire: Option<String>,
    /// The meaning for a server of the new version and its existing callers, if it isn't theirs to
    /// pass over.
    pub(crate) server: Option<String>,
    /// Documentation before and after.
    pub(crate) texts: Option<(String, String)>,
}

impl Change {
    /// Sorts changes, and makes one of those that are the same but for their places: a trait of a
    /// simple shape changes all members that target it.
    pub(crate) fn merged(changes: Vec<Self>) -> Vec<Self> {
        let mut out: Vec<Self> = Vec::new();
        let mut sorted = changes;
        sorted.sort();
        // Changes that differ in places and operations only need not be adjacent.
        let mut index: std::collections::BTreeMap<_, usize> = std::collections::BTreeMap::new();
        for change in sorted {
            let key = (
                change.service.clone(),
                change.group.clone(),
                change.rule,
                change.shape.clone(),
                change.rust.clone(),
                change.wire.clone(),
                change.server.clone(),
                change.texts.clone(),
            );
            match index.get(&key).and_then(|at| out.get_mut(*at)) {
                Some(same) => {
                    same.places.extend(change.places);
                    same.operations.extend(change.operations);
                }
                None => {
                    index.insert(key, out.len());
                    out.push(change);
                }
            }
        }
        out
    }
}
