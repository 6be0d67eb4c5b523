//! The events that a request carries.

use std::sync::Arc;

use super::super::conversation::Flow;
use super::super::core::Core;

/// The events of a call, and the client that makes the call.
pub(super) struct RequestEvents {
    pub(super) flow: Arc<Flow>,
    pub(super) core: Core,
}
