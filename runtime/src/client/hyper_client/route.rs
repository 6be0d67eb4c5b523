//! Routes: straight to the origin, or through a proxy.

use std::net::IpAddr;
use std::sync::Arc;

use super::origin::{Origin, address};
use super::proxy::{Proxies, Proxy};

/// The way of requests to their origin.
pub(super) enum Route {
    Direct,
    /// Through a connection that the proxy passes on.
    Tunnel(Arc<Proxy>),
    /// Through requests to the proxy.
    Asked(Arc<Proxy>),
}

impl Origin {
    /// The way of requests to this origin.
    pub(super) fn route(&self, proxies: &Proxies) -> Route {
        if self.is_direct || is_link_local(self.host()) {
            return Route::Direct;
        }
        match (proxies.of(self), self.is_tls()) {
            (None, _) => Route::Direct,
            (Some(proxy), true) => Route::Tunnel(proxy.clone()),
            (Some(proxy), false) => Route::Asked(proxy.clone()),
        }
    }

    /// The way of requests that a proxy can't be asked for, such as those over HTTP/2: it passes them
    /// on, whatever the scheme is.
    #[cfg(feature = "http2")]
    pub(super) fn tunnelled_route(&self, proxies: &Proxies) -> Route {
        match self.route(proxies) {
            Route::Asked(proxy) => Route::Tunnel(proxy),
            other => other,
        }
    }
}

/// Returns whether a host is an address of this link alone. A proxy finds other hosts there than
/// this machine does: the instance metadata service and the agents of containers are on the link.
fn is_link_local(host: &str) -> bool {
    match address(host) {
        Some(IpAddr::V4(address)) => address.is_link_local(),
        // The second is the one that AWS has for such services.
        Some(IpAddr::V6(address)) => {
            address.is_unicast_link_local() || matches!(address.segments(), [0xfd00, 0x0ec2, ..])
        }
        None => false,
    }
}
