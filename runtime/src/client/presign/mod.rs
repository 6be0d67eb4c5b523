//! Presigned requests: signatures that others send, without credentials.

mod by_rules;
mod options;
mod post_policy;
mod prepare;
mod presigned_post;
mod presigned_request;
mod presigning;
mod with_query;

pub use options::PresignOptions;
pub use post_policy::PostPolicy;
pub use presigned_post::PresignedPost;
pub use presigned_request::PresignedRequest;
pub use presigning::Presigning;
