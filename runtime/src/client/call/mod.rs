//! A call: its attempts, and the state between them.

#[cfg(feature = "http-checksum")]
mod checksum;
mod classified;
#[cfg(feature = "request-events")]
mod events;
mod intercepted;
mod measured;
#[cfg(feature = "request-events")]
mod request_events;
mod streaming;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, EXPECT, USER_AGENT};
use http::{HeaderName, HeaderValue, Request, Response, Uri};
use tokio::time::Instant;
use tracing::{Instrument, Span};

use super::bearer;
use super::core::{Core, Inner};
#[cfg(feature = "http-checksum")]
use super::frames::Frames;
use super::interceptor::{Answered, Step};
use super::metrics::Measured;
use super::open::Open;
use super::proof::proof;
use super::retry::{Failure, ResponseFacts, RetryAdvice, RetryBudget, RetryMode, delay};
use super::sign::{Hex, Scope, UNSIGNED, payload_hash};
use super::time::SigningTime;
use super::{
    Auth, CallError, Credentials, ServiceEndpoint, ServiceError, TimeoutError, TimeoutKind,
    TransportError,
};
use crate::body::PIECE;
#[cfg(feature = "http-checksum")]
use crate::checksum::{Checksum, compared::compare};
use crate::idempotency_token::random_uuid;
use crate::request::RequestOptions;
#[cfg(feature = "http-checksum")]
use crate::request::checksum::Unmade;
use crate::{Body, ChecksumAlgorithm, ErrorMeta, Timestamp};

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");

/// The header that boto3 doesn't sign, besides those that it adds after signing: the hash of the
/// body stands for its length.
const LEFT_OUT: &str = "content-length";

