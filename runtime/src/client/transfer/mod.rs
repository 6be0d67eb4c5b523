//! Watching over bodies that stream: enough of them has to move.

mod download;
mod meter;
mod upload;

pub(super) use download::watched;
pub(super) use upload::Upload;
