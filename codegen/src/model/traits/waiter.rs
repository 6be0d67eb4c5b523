//! Waiters, and their acceptors.

use serde::Deserialize;

/// A waiter of `smithy.waiters#waitable`
/// ([Smithy 2.0, waiters](https://smithy.io/2.0/additional-specs/waiters.html)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Waiter {
    pub(crate) documentation: Option<String>,
    pub(crate) acceptors: Vec<Acceptor>,
    pub(crate) min_delay: Option<u32>,
    pub(crate) max_delay: Option<u32>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
}

/// The verdict of a [`Waiter`] on a matching answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Acceptor {
    pub(crate) state: AcceptorState,
    pub(crate) matcher: Matcher,
}

/// The state that a [`Waiter`] goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AcceptorState {
    Success,
    Failure,
    Retry,
}

/// The answers that an [`Acceptor`] is for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Matcher {
    Output(PathMatcher),
    InputOutput(PathMatcher),
    ErrorType(String),
    Success(bool),
}

/// A JMESPath, and what it has to come to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct PathMatcher {
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) comparator: Comparator,
}

/// The comparison of a [`PathMatcher`]. The names are Smithy's.
#[allow(clippy::enum_variant_names)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}
