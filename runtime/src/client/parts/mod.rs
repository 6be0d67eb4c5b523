//! Large objects: uploads in parts, and downloads by ranges.
//!
//! Generated code says which operations these take, and which members go from one to the other. The
//! rest is here, compiled for the services that have such operations.

mod content_range;
mod described;
mod download;
mod error;
mod full_object;
mod operations;
mod part_sizes;
mod part_source;
mod ranges;
mod resume;
mod to_file;
mod upload;

pub use described::Described;
pub use download::Download;
pub use error::{TransferError, TransferErrorKind};
pub(crate) use operations::SendParts;
pub use operations::{DownloadByRanges, FullObjectChecksum, ResumeUpload, SentPart, UploadInParts};
pub use upload::Upload;

/// The usual size of a part: 8 MiB, as in boto3.
const PART_SIZE: u64 = 8 << 20;

/// The usual number of parts that move at once.
const CONCURRENCY: usize = 4;

/// Tells the number of bytes that have moved.
type Progress = std::sync::Arc<dyn Fn(u64) + Send + Sync>;
