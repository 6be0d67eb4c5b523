//! Whether to try again, and when: the modes of the [AWS SDKs and Tools Reference
//! Guide](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
//! Standard and adaptive mode go by its rules of 2026, and legacy mode by botocore's.

mod backoff;
mod config;
mod failure;
mod legacy;
mod quota;
mod rate;

pub use config::{RetryConfig, RetryMode};

pub(crate) use backoff::delay;
pub(crate) use failure::{Failure, ResponseFacts};
pub(crate) use quota::Quota;
pub(crate) use rate::RateLimiter;
