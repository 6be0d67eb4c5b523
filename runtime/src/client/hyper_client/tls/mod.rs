//! TLS: trusted certificates and handshakes, by the library that a feature has chosen. Each module
//! has the same two types:
//!
//! - `Tls`: the trusted certificates. They are those of the operating system, or those of a file.
//! - `Session`: a connection of TLS.
//!
//! rustls with ring is the default. Whoever turns on another library wants it, so it goes before.

#[cfg(feature = "native-tls")]
mod native;
#[cfg(not(any(feature = "_rustls", feature = "native-tls")))]
mod none;
#[cfg(any(feature = "_rustls", feature = "native-tls"))]
mod records;
#[cfg(all(feature = "_rustls", not(feature = "native-tls")))]
mod roots;
#[cfg(all(feature = "_rustls", not(feature = "native-tls")))]
mod rustls;

#[cfg(all(feature = "_rustls", not(feature = "native-tls")))]
pub(super) use self::rustls::Session;
#[cfg(all(feature = "_rustls", not(feature = "native-tls")))]
pub(crate) use self::rustls::Tls;
#[cfg(feature = "native-tls")]
pub(super) use native::Session;
#[cfg(feature = "native-tls")]
pub(crate) use native::Tls;
#[cfg(not(any(feature = "_rustls", feature = "native-tls")))]
pub(super) use none::Session;
#[cfg(not(any(feature = "_rustls", feature = "native-tls")))]
pub(crate) use none::Tls;
