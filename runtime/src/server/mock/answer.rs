//! The answers of a rule.

use std::any::Any;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;
use http::Response;

use crate::{ErrorMeta, Operation};

/// The answer of one call.
pub(super) enum Answer<E> {
    /// An output, or an `EventResponse`.
    Output(Box<dyn Any + Send>),
    /// An error of the service's enum.
    Error(E),
    /// An error that the model may not have.
    Unmodeled(ErrorMeta),
    /// A whole response.
    Response(Response<Bytes>),
}

/// Makes the answer for an input.
pub(super) type Make<O> = Arc<dyn Fn(&O) -> Answer<<O as Operation>::Error> + Send + Sync>;

/// Makes the future that an answer waits for.
pub(super) type Delay = Arc<dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync>;

/// An answer that was chosen for a call.
pub(super) struct Step<O: Operation> {
    pub(super) answer: Make<O>,
    pub(super) delay: Option<Delay>,
}

/// The number of calls that an answer is for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Count {
    /// Exactly this number.
    Exactly(usize),
    /// All calls that come, and at least this number.
    AtLeast(usize),
}

/// An answer of a rule, and how often it was used.
pub(super) struct Planned<O: Operation> {
    pub(super) answer: Make<O>,
    pub(super) delay: Option<Delay>,
    pub(super) count: Count,
    pub(super) used: usize,
}

impl<O: Operation> Planned<O> {
    pub(super) fn new(answer: Make<O>) -> Self {
        Self {
            answer,
            delay: None,
            count: Count::Exactly(1),
            used: 0,
        }
    }

    /// Whether another call can have this answer.
    pub(super) fn is_left(&self) -> bool {
        match self.count {
            Count::Exactly(count) => self.used < count,
            Count::AtLeast(_) => true,
        }
    }

    /// The number of calls that are missing.
    pub(super) fn missing(&self) -> usize {
        let (Count::Exactly(count) | Count::AtLeast(count)) = self.count;
        count.saturating_sub(self.used)
    }
}
