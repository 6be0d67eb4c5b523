use bytes::Bytes;
use http::Request;

use super::json;
use crate::header_lines;

/// What a test expects of a request (Smithy 2.0, "HTTP protocol compliance tests",
/// [`httpRequestTests` trait][trait]).
///
/// ```
/// use tinsmith_runtime::bytes::Bytes;
/// use tinsmith_runtime::http::{Method, Uri};
/// use tinsmith_runtime::request::{Target, build};
/// use tinsmith_runtime::testing::ExpectedRequest;
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
    /// The media type of the body: JSON is compared by what it says, anything else byte by
    /// byte.
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
        let mut mismatches = Mismatches(Vec::new());
        self.check_line(request, &mut mismatches);
        self.check_query(request, &mut mismatches);
        self.check_headers(request, &mut mismatches);
        self.check_body(request, &mut mismatches);
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

    fn check_headers(&self, request: &Request<Bytes>, mismatches: &mut Mismatches) {
        let headers = request.headers();
        for &(name, expected) in self.headers {
            let Some(found) = header_lines::joined(headers, name) else {
                mismatches.add(format!("header {name}: expected {expected:?}, found none"));
                continue;
            };
            let found = String::from_utf8_lossy(&found);
            let is_length = name.eq_ignore_ascii_case("content-length");
            if !is_length && spaced(&found) != spaced(expected) {
                mismatches.differ(&format!("header {name}"), expected, &found);
            }
        }
        for name in self.forbid_headers {
            if let Some(found) = header_lines::joined(headers, name) {
                let found = String::from_utf8_lossy(&found);
                mismatches.add(format!("header {name}: expected none, found {found:?}"));
            }
        }
        for name in self.require_headers {
            if !headers.contains_key(*name) {
                mismatches.add(format!("header {name}: expected one, found none"));
            }
        }
    }

    fn check_body(&self, request: &Request<Bytes>, mismatches: &mut Mismatches) {
        let Some(expected) = self.body else {
            return;
        };
        let found = request.body();
        if !expected.is_empty() && !found.is_empty() && self.media_type.is_some_and(is_json) {
            for difference in json::differences(expected.as_bytes(), found) {
                mismatches.add(format!("body: {difference}"));
            }
        } else if found != expected {
            mismatches.differ("body", expected, &String::from_utf8_lossy(found));
        }
    }
}

impl Default for ExpectedRequest {
    /// [`NONE`](Self::NONE).
    fn default() -> Self {
        Self::NONE
    }
}

fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split_once(';')
        .map_or(media_type, |(essence, _)| essence);
    let essence = essence.trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}

/// A header's value with one space after each comma that isn't in a quoted string.
fn spaced(value: &str) -> String {
    let mut out = String::with_capacity(value.len());
    let mut quoted = false;
    let mut chars = value.trim().chars().peekable();
    while let Some(c) = chars.next() {
        out.push(c);
        match c {
            '"' => quoted = !quoted,
            '\\' if quoted => out.extend(chars.next()),
            ',' if !quoted => {
                while chars.next_if(|c| matches!(c, ' ' | '\t')).is_some() {}
                out.push(' ');
            }
            _ => {}
        }
    }
    out
}

/// What isn't as expected, a line each.
struct Mismatches(Vec<String>);

impl Mismatches {
    fn add(&mut self, mismatch: String) {
        self.0.push(mismatch);
    }

    fn differ(&mut self, what: &str, expected: &str, found: &str) {
        self.add(format!("{what}: expected {expected:?}, found {found:?}"));
    }

    fn unless_equal(&mut self, what: &str, expected: &str, found: &str) {
        if expected != found {
            self.differ(what, expected, found);
        }
    }

    fn finish(self) -> Result<(), String> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0.join("\n"))
        }
    }
}
