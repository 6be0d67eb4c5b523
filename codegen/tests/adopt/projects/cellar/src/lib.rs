//! Bodies, errors, times, presigned requests and configurations, as programs have them.

pub mod errors;
pub mod labels;
pub mod parts;
pub mod setup;
pub mod shelf;

pub type Failure = Box<dyn std::error::Error + Send + Sync>;
