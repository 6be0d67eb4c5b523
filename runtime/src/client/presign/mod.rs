//! Presigned requests: signatures that others send, without credentials.

mod by_rules;
mod options;
mod prepare;
mod presigned_request;
mod presigning;
mod with_query;

pub use options::PresignOptions;
pub use presigned_request::PresignedRequest;
pub use presigning::Presigning;
