//! Endpoints: what a service's rule set resolves to, and what its rules are made of.
//!
//! The generator turns `smithy.rules#endpointRuleSet` into a function that takes parameters
//! and [`Partitions`] and gives an [`Endpoint`]. What such functions call is here: the rules
//! engine's standard library and the functions that AWS adds to it, each a plain function or
//! a small type.
//!
//! Rules: [Smithy 2.0, rules engine](https://smithy.io/2.0/additional-specs/rules-engine/index.html)
//! and [AWS's extensions](https://smithy.io/2.0/aws/rules-engine/index.html).

pub(crate) mod arn;
pub(crate) mod auth;
mod auth_scheme;
mod bind;
pub(crate) mod bucket;
mod builtins;
pub(crate) mod discovery;
mod error;
pub(crate) mod host_label;
pub(crate) mod host_part;
pub(crate) mod list;
mod partition;
mod resolved;
pub(crate) mod string;
pub(crate) mod url;

pub use auth_scheme::AuthScheme;
pub use bind::Bind;
pub use builtins::Builtins;
pub use error::EndpointError;
pub use partition::{InvalidPartitions, Partition, Partitions};
pub use resolved::Endpoint;
