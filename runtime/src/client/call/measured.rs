//! The parts of a call that a program's metrics count.

use std::time::Duration;

use bytes::Bytes;
use http::Response;
use tokio::time::Instant;

use super::super::CallError;
use super::super::error::AnyServiceError;
use super::super::metrics::{Measured, Observer, word};
use super::Call;
use crate::ErrorMeta;

impl Call<'_> {
    /// Returns what takes measurements, if somebody wants them.
    pub(super) fn observer(&self) -> Option<Observer> {
        let meter = self.inner.meter.as_ref()?;
        Some(Observer {
            meter: meter.clone(),
            service: self.inner.service.sdk_id,
            operation: self.operation,
            attempts: self.attempts,
        })
    }

    /// Returns the time now, if somebody wants to know how long something takes.
    pub(super) fn since(&self) -> Option<Instant> {
        self.inner.meter.as_ref().map(|_| Instant::now())
    }

    /// Measures a wait that has ended.
    pub(super) fn waited(&self, measured: Measured, since: Option<Instant>) {
        if let (Some(since), Some(observer)) = (since, self.observer()) {
            observer.record(measured, since.elapsed(), None, None);
        }
    }

    /// Measures an attempt that has ended.
    pub(super) fn measured_attempt(
        &mut self,
        result: &Result<Response<Bytes>, CallError>,
        duration: Duration,
    ) {
        let Some(observer) = self.observer() else {
            return;
        };
        let (error_type, status) = match result {
            Ok(response) => {
                let is_success = response.status().is_success();
                let error_type = (!is_success).then_some("status");
                (error_type, Some(response.status().as_u16()))
            }
            Err(error) => (Some(word(error)), None),
        };
        self.failed = error_type;
        observer.record(Measured::Attempt, duration, error_type, status);
    }

    /// Measures a call that has ended.
    pub(super) fn measured_call(&self, begun: Instant, error: Option<&dyn AnyServiceError>) {
        let Some(observer) = self.observer() else {
            return;
        };
        let code = error
            .and_then(AnyServiceError::meta)
            .and_then(ErrorMeta::code);
        // The last attempt says more where no service answered.
        let error_type = error.map(|_| code.or(self.failed).unwrap_or("other"));
        observer.record(Measured::Call, begun.elapsed(), error_type, None);
    }
}
