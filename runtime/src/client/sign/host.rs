//! The host of a request.

use std::fmt::Write as _;

use http::{HeaderValue, Uri};

use super::bytes::any;

/// The `host` header for a URI: without user information, and without the port that the
/// scheme stands for.
pub(crate) fn host_header(uri: &Uri) -> Option<HeaderValue> {
    let authority = uri.authority()?;
    let needs_care = |b: u8| (b == b'@') | (b == b':') | b.is_ascii_uppercase();
    if !any(authority.as_str().as_bytes(), needs_care) {
        return HeaderValue::from_str(authority.as_str()).ok();
    }
    let mut value = authority.host().to_ascii_lowercase();
    match (uri.port_u16(), uri.scheme_str()) {
        (Some(80), Some("http")) | (Some(443), Some("https")) | (None, _) => {}
        // A String takes all that is written to it.
        (Some(port), _) => _ = write!(value, ":{port}"),
    }
    HeaderValue::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_without_user_default_port_and_capitals() {
        for (uri, expected) in [
            ("https://toy.example/", "toy.example"),
            ("https://toy.example:443/", "toy.example"),
            ("http://toy.example:80/", "toy.example"),
            ("https://toy.example:80/", "toy.example:80"),
            ("http://toy.example:443/", "toy.example:443"),
            ("http://toy.example:8080/", "toy.example:8080"),
            ("https://me@toy.example/", "toy.example"),
            ("https://me:word@toy.example:444/", "toy.example:444"),
            ("https://TOY.example/", "toy.example"),
            ("https://[::1]/", "[::1]"),
            ("https://[::1]:443/", "[::1]"),
        ] {
            assert_eq!(
                host_header(&uri.parse().unwrap()).unwrap(),
                expected,
                "{uri}"
            );
        }
    }
}
