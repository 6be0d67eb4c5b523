//! The result of presigning.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use crate::{Redacted, Timestamp};

/// A request that anybody can send until it expires, as its signature is in the URL.
///
/// Whoever has the URL has the right that it gives, so `Debug` leaves the query out.
///
/// To be sent are [`method`](Self::method), [`url`](Self::url) and all of
/// [`headers`](Self::headers), with these values, as the signature covers them. Other headers may
/// be sent, too, if their names don't begin with `x-amz-`. Whether the signature covers the
/// [`body`](Self::body) is up to the service: S3 takes any.
#[derive(Clone, PartialEq)]
pub struct PresignedRequest {
    pub(super) method: Method,
    pub(super) url: Uri,
    pub(super) headers: HeaderMap,
    pub(super) body: Bytes,
    pub(super) expires_at: Timestamp,
    pub(super) is_limited_by_credentials: bool,
}

impl PresignedRequest {
    /// Returns the method.
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the URL, with the signature. Its text is `url().to_string()`.
    pub fn url(&self) -> &Uri {
        &self.url
    }

    /// Returns the headers that have to be sent, apart from `host`, which any HTTP client makes of
    /// the URL.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body of the operation, which is empty for most. S3's requests are presigned for
    /// any body; other services check the hash of this one.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Returns the time from which on a service refuses the request: the end of the duration, or
    /// of the credentials if they expire before.
    pub fn expires_at(&self) -> Timestamp {
        self.expires_at
    }

    /// Returns whether the credentials expire before the end of the duration. Those of a role
    /// last an hour by default, whatever the duration of a URL is.
    pub fn is_limited_by_credentials(&self) -> bool {
        self.is_limited_by_credentials
    }

    /// Turns it into a request for any HTTP client.
    pub fn into_request(self) -> Request<Bytes> {
        let mut request = Request::new(self.body);
        *request.method_mut() = self.method;
        *request.uri_mut() = self.url;
        *request.headers_mut() = self.headers;
        request
    }
}

impl fmt::Debug for PresignedRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PresignedRequest")
            .field("method", &self.method)
            .field("host", &self.url.host())
            .field("path", &self.url.path())
            .field("query", &Redacted)
            .field("expires_at", &self.expires_at)
            .finish_non_exhaustive()
    }
}
