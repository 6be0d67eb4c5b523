//! The endpoints that a service told a client.

mod address;
mod endpoint;
mod entry;
mod kept;

pub use endpoint::DiscoveredEndpoint;
pub(super) use entry::{Entry, Found, LIMIT_BESIDE, Standing};
pub(super) use kept::{Kept, Key};
