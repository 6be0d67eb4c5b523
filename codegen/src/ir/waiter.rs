//! Waiters: what they wait for.

use crate::model::AcceptorState;

use super::Name;
use super::jmespath::Value;

/// A waiter: a type of the module `waiter`.
#[derive(Debug)]
pub(crate) struct Waiter {
    pub(crate) name: Name,
    /// The waiter's name in the model.
    pub(crate) wire_name: String,
    pub(crate) docs: Vec<String>,
    pub(crate) deprecated: Option<String>,
    pub(crate) input: Name,
    pub(crate) output: Name,
    /// The shortest pause, in seconds.
    pub(crate) min_delay: u64,
    pub(crate) max_delay: u64,
    /// The paths that acceptors look at.
    pub(crate) paths: Vec<Path>,
    /// The first that matches counts; each can.
    pub(crate) acceptors: Vec<Acceptor>,
    /// Whether one of the acceptors always matches.
    pub(crate) is_total: bool,
}

/// A function of the output, or of input and output.
#[derive(Debug)]
pub(crate) struct Path {
    pub(crate) function: String,
    pub(crate) text: String,
    pub(crate) has_input: bool,
    pub(crate) value: Value,
    pub(crate) gives: Gives,
    /// Whether an acceptor that can be reached looks at the path.
    pub(crate) is_used: bool,
}

/// The result of such a function, an `Option` where the value may be null; lists always are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gives {
    Text,
    OwnedText,
    Boolean,
    Texts,
    OwnedTexts,
    /// Texts that may be missing.
    SparseTexts,
}

/// A kind of answer, and the state that follows from it.
#[derive(Debug)]
pub(crate) struct Acceptor {
    pub(crate) state: AcceptorState,
    pub(crate) matches: Matches,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Matches {
    AnyOutput,
    AnyError,
    /// A variant of the service's errors.
    Error(String),
    /// An error that the model doesn't have.
    Code(String),
    /// A path, by its index, and what it comes to.
    Text(usize, String),
    Boolean(usize, bool),
    AllTexts(usize, String),
    AnyText(usize, String),
}
