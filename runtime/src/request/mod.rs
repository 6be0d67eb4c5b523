//! Requests: the target of the URI, putting the request together, and what is added to
//! it afterwards.

mod build;
#[cfg(feature = "http-checksum")]
pub(crate) mod checksum;
#[cfg(feature = "checksum")]
mod content_md5;
mod fixed_header;
#[cfg(feature = "compression")]
mod gzip;
mod header;
mod host_prefix;
mod label;
mod member_endpoint;
mod options;
mod target;
#[cfg(feature = "tree-hash")]
mod tree_hash;

pub use build::build;
#[cfg(feature = "http-checksum")]
pub use checksum::{BodyChecksum, ask_for_checksum};
#[cfg(feature = "checksum")]
pub use content_md5::content_md5;
pub use fixed_header::Header;
#[cfg(feature = "compression")]
pub use gzip::gzip;
pub use header::{header, prefix_header};
pub use host_prefix::host_prefix;
pub use label::{label_or, last_segment};
pub use member_endpoint::member_endpoint;
pub use options::RequestOptions;
pub use target::Target;
#[cfg(feature = "tree-hash")]
pub use tree_hash::tree_hash;
