//! The mode `adaptive`: a client that was throttled limits its own rate, as botocore does.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html).

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Limits how many attempts a client makes per second. Until the service throttles for the
/// first time, there is no limit.
///
/// The rate follows CUBIC, TCP's rule for congestion: it falls to 70 % when the service
/// throttles, rises quickly to about where it was, stays there for a while, and then tries more.
pub(crate) struct RateLimiter(Mutex<State>);

/// The scale of the curve by which the rate rises.
const SCALE: f64 = 0.4;
/// The part of the rate that is left after throttling.
const BETA: f64 = 0.7;
/// The lowest rate, in attempts per second.
const MIN_RATE: f64 = 0.5;
/// The share of the last half second in the measured rate.
const SMOOTHING: f64 = 0.8;
/// The rate that is allowed is at most this many times the one that is measured.
const MAX_RISE: f64 = 2.0;
/// After this time an attempt that waits asks anew when its turn is: rates change.
const LONGEST_NAP: Duration = Duration::from_secs(1);

struct State {
    /// Times are seconds since then.
    start: Instant,
    is_limited: bool,
    // The token bucket: a token is an attempt.
    fill_rate: f64,
    capacity: f64,
    filled_at: f64,
    /// Tokens that were made, and attempts that asked for one. The difference is what is in the
    /// bucket, or how many wait.
    made: f64,
    asked: f64,
    // The rate that is measured, by half seconds.
    measured: f64,
    count: f64,
    half_second: f64,
    // CUBIC.
    max_rate: f64,
    failed_at: f64,
}

impl RateLimiter {
    pub(crate) fn new() -> Self {
        Self(Mutex::new(State {
            start: Instant::now(),
            is_limited: false,
            fill_rate: MIN_RATE,
            capacity: 1.0,
            filled_at: 0.0,
            made: 0.0,
            asked: 0.0,
            measured: 0.0,
            count: 0.0,
            half_second: 0.0,
            max_rate: 0.0,
            failed_at: 0.0,
        }))
    }

    /// Waits for the turn of an attempt: those that came before have theirs first. Nothing is
    /// held meanwhile, and who gives up leaves its turn to others.
    pub(crate) async fn turn(&self) {
        let ticket = {
            let mut state = self.state();
            if !state.is_limited {
                return;
            }
            state.asked += 1.0;
            state.asked
        };
        let mut waiting = Waiting {
            limiter: self,
            is_over: false,
        };
        loop {
            let wait = self.state().wait_of(ticket);
            let Some(wait) = wait else {
                break;
            };
            tokio::time::sleep(wait.min(LONGEST_NAP)).await;
        }
        waiting.is_over = true;
    }

    /// Takes note of an attempt's end.
    pub(crate) fn ended(&self, is_throttled: bool) {
        let mut state = self.state();
        let now = state.now();
        state.ended_at(now, is_throttled);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An attempt that waits for its turn.
struct Waiting<'a> {
    limiter: &'a RateLimiter,
    is_over: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.limiter.state().made += 1.0;
        }
    }
}

impl State {
    fn now(&self) -> f64 {
        self.start.elapsed().as_secs_f64()
    }

    /// Returns the time that this attempt still has to wait, if any.
    fn wait_of(&mut self, ticket: f64) -> Option<Duration> {
        let now = self.now();
        self.fill(now);
        let missing = ticket - self.made;
        if missing <= 0.0 {
            return None;
        }
        // Less than a millisecond isn't slept, and rounding must not make it none.
        let seconds = (missing / self.fill_rate).max(0.001);
        Some(Duration::try_from_secs_f64(seconds).unwrap_or(LONGEST_NAP))
    }

    fn fill(&mut self, now: f64) {
        let new = (now - self.filled_at).max(0.0) * self.fill_rate;
        self.made = (self.made + new).min(self.asked + self.capacity);
        self.filled_at = now;
    }

    fn ended_at(&mut self, now: f64, is_throttled: bool) {
        self.measure(now);
        let rate = if is_throttled {
            let rate = if self.is_limited {
                self.measured.min(self.fill_rate)
            } else {
                self.measured
            };
            self.max_rate = rate;
            self.failed_at = now;
            self.is_limited = true;
            rate * BETA
        } else {
            let since = now - self.failed_at - self.plateau_after();
            SCALE * since.powi(3) + self.max_rate
        };
        self.set_rate(now, rate.min(MAX_RISE * self.measured));
    }

    /// Returns the seconds after throttling until the rate is what it was.
    fn plateau_after(&self) -> f64 {
        (self.max_rate * (1.0 - BETA) / SCALE).cbrt()
    }

    fn measure(&mut self, now: f64) {
        let half_second = (now * 2.0).floor() / 2.0;
        self.count += 1.0;
        if half_second > self.half_second {
            let rate = self.count / (half_second - self.half_second);
            self.measured = rate * SMOOTHING + self.measured * (1.0 - SMOOTHING);
            self.count = 0.0;
            self.half_second = half_second;
        }
    }