/// The part of a response of success that is left to come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Opens {
    Nothing,
    /// The events of a stream, which count as an attempt in flight.
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
    opened: Option<Open>,
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
            invocation_id: random_uuid(),
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
    pub(super) fn opened(self) -> Option<Open> {
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

    /// Waits until it is time for the next attempt; says whether there is to be one.
    pub(super) async fn again(&mut self, failure: Failure, asked: Option<Duration>) -> bool {
        if let Some(limiter) = &self.inner.limiter {
            limiter.ended(failure == Failure::Throttling);
        }
        let failure = match self.advice {
            RetryAdvice::Default => failure,
            RetryAdvice::Retry if failure == Failure::Final => Failure::Transient,
            RetryAdvice::Retry => failure,
            RetryAdvice::Stop => Failure::Final,
        };
        if failure == Failure::Final || self.attempts >= self.inner.retry.attempts() {
            return false;
        }
        if self.body.as_ref().is_some_and(Body::has_begun) || self.has_sent_events() {
            tracing::debug!("no retry: the request's body is a stream, and can't be read again");
            return false;
        }
        // A stream of a response that nobody can read: it has a permit and a connection.
        self.opened = None;
        // On the heap, as it is rare and would make each call's future larger.
        if failure == Failure::ExpiredCredentials && !Box::pin(self.renew()).await {
            return false;
        }
        let (retry, service) = (&self.inner.retry, self.inner.service);
        let delay = delay(retry, service, self.attempts - 1, failure, asked);
        // A pause beyond all times would never end.
        let Some(wake) = Instant::now().checked_add(delay) else {
            return false;
        };
        // An answer that says what is wrong is better than a timeout that doesn't.
        if self.deadline.is_some_and(|deadline| wake >= deadline) {
            return false;
        }
        // Legacy mode has no quota.
        if self.inner.retry.mode != RetryMode::Legacy {
            let Some(cost) = self.inner.budget.take(failure) else {
                tracing::debug!("no retry: the quota is used up");
                return false;
            };
            self.cost = Some(cost);
        }
        tracing::debug!(?failure, ?delay, "another attempt follows");
        if !delay.is_zero() {
            let since = self.since();
            tokio::time::sleep_until(wake).await;
            self.waited(Measured::WaitForRetry, since);
        }
        true
    }

    /// Fetches credentials in the place of those that the service calls expired. Says whether
    /// another attempt has others to sign with, or a reason to give why there are none. The same
    /// credentials would be refused again, as those are that are given or stand in a file.
    async fn renew(&mut self) -> bool {
        // Once: new ones that have expired, too, won't get better.
        if std::mem::replace(&mut self.renewed_credentials, true) {
            return false;
        }
        let Some(refused) = self.credentials.take() else {
            return false;
        };
        match self.auth {
            Some(Auth::Bearer) => self.inner.tokens.forget(&refused),
            _ => {
                self.inner.resources.credentials.forget(&refused);
                self.inner.s3_sessions.forget(&refused);
            }
        }
        let renewed = proof(self.inner, self.auth, &self.endpoint);
        let renewed = match self.deadline {
            None => renewed.await,
            // The service's answer says more than a timeout.
            Some(deadline) => match tokio::time::timeout_at(deadline, renewed).await {
                Ok(renewed) => renewed,
                Err(_) => return false,
            },
        };
        match renewed {
            Ok(renewed) => renewed.is_some_and(|renewed| !is_same(&renewed, &refused)),
            Err(error) => {
                self.no_credentials = Some(Box::new(error));
                true
            }
        }
    }

    pub(super) fn succeeded(&self) {
        if let Some(limiter) = &self.inner.limiter {
            limiter.ended(false);
        }
        let tokens = self.cost.unwrap_or(RetryBudget::SUCCESS);
        self.inner.budget.refund(tokens);
    }

    pub(super) fn failure_of(
        &mut self,
        error: &impl ServiceError,
        facts: &ResponseFacts,
    ) -> Failure {
        let failure = match self.inner.retry.mode {
            RetryMode::Legacy => Failure::of_legacy(error, facts, self.inner.service),
            _ => Failure::of(error, || {
                facts
                    .date
                    .is_some_and(|date| self.inner.clock.correct(date))
            }),
        };
        let code = error.meta().and_then(ErrorMeta::code);
        self.classified(failure, code, Some(facts.status), None);
        failure
    }

    /// Returns the meaning of an attempt without a response.
    pub(super) fn failure_without_response(&mut self, error: &CallError) -> Failure {
        let failure = Failure::without_response(error);
        self.classified(failure, None, None, Some(error));
        failure
    }

    /// Makes an attempt, within its timeout and that of the call.
    async fn send(&mut self) -> Result<Response<Bytes>, CallError> {
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
        // The stream of an attempt that was no use has a permit of its own.
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

    /// The text in the place of the hash of a body that is framed.
    fn framed(&self) -> Option<&'static str> {
        #[cfg(feature = "http-checksum")]
        if let Some(frames) = &self.frames {
            return Some(frames.hash);
        }
        None
    }

    /// Compares a response of success with its checksum.
    fn compared(&self, response: &Response<Bytes>) -> Result<(), CallError> {
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

    /// The request of this attempt: with its number, and signed now.
    fn signed(&mut self) -> Result<Request<Bytes>, CallError> {
        let inner = self.inner;
        let now = inner.clock.now();
        let time = SigningTime::new(now);
        let max = inner.retry.attempts();
        let attempts = self.attempts;
        let ttl = inner.timeouts.attempt.and_then(|after| later(now, after));
        // Its length with numbers of one digit, as a header's value of another capacity takes
        // memory once more.
        let mut text = Vec::with_capacity(if ttl.is_some() { 38 } else { 16 });
        if let Some(ttl) = ttl {
            for part in [b"ttl=", SigningTime::new(ttl).as_bytes(), b"; "] {
                text.extend_from_slice(part);
            }
        }
        text.extend_from_slice(b"attempt=");
        push_number(&mut text, attempts);
        text.extend_from_slice(b"; max=");
        push_number(&mut text, max);
        for (name, value) in &self.endpoint.headers {
            self.request.headers_mut().append(name, value.clone());
        }
        for (name, value) in &inner.headers {
            self.request.headers_mut().insert(name, value.clone());
        }
        if let Some(connect) = inner.connect {
            self.request.extensions_mut().insert(connect);
        }
        if let Some(observer) = self.observer() {
            self.request.extensions_mut().insert(observer);
        }
        if self.intercepted(Step::BeforeSigning)? {
            return Ok(std::mem::take(&mut self.request));
        }
        if let (Some(Auth::Bearer), Some(token)) = (self.auth, &self.credentials) {
            let token = token.session_token().unwrap_or_default();
            let value = bearer::authorization(self.request.uri(), token)?;
            self.request.headers_mut().insert(AUTHORIZATION, value);
        }
        if let (Some(Auth::SigV4), Some(credentials)) = (self.auth, &self.credentials) {
            let region = match &self.endpoint.signing_region {
                Some(region) => region,
                None => inner.endpoint.region()?,
            };
            // Events and frames have signatures of their own.
            let instead = self.hash_of_events().or(self.framed());
            let is_unsigned = instead.is_none() && self.is_unsigned();
            let scope = Scope {
                credentials,
                service: self
                    .endpoint
                    .signing_name
                    .as_deref()
                    .unwrap_or(inner.service.signing_name),
                region,
                settings: self
                    .endpoint
                    .signing_settings()
                    .content_hash(is_unsigned || inner.service.content_hash || instead.is_some()),
                left_out: Some(LEFT_OUT),
            };
            let is_hashed = self.body.is_none() && !is_unsigned && instead.is_none();
            let of_bytes = is_hashed.then(|| payload_hash(self.request.body()));
            let hash = instead.or(of_bytes.as_deref());
            let hash = hash.or(self.hash.as_deref()).unwrap_or(UNSIGNED);
            let signer = &inner.signer;
            signer.sign_head(&mut self.request, hash, &scope, &time)?;
            #[cfg(feature = "http-checksum")]
            if let Some(frames) = &mut self.frames {
                frames.sign(self.request.headers(), signer, &scope, &time);
            }
        }
        let expects = self.expects_continue();
        let headers = self.request.headers_mut();
        if expects {
            headers.insert(EXPECT, HeaderValue::from_static("100-continue"));
        }
        // These aren't signed, as boto3 doesn't: they say who calls and which attempt it is,
        // which means nothing to the service's work.
        headers.insert(USER_AGENT, inner.user_agent.clone());
        if let Some(trace_id) = &inner.trace_id {
            trace_id.add(headers);
        }
        if let Ok(id) = HeaderValue::from_bytes(&self.invocation_id) {
            headers.insert(INVOCATION_ID, id);
        }
        if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(text)) {
            headers.insert(ATTEMPT, value);
        }
        self.intercepted(Step::AfterSigning)?;
        Ok(std::mem::take(&mut self.request))
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

/// Waits for the result of a request, within the timeout of an attempt.
async fn in_time<T>(
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

/// Whether a service can't tell these credentials apart.
fn is_same(a: &Credentials, b: &Credentials) -> bool {
    a.access_key_id() == b.access_key_id()
        && a.secret_access_key() == b.secret_access_key()
        && a.session_token() == b.session_token()
}

fn has_expired(credentials: &Credentials) -> bool {
    let expires_at = credentials.expires_at();
    expires_at.is_some_and(|expires_at| expires_at <= Timestamp::now())
}

/// Adds a duration to a time, if the sum is a time that can be written.
fn later(time: Timestamp, by: Duration) -> Option<Timestamp> {
    let seconds = i64::try_from(by.as_secs()).ok()?;
    Timestamp::from_epoch_seconds(time.epoch_seconds().checked_add(seconds)?).ok()
}

/// Writes decimal digits. Formatting takes ten times as long, and numbers of attempts are small.
fn push_number(text: &mut Vec<u8>, number: u32) {
    if number >= 10 {
        push_number(text, number / 10);
    }
    text.push(b'0' + (number % 10) as u8);
}

fn transport_error(error: TransportError) -> CallError {
    match error.connect_timeout_after() {
        Some(after) => TimeoutError::new(TimeoutKind::Connect, after).into(),
        None => error.into(),
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
