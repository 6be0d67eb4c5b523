//! The request of an attempt: its headers, and its signature.

use std::time::Duration;

use bytes::Bytes;
use http::header::{AUTHORIZATION, EXPECT, USER_AGENT};
use http::{HeaderName, HeaderValue, Request};

use super::super::bearer;
use super::super::interceptor::Step;
use super::super::sign::{Scope, UNSIGNED, payload_hash};
use super::super::time::{Clock, SigningTime};
use super::super::{Auth, CallError};
use super::Call;
use crate::Timestamp;

const INVOCATION_ID: HeaderName = HeaderName::from_static("amz-sdk-invocation-id");
const ATTEMPT: HeaderName = HeaderName::from_static("amz-sdk-request");

/// The header that boto3 doesn't sign, besides those that it adds after signing: the hash of the
/// body stands for its length.
const LEFT_OUT: &str = "content-length";

impl Call<'_> {
    /// The request of this attempt: with its number, and signed now.
    pub(super) fn signed(&mut self) -> Result<Request<Bytes>, CallError> {
        let inner = self.inner;
        self.signed_ahead = inner.clock.ahead();
        let now = Clock::now_ahead(self.signed_ahead);
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

    /// The text in the place of the hash of a body that is framed.
    pub(super) fn framed(&self) -> Option<&'static str> {
        #[cfg(feature = "http-checksum")]
        if let Some(frames) = &self.frames {
            return Some(frames.hash);
        }
        None
    }
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
