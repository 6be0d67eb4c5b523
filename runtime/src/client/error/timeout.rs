//! Errors of calls that took too long.

use std::fmt;
use std::time::Duration;

/// A call, or a part of it, took longer than its timeout.
///
/// ```
/// use tinsmith_runtime::client::{TimeoutError, TimeoutKind};
///
/// fn setting(error: &TimeoutError) -> &'static str {
///     match error.kind() {
///         TimeoutKind::Connect => "Timeouts::connect",
///         TimeoutKind::Attempt => "Timeouts::attempt",
///         TimeoutKind::Call => "Timeouts::call",
///         TimeoutKind::Throughput => "Timeouts::throughput",
///         _ => "Timeouts::chunk",
///     }
/// }
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutError {
    kind: TimeoutKind,
    after: Duration,
}

/// The one of the [`Timeouts`](crate::client::Timeouts) that passed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// The timeout of making a connection.
    Connect,
    /// The timeout of an attempt, from the request to the last byte of the response.
    Attempt,
    /// The timeout of the whole call, with all attempts and the pauses between them.
    Call,
    /// The timeout of the next bytes of an event stream.
    Chunk,
    /// The time in which more of a request's body had to be sent.
    Throughput,
}

impl TimeoutError {
    pub(crate) fn new(kind: TimeoutKind, after: Duration) -> Self {
        Self { kind, after }
    }

    /// Returns the timeout that passed.
    pub fn kind(&self) -> TimeoutKind {
        self.kind
    }

    /// Returns the length of the timeout.
    pub fn after(&self) -> Duration {
        self.after
    }
}

impl fmt::Display for TimeoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            TimeoutKind::Connect => "no connection",
            TimeoutKind::Attempt => "no complete response to an attempt",
            TimeoutKind::Call => "the call didn't end",
            TimeoutKind::Chunk => "nothing more of the event stream",
            TimeoutKind::Throughput => "too little of the request's body was sent",
        };
        write!(f, "{what} within {:?}", self.after)
    }
}

impl std::error::Error for TimeoutError {}
