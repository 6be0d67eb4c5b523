//! Whether to try again, and when: the standard mode of the [AWS SDKs and Tools Reference
//! Guide](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html), by
//! its rules of 2026.

mod backoff;
mod config;
mod failure;
mod quota;

pub use config::{RetryConfig, RetryMode};

pub(crate) use backoff::delay;
pub(crate) use failure::{Failure, ResponseFacts};
pub(crate) use quota::Quota;
