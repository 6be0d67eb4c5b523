//! Responses for tests of clients.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode};

/// Makes a response for a test (Smithy 2.0, "HTTP protocol compliance tests", `httpResponseTests`
/// trait).
///
/// A status that isn't one is 200, and a header that isn't one is left out.
pub fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Bytes>) -> Response<Bytes> {
    let mut response = Response::new(body.into());
    *response.status_mut() = StatusCode::from_u16(status).unwrap_or_default();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes());
        let value = HeaderValue::from_bytes(value.as_bytes());
        if let (Ok(name), Ok(value)) = (name, value) {
            // A test has far fewer headers than a map can hold.
            _ = response.headers_mut().try_append(name, value);
        }
    }
    response
}
