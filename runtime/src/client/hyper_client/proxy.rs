//! Proxies, as the environment names them.

use std::io;
use std::sync::Arc;

use http::HeaderValue;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

use super::bypass::Bypass;
use super::error::BoxError;
use super::origin::Origin;
use super::stream::Stream;
use crate::{base64, host, percent};

/// The proxies for `http` and `https`, and the hosts that are reached without one.
#[derive(Clone, Default)]
pub(crate) struct Proxies {
    http: Option<Arc<Proxy>>,
    https: Option<Arc<Proxy>>,
    bypass: Arc<Bypass>,
}

impl Proxies {
    /// Reads the variables, of which `var` gives empty ones, too. Returns their problems, too,
    /// without the values, which may hold a password.
    ///
    /// A name in small letters goes before the same in capitals. If the first is empty, there is no
    /// proxy, whatever others say. In a CGI program, `HTTP_PROXY` is a header of a request, so it
    /// isn't asked for there. All that is as in Python's `urllib`.
    pub(crate) fn load(var: impl Fn(&str) -> Option<String>) -> (Self, Vec<String>) {
        let first = |names: &[&'static str]| {
            let mut values = names.iter().filter_map(|name| Some((*name, var(name)?)));
            let is_said = |(name, value): &(&'static str, String)| {
                !value.is_empty() || name.starts_with(|c: char| c.is_ascii_lowercase())
            };
            values.find(is_said).filter(|(_, value)| !value.is_empty())
        };
        let mut problems = Vec::new();
        let mut proxy = |names: &[&'static str]| {
            let (name, value) = first(names)?;
            match Proxy::parse(&value) {
                Ok(proxy) => Some(Arc::new(proxy)),
                Err(reason) => {
                    let problem = format!(
                        "{name} {reason}: expected the URL of a proxy such as \
                         `http://proxy.example:3128`"
                    );
                    // Both proxies may come from one variable.
                    if !problems.contains(&problem) {
                        problems.push(problem);
                    }
                    None
                }
            }
        };
        let http: &[&'static str] = match var("REQUEST_METHOD").filter(|method| !method.is_empty())
        {
            Some(_) => &["http_proxy", "all_proxy", "ALL_PROXY"],
            None => &["http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"],
        };
        let (http, https) = (
            proxy(http),
            proxy(&["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]),
        );
        let bypass = first(&["no_proxy", "NO_PROXY"]).map(|(_, value)| Bypass::parse(&value));
        let proxies = Self {
            http,
            https,
            bypass: Arc::new(bypass.unwrap_or_default()),
        };
        (proxies, problems)
    }

    /// The proxy for an origin, if there is one.
    pub(super) fn of(&self, origin: &Origin) -> Option<&Arc<Proxy>> {
        let proxy = if origin.is_tls() {
            &self.https
        } else {
            &self.http
        };
        proxy
            .as_ref()
            .filter(|_| !self.bypass.contains(origin.host(), origin.port()))
    }
}

/// A proxy of HTTP.
#[derive(PartialEq)]
pub(super) struct Proxy {
    is_tls: bool,
    host: String,
    port: u16,
    /// User and password.
    authorization: Option<HeaderValue>,
}

impl Proxy {
    /// A proxy by its URL: `http://`, `https://`, or neither, which is `http`; maybe with user
    /// and password, in which what isn't plain is percent-encoded.
    fn parse(text: &str) -> Result<Self, &'static str> {
        const NO_URL: &str = "isn't the URL of a proxy over HTTP";
        let (scheme, rest) = text.split_once("://").unwrap_or(("http", text));
        let is_tls = match scheme {
            _ if scheme.eq_ignore_ascii_case("http") => false,
            _ if scheme.eq_ignore_ascii_case("https") => true,
            _ => return Err(NO_URL),
        };
        let rest = match text.contains("://") {
            true => rest,
            false => rest.strip_prefix("//").unwrap_or(rest),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        let (user, authority) = match rest.rsplit_once('@') {
            Some((user, authority)) => (Some(user), authority),
            None => (None, rest),
        };
        // Others would end the authority there (RFC 3986, section 3.2).
        if user.is_some_and(|user| user.contains(['/', '?', '#', '\\'])) {
            return Err(NO_URL);
        }
        // This refuses a path, too.
        host::check_authority(authority).map_err(|_| NO_URL)?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, port.parse().ok()),
            _ => (authority, None),
        };
        Ok(Self {
            is_tls,
            host: host.to_owned(),
            port: port.unwrap_or(if is_tls { 443 } else { 80 }),
            authorization: user.map(authorization).transpose()?,
        })
    }

    pub(super) fn is_tls(&self) -> bool {
        self.is_tls
    }

    pub(super) fn host(&self) -> &str {
        &self.host
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// The header that says who asks, if the proxy wants to know.
    pub(super) fn authorization(&self) -> Option<&HeaderValue> {
        self.authorization.as_ref()
    }

    /// Has the proxy pass a connection through to an origin (RFC 9110, section 9.3.6).
    pub(super) async fn tunnel(
        &self,
        mut stream: Stream,
        origin: &Origin,
    ) -> Result<Stream, BoxError> {
        let target = format!("{}:{}", origin.host(), origin.port());
        let mut head = format!("CONNECT {target} HTTP/1.1\r\nhost: {target}\r\n").into_bytes();
        if let Some(authorization) = &self.authorization {
            head.extend_from_slice(b"proxy-authorization: ");
            head.extend_from_slice(authorization.as_bytes());
            head.extend_from_slice(b"\r\n");
        }
        head.extend_from_slice(b"\r\n");
        stream.write_all(&head).await?;
        stream.flush().await?;
        let mut answer = Vec::new();
        let end = loop {
            if let Some(at) = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n") {
                break at + 4;
            }
            if answer.len() > MAX_ANSWER {
                return Err("the proxy's answer has no end".into());
            }
            if stream.read_buf(&mut answer).await? == 0 {
                return Err("the proxy closed the connection".into());
            }
        };
        let status = answer
            .strip_prefix(b"HTTP/1.0 ")
            .or_else(|| answer.strip_prefix(b"HTTP/1.1 "))
            .and_then(|rest| {
                std::str::from_utf8(rest.get(..3)?)
                    .ok()?
                    .parse::<u16>()
                    .ok()
            });
        match status {
            None => Err("the proxy's answer isn't HTTP".into()),
            // The other side speaks only when it is spoken to, so this would be the proxy's.
            Some(200..300) if end < answer.len() => {
                Err("the proxy sent more than its answer".into())
            }
            Some(200..300) => Ok(stream),
            Some(407) => Err("the proxy wants another user or password: status 407".into()),
            Some(status) => {
                Err(io::Error::other(format!("the proxy doesn't connect: status {status}")).into())
            }
        }
    }
}

/// Bytes of an answer to `CONNECT`.
const MAX_ANSWER: usize = 16 * 1024;

/// The header for user and password, which are percent-encoded.
fn authorization(user: &str) -> Result<HeaderValue, &'static str> {
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let text = format!("{}:{}", percent::decode(user), percent::decode(password));
    let mut value = b"Basic ".to_vec();
    base64::encode(text.as_bytes(), &mut value);
    let mut value = HeaderValue::from_bytes(&value).map_err(|_| "has no valid user")?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Option<(bool, String, u16, Option<String>)> {
        let proxy = Proxy::parse(text).ok()?;
        let authorization = proxy.authorization.as_ref();
        let authorization = authorization.map(|value| value.to_str().unwrap().to_owned());
        Some((proxy.is_tls, proxy.host, proxy.port, authorization))
    }

