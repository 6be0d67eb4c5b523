//! Requests from their parts.

use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, Request, Uri};

use super::{Header, Target};
use crate::InvalidInput;
use crate::error::Problems;

/// The number of headers in a signed request, and some more.
const HEADERS: usize = 12;

/// Puts a request together.
///
/// A body that isn't empty has its length in `content-length` (Smithy 2.0,
/// [`http` trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait)); without one,
/// the header is left to the HTTP client.
///
/// The endpoint gives the scheme and the authority; its path, if it has one, comes before
/// the target's, and its query before the target's. A target
/// without a path adds nothing to it. An endpoint without authority, such
/// as `Uri::from_static("/")`, gives a request in origin form (RFC 9112, section 3.2.1).
///
/// ```
/// use tinsmith_runtime::generated::request::{Header, Target, build};
/// use tinsmith_runtime::{bytes::Bytes, http};
///
/// static HEADERS: [Header; 1] = [Header::new("content-type", "application/x-amz-json-1.1")];
/// let endpoint = http::Uri::from_static("https://elasticmapreduce.eu-west-1.amazonaws.com");
/// let target = Target::new().literal("/");
/// let request = build(
///     "GetStudioSessionMapping",
///     http::Method::POST,
///     &endpoint,
///     &target,
///     &HEADERS,
///     Bytes::from_static(b"{}"),
/// )?;
/// assert_eq!(request.uri(), "https://elasticmapreduce.eu-west-1.amazonaws.com/");
/// # Ok::<(), Box<tinsmith_runtime::InvalidInput>>(())
/// ```
///
/// # Errors
///
/// A problem with the path `endpoint` if the endpoint isn't the base of a URI or the whole
/// gets too long for one.
pub fn build(
    operation: &'static str,
    method: Method,
    endpoint: &Uri,
    target: &Target,
    headers: &[Header],
    body: Bytes,
) -> Result<Request<Bytes>, Box<InvalidInput>> {
    let mut request = Request::new(body);
    *request.method_mut() = method;
    match uri(endpoint, target) {
        Ok(uri) => *request.uri_mut() = uri,
        Err(reason) => {
            let mut problems = Problems::new();
            problems.invalid("endpoint", reason);
            problems.finish(operation)?;
        }
    }
    let map = request.headers_mut();
    // Room for the headers of a client, so that the map need not grow.
    map.reserve(HEADERS);
    for Header { name, value } in headers {
        map.append(name, value.clone());
    }
    set_content_length(&mut request);
    Ok(request)
}

/// Says how long the body is, unless it is empty.
pub(super) fn set_content_length(request: &mut Request<Bytes>) {
    let length = request.body().len();
    if length > 0 {
        // Digits are always a header's value.
        if let Ok(value) = HeaderValue::from_bytes(digits(length, &mut [0; 20])) {
            // A map that is full, and far beyond what any server takes, is left as it is.
            _ = request.headers_mut().try_insert(CONTENT_LENGTH, value);
        }
    }
}

/// A number in decimal digits, of which there are twenty at most.
fn digits(mut number: usize, buffer: &mut [u8; 20]) -> &[u8] {
    let mut start = buffer.len();
    for slot in buffer.iter_mut().rev() {
        *slot = b'0' + (number % 10) as u8;
        number /= 10;
        start -= 1;
        if number == 0 {
            break;
        }
    }
    buffer.get(start..).unwrap_or_default()
}

fn uri(endpoint: &Uri, target: &Target) -> Result<Uri, &'static str> {
    let mut parts = http::uri::Parts::default();
    parts.scheme = endpoint.scheme().cloned();
    parts.authority = endpoint.authority().cloned();
    if parts.authority.is_some() && parts.scheme.is_none() {
        return Err("has no scheme, such as https");
    }
    parts.path_and_query = Some(path_and_query(endpoint, target)?);
    Uri::from_parts(parts).map_err(|_| "not the base of a URI")
}

fn path_and_query(endpoint: &Uri, target: &Target) -> Result<PathAndQuery, &'static str> {
    let base = endpoint.path();
    let base = base.strip_suffix('/').unwrap_or(base);
    if !base.is_empty() && !base.starts_with('/') {
        return Err("its path doesn't begin with a slash");
    }
    let (path, query) = match target.as_str().split_once('?') {
        Some((path, query)) => (path, Some(query)),
        None => (target.as_str(), None),
    };
    let base_query = endpoint.query().filter(|query| !query.is_empty());
    if base.is_empty() && base_query.is_none() && target.as_str() == "/" {
        return Ok(PathAndQuery::from_static("/"));
    }

    let len = base.len() + 1 + target.as_str().len() + 1 + base_query.map_or(0, str::len);
    let mut text = String::with_capacity(len);
    text.push_str(base);
    // A target without a path is for an endpoint that has all of it.
    if !path.starts_with('/') && (base.is_empty() || !path.is_empty()) {
        text.push('/');
    }
    text.push_str(path);
    let mut before = '?';
    for query in [base_query, query].into_iter().flatten() {
        text.push(before);
        text.push_str(query);
        before = '&';
    }
    PathAndQuery::from_maybe_shared(Bytes::from(text))
        .map_err(|_| "gives no valid URI, or one that is too long")
}
