//! Responses: reading their bodies and headers, and what a response says about an error.

mod code_of_status;
mod error_meta;
mod headers;
mod meta_of_headers;
mod payload;
mod protocol_header;
mod query_compatible;

pub use code_of_status::code_of_status;
#[cfg(feature = "event-stream")]
pub(crate) use error_meta::MESSAGE_MEMBERS;
#[cfg(feature = "event-stream")]
pub(crate) use error_meta::message;
pub(crate) use error_meta::{Best, error_meta};
pub use headers::Headers;
pub(crate) use meta_of_headers::meta_of_headers;
pub use payload::{blob_payload, text_payload};
pub use protocol_header::protocol_header;
pub use query_compatible::query_compatible;
