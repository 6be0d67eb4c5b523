//! Sends operations: signed, over pooled connections, with retries and timeouts.
//!
//! Generated crates have a client per service, which is a thin layer over [`Core`].

pub mod blocking;
mod call;
mod config;
mod core;
mod credentials;
mod destination;
mod error;
mod http_client;
mod hyper_client;
mod retry;
mod service_info;
mod sign;
mod time;
mod timeouts;
mod user_agent;

pub use self::core::Core;
pub use config::{Config, Environment};
pub use credentials::{Credentials, ProvideCredentials};
pub use destination::{Destination, EndpointSettings};
pub use error::{
    CallError, ConfigError, CredentialsError, ServiceError, TimeoutError, TimeoutKind,
    TransportError, TransportErrorKind,
};
pub use http_client::{BoxFuture, HttpClient};
pub use retry::{RetryConfig, RetryMode};
pub use service_info::ServiceInfo;
pub use sign::Signer;
pub use timeouts::Timeouts;
