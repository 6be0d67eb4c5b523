//! The functions that signatures need: those of the library below TLS if a feature has brought one,
//! and otherwise portable ones without dependencies.
//!
//! For 1 KiB, ring takes 1.2 µs with the processor's instructions for SHA, and the portable functions
//! 7 µs. But ring is seven crates more, and some seconds of a C compiler.

#[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs"))]
pub(crate) mod p256;
#[cfg(any(test, not(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs"))))]
#[cfg_attr(
    any(feature = "rustls-ring", feature = "rustls-aws-lc-rs"),
    allow(dead_code)
)]
mod portable;

#[cfg(all(feature = "rustls-aws-lc-rs", not(feature = "rustls-ring")))]
pub(crate) use aws_lc_rs::{digest, hmac};
#[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs")))]
pub(crate) use portable::{digest, hmac};
#[cfg(feature = "rustls-ring")]
pub(crate) use ring::{digest, hmac};
