//! Addresses that services tell.

use http::Uri;
use http::uri::Scheme;

use crate::host;

/// Returns the URL of an address: a host, perhaps with a port, and perhaps with this scheme before
/// it. A signed request goes there, so the address is nothing else, and keeps the scheme.
pub(super) fn url(address: &str, scheme: &Scheme) -> Result<Uri, &'static str> {
    let prefix = format!("{scheme}://");
    let authority = address.strip_prefix(&prefix).unwrap_or(address);
    if authority.contains('/') {
        return Err("isn't a host");
    }
    host::base_url(&format!("{prefix}{authority}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_hosts() {
        for (address, expected) in [
            ("cell-1.toy.example", "https://cell-1.toy.example/"),
            (
                "cell-1.toy.example:8443",
                "https://cell-1.toy.example:8443/",
            ),
            ("https://cell-1.toy.example", "https://cell-1.toy.example/"),
            ("httpbin.example", "https://httpbin.example/"),
        ] {
            assert_eq!(url(address, &Scheme::HTTPS).unwrap(), expected);
        }
        let local = url("http://127.0.0.1:80", &Scheme::HTTP).unwrap();
        assert_eq!(local, "http://127.0.0.1:80/");
    }

    #[test]
    fn nothing_else_is_an_address() {
        for address in [
            "",
            "http://toy.example",
            "HTTPS://toy.example",
            "//toy.example",
            "toy.example/",
            "toy.example/path",
            "https://toy.example/path",
            "https://https://toy.example",
            "user@toy.example",
            "toy.example?query",
            "toy.example#fragment",
            "toy.example:",
            "toy.example:99999",
            "toy example",
            "toy.example\n",
            "toy.example\\evil.com",
            "-toy.example",
            "toy..example",
            "tö.example",
            "%2f.example",
        ] {
            assert!(url(address, &Scheme::HTTPS).is_err(), "{address:?}");
        }
    }
}
