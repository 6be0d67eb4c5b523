//! Errors below HTTP.

/// An error of a socket, of TLS or of a proxy.
pub(super) type BoxError = Box<dyn std::error::Error + Send + Sync>;
