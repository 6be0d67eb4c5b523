//! The operations of S3 that move objects, generated from a model of our own, and a store in memory
//! that answers them. `examples/s3.rs` and the tests of transfers call it.

#![deny(warnings, missing_docs, clippy::all)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));

#[cfg(feature = "server")]
mod serve;
#[cfg(feature = "server")]
mod store;

#[cfg(feature = "server")]
pub use serve::serve;
#[cfg(feature = "server")]
pub use store::Store;
