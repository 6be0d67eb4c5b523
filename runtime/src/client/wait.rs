//! Waiting for a state, call by call.

use std::fmt;
use std::time::Duration;

use tokio::time::Instant;

use super::{CallError, SendOperation};
use crate::{Operation, Wait, WaitStep, Waiter};

/// The result of waiting: the output that was waited for; `None` if an error was waited for.
pub type WaitResult<W> = Result<
    Option<<<W as Waiter>::Operation as Operation>::Output>,
    WaitError<
        <<W as Waiter>::Operation as Operation>::Output,
        <<W as Waiter>::Operation as Operation>::Error,
    >,
>;

/// Sends the operation of a waiter until it succeeds or fails, or its time is over. A call under
/// way ends with that time.
///
/// Dropping the future cancels the call.
///
/// # Errors
///
/// See [`WaitError`].
pub async fn wait_for<W: Waiter>(
    client: &impl SendOperation<W::Operation>,
    mut wait: Wait<W>,
) -> WaitResult<W> {
    let start = Instant::now();
    let timed_out = WaitError::TimedOut {
        waiter: W::NAME,
        operation: W::Operation::NAME,
        max_wait: wait.max_wait(),
    };
    // A time that no clock can tell is no limit.
    let end = start.checked_add(wait.max_wait());
    loop {
        let call = client.send_operation(wait.operation());
        let result = match end {
            Some(end) => match tokio::time::timeout_at(end, call).await {
                Ok(result) => result,
                Err(_) => return Err(timed_out),
            },
            None => call.await,
        };
        match (wait.step(result.as_ref(), start.elapsed()), result) {
            (WaitStep::Retry(pause), _) => tokio::time::sleep(pause).await,
            (WaitStep::Success, result) => return Ok(result.ok()),
            (WaitStep::Failure, Ok(output)) => {
                return Err(WaitError::Failure {
                    waiter: W::NAME,
                    operation: W::Operation::NAME,
                    output,
                });
            }
            (WaitStep::Failure, Err(error)) => return Err(WaitError::Error(error)),
            (WaitStep::TimedOut, _) => return Err(timed_out),
        }
    }
}

/// The reason why waiting ended without the wanted state.
#[non_exhaustive]
#[derive(Clone, Debug, PartialEq)]
pub enum WaitError<T, E> {
    /// The state can't be reached any more.
    Failure {
        /// The waiter's name.
        waiter: &'static str,
        /// The name of the operation that was sent.
        operation: &'static str,
        /// The output that says so.
        output: T,
    },
    /// The operation failed.
    Error(E),
    /// The time was over before the state was reached.
    TimedOut {
        /// The waiter's name.
        waiter: &'static str,
        /// The name of the operation that was sent.
        operation: &'static str,
        /// The time that waiting was given.
        max_wait: Duration,
    },
}

impl<T, E: fmt::Display> fmt::Display for WaitError<T, E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Failure {
                waiter, operation, ..
            } => write!(
                f,
                "the waiter {waiter} failed: by the last answer of {operation}, the state can't be reached any more"
            ),
            Self::Error(error) => error.fmt(f),
            Self::TimedOut {
                waiter,
                operation,
                max_wait,
            } => write!(
                f,
                "the waiter {waiter} gave up: no answer of {operation} had the state within {max_wait:?}"
            ),
        }
    }
}

impl<T: fmt::Debug, E: std::error::Error> std::error::Error for WaitError<T, E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Error(error) => error.source(),
            Self::Failure { .. } | Self::TimedOut { .. } => None,
        }
    }
}

/// A call that can't be made is an error of the operation.
impl<T, E: From<CallError>> From<CallError> for WaitError<T, E> {
    fn from(error: CallError) -> Self {
        Self::Error(error.into())
    }
}
