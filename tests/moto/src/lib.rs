//! Clients that tinsmith generated, to call moto with.

/// The models that the clients were made of, a line per service.
pub const MODELS: &str = include_str!(concat!(env!("OUT_DIR"), "/models.txt"));

pub use tinsmith_runtime::client;

include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
