//! Clients that tinsmith generated, to call moto with.

#![allow(
    clippy::redundant_closure_for_method_calls,
    reason = "a lint that this workspace has turned on, and users of generated code haven't"
)]

/// The models that the clients were made of, a line per service.
pub const MODELS: &str = include_str!(concat!(env!("OUT_DIR"), "/models.txt"));

pub use tinsmith_runtime::client;

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
