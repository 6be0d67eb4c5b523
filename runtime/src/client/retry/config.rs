use std::time::Duration;

/// How often and when a call is tried again.
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
    /// Whether there are retries at all.
    pub mode: RetryMode,
    /// Attempts of a call, the first one included.
    pub max_attempts: u32,
    /// The longest pause before the first retry after a transient failure; it doubles
    /// with each retry. What is really waited is random between zero and that.
    pub base_delay: Duration,
    /// The same after the service asked for fewer requests.
    pub throttling_base_delay: Duration,
    /// No pause is longer, however many attempts were made.
    pub max_delay: Duration,
}

/// Whether calls are tried again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RetryMode {
    /// As the AWS SDKs and Tools Reference Guide describes standard mode.
    Standard,
    /// One attempt, whatever happens.
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

    /// No retries.
    pub const fn off() -> Self {
        Self {
            mode: RetryMode::Off,
            ..Self::standard()
        }
    }

    /// With this many attempts, the first one included; 0 counts as 1.
    #[must_use]
    pub const fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts;
        self
    }

    /// With this [`base_delay`](Self::base_delay).
    #[must_use]
    pub const fn base_delay(mut self, delay: Duration) -> Self {
        self.base_delay = delay;
        self
    }

    /// With this [`throttling_base_delay`](Self::throttling_base_delay).
    #[must_use]
    pub const fn throttling_base_delay(mut self, delay: Duration) -> Self {
        self.throttling_base_delay = delay;
        self
    }

    /// With this [`max_delay`](Self::max_delay).
    #[must_use]
    pub const fn max_delay(mut self, delay: Duration) -> Self {
        self.max_delay = delay;
        self
    }

    pub(crate) fn attempts(&self) -> u32 {
        match self.mode {
            RetryMode::Standard => self.max_attempts.max(1),
            RetryMode::Off => 1,
        }
    }
}

impl Default for RetryConfig {
    fn default() -> Self {
        Self::standard()
    }
}
