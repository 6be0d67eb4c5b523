//! Rules of retries that a program has itself.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use crate::client::{CallError, TimeoutKind, TransportErrorKind};

/// A failed attempt, for [`Config::retry_classifier`](crate::client::Config::retry_classifier).
#[derive(Clone, Copy, Debug)]
pub struct FailedAttempt<'a> {
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
    pub(crate) attempt: u32,
    pub(crate) code: Option<&'a str>,
    pub(crate) status: Option<u16>,
    pub(crate) error: Option<&'a CallError>,
    pub(crate) is_retried: bool,
}

impl<'a> FailedAttempt<'a> {
    /// Returns the service's name, such as `DynamoDB`.
    pub fn service(&self) -> &'static str {
        self.service
    }

    /// Returns the operation's name, such as `PutItem`.
    pub fn operation(&self) -> &'static str {
        self.operation
    }

    /// Returns the number of the attempt, from 1 on.
    pub fn attempt(&self) -> u32 {
        self.attempt
    }

    /// Returns the code of the error that the service answered.
    pub fn code(&self) -> Option<&'a str> {
        self.code
    }

    /// Returns the status of the response, which is 200 for every success that can't be read; `None`
    /// if there is no response.
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// Returns the error of an attempt without a response.
    pub fn error(&self) -> Option<&'a CallError> {
        self.error
    }

    /// Returns whether the service may have received the request. It has not where there were no
    /// credentials or no connection, for instance. Another attempt at an operation that must not
    /// happen twice is safe then.
    pub fn may_have_arrived(&self) -> bool {
        match self.error {
            None => true,
            Some(CallError::Config(_) | CallError::Credentials(_)) => false,
            Some(CallError::Timeout(error)) => error.kind() != TimeoutKind::Connect,
            Some(CallError::Transport(error)) => !matches!(
                error.kind(),
                TransportErrorKind::Connect | TransportErrorKind::Unsupported
            ),
        }
    }

    /// Returns whether the client's own rules have another attempt.
    pub fn is_retried_by_default(&self) -> bool {
        self.is_retried
    }
}

/// The answer of a [classifier](crate::client::Config::retry_classifier).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryAdvice {
    /// The client's own rules decide.
    #[default]
    Default,
    /// Another attempt is made, as after a transient failure. The number of attempts, the budget and
    /// the call's timeout bound it as they bound others, and a stream that can't be read again isn't
    /// sent again.
    Retry,
    /// No other attempt is made.
    Stop,
}

/// Decides about failed attempts in the place of the client.
#[derive(Clone)]
pub(crate) struct Classifier(Arc<Classify>);

type Classify = dyn Fn(&FailedAttempt<'_>) -> RetryAdvice + Send + Sync;

impl Classifier {
    pub(crate) fn new(
        classify: impl Fn(&FailedAttempt<'_>) -> RetryAdvice + Send + Sync + 'static,
    ) -> Self {
        Self(Arc::new(classify))
    }

    /// Asks about an attempt. After a panic the client's own rules decide, so that the error of the
    /// attempt isn't lost.
    pub(crate) fn ask(&self, attempt: &FailedAttempt<'_>) -> RetryAdvice {
        let classified = catch_unwind(AssertUnwindSafe(|| (self.0)(attempt)));
        classified.unwrap_or_else(|_| {
            tracing::warn!(
                service = attempt.service,
                operation = attempt.operation,
                "the classifier of retries panicked, and the client's own rules decide"
            );
            RetryAdvice::Default
        })
    }
}

impl fmt::Debug for Classifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Classifier").finish_non_exhaustive()
    }
}
