//! The pause before a further attempt.

use std::time::Duration;

use super::{Failure, RetryConfig, RetryMode, legacy};
use crate::client::ServiceInfo;
use crate::random;

/// The time that a pause may exceed the computed one if the service asks for it.
const MAX_ASKED_FOR: Duration = Duration::from_secs(5);

/// The pause before a retry, the first of which has number 0: exponential backoff with
/// full jitter. What the service asks for is followed, without jitter, as far as it is
/// neither less than that nor more than 5 s above.
pub(crate) fn delay(
    config: &RetryConfig,
    service: &ServiceInfo,
    retry: u32,
    failure: Failure,
    asked: Option<Duration>,
) -> Duration {
    let random = random::fraction(random::bits());
    if config.mode == RetryMode::Legacy {
        let delay = legacy::delay(service.endpoint_prefix, config.base_delay, retry, random);
        return delay.min(config.max_delay);
    }
    computed(config, retry, failure, random, asked)
}

fn computed(
    config: &RetryConfig,
    retry: u32,
    failure: Failure,
    random: f64,
    asked: Option<Duration>,
) -> Duration {
    let base = match failure {
        Failure::Throttling => config.throttling_base_delay,
        Failure::Transient => config.base_delay,
        // There is nothing to wait for: the request was what was wrong.
        Failure::ClockSkew | Failure::ExpiredCredentials | Failure::Final => Duration::ZERO,
    };
    let factor = 2_u32.checked_pow(retry).unwrap_or(u32::MAX);
    let delay = base
        .saturating_mul(factor)
        .min(config.max_delay)
        .mul_f64(random);
    match asked {
        Some(asked) => asked.clamp(delay, delay.saturating_add(MAX_ASKED_FOR)),
        None => delay,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONFIG: RetryConfig = RetryConfig::standard();

    fn longest(retry: u32, failure: Failure) -> Duration {
        computed(&CONFIG, retry, failure, 1.0, None)
    }

    #[test]
    fn the_longest_pause_doubles_up_to_20_seconds() {
        let transient =
            [0, 1, 2, 8, 9, 40].map(|retry| longest(retry, Failure::Transient).as_millis());
        assert_eq!(transient, [50, 100, 200, 12_800, 20_000, 20_000]);
        let throttling =
            [0, 1, 2, 4, 5, 40].map(|retry| longest(retry, Failure::Throttling).as_millis());
        assert_eq!(throttling, [1_000, 2_000, 4_000, 16_000, 20_000, 20_000]);
        assert_eq!(longest(3, Failure::ClockSkew), Duration::ZERO);
    }

    #[test]
    fn jitter_is_full() {
        let half = computed(&CONFIG, 1, Failure::Throttling, 0.5, None);
        assert_eq!(half, Duration::from_secs(1));
        assert_eq!(
            computed(&CONFIG, 1, Failure::Throttling, 0.0, None),
            Duration::ZERO
        );
    }

    #[test]
    fn what_is_asked_for_is_followed_within_bounds() {
        let asked = |milliseconds| {
            let asked = Some(Duration::from_millis(milliseconds));
            computed(&CONFIG, 0, Failure::Throttling, 0.5, asked).as_millis()
        };
        assert_eq!([asked(0), asked(499)], [500, 500]);
        assert_eq!([asked(501), asked(5_500)], [501, 5_500]);
        assert_eq!([asked(5_501), asked(u64::MAX)], [5_500, 5_500]);
    }
}
