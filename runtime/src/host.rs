//! Hosts: which texts can be one, or a part of one.
//!
//! A signed request goes to whoever its host names, with the session token in it. So every text
//! that becomes part of a host passes through here before anything is signed or sent: regions,
//! parameters of endpoint rules, account ids, host prefixes, suffixes of partitions, and the
//! URLs that people configure or that rules result in.

use std::net::{Ipv4Addr, Ipv6Addr};

#[cfg(feature = "_client")]
use http::Uri;

/// Returns whether a text is one label of a host's name: letters, digits and hyphens, at most 63,
/// with no hyphen at either end (RFC 1123, section 2.1).
pub(crate) fn is_label(text: &str) -> bool {
    is_label_of(text, is_label_byte)
}

/// Returns whether a text can be part of a host's name, at any place in it: letters, digits,
/// hyphens and dots. So the text can't end the host, or begin a port, a path or user information.
#[cfg(feature = "endpoint")]
pub(crate) fn is_part(text: &str) -> bool {
    text.bytes().all(|byte| is_label_byte(byte) || byte == b'.')
}

/// Returns whether a text is the name of a region: a label of a host that isn't a number alone, as
/// in botocore.
#[cfg(feature = "_client")]
pub(crate) fn is_region(text: &str) -> bool {
    is_label(text) && !text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns whether a text is the name of a host: labels with dots between them, at most 253 bytes.
/// Besides the characters of a [label](is_label), underscores are allowed, as hosts of container
/// networks have them. A dot at the end marks a complete name.
pub(crate) fn is_name(text: &str) -> bool {
    let text = text.strip_suffix('.').unwrap_or(text);
    let is_allowed = |byte| is_label_byte(byte) || byte == b'_';
    text.len() <= 253 && text.split('.').all(|label| is_label_of(label, is_allowed))
}

/// Checks that an authority is a host (a name, an IPv4 address, or an IPv6 address in brackets),
/// maybe with a port.
///
/// # Errors
/// The reason, such as "has user information".
pub(crate) fn check_authority(authority: &str) -> Result<(), &'static str> {
    if authority.contains('@') {
        return Err("has user information");
    }
    let end = match authority.find(']') {
        Some(bracket) => bracket + 1,
        None => authority.find(':').unwrap_or(authority.len()),
    };
    let (host, port) = authority.split_at(end);
    let is_host = match host.strip_prefix('[') {
        Some(host) => host
            .strip_suffix(']')
            .is_some_and(|host| host.parse::<Ipv6Addr>().is_ok()),
        None => host.parse::<Ipv4Addr>().is_ok() || is_name(host),
    };
    if !is_host {
        return Err("has a host that is neither a name nor an address");
    }
    let is_port = match port.strip_prefix(':') {
        None => port.is_empty(),
        // `parse` takes a sign, too.
        Some(port) => port.bytes().all(|byte| byte.is_ascii_digit()) && port.parse::<u16>().is_ok(),
    };
    if is_port {
        Ok(())
    } else {
        Err("has something behind its host that is no port")
    }
}

/// Checks that a URI has a host that requests can go to.
///
/// # Errors
/// The reason, such as "has user information".
#[cfg(feature = "_client")]
pub(crate) fn check_uri(uri: &Uri) -> Result<(), &'static str> {
    if !matches!(uri.scheme_str(), Some("http" | "https")) {
        return Err("begins with neither http:// nor https://");
    }
    match uri.authority() {
        Some(authority) => check_authority(authority.as_str()),
        None => Err("has no host"),
    }
}

/// Returns a URL as errors show it: its query may hold a secret.
#[cfg(feature = "_client")]
pub(crate) fn without_query(url: &str) -> &str {
    url.split(['?', '#']).next().unwrap_or_default()
}

/// A URL that the targets of requests are put behind: scheme, host, maybe a port and a path.
///
/// # Errors
/// The reason, such as "has user information".
#[cfg(feature = "_client")]
pub(crate) fn base_url(text: &str) -> Result<Uri, &'static str> {
    // `Uri` drops a fragment without a word.
    if text.contains(['?', '#']) {
        return Err("has a query or a fragment");
    }
    // Rules can't take such a URL apart (`parseURL`), and some go on without it: to AWS. `Uri` lets
    // a path have what RFC 3986 doesn't.
    if !text.bytes().all(is_uri_byte) {
        return Err("has characters that a URL can't have");
    }
    let uri: Uri = text.parse().map_err(|_| "isn't a URL")?;
    check_uri(&uri)?;
    Ok(uri)
}

/// Returns whether a byte can stand in a URI (RFC 3986, section 2).
#[cfg(feature = "endpoint")]
pub(crate) fn is_uri_byte(byte: u8) -> bool {
    byte.is_ascii_graphic() && !br#""<>\^`{|}"#.contains(&byte)
}

fn is_label_of(text: &str, is_allowed: impl Fn(u8) -> bool) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(is_allowed)
        && !text.starts_with('-')
        && !text.ends_with('-')
}

fn is_label_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'-'
}

#[cfg(all(test, feature = "_client"))]
mod tests {
    use super::*;
    use crate::generated::endpoint::Url;

    #[test]
    fn regions() {
        for region in ["eu-west-1", "aws-global", "a", "1a", &"x".repeat(63)] {
            assert!(is_region(region), "{region}");
        }
        for region in [
            "",
            "1",
            "123",
            "-a",
            "a-",
            "a.b",
            "a_b",
            "a/b",
            "ä",
            "a b",
            "a\n",
            "a:1",
            &"x".repeat(64),
        ] {
            assert!(!is_region(region), "{region}");
        }
    }

    #[test]
    fn base_urls() {
        for url in [
            "https://example.com",
            "http://example.com:8080/base/",
            "http://localhost",
            "http://localhost.:80",
            "http://my_service:4566",
            "http://127.0.0.1:1",
            "http://[::1]:65535/x",
            "https://[fd00:ec2::254]",
            "https://example.com/~a;b,c/%C3%A4/(1)!*'&=+$:@[]",
        ] {
            assert!(base_url(url).is_ok(), "{url}");
            assert!(Url::parse(url).is_some(), "{url}");
        }
        for url in [
            "",
            "/",
            "example.com",
            "example.com:80",
            "ftp://example.com",
            "https://",
            "https:///x",
            "https://:80",
            "https://a@example.com",
            "https://a:b@example.com",
            "https://@example.com",
            "https://example.com@evil.com:443",
            "https://example.com?x",
            "https://example.com/?",
            "https://example.com#",
            "https://example.com/#x",
            "https://example.com\\@evil.com",
            "https://exa mple.com",
            "https://example..com",
            "https://.example.com",
            "https://-example.com",
            "https://example-.com",
            "https://exa%2fmple.com",
            "https://ex*mple.com",
            "https://exämple.com",
            "https://example.com/ä",
            "https://example.com/{stage}",
            "https://example.com/a|b",
            "https://example.com/\"",
            "https://example.com:",
            "https://example.com:+1",
            "https://example.com:65536",
            "https://example.com:80:80",
            "https://[::1",
            "https://[::1]x",
            "https://[::1]:x",
            "https://[x]",
            "https://::1",
        ] {
            assert!(base_url(url).is_err(), "{url}");
        }
    }
}
