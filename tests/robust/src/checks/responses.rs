//! Responses of every operation, of success and of error.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{HeaderName, HeaderValue, Response};

/// A response of success: the first byte chooses the operation, and the rest is the response. An
/// output that can be read means the same when it is written and read again; an error says what
/// it is about.
pub fn responses(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else {
        return;
    };
    let (_, operation) = super::operation(*choice);
    match (operation.response)(response(200, rest)) {
        // Comparisons have been made.
        Ok(decoded) => assert!(!decoded.debug.is_empty()),
        Err(error) => assert!(error.contains(operation.name), "{error}"),
    }
}

/// A response of failure: whatever is in it, it is an error, and never an unreadable one.
pub fn errors(bytes: &[u8]) {
    let Some(([choice, status], rest)) = bytes.split_first_chunk() else {
        return;
    };
    let (_, operation) = super::operation(*choice);
    let status = 300 + u16::from(*status);
    let error = (operation.response)(response(status, rest)).expect_err("an error");
    assert!(!error.contains("InvalidResponse("), "{error}");
}

/// Lines `name: value` up to an empty one are headers; what follows is the body. Without an empty
/// line all is body.
fn response(status: u16, bytes: &[u8]) -> Response<Bytes> {
    let end = bytes.windows(2).position(|two| two == b"\n\n");
    let (head, body) = match end {
        Some(end) => bytes.split_at(end),
        None => (&[][..], bytes),
    };
    let body = body.strip_prefix(b"\n\n").unwrap_or(body);
    let mut response = Response::new(Bytes::copy_from_slice(body));
    *response.status_mut() = status.try_into().expect("a status");
    for line in head.split(|byte| *byte == b'\n').take(20) {
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            continue;
        };
        let (name, value) = line.split_at(colon);
        let value = value.strip_prefix(b":").unwrap_or(value);
        if let (Ok(name), Ok(value)) =
            (HeaderName::from_bytes(name), HeaderValue::from_bytes(value))
        {
            response.headers_mut().append(name, value);
        }
    }
    response
}
