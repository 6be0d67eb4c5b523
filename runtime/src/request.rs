//! Requests: the target of the URI, and putting the request together.

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::uri::PathAndQuery;
use http::{Method, Request, Uri};

use crate::{InvalidInput, Problems, percent};

/// The path and the query of a request, put together piece by piece by an operation's
/// [`http` trait](https://smithy.io/2.0/spec/http-bindings.html#http-trait).
///
/// The path comes first, then the query.
///
/// ```
/// use tinsmith_runtime::request::Target;
///
/// let target = Target::new()
///     .literal("/virtualclusters/")
///     .label("a/b")
///     .literal("/endpoints")
///     .query("maxResults", Some("5"));
/// assert_eq!(target.as_str(), "/virtualclusters/a%2Fb/endpoints?maxResults=5");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Target {
    text: String,
    has_query: bool,
}

impl Target {
    /// An empty target.
    pub const fn new() -> Self {
        Self {
            text: String::new(),
            has_query: false,
        }
    }

    /// Appends a piece of the operation's URI pattern as it is.
    #[must_use]
    pub fn literal(mut self, text: &str) -> Self {
        self.has_query |= text.contains('?');
        self.text.push_str(text);
        self
    }

    /// Appends the value of a label: percent-encoded, except for the unreserved characters
    /// of RFC 3986, section 2.3.
    #[must_use]
    pub fn label(mut self, value: &str) -> Self {
        percent::encode(&mut self.text, value);
        self
    }

    /// Appends the value of a greedy label, in which slashes stay.
    #[must_use]
    pub fn greedy_label(mut self, value: &str) -> Self {
        percent::encode_keeping_slashes(&mut self.text, value);
        self
    }

    /// Appends a parameter of the query, percent-encoded as a label is; without a value,
    /// not even a `=` is written.
    #[must_use]
    pub fn query(mut self, name: &str, value: Option<&str>) -> Self {
        self.text.push(if self.has_query { '&' } else { '?' });
        self.has_query = true;
        percent::encode(&mut self.text, name);
        if let Some(value) = value {
            self.text.push('=');
            percent::encode(&mut self.text, value);
        }
        self
    }

    /// What was put together.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

/// Puts a request together.
///
/// The endpoint gives the scheme and the authority; its path, if it has one, comes before
/// the target's, and its query before the target's. An endpoint without authority, such
/// as `Uri::from_static("/")`, gives a request in origin form (RFC 9112, section 3.2.1).
///
/// ```
/// use tinsmith_runtime::request::{Target, build};
/// use tinsmith_runtime::{bytes::Bytes, http};
///
/// let endpoint = http::Uri::from_static("https://elasticmapreduce.eu-west-1.amazonaws.com");
/// let target = Target::new().literal("/");
/// let request = build(
///     "GetStudioSessionMapping",
///     http::Method::POST,
///     &endpoint,
///     &target,
///     &[("content-type", "application/x-amz-json-1.1")],
///     Bytes::from_static(b"{}"),
/// )?;
/// assert_eq!(request.uri(), "https://elasticmapreduce.eu-west-1.amazonaws.com/");
/// # Ok::<(), Box<tinsmith_runtime::InvalidInput>>(())
/// ```
///
/// # Errors
///
/// A problem with the path `endpoint` if the endpoint isn't the base of a URI or the whole
/// gets too long for one, and with the name of the header if a header isn't valid.
pub fn build(
    operation: &'static str,
    method: Method,
    endpoint: &Uri,
    target: &Target,
    headers: &[(&'static str, &'static str)],
    body: Bytes,
) -> Result<Request<Bytes>, Box<InvalidInput>> {
    let mut problems = Problems::new();
    let mut request = Request::new(body);
    *request.method_mut() = method;
    match uri(endpoint, target) {
        Ok(uri) => *request.uri_mut() = uri,
        Err(reason) => problems.invalid("endpoint", reason),
    }
    let map = request.headers_mut();
    for &(name, value) in headers {
        let header = HeaderName::from_bytes(name.as_bytes()).ok();
        let value = HeaderValue::from_maybe_shared(Bytes::from_static(value.as_bytes())).ok();
        // Appending fails, too, once there are more headers than the map can hold.
        let appended = header
            .zip(value)
            .map(|(name, value)| map.try_append(name, value));
        if !matches!(appended, Some(Ok(_))) {
            problems.invalid(name, "not a valid header");
        }
    }
    problems.finish(operation)?;
    Ok(request)
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

    let len = base.len() + 1 + target.as_str().len() + 1 + base_query.map_or(0, str::len);
    let mut text = String::with_capacity(len);
    text.push_str(base);
    if !path.starts_with('/') {
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