    #[test]
    fn urls_of_proxies() {
        for (text, is_tls, host, port) in [
            ("http://proxy:3128", false, "proxy", 3128),
            ("HTTP://proxy:3128/", false, "proxy", 3128),
            ("https://proxy.example", true, "proxy.example", 443),
            ("http://proxy", false, "proxy", 80),
            ("proxy:3128", false, "proxy", 3128),
            ("//proxy:3128", false, "proxy", 3128),
            ("10.0.0.1:8080", false, "10.0.0.1", 8080),
            ("http://[::1]:8080", false, "[::1]", 8080),
            ("https://[::1]", true, "[::1]", 443),
        ] {
            assert_eq!(
                parsed(text),
                Some((is_tls, host.to_owned(), port, None)),
                "{text}"
            );
        }
        for (text, user) in [
            ("http://user:password@proxy", "user:password"),
            ("user:password@proxy:80", "user:password"),
            ("http://us%65r:p%40ss%2f@proxy", "user:p@ss/"),
            ("http://user:p@ss@proxy", "user:p@ss"),
            ("http://user@proxy", "user:"),
        ] {
            let mut expected = b"Basic ".to_vec();
            base64::encode(user.as_bytes(), &mut expected);
            let expected = String::from_utf8(expected).unwrap();
            assert_eq!(
                parsed(text),
                Some((false, "proxy".to_owned(), 80, Some(expected))),
                "{text}"
            );
        }
    }

