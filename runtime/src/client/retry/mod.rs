//! Retries: whether to try again, and when, by the modes of the
//! [AWS SDKs and Tools Reference Guide](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).
//! Standard and adaptive mode follow its rules of 2026, and legacy mode botocore's.

mod backoff;
mod budget;
mod classifier;
mod config;
mod failure;
mod legacy;
mod rate;

pub use budget::RetryBudget;
pub use classifier::{FailedAttempt, RetryAdvice};
pub use config::{RetryConfig, RetryMode};

pub(crate) use backoff::delay;
pub(crate) use classifier::Classifier;
pub(crate) use failure::{Failure, ResponseFacts};
pub(crate) use rate::RateLimiter;
