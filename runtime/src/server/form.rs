//! The form of errors.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Response};

use super::respond::{respond, status};
use super::{Rejection, Violation};
use crate::{Body, ErrorMeta};

/// The form in which a protocol says which error a response is.
#[derive(Clone, Copy, Debug)]
pub struct ErrorForm {
    /// The `content-type` of an error's body.
    content_type: &'static str,
    /// Whether the code is in the body, as in AWS JSON. Otherwise the code is the header
    /// `x-amzn-errortype`, as in restJson1.
    in_body: bool,
    /// The headers that every response has, errors or not.
    headers: &'static [(&'static str, &'static str)],
    /// Writes the body of an error that the model doesn't have.
    unmodeled: fn(&Unmodeled<'_>) -> Bytes,
    /// The elements around an error, if the format is XML.
    wrapping: Wrapping,
}

/// The elements around an error in XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrapping {
    /// No element: the format isn't XML.
    None,
    /// `<ErrorResponse><Error>`: REST XML.
    ErrorResponse,
    /// `<ErrorResponse><Error>`: query, where a response of success has a request id, too.
    Query,
    /// `<Error>` alone: REST XML with `noErrorWrapping`, as S3 has.
    Bare,
    /// `<Response><Errors><Error>`: EC2.
    Errors,
}

/// An error that the model doesn't have.
pub(crate) struct Unmodeled<'e> {
    pub(crate) status: u16,
    pub(crate) wrapping: Wrapping,
    /// The code, if it belongs into the body.
    pub(crate) code: Option<&'e str>,
    pub(crate) message: Option<&'e str>,
    /// The violated constraints of a request that is refused for them.
    pub(crate) violations: Option<&'e [Violation]>,
}

impl ErrorForm {
    pub(crate) const fn new(
        content_type: &'static str,
        in_body: bool,
        unmodeled: fn(&Unmodeled<'_>) -> Bytes,
    ) -> Self {
        Self {
            content_type,
            in_body,
            headers: &[],
            unmodeled,
            wrapping: Wrapping::None,
        }
    }

    /// Sets the elements around an error.
    pub(crate) const fn with_wrapping(mut self, wrapping: Wrapping) -> Self {
        self.wrapping = wrapping;
        self
    }

    /// Returns the elements around an error.
    pub(crate) const fn wrapping(self) -> Wrapping {
        self.wrapping
    }

    /// Sets the headers that every response has, errors or not.
    #[must_use]
    pub const fn with_headers(mut self, headers: &'static [(&'static str, &'static str)]) -> Self {
        self.headers = headers;
        self
    }

    /// Returns the code, if it belongs into the body.
    pub(crate) fn code_in_body(self, code: &str) -> Option<&str> {
        self.in_body.then_some(code)
    }

    /// Makes the response for an error of this code with a body.
    pub(crate) fn respond(self, status_code: u16, code: &str, body: Bytes) -> Response<Bytes> {
        let content_type = Some(self.content_type);
        if self.in_body {
            return respond(status(status_code), content_type, body);
        }
        self.error_of_payload(status_code, code, content_type, body)
    }

    /// The response for an error of this code whose body is one member; the code is in a header.
    pub fn error_of_payload(
        self,
        status_code: u16,
        code: &str,
        content_type: Option<&'static str>,
        body: Bytes,
    ) -> Response<Bytes> {
        let mut response = respond(status(status_code), content_type, body);
        if let Ok(code) = HeaderValue::from_str(code) {
            response.headers_mut().insert("x-amzn-errortype", code);
        }
        response
    }

    /// Makes the response for a request that isn't answered by the handler.
    pub fn rejection(self, rejection: &Rejection) -> Response<Bytes> {
        let code = rejection.code();
        let violations = match rejection {
            Rejection::Validation { violations, .. } => Some(violations.as_slice()),
            _ => None,
        };
        let body = (self.unmodeled)(&Unmodeled {
            status: rejection.status(),
            wrapping: self.wrapping,
            code: self.code_in_body(code),
            message: Some(&rejection.to_string()),
            violations,
        });
        self.respond(rejection.status(), code, body)
    }

    /// Makes the response for an error that the model doesn't have, with its own status, code and
    /// message as far as they are known. A status of success is replaced.
    pub fn unmodeled(self, meta: &ErrorMeta) -> Response<Bytes> {
        let status = meta.status().map(|status| status.as_u16());
        let status = status.filter(|status| *status >= 400).unwrap_or(500);
        let code = meta.code().unwrap_or("InternalFailure");
        let body = (self.unmodeled)(&Unmodeled {
            status,
            wrapping: self.wrapping,
            code: self.code_in_body(code),
            message: meta.message(),
            violations: None,
        });
        self.respond(status, code, body)
    }

    /// Puts the request id where clients of the protocol look for it in a body. Formats other than
    /// XML have the id in a header only.
    pub(super) fn identify(self, response: &mut Response<Body>, is_error: bool, id: &str) {
        let element = match (self.wrapping, is_error) {
            (Wrapping::Query, false) => {
                format!("<ResponseMetadata><RequestId>{id}</RequestId></ResponseMetadata>")
            }
            (Wrapping::Errors, false) => format!("<requestId>{id}</requestId>"),
            (Wrapping::Errors, true) => format!("<RequestID>{id}</RequestID>"),
            (Wrapping::Query | Wrapping::ErrorResponse | Wrapping::Bare, true) => {
                format!("<RequestId>{id}</RequestId>")
            }
            (Wrapping::None | Wrapping::ErrorResponse | Wrapping::Bare, _) => return,
        };
        let found = response.headers().get(CONTENT_TYPE);
        if found.is_none_or(|found| found != self.content_type) {
            return;
        }
        // A body that streams isn't an object.
        if let Some(bytes) = response.body().bytes() {
            let body = crate::xml::with_last_element(bytes, &element);
            // hyper closes the connection where this header is wrong.
            if let Some(length) = response.headers_mut().get_mut(CONTENT_LENGTH) {
                *length = HeaderValue::from(body.len());
            }
            *response.body_mut() = Body::from(body);
        }
    }

    /// Adds the headers that every response has.
    pub fn finish<B>(self, response: &mut Response<B>) {
        for (name, value) in self.headers {
            let name = HeaderName::from_static(name);
            response
                .headers_mut()
                .insert(name, HeaderValue::from_static(value));
        }
    }
}