    #[test]
    fn what_is_no_proxy() {
        for text in [
            "",
            "http://",
            "socks5://proxy:1080",
            "socks5h://user:password@proxy",
            "htp://proxy",
            "http//proxy:3128",
            "http:/proxy:3128",
            "http:proxy",
            "http:///proxy",
            "ftp://proxy",
            "://proxy",
            "http://proxy:port",
            "http://proxy:99999",
            "http://proxy/path",
            "http://proxy?x",
            "http://proxy#x",
            "http://pro xy",
            "http://user:pass/word@proxy",
            "http://proxy/@evil.com",
            "http://proxy#@evil.com",
            "http://proxy\\@evil.com",
            "http://[::1",
            "http://http://proxy",
        ] {
            assert_eq!(parsed(text), None, "{text}");
        }
    }

    fn load(variables: &[(&str, &str)]) -> (Proxies, Vec<String>) {
        Proxies::load(|name| {
            let found = variables.iter().find(|(variable, _)| *variable == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    /// The hosts of the proxies for `http` and `https`.
    fn hosts(variables: &[(&str, &str)]) -> [Option<String>; 2] {
        let (proxies, problems) = load(variables);
        assert_eq!(problems, [] as [&str; 0]);
        ["http://x.example", "https://x.example"].map(|uri| {
            let origin = Origin::of(&uri.parse().unwrap(), false).unwrap();
            Some(proxies.of(&origin)?.host.clone())
        })
    }

    #[test]
    fn variables_of_proxies() {
        let some = |host: &str| Some(host.to_owned());
        for (variables, expected) in [
            (&[][..], [None, None]),
            (&[("HTTPS_PROXY", "a")], [None, some("a")]),
            (&[("HTTP_PROXY", "a")], [some("a"), None]),
            (
                &[("http_proxy", "a"), ("HTTP_PROXY", "b")],
                [some("a"), None],
            ),
            (
                &[("https_proxy", "a"), ("HTTPS_PROXY", "b")],
                [None, some("a")],
            ),
            (&[("ALL_PROXY", "a")], [some("a"), some("a")]),
            (
                &[("all_proxy", "a"), ("HTTP_PROXY", "b")],
                [some("b"), some("a")],
            ),
            (
                &[("HTTP_PROXY", "a"), ("REQUEST_METHOD", "GET")],
                [None, None],
            ),
            (
                &[("http_proxy", "a"), ("REQUEST_METHOD", "GET")],
                [some("a"), None],
            ),
            (&[("ALL_PROXY", "a"), ("NO_PROXY", "example")], [None, None]),
            (
                &[("ALL_PROXY", "a"), ("no_proxy", "other"), ("NO_PROXY", "*")],
                [some("a"), some("a")],
            ),
            (
                &[("ALL_PROXY", "a"), ("NO_PROXY", "x.example:443")],
                [some("a"), None],
            ),
            // Empty in small letters, there is none.
            (
                &[
                    ("https_proxy", ""),
                    ("HTTPS_PROXY", "a"),
                    ("ALL_PROXY", "b"),
                ],
                [some("b"), None],
            ),
            (
                &[("HTTPS_PROXY", ""), ("ALL_PROXY", "b")],
                [some("b"), some("b")],
            ),
            (
                &[("ALL_PROXY", "a"), ("no_proxy", ""), ("NO_PROXY", "*")],
                [some("a"), some("a")],
            ),
            (
                &[("HTTP_PROXY", "a"), ("REQUEST_METHOD", "")],
                [some("a"), None],
            ),
        ] {
            assert_eq!(hosts(variables), expected, "{variables:?}");
        }
    }

    #[test]
    fn problems_name_the_variable_and_no_password() {
        for name in [
            "http_proxy",
            "HTTP_PROXY",
            "https_proxy",
            "HTTPS_PROXY",
            "all_proxy",
            "ALL_PROXY",
        ] {
            let (_, problems) = load(&[(name, "socks5://user:secret-word@proxy")]);
            let [problem] = &*problems else {
                panic!("{problems:?}");
            };
            assert!(
                problem.starts_with(&format!("{name} isn't the URL of a proxy")),
                "{problem}"
            );
            assert!(!problem.contains("secret"), "{problem}");
        }
    }
}
