//! Requests for tests of servers.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri};

/// Makes a request for a test of a server (Smithy 2.0, "HTTP protocol compliance tests",
/// `httpRequestTests` trait).
///
/// # Errors
///
/// The parts that no HTTP request can have.
pub fn request(
    method: &str,
    path: &str,
    query: &[&str],
    headers: &[(&str, &str)],
    body: impl Into<Bytes>,
) -> Result<Request<Bytes>, String> {
    let mut target = path.to_owned();
    for parameter in query {
        target.push(if target.contains('?') { '&' } else { '?' });
        target.push_str(parameter);
    }
    let mut request = Request::new(body.into());
    *request.method_mut() =
        Method::from_bytes(method.as_bytes()).map_err(|error| error.to_string())?;
    *request.uri_mut() = target
        .parse::<Uri>()
        .map_err(|error| format!("{target}: {error}"))?;
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|error| error.to_string())?;
        let value = HeaderValue::from_bytes(value.as_bytes()).map_err(|error| error.to_string())?;
        _ = request.headers_mut().try_append(name, value);
    }
    Ok(request)
}
