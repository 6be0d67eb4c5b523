//! Watching over bodies that stream: enough of them has to move.

mod download;
mod meter;
mod upload;

pub(super) use download::watched;
#[cfg(feature = "request-events")]
pub(super) use meter::Meter;
pub(super) use upload::Upload;
