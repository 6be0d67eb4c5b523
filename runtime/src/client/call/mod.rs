//! A call: its attempts, and the state between them.

mod again;
mod attempt;
#[cfg(feature = "http-checksum")]
mod checksum;
mod classified;
#[cfg(feature = "request-events")]
mod events;
mod intercepted;
mod measured;
#[cfg(feature = "request-events")]
mod request_events;
mod signed;
mod streaming;

use std::pin::pin;
use std::sync::Arc;

use bytes::Bytes;
use http::{Request, Response, Uri};
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::core::{Core, Inner};
#[cfg(feature = "http-checksum")]
use super::frames::Frames;
use super::interceptor::Answered;
use super::retry::RetryAdvice;
use super::sign::Hex;
use super::{Auth, CallError, Credentials, ServiceEndpoint};
#[cfg(feature = "http-checksum")]
use crate::checksum::Checksum;
use crate::idempotency_token::random_id;
use crate::request::RequestOptions;
use crate::{Body, ChecksumAlgorithm};

/// The part of a response of success that is left to come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    Nothing,
    /// The events of a stream.
    Events,
    /// The output's streaming member.
    Body,
}

/// A request, and its body if that isn't in memory.
pub(super) type Apart = (Request<Bytes>, Option<Body>);

pub(super) struct Call<'a> {
    pub(super) inner: &'a Inner,
    pub(super) operation: &'static str,
    /// The request of the next attempt.
    request: Request<Bytes>,
    /// The body of the requests, if it isn't in memory.
    pub(super) body: Option<Body>,
    /// The hash of a body that isn't in memory, for signatures.
    hash: Option<Hex>,
    invocation_id: [u8; 36],
    pub(super) endpoint: Arc<ServiceEndpoint>,
    /// The endpoint before the call went to the known region of its bucket.
    pub(super) before: Option<Uri>,
    /// The service named another region for the bucket, and the call went there.
    pub(super) has_moved: bool,
    /// The way in which the call authenticates.
    auth: Option<Auth>,
    /// Whether signatures cover the body, over TLS.
    signs_body: bool,
    /// The request's body is of a streaming member.
    streams: bool,
    /// Attempts made.
    attempts: u32,
    /// By how many seconds the service's clock was thought to be ahead when the last attempt was
    /// signed.
    signed_ahead: i64,
    /// The time of the first attempt, if somebody wants to know how long the call takes.
    begun: Option<Instant>,
    /// The result of an attempt that an interceptor gave.
    answered: Option<Box<Answered>>,
    /// The answer of the program's own classifier about the last attempt.
    advice: RetryAdvice,
    /// The kind of the last attempt's error, for metrics.
    failed: Option<&'static str>,
    /// The tokens that the last retry cost.
    cost: Option<u32>,
    deadline: Option<Instant>,
    /// The credentials of the last attempt, or its bearer token.
    credentials: Option<Credentials>,
    renewed_credentials: bool,
    /// The reason why there are no credentials for the next attempt.
    no_credentials: Option<Box<CallError>>,
    /// The part of a response of success that is left to come.
    opens: Opens,
    /// The body of an event stream.
    opened: Option<Body>,
    /// The output's streaming member.
    stream: Option<Body>,
    /// The events that the request carries.
    #[cfg(feature = "request-events")]
    events: Option<request_events::RequestEvents>,
    /// The checksums with which a response of success is compared.
    response_checksums: &'static [ChecksumAlgorithm],
    /// The checksum of the body.
    #[cfg(feature = "http-checksum")]
    sum: Option<Checksum>,
    /// The form of a body whose checksum follows it.
    #[cfg(feature = "http-checksum")]
    frames: Option<Frames>,
}

impl<'a> Call<'a> {
    pub(super) fn new(
        core: &'a Core,
        operation: &'static str,
        endpoint: Arc<ServiceEndpoint>,
        auth: Option<Auth>,
        deadline: Option<Instant>,
        (request, body): Apart,
    ) -> Self {
        let inner = &*core.inner;
        Self {
            invocation_id: random_id(),
            inner,
            operation,
            body,
            request,
            hash: None,
            auth: auth.filter(|_| endpoint.sign),
            endpoint,
            before: None,
            has_moved: false,
            signs_body: true,
            streams: false,
            attempts: 0,
            signed_ahead: 0,
            begun: (inner.meter.is_some() || !inner.interceptors.is_empty()).then(Instant::now),
            answered: None,
            advice: RetryAdvice::Default,
            failed: None,
            cost: None,
            deadline,
            credentials: None,
            renewed_credentials: false,
            no_credentials: None,
            opens: Opens::Nothing,
            opened: None,
            stream: None,
            #[cfg(feature = "request-events")]
            events: None,
            response_checksums: &[],
            #[cfg(feature = "http-checksum")]
            sum: None,
            #[cfg(feature = "http-checksum")]
            frames: None,
        }
    }

