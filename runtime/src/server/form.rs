//! The form of errors.

use bytes::Bytes;
use http::{HeaderValue, Response};

use super::respond::{respond, status};
use super::{Rejection, Violation};
use crate::ErrorMeta;
use crate::json::Writer;

/// The form in which a protocol says which error a response is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ErrorForm {
    /// The `content-type` of an error's body.
    pub content_type: &'static str,
    /// Whether the code is the member `__type` of the body, as in AWS JSON. Otherwise the code is
    /// the header `x-amzn-errortype`, as in restJson1.
    pub in_body: bool,
}

impl ErrorForm {
    /// Makes the response for an error of this code. `write` writes the members, inside of the
    /// object.
    pub fn error(
        self,
        status_code: u16,
        code: &str,
        write: impl FnOnce(&mut Writer),
    ) -> Response<Bytes> {
        let mut body = Writer::new();
        body.begin_object();
        if self.in_body {
            body.key("__type");
            body.string(code);
        }
        write(&mut body);
        body.end_object();
        let content_type = Some(self.content_type);
        if self.in_body {
            return respond(status(status_code), content_type, body.finish());
        }
        self.error_of_payload(status_code, code, content_type, body.finish())
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
        self.error(rejection.status(), code, |w| {
            w.key("message");
            w.string(&rejection.to_string());
            if let Rejection::Validation { violations, .. } = rejection {
                w.key("fieldList");
                w.list(violations, |w, violation: &Violation| {
                    w.begin_object();
                    w.key("path");
                    w.string(violation.path());
                    w.key("message");
                    w.string(violation.message());
                    w.end_object();
                });
            }
        })
    }

    /// Makes the response for an error that the model doesn't have, with its own status, code and
    /// message as far as they are known. A status of success is replaced.
    pub fn unmodeled(self, meta: &ErrorMeta) -> Response<Bytes> {
        let status = meta.status().map(|status| status.as_u16());
        let status = status.filter(|status| *status >= 400).unwrap_or(500);
        self.error(status, meta.code().unwrap_or("InternalFailure"), |w| {
            if let Some(message) = meta.message() {
                w.key("message");
                w.string(message);
            }
        })
    }
}
