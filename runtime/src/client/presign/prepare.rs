//! Requests of operations in the form in which they are presigned.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use http::{Method, Request};

use super::options::PresignOptions;
use super::with_query::with_query;
use crate::client::ConfigError;
use crate::json::{ReadResult, Reader};
use crate::{Document, percent};

/// Turns the request of an operation into one to presign, as botocore's `generate_presigned_url`
/// does, with two differences: a form is sent with `GET`, unless the options name a method, so
/// that the URL is all that there is to it; and the body of another request stays a body, as
/// services in JSON don't look for its members in the query.
///
/// The length of a body that is there isn't signed: any HTTP client sends it. Without a body, it is
/// the length that the operation demands of an upload.
pub(crate) fn prepared(
    mut request: Request<Bytes>,
    options: &PresignOptions,
) -> Result<Request<Bytes>, ConfigError> {
    if !request.body().is_empty() {
        request.headers_mut().remove(CONTENT_LENGTH);
    }
    let is_form = is_of(&request, "application/x-www-form-urlencoded");
    let own = request.method().clone();
    let method = match &options.method {
        Some(method) => method.clone(),
        None if is_form && own == Method::POST => Method::GET,
        None => own,
    };
    let has_no_body = method == Method::GET || method == Method::HEAD;
    *request.method_mut() = method;
    let moved = if is_form {
        // A plus is a space in forms, and a plus in queries that are signed.
        String::from_utf8_lossy(request.body()).replace('+', "%20")
    } else if has_no_body && !request.body().is_empty() {
        members(request.body())?
    } else {
        return Ok(request);
    };
    // Services of the AWS JSON protocols look for the version of the protocol in the type.
    if is_form || is_of(&request, "application/json") {
        request.headers_mut().remove(CONTENT_TYPE);
    }
    *request.body_mut() = Bytes::new();
    let mut query = request.uri().query().unwrap_or_default().to_owned();
    if !query.is_empty() && !moved.is_empty() {
        query.push('&');
    }
    query.push_str(&moved);
    let uri = std::mem::take(request.uri_mut());
    *request.uri_mut() = with_query(uri, &query)?;
    Ok(request)
}

/// Returns whether the body is of this type.
fn is_of(request: &Request<Bytes>, media_type: &str) -> bool {
    let value = request.headers().get(CONTENT_TYPE);
    let value = value.and_then(|value| value.to_str().ok());
    let essence = value.and_then(|value| value.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case(media_type))
}

/// The members of a JSON object as parameters of a query, in their order: a list repeats the name.
fn members(body: &[u8]) -> Result<String, ConfigError> {
    let mut query = String::new();
    let mut problem = None;
    let mut read = || -> ReadResult {
        let mut reader = Reader::new(body)?;
        reader.begin_object()?;
        while let Some(name) = reader.next_key()? {
            let value = reader.document()?;
            let values = match &value {
                Document::Array(items) => items.as_slice(),
                value => std::slice::from_ref(value),
            };
            for value in values {
                match text(value) {
                    Some(text) => push(&mut query, &name, text),
                    None if value.is_null() => {}
                    None => problem = Some(name.clone().into_owned()),
                }
            }
        }
        reader.end()
    };
    if read().is_err() {
        return Err(ConfigError::new(
            "the body of an operation to presign is no JSON object, and a request without a body \
             can't carry it: leave the method as it is",
        ));
    }
    match problem {
        None => Ok(query),
        Some(name) => Err(ConfigError::new(format!(
            "the member {name} of an operation to presign is nested, and a query can't carry it: \
             leave the method as it is"
        ))),
    }
}

/// Appends a parameter.
fn push(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    percent::encode(query, name);
    query.push('=');
    percent::encode(query, value);
}

/// The text of a simple value.
fn text(value: &Document) -> Option<&str> {
    match value {
        Document::Bool(true) => Some("true"),
        Document::Bool(false) => Some("false"),
        Document::Number(number) => Some(number.as_str()),
        Document::String(text) => Some(text),
        Document::Null | Document::Array(_) | Document::Object(_) => None,
    }
}
