//! The parts of a call that interceptors see.

use std::error::Error;
use std::time::Duration;

use bytes::Bytes;
use http::Response;
use tokio::sync::OwnedSemaphorePermit;

use super::super::CallError;
use super::super::core::Inner;
use super::super::error::AnyServiceError;
use super::super::interceptor::{
    About, Answered, AttemptOutcome, CallOutcome, InterceptedRequest, Step,
};
use super::Call;
use super::attempt::transport_error;
use crate::Body;

impl Call<'_> {
    /// Shows the request to the interceptors. Says whether one of them answered it.
    pub(super) fn intercepted(&mut self, step: Step) -> Result<bool, CallError> {
        match self.inner.interceptors.is_empty() {
            true => Ok(false),
            false => self.shown(step),
        }
    }

    #[cold]
    fn shown(&mut self, step: Step) -> Result<bool, CallError> {
        let inner = self.inner;
        let about = about(inner, self.operation, self.attempts, &self.invocation_id);
        let is_in_memory = self.body.is_none();
        let mut request = InterceptedRequest::new(about, &mut self.request, is_in_memory);
        let answered = inner.interceptors.before(step, &mut request)?;
        self.answered = answered.map(Box::new);
        Ok(self.answered.is_some())
    }

    /// Takes an interceptor's answer for the result of the attempt.
    pub(super) async fn answered(
        &mut self,
        answered: Answered,
        permit: Option<OwnedSemaphorePermit>,
    ) -> Result<Response<Bytes>, CallError> {
        let response = answered.map_err(transport_error)?;
        self.received(response.map(Body::from), permit).await
    }

    /// Shows the end of an attempt to the interceptors.
    #[cold]
    pub(super) fn attempted(
        &mut self,
        result: Result<Response<Bytes>, CallError>,
        duration: Duration,
    ) -> Result<Response<Bytes>, CallError> {
        self.measured_attempt(&result, duration);
        let outcome = AttemptOutcome::new(self.about(), &result, duration);
        self.inner.interceptors.after_attempt(&outcome)?;
        result
    }

    /// Shows the end of the call to the interceptors. An error is one of theirs, for a call that has
    /// none of its own.
    pub(in super::super) fn ended(
        &self,
        error: Option<&dyn AnyServiceError>,
    ) -> Result<(), CallError> {
        let Some(begun) = self.begun else {
            return Ok(());
        };
        let meta = error.and_then(AnyServiceError::meta);
        self.measured_call(begun, error);
        let of_call = error.map(|error| error as &dyn Error);
        let outcome = CallOutcome::new(self.about(), of_call, meta, begun.elapsed());
        match self.inner.interceptors.after_call(&outcome) {
            Err(ended) if error.is_some() => {
                tracing::warn!(error = %ended, "a call has failed before");
                Ok(())
            }
            result => Ok(result?),
        }
    }

    fn about(&self) -> About<'_> {
        about(
            self.inner,
            self.operation,
            self.attempts,
            &self.invocation_id,
        )
    }
}

fn about<'a>(
    inner: &Inner,
    operation: &'static str,
    attempts: u32,
    call_id: &'a [u8; 36],
) -> About<'a> {
    About {
        service: inner.service.sdk_id,
        operation,
        attempts,
        call_id: std::str::from_utf8(call_id).unwrap_or_default(),
    }
}
