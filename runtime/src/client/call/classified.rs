//! Asking the program's own classifier of retries.

use super::super::retry::{FailedAttempt, Failure, RetryAdvice};
use super::super::{CallError, TransportErrorKind};
use super::Call;

impl Call<'_> {
    /// Asks the program's own classifier about a failed attempt, if there is one.
    pub(super) fn classified(
        &mut self,
        failure: Failure,
        code: Option<&str>,
        status: Option<u16>,
        error: Option<&CallError>,
    ) {
        self.advice = RetryAdvice::Default;
        let Some(classifier) = &self.inner.classifier else {
            return;
        };
        if is_of_interceptor(error) {
            return;
        }
        self.advice = classifier.ask(&FailedAttempt {
            service: self.inner.service.sdk_id,
            operation: self.operation,
            attempt: self.attempts,
            code,
            // The facts of a success are left out.
            status: status.map(|status| if status == 0 { 200 } else { status }),
            error,
            is_retried: failure != Failure::Final,
        });
    }
}

/// Returns whether an interceptor ended the call: nothing changes that.
fn is_of_interceptor(error: Option<&CallError>) -> bool {
    let Some(CallError::Transport(error)) = error else {
        return false;
    };
    error.kind() == TransportErrorKind::Interceptor
}
