//! Extensions of requests, which the built-in HTTP client looks at.

use std::time::Duration;

/// Marks a request that never goes through a proxy: to whoever gives credentials to this machine or
/// container alone.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Direct;

/// The time to make a connection for a request, in the place of the client's.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(feature = "_http"), allow(dead_code))]
pub(crate) struct ConnectWithin(pub(crate) Option<Duration>);
