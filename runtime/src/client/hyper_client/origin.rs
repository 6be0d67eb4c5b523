//! Origins: where requests lead.

use std::net::IpAddr;

use http::Uri;
use http::uri::{Authority, Scheme};

/// The key that tells connections apart: where they lead, and on which way.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Origin {
    scheme: Scheme,
    authority: Authority,
    pub(super) is_direct: bool,
}

impl Origin {
    /// The origin of an absolute URI.
    pub(super) fn of(uri: &Uri, is_direct: bool) -> Option<Self> {
        Some(Self {
            scheme: uri.scheme()?.clone(),
            authority: uri.authority()?.clone(),
            is_direct,
        })
    }

    pub(super) fn is_tls(&self) -> bool {
        self.scheme == Scheme::HTTPS
    }

    /// The host; an IPv6 address is in brackets.
    pub(super) fn host(&self) -> &str {
        self.authority.host()
    }

    pub(super) fn port(&self) -> u16 {
        let by_default = if self.is_tls() { 443 } else { 80 };
        self.authority.port_u16().unwrap_or(by_default)
    }
}

/// The address that a host is, if it is one.
pub(super) fn address(host: &str) -> Option<IpAddr> {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    host.parse().ok()
}
