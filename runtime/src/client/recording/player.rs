//! The HTTP client that answers from a recording.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};

use super::rules::Spoken;
use super::state::{State, lock};
use crate::client::{BoxFuture, HttpClient, TransportError, TransportErrorKind};

/// Answers requests from a recording.
pub(super) struct Player {
    state: Arc<Mutex<State>>,
}

impl Player {
    pub(super) fn new(state: Arc<Mutex<State>>) -> Self {
        Self { state }
    }

    fn answer(&self, mut request: Request<Bytes>) -> Result<Response<Bytes>, String> {
        let mut state = lock(&self.state);
        let Some(call) = state.call(request.headers_mut())? else {
            let host = request.uri().host().unwrap_or_default();
            return Err(format!(
                "a request to {host} that belongs to no operation, such as one for credentials"
            ));
        };
        let stored = call.request(&request, &Spoken::of(&request))?;
        state.play(&call, &stored)
    }
}

impl HttpClient for Player {
    fn call(
        &self,
        request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        let answer = self.answer(request).map_err(|why| {
            TransportError::new(TransportErrorKind::Other, lock(&self.state).note(why))
        });
        Box::pin(async move { answer })
    }
}
