//! The operations of DynamoDB, S3, Secrets Manager and SQS that `orders` calls.

#![deny(warnings, missing_docs, clippy::all)]

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));

// As the `lib.rs` of a generated crate has it.
#[cfg(any(feature = "client", feature = "client-core"))]
#[doc(no_inline)]
pub use tinsmith_runtime::client;
#[doc(no_inline)]
pub use tinsmith_runtime::{self as runtime, Operation};
