//! A response whose events are still to come.

use tokio::sync::OwnedSemaphorePermit;

use crate::Body;

/// The parts that are held as long as more events may come.
pub(super) struct Open {
    pub(super) body: Body,
    pub(super) _permit: Option<OwnedSemaphorePermit>,
}
