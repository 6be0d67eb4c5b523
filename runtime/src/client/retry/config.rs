//! The settings of retries.

use std::time::Duration;

use super::legacy;
use crate::client::ServiceInfo;

/// The number of attempts and the pauses between them.
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::client::RetryConfig;
///
/// let patient = RetryConfig::standard().max_attempts(8);
/// let never = RetryConfig::off();
/// assert_eq!(RetryConfig::default(), RetryConfig::standard());
/// # let _ = (patient, never);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RetryConfig {
    /// The rules of retries, or none.
    pub mode: RetryMode,
    /// Attempts of a call, the first one included.
    pub max_attempts: u32,
    /// The longest pause before the first retry after a transient failure; the pause doubles with
    /// each retry. The actual pause is random between zero and that.
    pub base_delay: Duration,
    /// The pause before the first retry after the service asked for fewer requests; see
    /// [`base_delay`](Self::base_delay).
    pub throttling_base_delay: Duration,
    /// The longest pause, however many attempts were made.
    pub max_delay: Duration,
}

/// The rules by which calls are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryMode {
    /// The standard mode of the AWS SDKs and Tools Reference Guide.
    Standard,
    /// The standard mode, in which a client that was throttled also limits its own rate: further
    /// attempts wait for their turn. Use a client per resource, as the guide says: throttling of
    /// one call slows down all calls of the client.
    Adaptive,
    /// The mode of botocore from before it had standard mode: 5 attempts (10 for DynamoDB), pauses
    /// that begin with up to a second and double, retries after transport errors, status 429, 500,
    /// 502, 503, 504 and 509 and a few codes of errors, and no quota.
    Legacy,
    /// No retries.
    Off,
}

impl RetryConfig {
    /// Standard mode: 3 attempts, 50 ms (1 s if throttled) at first, 20 s at most.
    pub const fn standard() -> Self {
        Self {
            mode: RetryMode::Standard,
            max_attempts: 3,
            base_delay: Duration::from_millis(50),
            throttling_base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(20),
        }
    }

    /// Adaptive mode: as standard mode, with a limit for the client's own rate once it was
    /// throttled.
    pub const fn adaptive() -> Self {
        Self {
            mode: RetryMode::Adaptive,
            ..Self::standard()
        }
    }

    /// Legacy mode: 5 attempts, 1 s at first.
    pub const fn legacy() -> Self {
        Self {
            mode: RetryMode::Legacy,
            max_attempts: 5,
            base_delay: Duration::from_secs(1),
            throttling_base_delay: Duration::from_secs(1),
            max_delay: Duration::from_secs(u32::MAX as u64),
        }
    }

    /// Turns retries off.
    pub const fn off() -> Self {
        Self {
            mode: RetryMode::Off,
            ..Self::standard()
        }
    }

    /// Sets the number of attempts, the first one included; 0 counts as 1.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// Sets the [`base_delay`](Self::base_delay).
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// Sets the [`throttling_base_delay`](Self::throttling_base_delay).
    #[must_use]
    pub const fn throttling_base_delay(mut self, delay: Duration) -> Self {
        self.throttling_base_delay = delay;
        self
    }

    /// Sets the [`max_delay`](Self::max_delay).
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    /// Sets the pauses of a service, and its attempts unless those were set. DynamoDB answers
    /// quickly, so that another attempt is worth more
    /// ([reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html)).
    pub(crate) fn of_service(mut self, service: &ServiceInfo, attempts_are_set: bool) -> Self {
        let attempts = self.max_attempts;
        match self.mode {
            RetryMode::Legacy => self.max_attempts = legacy::max_attempts(service.endpoint_prefix),
            RetryMode::Standard | RetryMode::Adaptive
                if matches!(service.sdk_id, "DynamoDB" | "DynamoDB Streams") =>
            {
                self.max_attempts = 4;
                self.base_delay = Duration::from_millis(25);
            }
            _ => {}
        }
        if attempts_are_set {
            self.max_attempts = attempts;
        }
        self
    }

    pub(crate) fn attempts(&self) -> u32 {
        match self.mode {
            RetryMode::Standard | RetryMode::Adaptive | RetryMode::Legacy => {
                self.max_attempts.max(1)
            }
            RetryMode::Off => 1,
        }
    }
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self::standard()
    }
}
