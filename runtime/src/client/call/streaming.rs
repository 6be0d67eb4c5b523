//! The parts of a call whose bodies aren't in memory.

use bytes::Bytes;
use http::uri::Scheme;
use http::{Request, Response};
use tokio::sync::OwnedSemaphorePermit;

use super::super::sign::{Hex, PayloadHash};
use super::super::transfer::{self, Upload};
use super::super::{Auth, CallError, ConfigError, TransportError};
use super::attempt::{in_time, transport_error};
use super::{Call, Opens};
use crate::{Body, BodyError};

/// The number of bytes of an error that are read in place of an event stream.
const MAX_ERROR: usize = 1 << 20;

/// The size from which on a body is held back until it is wanted: 1 MiB, as in AWS's SDKs for other
/// languages.
const LARGE: u64 = 1 << 20;

impl Call<'_> {
    /// Sends a request of which a body isn't in memory, or is better sent in pieces.
    pub(super) async fn send_streaming(
        &mut self,
        request: Request<Bytes>,
        is_small: bool,
        mut permit: Option<OwnedSemaphorePermit>,
    ) -> Result<Response<Bytes>, CallError> {
        let inner = self.inner;
        let (head, bytes) = request.into_parts();
        let body = self.body.clone().unwrap_or_else(|| Body::from(bytes));
        #[cfg(feature = "http-checksum")]
        let body = match self.frames.take() {
            Some(frames) => frames.around(body),
            None => body,
        };
        let http = &inner.resources.http;
        let response = if is_small {
            in_time(inner, http.open(Request::from_parts(head, body))).await?
        } else {
            let (upload, body) = Upload::new(body);
            let response = http.open(Request::from_parts(head, body));
            let response = upload
                .in_time(&inner.timeouts, response, &mut permit)
                .await?;
            response.map_err(transport_error)?
        };
        self.received(response, permit).await
    }

    /// Leaves the body of a response of success to come, if it is wanted so; otherwise reads it.
    pub(super) async fn received(
        &mut self,
        response: Response<Body>,
        _permit: Option<OwnedSemaphorePermit>,
    ) -> Result<Response<Bytes>, CallError> {
        let inner = self.inner;
        let (head, mut body) = response.into_parts();
        let is_success = head.status.is_success();
        let body = match self.opens {
            // A program may keep as many of these and of the next kind as it likes, and may make calls for
            // what comes, so they have no permit.
            Opens::Events if is_success => {
                self.opened = Some(body);
                Bytes::new()
            }
            Opens::Body if is_success => {
                let body = transfer::watched(body, inner.timeouts.throughput);
                #[cfg(feature = "http-checksum")]
                let body = body.compared(&head.headers, self.response_checksums);
                let known = body.bytes().cloned();
                self.stream = Some(body);
                known.unwrap_or_default()
            }
            Opens::Nothing => {
                let body = body.collect(inner.max_response_size);
                let read = async { body.await.map_err(TransportError::of_response) };
                let body = in_time(inner, read).await?;
                let response = Response::from_parts(head, body);
                self.compared(&response)?;
                return Ok(response);
            }
            Opens::Events | Opens::Body => in_time(inner, beginning(&mut body)).await?,
        };
        Ok(Response::from_parts(head, body))
    }

    /// Makes the hash of a body that isn't in memory, if the signature covers the body.
    pub(super) async fn hash_body(&mut self) -> Result<(), CallError> {
        let is_signed = matches!(self.auth, Some(Auth::SigV4)) && !self.is_unsigned();
        if !is_signed || self.hash.is_some() || self.framed().is_some() {
            return Ok(());
        }
        let Some(body) = &self.body else {
            return Ok(());
        };
        if !body.can_be_read_again() {
            return Err(ConfigError::new(self.stream_is_signed()).into());
        }
        let hash = hash_of(body.quiet()).await;
        self.hash = Some(hash.map_err(TransportError::of_request)?);
        Ok(())
    }

    /// Makes the text about a stream that would have to be read for the signature, and then sent. boto3
    /// sends no such stream either.
    fn stream_is_signed(&self) -> String {
        let text = "the body is a stream that can be read once, and the request's signature covers \
                    the body: give bytes, a file or another source that can be read again";
        match self.inner.service.content_hash {
            false => text.to_owned(),
            true => format!(
                "{text}; or use an endpoint with https, whose signatures leave the body out; or let \
                 a checksum follow the body (`request_checksum_calculation`), with which it is \
                 signed piece by piece"
            ),
        }
    }

    /// Returns whether a body is large enough to ask first whether it is wanted. S3 may send an error
    /// or a redirect in place of `100 Continue`.
    pub(super) fn expects_continue(&self) -> bool {
        let Some(body) = &self.body else {
            return false;
        };
        let is_large = body.length().is_none_or(|length| length >= LARGE);
        self.inner.service.content_hash && is_large
    }

    /// Returns whether the signature leaves the body out. TLS protects the body then.
    pub(super) fn is_unsigned(&self) -> bool {
        let is_over_tls = self.request.uri().scheme() == Some(&Scheme::HTTPS);
        // S3 takes unsigned bodies, and a source is better not read twice. As in botocore, a checksum
        // that was made stands for the hash of a streaming member in memory, too.
        let is_of_s3 = self.inner.service.content_hash;
        let is_summed = self.streams && self.has_sum();
        is_over_tls && (!self.signs_body || is_of_s3 && (self.body.is_some() || is_summed))
    }

    /// Returns whether the request has a checksum of the body that was made here.
    fn has_sum(&self) -> bool {
        #[cfg(feature = "http-checksum")]
        return self.sum.is_some();
        #[cfg(not(feature = "http-checksum"))]
        false
    }
}

/// Reads as much of an error's body as says what is wrong.
async fn beginning(body: &mut Body) -> Result<Bytes, TransportError> {
    let mut read = Vec::new();
    while let Some(chunk) = body.next().await.map_err(TransportError::of_response)? {
        read.extend_from_slice(&chunk);
        if read.len() > MAX_ERROR {
            break;
        }
    }
    Ok(Bytes::from(read))
}

/// Reads a body, and makes its hash for a signature.
async fn hash_of(mut body: Body) -> Result<Hex, BodyError> {
    let mut hash = PayloadHash::new();
    while let Some(chunk) = body.next().await? {
        hash.update(&chunk);
    }
    Ok(hash.finish())
}
