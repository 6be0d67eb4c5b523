//! The quota of retries.

use std::sync::atomic::{AtomicU32, Ordering};

use super::Failure;

/// The retry quota: tokens that retries cost and successes bring back, so that a client
/// whose calls all fail stops trying again. First attempts are free.
pub(crate) struct Quota {
    tokens: AtomicU32,
}

impl Quota {
    const CAPACITY: u32 = 500;

    /// The tokens that a call brings if it succeeds at once.
    pub(crate) const SUCCESS: u32 = 1;

    pub(crate) const fn new() -> Self {
        Self {
            tokens: AtomicU32::new(Self::CAPACITY),
        }
    }

    /// Takes what a retry after this failure costs; nothing if there isn't enough.
    pub(crate) fn take(&self, failure: Failure) -> Option<u32> {
        let cost = match failure {
            Failure::Throttling => 5,
            Failure::Transient | Failure::ClockSkew | Failure::ExpiredCredentials => 14,
            Failure::Final => return None,
        };
        self.tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .is_ok()
            .then_some(cost)
    }

    /// Puts back what the last retry of a call that succeeded had cost.
    pub(crate) fn refund(&self, tokens: u32) {
        if self.tokens.load(Ordering::Relaxed) == Self::CAPACITY {
            return;
        }
        _ = self
            .tokens
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
                Some(left.saturating_add(tokens).min(Self::CAPACITY))
            });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn left(quota: &Quota) -> u32 {
        quota.tokens.load(Ordering::Relaxed)
    }

    #[test]
    fn transient_failures_cost_14_and_throttling_5() {
        let quota = Quota::new();
        assert_eq!(quota.take(Failure::Transient), Some(14));
        assert_eq!(quota.take(Failure::Throttling), Some(5));
        assert_eq!(quota.take(Failure::Final), None);
        assert_eq!(left(&quota), 481);
    }

    #[test]
    fn when_it_is_used_up_there_are_no_retries() {
        let quota = Quota::new();
        let taken = (0..100).filter(|_| quota.take(Failure::Transient).is_some());
        assert_eq!(taken.count(), 35);
        assert_eq!(left(&quota), 10);
        // There is enough for cheaper ones.
        assert_eq!(quota.take(Failure::Throttling), Some(5));
        assert_eq!(quota.take(Failure::Throttling), Some(5));
        assert_eq!(quota.take(Failure::Throttling), None);
    }

    #[test]
    fn successes_bring_tokens_back_up_to_the_capacity() {
        let quota = Quota::new();
        assert!(quota.take(Failure::Transient).is_some());
        quota.refund(Quota::SUCCESS);
        assert_eq!(left(&quota), 487);
        quota.refund(14);
        assert_eq!(left(&quota), Quota::CAPACITY);
        quota.refund(14);
        assert_eq!(left(&quota), Quota::CAPACITY);
    }

    #[test]
    fn threads_never_take_more_than_there_is() {
        let quota = Quota::new();
        let taken: u32 = std::thread::scope(|scope| {
            let take = || {
                (0..100)
                    .filter_map(|_| quota.take(Failure::Throttling))
                    .sum::<u32>()
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(take)).collect();
            threads
                .into_iter()
                .map(|thread| thread.join().unwrap())
                .sum()
        });
        assert_eq!((taken, left(&quota)), (500, 0));
    }
}
