//! Responses: reading their bodies and headers, and what a response says about an error.

mod body;
mod error_meta;
mod headers;
mod meta_of_headers;
mod payload;
mod query_compatible;

#[cfg(feature = "event-stream")]
pub(crate) use body::whole;
pub use body::{error_body, json_body};
#[cfg(feature = "event-stream")]
pub(crate) use error_meta::MESSAGE_MEMBERS;
pub use error_meta::error_meta;
pub use headers::Headers;
#[cfg(feature = "event-stream")]
pub(crate) use meta_of_headers::meta_of_headers;
pub use payload::{blob_payload, json_payload, text_payload};
pub use query_compatible::query_compatible;
