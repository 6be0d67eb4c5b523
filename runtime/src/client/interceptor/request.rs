//! Requests as interceptors see them.

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri};

use super::outcome::About;

/// The request of an attempt, which has its headers to change.
pub struct InterceptedRequest<'a> {
    about: About<'a>,
    request: &'a mut Request<Bytes>,
    is_in_memory: bool,
}

impl<'a> InterceptedRequest<'a> {
    pub(crate) fn new(
        about: About<'a>,
        request: &'a mut Request<Bytes>,
        is_in_memory: bool,
    ) -> Self {
        Self {
            about,
            request,
            is_in_memory,
        }
    }

    /// Returns the service's name, such as `DynamoDB`.
    pub fn service(&self) -> &'static str {
        self.about.service
    }

    /// Returns the operation's name, such as `PutItem`.
    pub fn operation(&self) -> &'static str {
        self.about.operation
    }

    /// Returns the number of the attempt, from 1 on.
    pub fn attempt(&self) -> u32 {
        self.about.attempts
    }

    /// Returns the id that all attempts of the call have in `amz-sdk-invocation-id`.
    pub fn call_id(&self) -> &str {
        self.about.call_id
    }

    /// Returns the HTTP method.
    pub fn method(&self) -> &Method {
        self.request.method()
    }

    /// Returns the URI, which is absolute.
    pub fn uri(&self) -> &Uri {
        self.request.uri()
    }

    /// Returns the headers. After signing, they hold the signature.
    pub fn headers(&self) -> &HeaderMap {
        self.request.headers()
    }

    /// Returns the headers to change.
    pub fn headers_mut(&mut self) -> &mut HeaderMap {
        self.request.headers_mut()
    }

    /// Returns the body, or `None` if it isn't in memory.
    pub fn body(&self) -> Option<&Bytes> {
        self.is_in_memory.then(|| self.request.body())
    }
}

impl fmt::Debug for InterceptedRequest<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Queries, headers and bodies may hold secrets.
        f.debug_struct("InterceptedRequest")
            .field("about", &self.about)
            .field("method", self.method())
            .field("host", &self.uri().host())
            .finish_non_exhaustive()
    }
}