    fn set_rate(&mut self, now: f64, rate: f64) {
        // Tokens until now were gathered at the old rate.
        self.fill(now);
        self.fill_rate = rate.max(MIN_RATE);
        self.capacity = rate.max(1.0);
        self.made = self.made.min(self.asked + self.capacity);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    /// Attempts that end at a time, throttled or not, and the rate after that: by botocore
    /// 1.43.127's classes with a clock of our own.
    const BY_BOTOCORE: [(f64, bool, f64); 40] = [
        (0.3, false, 0.5),
        (0.4, false, 0.5),
        (1.1, false, 0.5324),
        (1.15, false, 0.60835),
        (1.2, false, 0.6912),
        (1.25, false, 0.78125),
        (1.55, false, 1.48955),
        (1.6, false, 1.6384),
        (1.7, false, 1.9652),
        (1.75, true, 4.816),
        (1.8, true, 3.3712),
        (2.5, false, 4.583695),
        (3.2, false, 4.815031),
        (3.25, false, 4.81576),
        (3.35, false, 4.816002),
        (3.4, false, 4.816113),
        (4.1, false, 4.995557),
        (4.15, false, 5.03308),
        (4.2, false, 5.075497),
        (4.3, false, 5.176213),
        (4.35, true, 2.614528),
        (5.05, false, 3.592072),
        (5.1, false, 3.620212),
        (5.2, false, 3.664916),
        (5.25, false, 3.682081),
        (5.35, false, 3.707537),
        (5.65, false, 3.734512),
        (6.35, false, 3.817328),
        (6.45, false, 3.86663),
        (6.5, false, 3.897344),
        (6.8, false, 4.185408),
        (6.9, false, 4.328165),
        (6.95, false, 4.409657),
        (7.05, true, 3.08676),
        (7.35, false, 3.735774),
        (7.4, false, 3.817205),
        (7.45, false, 3.891796),
        (7.5, false, 3.959849),
        (7.6, false, 4.077536),
        (8.3, false, 4.404135),
    ];

    #[test]
    fn rates_are_those_of_botocore() {
        let limiter = RateLimiter::new();
        let mut state = limiter.state();
        for (now, is_throttled, expected) in BY_BOTOCORE {
            state.ended_at(now, is_throttled);
            let rate = state.fill_rate;
            assert!(
                (rate - expected).abs() < 1e-5,
                "at {now}: {rate}, not {expected}"
            );
        }
    }

    #[test]
    fn a_turn_waits_for_its_tokens_at_the_rate() {
        runtime().block_on(async {
            let limiter = RateLimiter::new();
            let mut state = limiter.state();
            (state.fill_rate, state.made) = (4.0, 0.0);
            let wait = state.wait_of(2.0).unwrap();
            assert!((wait.as_secs_f64() - 0.5).abs() < 1e-6, "{wait:?}");
        });
    }

    /// Tokens are gathered for those who wait, and up to the capacity besides.
    #[test]
    fn no_more_tokens_are_gathered_than_the_capacity() {
        let limiter = RateLimiter::new();
        let mut state = limiter.state();
        (state.fill_rate, state.capacity, state.asked) = (100.0, 3.0, 2.0);
        state.fill(60.0);
        assert_eq!(state.made, 5.0);
        state.set_rate(60.0, 1.5);
        assert_eq!(state.made, 3.5);
    }

    fn runtime() -> tokio::runtime::Runtime {
        let mut builder = tokio::runtime::Builder::new_current_thread();
        builder.enable_time().start_paused(true).build().unwrap()
    }

    #[test]
    fn without_throttling_nobody_waits() {
        runtime().block_on(async {
            let (limiter, begin) = (RateLimiter::new(), Instant::now());
            for _ in 0..100 {
                limiter.turn().await;
                limiter.ended(false);
            }
            assert_eq!(begin.elapsed(), Duration::ZERO);
        });
    }

    /// The lowest rate is an attempt in two seconds.
    #[test]
    fn after_throttling_attempts_take_turns() {
        runtime().block_on(async {
            let (limiter, begin) = (Arc::new(RateLimiter::new()), Instant::now());
            limiter.ended(true);
            let turns = (0..3).map(|_| {
                let limiter = limiter.clone();
                tokio::spawn(async move {
                    limiter.turn().await;
                    begin.elapsed().as_secs()
                })
            });
            let turns: Vec<_> = turns.collect();
            let mut seconds = Vec::new();
            for turn in turns {
                seconds.push(turn.await.unwrap());
            }
            assert_eq!(seconds, [2, 4, 6]);
        });
    }

    #[test]
    fn who_gives_up_leaves_its_turn_to_others() {
        runtime().block_on(async {
            let (limiter, begin) = (RateLimiter::new(), Instant::now());
            limiter.ended(true);
            for _ in 0..100 {
                let given_up = tokio::time::timeout(Duration::from_millis(10), limiter.turn());
                assert!(given_up.await.is_err());
            }
            limiter.turn().await;
            // A second of it went by while others gave up.
            assert_eq!(begin.elapsed().as_secs(), 2);
        });
    }
}
