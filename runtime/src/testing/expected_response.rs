//! Responses that tests expect of a server.

use http::Response;

use super::mismatches::Mismatches;
use crate::Body;
use crate::server::pattern::Pattern;

/// The response that a test expects of a server (Smithy 2.0, "HTTP protocol compliance tests", the
/// traits [`httpResponseTests`][response] and [`httpMalformedRequestTests`][malformed]).
///
/// [response]: https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#httpresponsetests-trait
/// [malformed]: https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#httpmalformedrequesttests-trait
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedResponse {
    /// The status; 0 is not checked.
    pub code: u16,
    /// Headers that there must be, with these values, but for the value of `content-length`.
    pub headers: &'static [(&'static str, &'static str)],
    /// Names of headers that there must not be.
    pub forbid_headers: &'static [&'static str],
    /// Names of headers that there must be.
    pub require_headers: &'static [&'static str],
    /// The body; `None` is not checked, and an empty text is a body of no bytes.
    pub body: Option<&'static str>,
    /// The media type of the body: JSON and CBOR are compared by what they say. CBOR is given
    /// in base64.
    pub media_type: Option<&'static str>,
    /// A pattern that the `message` of a JSON or CBOR body, or some part of it, matches.
    pub message: Option<&'static str>,
}

impl ExpectedResponse {
    /// Expects nothing.
    pub const NONE: Self = Self {
        code: 0,
        headers: &[],
        forbid_headers: &[],
        require_headers: &[],
        body: None,
        media_type: None,
        message: None,
    };

    /// Compares a response with what is expected of it.
    ///
    /// # Errors
    ///
    /// Everything that isn't as expected, a line each.
    pub fn check<B: Clone + Into<Body>>(&self, response: &Response<B>) -> Result<(), String> {
        let body: Body = response.body().clone().into();
        let Some(body) = body.bytes() else {
            return Err("the body isn't in memory".to_owned());
        };
        let mut mismatches = Mismatches::default();
        let status = response.status().as_u16();
        if self.code != 0 && self.code != status {
            mismatches.differ("status", &self.code.to_string(), &status.to_string());
        }
        mismatches.check_headers(
            response.headers(),
            self.headers,
            self.forbid_headers,
            self.require_headers,
        );
        mismatches.check_body(body, self.body, self.media_type);
        // Whatever the model says: a length that isn't the body's breaks connections.
        let length = response.headers().get(http::header::CONTENT_LENGTH);
        let length = length.map(|length| String::from_utf8_lossy(length.as_bytes()));
        let expected = body.len().to_string();
        if let Some(length) = length.filter(|length| *length != expected) {
            mismatches.differ("content-length", &expected, &length);
        }
        if let Some(pattern) = self.message {
            let found = super::json::message(body)
                .or_else(|| super::cbor::message(body))
                .or_else(|| super::xml::text_of(body, "Message"));
            let found = found.unwrap_or_default();
            let pattern_of_test = Pattern::new(pattern);
            if !(pattern_of_test.is_sound() && pattern_of_test.matches(&found)) {
                mismatches.differ("message", pattern, &found);
            }
        }
        mismatches.finish()
    }
}

impl Default for ExpectedResponse {
    /// [`NONE`](Self::NONE).
    fn default() -> Self {
        Self::NONE
    }
}
