use std::fmt;
use std::time::Duration;

/// A call, or a part of it, took longer than its timeout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeoutError {
    kind: TimeoutKind,
    after: Duration,
}

/// Which of the [`Timeouts`](crate::client::Timeouts) it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum TimeoutKind {
    /// For a connection to come about.
    Connect,
    /// For one attempt, from the request to the last byte of the response.
    Attempt,
    /// For the whole call, with all attempts and the pauses between them.
    Call,
    /// For the next bytes of an event stream.
    Chunk,
}

impl TimeoutError {
    pub(crate) fn new(kind: TimeoutKind, after: Duration) -> Self {
        Self { kind, after }
    }

    /// Which timeout it was.
    pub fn kind(&self) -> TimeoutKind {
        self.kind
    }

    /// How long it was.
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
        };
        write!(f, "{what} within {:?}", self.after)
    }
}

impl std::error::Error for TimeoutError {}
