//! The budget of retries.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use super::Failure;

/// A budget of retries, which several clients may share: tokens that retries cost and successes bring
/// back. Clients whose calls all fail stop trying again. First attempts are free.
///
/// Each client has a budget of its own, unless one is
/// [set](crate::client::Config::retry_budget). Clones are the same budget. Legacy mode has none.
///
/// ```
/// use tinsmith_runtime::client::{Config, RetryBudget};
///
/// let budget = RetryBudget::new();
/// let near = Config::new().region("eu-west-1").retry_budget(budget.clone());
/// let far = Config::new().region("us-east-1").retry_budget(budget.clone());
/// assert_eq!(budget.tokens(), 500);
/// # let _ = (near, far);
/// ```
#[derive(Clone)]
pub struct RetryBudget(Arc<Tokens>);

struct Tokens {
    left: AtomicU32,
    capacity: u32,
}

impl RetryBudget {
    const CAPACITY: u32 = 500;

    /// The tokens that a call brings if it succeeds at once.
    pub(crate) const SUCCESS: u32 = 1;

    /// Creates a budget of 500 tokens, the number that a client has.
    pub fn new() -> Self {
        Self::with_capacity(Self::CAPACITY)
    }

    /// Creates a budget of this many tokens. A retry costs 14 tokens, or 5 after throttling.
    pub fn with_capacity(tokens: u32) -> Self {
        Self(Arc::new(Tokens {
            left: AtomicU32::new(tokens),
            capacity: tokens,
        }))
    }

    /// Returns the number of tokens that are left.
    pub fn tokens(&self) -> u32 {
        self.0.left.load(Ordering::Relaxed)
    }

    /// Takes what a retry after this failure costs; nothing if there isn't enough.
    pub(crate) fn take(&self, failure: Failure) -> Option<u32> {
        let cost = match failure {
            Failure::Throttling => 5,
            Failure::Transient | Failure::ClockSkew | Failure::ExpiredCredentials => 14,
            Failure::Final => return None,
        };
        self.0
            .left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |tokens| {
                tokens.checked_sub(cost)
            })
            .is_ok()
            .then_some(cost)
    }

    /// Puts back what the last retry of a call that succeeded had cost.
    pub(crate) fn refund(&self, tokens: u32) {
        let Tokens { left, capacity } = &*self.0;
        if left.load(Ordering::Relaxed) == *capacity {
            return;
        }
        _ = left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
            Some(left.saturating_add(tokens).min(*capacity))
        });
    }
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for RetryBudget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RetryBudget")
            .field("tokens", &self.tokens())
            .field("capacity", &self.0.capacity)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transient_failures_cost_14_and_throttling_5() {
        let quota = RetryBudget::new();
        assert_eq!(quota.take(Failure::Transient), Some(14));
        assert_eq!(quota.take(Failure::Throttling), Some(5));
        assert_eq!(quota.take(Failure::Final), None);
        assert_eq!(quota.tokens(), 481);
    }

    #[test]
    fn when_it_is_used_up_there_are_no_retries() {
        let quota = RetryBudget::new();
        let taken = (0..100).filter(|_| quota.take(Failure::Transient).is_some());
        assert_eq!(taken.count(), 35);
        assert_eq!(quota.tokens(), 10);
        // There is enough for cheaper ones.
        assert_eq!(quota.take(Failure::Throttling), Some(5));
        assert_eq!(quota.take(Failure::Throttling), Some(5));
        assert_eq!(quota.take(Failure::Throttling), None);
    }

    #[test]
    fn successes_bring_tokens_back_up_to_the_capacity() {
        let quota = RetryBudget::new();
        assert!(quota.take(Failure::Transient).is_some());
        quota.refund(RetryBudget::SUCCESS);
        assert_eq!(quota.tokens(), 487);
        quota.refund(14);
        assert_eq!(quota.tokens(), RetryBudget::CAPACITY);
        quota.refund(14);
        assert_eq!(quota.tokens(), RetryBudget::CAPACITY);
    }

    #[test]
    fn threads_never_take_more_than_there_is() {
        let quota = RetryBudget::new();
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
        assert_eq!((taken, quota.tokens()), (500, 0));
    }

    #[test]
    fn a_budget_has_the_capacity_that_it_is_made_with() {
        let budget = RetryBudget::with_capacity(20);
        let clone = budget.clone();
        assert_eq!(clone.take(Failure::Transient), Some(14));
        assert_eq!(budget.take(Failure::Transient), None);
        budget.refund(100);
        assert_eq!(clone.tokens(), 20);
    }
}
