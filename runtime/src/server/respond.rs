//! Making responses.

use bytes::Bytes;
use http::header::{
    CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HeaderName, HeaderValue, TRANSFER_ENCODING,
};
use http::{HeaderMap, Response, StatusCode};

use super::Rejection;
use crate::Body;

/// Makes a response with `content-length`. A status without content has neither a body nor headers
/// that describe it
/// ([RFC 9110, section 6.4.1](https://www.rfc-editor.org/rfc/rfc9110#section-6.4.1)); 205 says that its
/// content is empty
/// ([section 15.3.6](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.6)).
pub fn respond(
    status: StatusCode,
    content_type: Option<&'static str>,
    body: Bytes,
) -> Response<Bytes> {
    let has_content = has_content(status);
    let mut response = Response::new(if has_content { body } else { Bytes::new() });
    *response.status_mut() = status;
    if !has_content && status != StatusCode::RESET_CONTENT {
        return response;
    }
    let length = response.body().len();
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    if !has_content {
        return response;
    }
    if let Some(content_type) = content_type {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    }
    response
}

/// Whether a response of a status may have content.
fn has_content(status: StatusCode) -> bool {
    !matches!(
        status,
        StatusCode::NO_CONTENT | StatusCode::RESET_CONTENT | StatusCode::NOT_MODIFIED
    )
}

/// Makes a response with a body that may be yet to come, and `content-length` if that is known.
pub fn respond_with_body(
    status: StatusCode,
    content_type: Option<&'static str>,
    body: Body,
) -> Response<Body> {
    if let Some(bytes) = body.bytes() {
        return respond(status, content_type, bytes.clone()).map(Body::from);
    }
    let length = body.length();
    let response = respond(status, content_type, Bytes::new());
    if !has_content(status) {
        return response.map(Body::from);
    }
    let mut response = response.map(|_| body);
    let headers = response.headers_mut();
    match length {
        Some(length) => _ = headers.insert(CONTENT_LENGTH, HeaderValue::from(length)),
        None => _ = headers.remove(CONTENT_LENGTH),
    }
    response
}

/// Makes a status of the model; a status that can't end an exchange becomes 500.
pub fn status(code: u16) -> StatusCode {
    final_status(code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
}

/// Makes the status that an output names, or the operation's own if that isn't a status
/// ([Smithy 2.0, `httpResponseCode` trait](https://smithy.io/2.0/spec/http-bindings.html#httpresponsecode-trait)).
pub fn http_status(named: Option<i32>, otherwise: u16) -> StatusCode {
    named
        .and_then(|code| u16::try_from(code).ok())
        .and_then(final_status)
        .unwrap_or_else(|| status(otherwise))
}

/// After one of the statuses below 200 another response would have to follow.
fn final_status(code: u16) -> Option<StatusCode> {
    let status = StatusCode::from_u16(code).ok()?;
    (!status.is_informational()).then_some(status)
}

/// Sets a header to the value of a member.
///
/// # Errors
/// [`Rejection::Internal`] if the value can't be in a header.
pub fn header<B>(
    response: &mut Response<B>,
    name: &'static str,
    value: &str,
) -> Result<(), Rejection> {
    set(response, name, value)
}

/// Sets a header of an answer to `HEAD` to the value of a member. The answer has no body, and its
/// `content-length` is that of the answer to `GET`
/// ([RFC 9110, section 8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
///
/// # Errors
/// [`Rejection::Internal`] if the value can't be in the header.
pub fn head_header<B>(
    response: &mut Response<B>,
    name: &'static str,
    value: &str,
) -> Result<(), Rejection> {
    if !name.eq_ignore_ascii_case(CONTENT_LENGTH.as_str()) {
        return set(response, name, value);
    }
    let length: u64 = value.parse().map_err(|_| no_header())?;
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    Ok(())
}

/// Sets the header of an entry of a map, whose name is the prefix and the key.
///
/// # Errors
/// [`Rejection::Internal`] if name or value can't be in a header.
pub fn prefix_header<B>(
    response: &mut Response<B>,
    prefix: &str,
    key: &str,
    value: &str,
) -> Result<(), Rejection> {
    set(response, &format!("{prefix}{key}"), value)
}

fn set<B>(response: &mut Response<B>, name: &str, value: &str) -> Result<(), Rejection> {
    set_in(response.headers_mut(), name, value)
}

fn set_in(headers: &mut HeaderMap, name: &str, value: &str) -> Result<(), Rejection> {
    let parsed = HeaderName::from_bytes(name.as_bytes())
        .ok()
        .filter(|name| *name != TRANSFER_ENCODING && *name != CONNECTION);
    if parsed == Some(CONTENT_LENGTH) {
        // The body's own length is what counts; another one would garble the connection.
        return Ok(());
    }
    let value = HeaderValue::from_bytes(value.as_bytes()).ok();
    let set = parsed
        .zip(value)
        .and_then(|(name, value)| headers.try_insert(name, value).ok());
    match set {
        Some(_) => Ok(()),
        None => Err(no_header()),
    }
}

fn no_header() -> Rejection {
    Rejection::Internal("the answer has a header that it can't have".to_owned())
}
