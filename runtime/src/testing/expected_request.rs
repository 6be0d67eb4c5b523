//! Requests that tests expect.

use bytes::Bytes;
use http::Request;

use super::mismatches::Mismatches;

/// The request that a test expects (Smithy 2.0, "HTTP protocol compliance tests",
/// [`httpRequestTests` trait][trait]).
///
/// ```
/// use tinsmith_runtime::bytes::Bytes;
/// use tinsmith_runtime::http::{Method, Uri};
/// use tinsmith_runtime::generated::request::{Target, build};
/// use tinsmith_runtime::generated::testing::ExpectedRequest;
///
/// const EXPECTED: ExpectedRequest = ExpectedRequest {
///     method: "GET",
///     uri: "/a",
///     query: &["b=c"],
///     body: Some(""),
///     ..ExpectedRequest::NONE
/// };
///
/// let target = Target::new().literal("/a").query("b", Some("d"));
/// let request = build("GetX", Method::GET, &Uri::from_static("/"), &target, &[], Bytes::new())?;
/// assert_eq!(EXPECTED.check(&request), Err("query: b=c is missing from b=d".to_owned()));
/// # Ok::<(), Box<tinsmith_runtime::InvalidInput>>(())
/// ```
///
/// [trait]: https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#httprequesttests-trait
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExpectedRequest {
    /// The method; an empty text is not checked.
    pub method: &'static str,
    /// The path of the URI, without the query; an empty text is not checked.
    pub uri: &'static str,
    /// The host that the request goes to, with the port if the URI has one. A path after
    /// it belongs to [`uri`](Self::uri) and is not checked here.
    pub host: Option<&'static str>,
    /// Parameters of the query that there must be, percent-encoded (`name`, `name=` or
    /// `name=value`), each as often as it is named here. There may be others.
    pub query: &'static [&'static str],
    /// Names of parameters that the query must not have, percent-encoded.
    pub forbid_query: &'static [&'static str],
    /// Names of parameters that the query must have, percent-encoded.
    pub require_query: &'static [&'static str],
    /// Headers that there must be, with these values, except that the value of
    /// `content-length` isn't compared. There may be others.
    pub headers: &'static [(&'static str, &'static str)],
    /// Names of headers that there must not be.
    pub forbid_headers: &'static [&'static str],
    /// Names of headers that there must be.
    pub require_headers: &'static [&'static str],
    /// The body; `None` is not checked, and an empty text is a body of no bytes.
    pub body: Option<&'static str>,
    /// The media type of the body: JSON and CBOR are compared by what they say, anything
    /// else byte by byte. CBOR is given in base64.
    pub media_type: Option<&'static str>,
}

impl ExpectedRequest {
    /// Expects nothing.
    pub const NONE: Self = Self {
        method: "",
        uri: "",
        host: None,
        query: &[],
        forbid_query: &[],
        require_query: &[],
        headers: &[],
        forbid_headers: &[],
        require_headers: &[],
        body: None,
        media_type: None,
    };

    /// Compares a request with what is expected of it (Smithy 2.0, "HTTP protocol
    /// compliance tests", `httpRequestTests` trait).
    ///
    /// # Errors
    ///
    /// Everything that isn't as expected, a line each.
    pub fn check(&self, request: &Request<Bytes>) -> Result<(), String> {
        let mut mismatches = Mismatches::default();
        self.check_line(request, &mut mismatches);
        self.check_query(request, &mut mismatches);
        mismatches.check_headers(
            request.headers(),
            self.headers,
            self.forbid_headers,
            self.require_headers,
        );
        mismatches.check_body(request.body(), self.body, self.media_type);
        mismatches.finish()
    }

    fn check_line(&self, request: &Request<Bytes>, mismatches: &mut Mismatches) {
        if !self.method.is_empty() {
            mismatches.unless_equal("method", self.method, request.method().as_str());
        }
        if !self.uri.is_empty() {
            mismatches.unless_equal("path", self.uri, request.uri().path());
        }
        if let Some(host) = self.host {
            let host = host.split_once('/').map_or(host, |(host, _)| host);
            let authority = request.uri().authority().map_or("", |a| a.as_str());
            let found = authority
                .rsplit_once('@')
                .map_or(authority, |(_, host)| host);
            mismatches.unless_equal("host", host, found);
        }
    }

    fn check_query(&self, request: &Request<Bytes>, mismatches: &mut Mismatches) {
        let query = request.uri().query().unwrap_or_default();
        let parameters = || query.split('&').filter(|parameter| !parameter.is_empty());
        let mut left: Vec<&str> = parameters().collect();
        for expected in self.query {
            match left.iter().position(|parameter| parameter == expected) {
                Some(at) => _ = left.swap_remove(at),
                None => mismatches.add(format!("query: {expected} is missing from {query}")),
            }
        }
        let has = |name: &str| {
            parameters().any(|parameter| {
                let found = parameter
                    .split_once('=')
                    .map_or(parameter, |(name, _)| name);
                found == name
            })
        };
        for name in self.forbid_query {
            if has(name) {
                mismatches.add(format!("query: {name} must not be in {query}"));
            }
        }
        for name in self.require_query {
            if !has(name) {
                mismatches.add(format!("query: {name} is missing from {query}"));
            }
        }
    }
}

impl Default for ExpectedRequest {
    /// [`NONE`](Self::NONE).
    fn default() -> Self {
        Self::NONE
    }
}
