//! An attempt: what it waits for before it is sent, and its response.

use std::pin::pin;

use bytes::Bytes;
use http::Response;

use super::super::core::Inner;
use super::super::metrics::Measured;
use super::super::proof::proof;
use super::super::{CallError, Credentials, TimeoutError, TimeoutKind, TransportError};
use super::{Call, Opens};
use crate::Timestamp;
use crate::body::PIECE;
#[cfg(feature = "http-checksum")]
use crate::checksum::compared::compare;
#[cfg(feature = "http-checksum")]
use crate::request::checksum::Unmade;

impl Call<'_> {
    /// Makes an attempt, within its timeout and that of the call.
    pub(super) async fn send(&mut self) -> Result<Response<Bytes>, CallError> {
        let inner = self.inner;
        let call_timeout = inner.timeouts.call.zip(self.deadline);
        let attempt = pin!(self.send_in_turn());
        match call_timeout {
            None => attempt.await,
            Some((after, deadline)) => match tokio::time::timeout_at(deadline, attempt).await {
                Ok(result) => result,
                Err(_) => Err(TimeoutError::new(TimeoutKind::Call, after).into()),
            },
        }
    }

    async fn send_in_turn(&mut self) -> Result<Response<Bytes>, CallError> {
        let inner = self.inner;
        if let Some(limiter) = &inner.limiter {
            // On the heap, as it is rare and would make each call's future larger.
            let since = self.since();
            Box::pin(limiter.turn()).await;
            self.waited(Measured::WaitForRate, since);
        }
        // The stream of an attempt that was no use has a connection of its own.
        self.opened = None;
        if let Some(error) = self.no_credentials.take() {
            return Err(*error);
        }
        // A credentials provider may need a permit, so credentials come first.
        let since = self.since();
        let proved = proof(inner, self.auth, &self.endpoint).await;
        self.waited(Measured::WaitForCredentials, since);
        self.credentials = proved?;
        #[cfg(feature = "http-checksum")]
        if let Some(Unmade(algorithm)) = self.request.extensions_mut().remove() {
            // Without a permit and on the heap, as below.
            Box::pin(self.add_checksum(algorithm)).await?;
        }
        if self.body.is_some() {
            // Without a permit, as the program's source may make calls itself. On the heap, as it is
            // rare and would make each call's future larger.
            Box::pin(self.hash_body()).await?;
        }
        #[cfg(feature = "request-events")]
        if self.events.is_some() {
            return Box::pin(self.send_events()).await;
        }
        let limit = &inner.resources.limit;
        // Mostly there is one, and nobody waits for it.
        let mut permit = limit.clone().try_acquire_owned().ok();
        let since = self.since().filter(|_| permit.is_none());
        while permit.is_none() {
            // A semaphore that is never closed always gives a permit in the end.
            permit = limit.clone().acquire_owned().await.ok();
            if permit.is_none() {
                break;
            }
            // They may have expired meanwhile.
            if self.credentials.as_ref().is_some_and(has_expired) {
                permit = None;
                self.credentials = proof(inner, self.auth, &self.endpoint).await?;
            }
        }
        self.waited(Measured::WaitForPermit, since);
        let request = self.signed()?;
        if let Some(answered) = self.answered.take() {
            return Box::pin(self.answered(*answered, permit)).await;
        }
        let length = request.body().len();
        let is_small = self.body.is_none() && (!self.streams || length <= PIECE);
        if self.opens == Opens::Nothing && is_small {
            let response = in_time(inner, inner.resources.http.call(request)).await?;
            self.compared(&response)?;
            return Ok(response);
        }
        Box::pin(self.send_streaming(request, is_small, permit)).await
    }

    /// Compares a response of success with its checksum.
    pub(super) fn compared(&self, response: &Response<Bytes>) -> Result<(), CallError> {
        #[cfg(feature = "http-checksum")]
        if response.status().is_success() {
            let algorithms = self.response_checksums;
            let compared = compare(response.headers(), response.body(), algorithms);
            if let Some(algorithm) = compared.map_err(TransportError::of_response)? {
                tracing::debug!(%algorithm, "the response has its checksum");
            }
        }
        #[cfg(not(feature = "http-checksum"))]
        let _ = (response, self.response_checksums);
        Ok(())
    }
}

/// Waits for the result of a request, within the timeout of an attempt.
pub(super) async fn in_time<T>(
    inner: &Inner,
    response: impl Future<Output = Result<T, TransportError>>,
) -> Result<T, CallError> {
    let result = match inner.timeouts.attempt {
        None => response.await,
        Some(after) => match tokio::time::timeout(after, response).await {
            Ok(result) => result,
            Err(_) => return Err(TimeoutError::new(TimeoutKind::Attempt, after).into()),
        },
    };
    result.map_err(transport_error)
}

fn has_expired(credentials: &Credentials) -> bool {
    let expires_at = credentials.expires_at();
    expires_at.is_some_and(|expires_at| expires_at <= Timestamp::now())
}

pub(super) fn transport_error(error: TransportError) -> CallError {
    match error.connect_timeout_after() {
        Some(after) => TimeoutError::new(TimeoutKind::Connect, after).into(),
        None => error.into(),
    }
}
