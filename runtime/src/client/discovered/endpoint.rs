//! An endpoint, as a service tells it.

/// An endpoint, as a service tells it.
#[derive(Clone, Debug)]
pub struct DiscoveredEndpoint {
    pub(super) address: Option<String>,
    pub(super) minutes: Option<i64>,
}

impl DiscoveredEndpoint {
    /// Makes an endpoint of an address and of the minutes for which the address may be kept.
    pub fn new(address: impl Into<Option<String>>, minutes: impl Into<Option<i64>>) -> Self {
        Self {
            address: address.into(),
            minutes: minutes.into(),
        }
    }
}