    /// Sets whether signatures cover the body, over TLS.
    pub(super) fn signs_body(&mut self, signs_body: bool) {
        self.signs_body = signs_body;
    }

    /// Sets whether the request's body is of a streaming member.
    pub(super) fn streams(&mut self, streams: bool) {
        self.streams = streams;
    }

    /// Sets the checksums with which a response of success is compared.
    pub(super) fn compares(&mut self, checksums: &'static [ChecksumAlgorithm]) {
        self.response_checksums = checksums;
    }

    /// Leaves a part of a response of success to come.
    pub(super) fn opens(&mut self, opens: Opens) {
        self.opens = opens;
    }

    /// The body that is to come.
    pub(super) fn opened(self) -> Option<Body> {
        self.opened
    }

    /// Takes the output's streaming member.
    pub(super) fn take_stream(&mut self) -> Option<Body> {
        self.stream.take()
    }

    pub(super) fn span(&self) -> Span {
        // Names are those of OpenTelemetry's semantic conventions, for its layer of tracing.
        let (service, operation) = (self.inner.service.sdk_id, self.operation);
        tracing::debug_span!(
            "call",
            otel.name = %format_args!("{service}/{operation}"),
            otel.kind = "client",
            rpc.system = "aws-api",
            rpc.service = service,
            rpc.method = operation,
            cloud.region = self.inner.endpoint.region.as_deref(),
        )
    }

    /// Returns the options of the call's requests.
    pub(super) fn options(&self) -> RequestOptions {
        self.inner.options
    }

    /// Returns the URL that the request goes to.
    pub(super) fn url(&self) -> &Uri {
        &self.endpoint.url
    }

    /// Has further attempts go to another endpoint.
    pub(super) fn go_to(&mut self, endpoint: Arc<ServiceEndpoint>, request: Apart) {
        self.endpoint = endpoint;
        self.set_request(request);
    }

    /// Has all attempts go to the known region of the call's bucket.
    pub(super) fn begin_at(&mut self, endpoint: Arc<ServiceEndpoint>, request: Apart) {
        self.before = Some(self.endpoint.url.clone());
        self.go_to(endpoint, request);
    }

    /// Returns whether the call may have another attempt.
    pub(super) fn has_attempts_left(&self) -> bool {
        self.attempts < self.inner.retry.attempts()
    }

    /// The request of the next attempt.
    pub(super) fn set_request(&mut self, (request, body): Apart) {
        (self.request, self.body) = (request, body);
    }

    /// Makes an attempt: a response, of whatever status.
    pub(super) async fn attempt(&mut self) -> Result<Response<Bytes>, CallError> {
        self.attempts += 1;
        let span = tracing::debug_span!(
            "attempt",
            attempt = self.attempts,
            http.response.status_code = tracing::field::Empty,
            aws.request_id = tracing::field::Empty,
        );
        // Pinned here, it isn't moved as often, and it is large. If it is cancelled, it is dropped
        // outside of its span.
        let begun = self.begun.map(|_| Instant::now());
        let mut result = pin!(self.send()).instrument(span.clone()).await;
        if let Some(begun) = begun {
            result = self.attempted(result, begun.elapsed());
        }
        match &result {
            Ok(response) => record(&span, response),
            Err(error) => span.in_scope(|| tracing::debug!(%error, "the attempt failed")),
        }
        result
    }
}

/// Without HTTP/2, requests carry no events.
#[cfg(not(feature = "request-events"))]
impl Call<'_> {
    fn hash_of_events(&self) -> Option<&'static str> {
        None
    }

    fn has_sent_events(&self) -> bool {
        false
    }
}

/// Enters what a response says of itself into the attempt's span.
fn record<B>(span: &Span, response: &Response<B>) {
    if span.is_disabled() {
        return;
    }
    span.record("http.response.status_code", response.status().as_u16());
    let id = ["x-amzn-requestid", "x-amz-request-id"]
        .iter()
        .find_map(|name| response.headers().get(*name)?.to_str().ok());
    if let Some(id) = id {
        span.record("aws.request_id", id);
    }
}
