//! Requests with a streaming member: in memory, or not.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::{HeaderMap, Request};

use super::Body;
use crate::InvalidInput;
use crate::error::Problems;

/// Turns a request of an operation with a streaming member into one in memory.
///
/// # Errors
///
/// A problem with the member if its body isn't in memory.
pub fn in_memory(
    operation: &'static str,
    member: &'static str,
    request: Request<Body>,
) -> Result<Request<Bytes>, Box<InvalidInput>> {
    let (head, body) = request.into_parts();
    match body.bytes() {
        Some(bytes) => Ok(Request::from_parts(head, bytes.clone())),
        None => {
            let mut problems = Problems::new();
            problems.invalid(
                member,
                "it isn't in memory: make the request by to_streaming_request",
            );
            problems.finish(operation)?;
            Ok(Request::from_parts(head, Bytes::new()))
        }
    }
}

/// Returns the length that a request declares.
fn declared(headers: &HeaderMap) -> Option<u64> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Returns the bytes of a body of which a header is made, such as its hash.
///
/// # Errors
///
/// A problem with the member if its body isn't in memory.
pub fn known_body(
    operation: &'static str,
    member: &'static str,
    body: &Body,
) -> Result<Bytes, Box<InvalidInput>> {
    if let Some(bytes) = body.bytes() {
        return Ok(bytes.clone());
    }
    let mut problems = Problems::new();
    problems.invalid(
        member,
        "it isn't in memory, and a header is made of all of it",
    );
    problems.finish(operation)?;
    Ok(Bytes::new())
}

/// Puts a body into a request that was made with the bytes of the body that are in memory.
///
/// # Errors
///
/// A problem with the member if its length isn't known and the service wants to know it.
pub fn with_body(
    operation: &'static str,
    member: &'static str,
    request: Request<Bytes>,
    body: &Body,
    requires_length: bool,
) -> Result<Request<Body>, Box<InvalidInput>> {
    // It may be compressed.
    if body.bytes().is_some() {
        return Ok(request.map(Body::from));
    }
    let mut request = request.map(|_| body.clone());
    if let (None, Some(length)) = (body.length(), declared(request.headers())) {
        // A member of the input says it.
        return Ok(request.map(|body| Body::from_chunks(body, Some(length))));
    }
    match body.length() {
        Some(length) => {
            let headers = request.headers_mut();
            // A map that is full, and far beyond what any server takes, is left as it is.
            _ = headers.try_insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        None if requires_length => {
            let mut problems = Problems::new();
            problems.invalid(
                member,
                "its length isn't known, and the service wants to know it",
            );
            problems.finish(operation)?;
        }
        None => {}
    }
    Ok(request)
}
