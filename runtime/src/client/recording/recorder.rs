//! The HTTP client that records.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};

use super::events;
use super::rules::Spoken;
use super::state::{State, lock};
use super::tape::{LIMIT, Tape};
use crate::Body;
use crate::client::{BoxFuture, HttpClient, SharedHttpClient, TransportError, TransportErrorKind};

/// Sends requests with another HTTP client, and keeps what belongs to an operation.
pub(super) struct Recorder {
    state: Arc<Mutex<State>>,
    inner: SharedHttpClient,
}

impl Recorder {
    pub(super) fn new(state: Arc<Mutex<State>>, inner: SharedHttpClient) -> Self {
        Self { state, inner }
    }

    fn refuse(&self, why: String) -> TransportError {
        TransportError::new(TransportErrorKind::Other, lock(&self.state).note(why))
    }
}

impl HttpClient for Recorder {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        Box::pin(async move {
            let response = self.open(request.map(Body::from)).await?;
            let (head, body) = response.into_parts();
            let body = body.collect(LIMIT).await;
            let body =
                body.map_err(|error| TransportError::new(TransportErrorKind::Body, error))?;
            Ok(Response::from_parts(head, body))
        })
    }

    fn open(
        &self,
        mut request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        Box::pin(async move {
            let call = lock(&self.state).call(request.headers_mut());
            let Some(call) = call.map_err(|why| self.refuse(why))? else {
                return self.inner.open(request).await;
            };
            let (head, body) = request.into_parts();
            let body = body.collect(LIMIT).await;
            let body = body.map_err(|error| {
                self.refuse(format!("the body of a request can't be recorded: {error}"))
            })?;
            let request = Request::from_parts(head, body);
            let spoken = Spoken::of(&request);
            let stored = call.request(&request, &spoken);
            let stored = stored.map_err(|why| self.refuse(why))?;
            let response = self.inner.open(request.map(Body::from)).await?;
            if events::are_in(&response) {
                let spoken = spoken.with_ids(response.headers());
                return Ok(Tape::on(response, call, stored, spoken, self.state.clone()));
            }
            let (head, body) = response.into_parts();
            let body = body.collect(LIMIT).await;
            let body = body.map_err(|error| {
                self.refuse(format!("the body of a response can't be recorded: {error}"))
            })?;
            let response = Response::from_parts(head, body);
            let spoken = spoken.with_ids(response.headers());
            let answer = call.response(&response, &spoken);
            let answer = answer.map_err(|why| self.refuse(why))?;
            lock(&self.state).push(call.exchange(stored, answer));
            Ok(response.map(Body::from))
        })
    }
}
