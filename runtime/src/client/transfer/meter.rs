//! Counting the bytes that move in a time.

use std::time::Duration;

use super::super::Throughput;

/// Counts the bytes that move while they are waited for. Time in which nobody waits for the network
/// isn't handed in, so it doesn't count.
pub(in super::super) struct Meter {
    least: Throughput,
    /// The time of waiting since the count began.
    waited: Duration,
    moved: u64,
}

const A_DAY: Duration = Duration::from_secs(24 * 60 * 60);

impl Meter {
    pub(in super::super) fn new(least: Throughput) -> Self {
        Self {
            least,
            waited: Duration::ZERO,
            moved: 0,
        }
    }

    /// Returns the time that can still be waited before the count is compared, or before that has to be
    /// asked again: no clock can tell the end of a limit such as `Duration::MAX`.
    pub(in super::super) fn left(&self) -> Duration {
        self.least.over.saturating_sub(self.waited).min(A_DAY)
    }

    /// Adds what moved after a wait. Says whether it is enough.
    pub(in super::super) fn add(&mut self, waited: Duration, moved: u64) -> bool {
        self.waited += waited;
        self.moved += moved;
        if self.waited < self.least.over {
            return true;
        }
        let is_enough = self.moved > 0 && self.moved >= self.least.bytes();
        (self.waited, self.moved) = (Duration::ZERO, 0);
        is_enough
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_moves_is_compared_once_the_time_is_over() {
        let second = Duration::from_secs(1);
        let mut meter = Meter::new(Throughput::new(100, 2 * second));
        assert_eq!(meter.left(), 2 * second);
        assert!(meter.add(second, 10));
        assert_eq!(meter.left(), second);
        assert!(meter.add(second, 190));
        assert_eq!(meter.left(), 2 * second);
        assert!(meter.add(second, 199));
        assert!(!meter.add(second, 0));
        // A limit of nothing still ends what stands still.
        let mut meter = Meter::new(Throughput::new(0, second));
        assert!(meter.add(second, 1));
        assert!(!meter.add(second, 0));
    }

    #[test]
    fn a_limit_may_be_beyond_all_times() {
        let least = Throughput::new(u64::MAX, Duration::MAX);
        assert_eq!(least.bytes(), u64::MAX);
        let mut meter = Meter::new(least);
        for _ in 0..3 {
            let wait = meter.left();
            assert!(std::time::Instant::now().checked_add(wait).is_some());
            assert!(meter.add(wait, 0));
        }
    }
}
