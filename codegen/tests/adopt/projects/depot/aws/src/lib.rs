//! Re-exports of the SDK for the other packages.

pub use aws_sdk_larder;
pub use parcels as post;

pub mod clients {
    pub use crate::post::Client as Post;
    pub use aws_sdk_larder::client::Client as Larder;
}

pub mod prelude {
    pub use crate::clients::*;
    pub use aws_sdk_larder::types::*;
}

/// A client that is made once.
pub static LARDER: std::sync::OnceLock<clients::Larder> = std::sync::OnceLock::new();
