//! The parts of a call whose request carries events.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_LENGTH};
use http::{Request, Response, Version};

use super::super::conversation::{Flow, Outgoing, Signing};
use super::super::core::Core;
use super::super::service_endpoint::Scheme;
use super::super::{
    Auth, CallError, ConfigError, MessageSigner, TransportError, TransportErrorKind,
};
use super::Call;
use super::attempt::transport_error;
use super::request_events::RequestEvents;
use crate::Body;

/// Stands in the place of the body's hash if each message has a signature.
const SIGNED_EVENTS: &str = "STREAMING-AWS4-HMAC-SHA256-EVENTS";

impl<'a> Call<'a> {
    /// Sets the events that the request carries.
    pub(in super::super) fn sends_events(&mut self, core: &Core, flow: Arc<Flow>) {
        let core = core.clone();
        self.events = Some(RequestEvents { flow, core });
    }

    /// Returns what stands in the place of the body's hash, if the request carries events.
    pub(super) fn hash_of_events(&self) -> Option<&'static str> {
        self.events.as_ref().map(|_| SIGNED_EVENTS)
    }

    /// Returns whether events were handed over, so that the request can't be sent again.
    pub(super) fn has_sent_events(&self) -> bool {
        self.events
            .as_ref()
            .is_some_and(|events| events.flow.has_begun())
    }

    /// Sends a request that carries events, over HTTP/2. No permit is taken: a conversation lasts as
    /// long as the program likes, and the program may make other calls for it.
    pub(super) async fn send_events(&mut self) -> Result<Response<Bytes>, CallError> {
        let inner = self.inner;
        let mut request = self.signed()?;
        if let Some(answered) = self.answered.take() {
            // Nobody would read the events of a request that is answered here.
            let text = "an interceptor can't answer a conversation, whose events it doesn't take";
            let error = answered
                .err()
                .unwrap_or_else(|| TransportError::new(TransportErrorKind::Unsupported, text));
            return Err(transport_error(error));
        }
        request.headers_mut().remove(CONTENT_LENGTH);
        *request.version_mut() = Version::HTTP_2;
        let Some(events) = &self.events else {
            return Err(ConfigError::new("there are no events").into());
        };
        let signing = self.signing(&request, &events.core)?;
        let (head, initial) = request.into_parts();
        let flow = events.flow.clone();
        let body = Outgoing::new(flow.clone(), initial, signing);
        let request = Request::from_parts(head, Body::from_chunks(body, None));
        let response = inner.resources.http.open(request);
        let response = flow.in_time(&inner.timeouts, response).await?;
        self.received(response.map_err(transport_error)?, None)
            .await
    }

    /// Makes the signatures of messages, which begin with that of the request, if it has one.
    fn signing(&self, request: &Request<Bytes>, core: &Core) -> Result<Option<Signing>, CallError> {
        let (Some(Auth::SigV4), Some(credentials)) = (self.auth, &self.credentials) else {
            return Ok(None);
        };
        if self.endpoint.scheme != Scheme::SigV4 {
            let text = "the endpoint asks for signatures that events don't have: only those of \
                        version 4 are known for them";
            return Err(ConfigError::new(text).into());
        }
        let region = match &self.endpoint.signing_region {
            Some(region) => region,
            None => self.inner.endpoint.region()?,
        };
        let service = self.endpoint.signing_name.as_deref();
        let service = service.unwrap_or(self.inner.service.signing_name);
        let authorization = request.headers().get(AUTHORIZATION);
        let authorization = authorization.and_then(|value| value.to_str().ok());
        let signature = authorization.and_then(|value| value.rsplit_once('='));
        let signature = signature.map_or("", |(_, signature)| signature);
        let signer = MessageSigner::new(credentials, service, region, signature)?;
        Ok(Some(Signing {
            signer,
            core: core.clone(),
        }))
    }
}
