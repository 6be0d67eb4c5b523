//! Endpoints: what a service's rule set resolves to, and what its rules are made of.
//!
//! The generator turns `smithy.rules#endpointRuleSet` into a function that takes parameters
//! and [`Partitions`] and gives an [`Endpoint`]. What such functions call is here: the rules
//! engine's standard library and the functions that AWS adds to it, each a plain function or
//! a small type.
//!
//! Rules: [Smithy 2.0, rules engine](https://smithy.io/2.0/additional-specs/rules-engine/index.html)
//! and [AWS's extensions](https://smithy.io/2.0/aws/rules-engine/index.html).

mod arn;
mod auth;
mod auth_scheme;
mod bind;
mod bucket;
mod builtins;
mod error;
mod host_label;
mod host_part;
mod list;
mod partition;
mod resolved;
mod string;
mod url;

pub use arn::Arn;
pub use auth::Auth;
pub use auth_scheme::AuthScheme;
pub use bind::Bind;
pub use bucket::is_virtual_hostable_s3_bucket;
pub use builtins::Builtins;
pub use error::EndpointError;
pub use host_label::is_valid_host_label;
pub use host_part::host_part;
pub use list::item;
pub use partition::{InvalidPartitions, Partition, Partitions};
pub use resolved::Endpoint;
pub use string::{split, substring, uri_encode};
pub use url::Url;
