//! URLs: `parseURL`.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::host::is_uri_byte;

/// A URL, as `parseURL` takes it apart: all parts are borrowed.
///
/// Rules: [parseURL](https://smithy.io/2.0/additional-specs/rules-engine/standard-library.html#parseurl-function).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Url<'a> {
    scheme: &'static str,
    authority: &'a str,
    path: &'a str,
    is_ip: bool,
}

impl<'a> Url<'a> {
    /// Takes a URL apart; `None` if `text` isn't a URL of HTTP, or has a query or a fragment.
    #[must_use]
    pub fn parse(text: &'a str) -> Option<Self> {
        let (scheme, rest) = text.split_once("://")?;
        let scheme = ["https", "http"]
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(scheme))?;
        if !rest.bytes().all(is_allowed) {
            return None;
        }
        let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let host = host(authority)?;
        let is_ip = match host.strip_prefix('[') {
            Some(host) => {
                host.strip_suffix(']')?.parse::<Ipv6Addr>().ok()?;
                true
            }
            None => host.parse::<Ipv4Addr>().is_ok(),
        };
        Some(Self {
            scheme,
            authority,
            path,
            is_ip,
        })
    }

    /// `scheme`: `http` or `https`.
    pub fn scheme(self) -> &'static str {
        self.scheme
    }

    /// `authority`: the host, with the port if there is one.
    pub fn authority(self) -> &'a str {
        self.authority
    }

    /// `path`, as it is.
    pub fn path(self) -> &'a str {
        self.path
    }

    /// `normalizedPath`: the path with a slash at both ends.
    pub fn normalized_path(self) -> Cow<'a, str> {
        match self.path {
            "" => Cow::Borrowed("/"),
            path if path.ends_with('/') => Cow::Borrowed(path),
            path => Cow::Owned(format!("{path}/")),
        }
    }

    /// `isIp`: whether the host is an IP address, of either version.
    pub fn is_ip(self) -> bool {
        self.is_ip
    }
}

/// The characters of RFC 3986, section 2, but those that start a query or a fragment.
fn is_allowed(byte: u8) -> bool {
    is_uri_byte(byte) && !b"?#".contains(&byte)
}

/// The host of an authority; `None` if there is none, or what follows it is no port.
fn host(authority: &str) -> Option<&str> {
    let (_, place) = authority.rsplit_once('@').unwrap_or(("", authority));
    let end = match place.find(']') {
        Some(bracket) => bracket + 1,
        None => place.find(':').unwrap_or(place.len()),
    };
    let (host, port) = place.split_at(end);
    let port = port.strip_prefix(':').unwrap_or(port);
    let is_port = port.is_empty() && place.len() == end || port.parse::<u16>().is_ok();
    (!host.is_empty() && is_port).then_some(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Option<(&str, &str, &str, bool)> {
        Url::parse(text).map(|url| (url.scheme(), url.authority(), url.path(), url.is_ip()))
    }

    #[test]
    fn urls() {
        assert_eq!(
            parts("https://example.com"),
            Some(("https", "example.com", "", false))
        );
        assert_eq!(
            parts("http://example.com:80/foo/bar"),
            Some(("http", "example.com:80", "/foo/bar", false))
        );
        assert_eq!(
            parts("HTTPS://example.com/"),
            Some(("https", "example.com", "/", false))
        );
        assert_eq!(
            parts("https://example.com/%2fa"),
            Some(("https", "example.com", "/%2fa", false))
        );
    }

    #[test]
    fn addresses() {
        assert_eq!(
            parts("https://127.0.0.1:8443"),
            Some(("https", "127.0.0.1:8443", "", true))
        );
        assert_eq!(
            parts("https://[fe80::1]:8443/x"),
            Some(("https", "[fe80::1]:8443", "/x", true))
        );
        assert_eq!(parts("https://[::1]"), Some(("https", "[::1]", "", true)));
        assert_eq!(
            parts("https://127.0.0.1.example"),
            Some(("https", "127.0.0.1.example", "", false))
        );
        assert_eq!(
            parts("https://256.0.0.1"),
            Some(("https", "256.0.0.1", "", false))
        );
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "example.com",
            "https://",
            "https:///path",
            "https://:80",
            "://example.com",
            "ftp://example.com",
            "https:example.com",
            "https://example.com?x=1",
            "https://example.com/x?",
            "https://example.com#x",
            "https://exa mple.com",
            "https://example.com:port",
            "https://example.com:99999",
            "https://example.com:",
            "https://[::1",
            "https://[example]",
            "https://[::1]x",
        ] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn paths_with_slashes_at_both_ends() {
        let path = |text| Url::parse(text).unwrap().normalized_path().into_owned();
        assert_eq!(path("https://a"), "/");
        assert_eq!(path("https://a/"), "/");
        assert_eq!(path("https://a/b"), "/b/");
        assert_eq!(path("https://a/b/"), "/b/");
    }
}
