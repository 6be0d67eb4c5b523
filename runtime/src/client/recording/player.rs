//! The HTTP client that answers from a recording.

use std::sync::{Arc, Mutex};

use bytes::Bytes;
use http::{Request, Response};

use super::rules::Spoken;
use super::state::{State, lock};
use crate::client::{BoxFuture, HttpClient, TransportError, TransportErrorKind};

/// A session of S3 Express, which a bucket is asked for with the query `session`. The credentials of the
/// recorded session are secret and not kept. Others do as well, since signatures aren't compared.
const SESSION: &str = "<CreateSessionResult><Credentials><SessionToken>token</SessionToken>\
    <SecretAccessKey>secret</SecretAccessKey><AccessKeyId>AKIDOFTHERECORDING</AccessKeyId>\
    <Expiration>9999-12-31T23:59:59Z</Expiration></Credentials></CreateSessionResult>";

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
            if request.uri().query() == Some("session") {
                return Ok(Response::new(Bytes::from_static(SESSION.as_bytes())));
            }
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
