//! Making responses.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Response, StatusCode};

use super::Rejection;

/// A response; `content-length` is set, whatever the length.
pub fn respond(
    status: StatusCode,
    content_type: Option<&'static str>,
    body: Bytes,
) -> Response<Bytes> {
    let length = body.len();
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    response
}

/// A status of the model; one that HTTP doesn't have is 500.
pub fn status(code: u16) -> StatusCode {
    StatusCode::from_u16(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// A status that an output names, or the operation's own if it names none
/// ([Smithy 2.0, `httpResponseCode` trait](https://smithy.io/2.0/spec/http-bindings.html#httpresponsecode-trait)).
pub fn http_status(named: Option<i32>, otherwise: u16) -> StatusCode {
    named
        .and_then(|code| u16::try_from(code).ok())
        .and_then(|code| StatusCode::from_u16(code).ok())
        .unwrap_or_else(|| status(otherwise))
}

/// Sets a header to the value of a member.
///
/// # Errors
/// [`Rejection::Internal`] if the value can't be in a header.
pub fn header(
    response: &mut Response<Bytes>,
    name: &'static str,
    value: &str,
) -> Result<(), Rejection> {
    set(response, name, value)
}

/// Sets the header of one entry of a map, whose name is the prefix and the key.
///
/// # Errors
/// [`Rejection::Internal`] if name or value can't be in a header.
pub fn prefix_header(
    response: &mut Response<Bytes>,
    prefix: &str,
    key: &str,
    value: &str,
) -> Result<(), Rejection> {
    set(response, &format!("{prefix}{key}"), value)
}

fn set(response: &mut Response<Bytes>, name: &str, value: &str) -> Result<(), Rejection> {
    let parsed = HeaderName::from_bytes(name.as_bytes()).ok();
    let value = HeaderValue::from_bytes(value.as_bytes()).ok();
    let set = parsed
        .zip(value)
        .and_then(|(name, value)| response.headers_mut().try_insert(name, value).ok());
    match set {
        Some(_) => Ok(()),
        None => Err(Rejection::Internal(
            "the answer has a value that no header can hold".to_owned(),
        )),
    }
}
