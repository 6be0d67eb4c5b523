//! Waiting for a state: what generated waiters and clients are made of.

use std::cmp::Ordering;
use std::fmt;
use std::time::Duration;

use crate::{Operation, Timestamp, random};

/// A state to wait for (`smithy.waiters#waitable`): an operation that is sent until its answer
/// shows the state. Generated code implements it.
pub trait Waiter {
    /// The operation that is sent until the state is reached.
    type Operation: Operation;

    /// The waiter's name in the model, such as `ClusterRunning`.
    const NAME: &'static str;

    /// The shortest and the first pause.
    const MIN_DELAY: Duration;

    /// The longest pause.
    const MAX_DELAY: Duration;

    /// Returns the state that the first matching acceptor gives to an answer; `None` if no
    /// acceptor matches.
    fn accept(
        operation: &Self::Operation,
        result: Result<
            &<Self::Operation as Operation>::Output,
            &<Self::Operation as Operation>::Error,
        >,
    ) -> Option<AcceptorState>;
}

/// The verdict of an acceptor of a [`Waiter`] on an answer that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptorState {
    /// The wanted state is reached.
    Success,
    /// The wanted state can't be reached any more.
    Failure,
    /// The wanted state isn't reached yet.
    Retry,
}

/// The next step after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitStep {
    /// Send the operation again after this pause.
    Retry(Duration),
    /// Stop: the state is reached.
    Success,
    /// Stop: the state can't be reached any more, or the operation failed.
    Failure,
    /// Stop: there is no time for another attempt.
    TimedOut,
}

/// Waiting for a state, without I/O or clock: `Wait` gives the operation to send, takes its
/// result, and says how long to pause.
///
/// ```
/// use std::time::{Duration, Instant};
/// use tinsmith_runtime::{Operation, Wait, WaitStep, Waiter};
///
/// fn wait<W: Waiter>(
///     operation: W::Operation,
///     send: impl Fn(&W::Operation) -> Result<
///         <W::Operation as Operation>::Output,
///         <W::Operation as Operation>::Error,
///     >,
/// ) -> bool {
///     let start = Instant::now();
///     let mut wait = Wait::<W>::new(operation, Duration::from_secs(600));
///     loop {
///         let result = send(wait.operation());
///         match wait.step(result.as_ref(), start.elapsed()) {
///             WaitStep::Retry(pause) => std::thread::sleep(pause),
///             step => return step == WaitStep::Success,
///         }
///     }
/// }
/// ```
///
/// Pauses are as the [Smithy specification][retries] wants them: random between the shortest
/// one and twice as long as before at most, up to the longest one. The last attempt is made
/// shortly before the time is over.
///
/// [retries]: https://smithy.io/2.0/additional-specs/waiters.html#waiter-retries
pub struct Wait<W: Waiter> {
    operation: W::Operation,
    max_wait: Duration,
    min_delay: Duration,
    max_delay: Duration,
    attempts: u32,
    seed: u64,
}

impl<W: Waiter> Wait<W> {
    /// Waits with `operation`, for no longer than `max_wait`.
    pub fn new(operation: W::Operation, max_wait: Duration) -> Self {
        Self {
            operation,
            max_wait,
            min_delay: W::MIN_DELAY,
            max_delay: W::MAX_DELAY,
            attempts: 0,
            seed: random::bits(),
        }
    }

    /// Sets the shortest and the longest pause, which otherwise are the model's.
    #[must_use]
    pub fn delays(mut self, min: Duration, max: Duration) -> Self {
        self.min_delay = min;
        self.max_delay = max;
        self
    }

    /// Makes the pauses the same in each run.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Returns the operation to send.
    pub fn operation(&self) -> &W::Operation {
        &self.operation
    }

    /// Returns the time that waiting may take.
    pub fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// Returns the number of answers so far.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Takes an answer, with the time since the start, and says what to do. An error that no
    /// acceptor matches is a failure.
    pub fn step(
        &mut self,
        result: Result<&<W::Operation as Operation>::Output, &<W::Operation as Operation>::Error>,
        elapsed: Duration,
    ) -> WaitStep {
        self.attempts = self.attempts.saturating_add(1);
        match W::accept(&self.operation, result) {
            Some(AcceptorState::Success) => WaitStep::Success,
            Some(AcceptorState::Failure) => WaitStep::Failure,
            None if result.is_err() => WaitStep::Failure,
            Some(AcceptorState::Retry) | None => self.pause(elapsed),
        }
    }

    fn pause(&mut self, elapsed: Duration) -> WaitStep {
        let remaining = self.max_wait.saturating_sub(elapsed);
        if remaining <= self.min_delay {
            return WaitStep::TimedOut;
        }
        // A pause of no length at all would send attempts as fast as they can go.
        let min = self.min_delay.max(Duration::from_millis(1));
        let factor = 2_u32
            .checked_pow(self.attempts.saturating_sub(1))
            .unwrap_or(u32::MAX);
        let max = min.saturating_mul(factor).min(self.max_delay).max(min);
        let pause = min + (max - min).mul_f64(random::fraction(self.random()));
        if remaining.saturating_sub(pause) <= self.min_delay {
            return WaitStep::Retry(remaining - self.min_delay);
        }
        WaitStep::Retry(pause)
    }

    /// SplitMix64: a seed gives the same numbers in every program.
    fn random(&mut self) -> u64 {
        self.seed = self.seed.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut bits = self.seed;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        bits ^ (bits >> 31)
    }
}

/// Not derived: a derived impl would need `Clone` of `W`.
impl<W: Waiter<Operation: Clone>> Clone for Wait<W> {
    fn clone(&self) -> Self {
        Self {
            operation: self.operation.clone(),
            ..*self
        }
    }
}

impl<W: Waiter<Operation: fmt::Debug>> fmt::Debug for Wait<W> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(W::NAME)
            .field("operation", &self.operation)
            .field("max_wait", &self.max_wait)
            .field("attempts", &self.attempts)
            .finish_non_exhaustive()
    }
}

/// Compares as the comparator `allStringEquals` does: true if there are texts, and all of them are
/// the expected one.
pub fn all_string_equals<T: PartialEq>(texts: Option<Vec<T>>, expected: T) -> bool {
    texts.is_some_and(|texts| !texts.is_empty() && texts.iter().all(|text| *text == expected))
}

/// Compares as the comparator `anyStringEquals` does: true if one of the texts is the expected
/// one.
pub fn any_string_equals<T: PartialEq>(texts: Option<Vec<T>>, expected: T) -> bool {
    texts.is_some_and(|texts| texts.contains(&expected))
}

/// Texts and numbers, which have an order in JMESPath.
pub trait Comparable {
    /// Compares two values.
    fn order(&self, other: &Self) -> Ordering;
}

impl Comparable for i64 {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Comparable for f64 {
    fn order(&self, other: &Self) -> Ordering {
        self.total_cmp(other)
    }
}

impl Comparable for &str {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

impl Comparable for String {
    fn order(&self, other: &Self) -> Ordering {
        self.cmp(other)
    }
}

/// The items from one place to another, in steps: a [slice] of JMESPath. Places below 0 count from
/// the end; with steps below 0, the items are taken from the end. A step of 0 takes no item.
///
/// ```
/// use tinsmith_runtime::generated::waiter::slice;
///
/// assert!(slice(0..10, Some(1), Some(6), 2).eq([1, 3, 5]));
/// assert!(slice(0..10, None, Some(-4), -1).eq([9, 8, 7]));
/// ```
///
/// [slice]: https://jmespath.org/specification.html#slices
pub fn slice<T>(
    items: impl Iterator<Item = T>,
    start: Option<i64>,
    stop: Option<i64>,
    step: i64,
) -> std::vec::IntoIter<T> {
    let mut items: Vec<Option<T>> = items.map(Some).collect();
    let length = i64::try_from(items.len()).unwrap_or(i64::MAX);
    // The places that one can begin or stop at.
    let (least, greatest) = if step < 0 {
        (-1, length - 1)
    } else {
        (0, length)
    };
    let place = |place: Option<i64>, default: i64| match place {
        None => default,
        Some(place) if place < 0 => place.saturating_add(length).clamp(least, greatest),
        Some(place) => place.clamp(least, greatest),
    };
    let (first, end) = if step < 0 {
        (greatest, least)
    } else {
        (least, greatest)
    };
    let (mut at, stop) = (place(start, first), place(stop, end));
    let mut taken = Vec::new();
    while step != 0 && (if step < 0 { at > stop } else { at < stop }) {
        let index = usize::try_from(at).unwrap_or(usize::MAX);
        taken.extend(items.get_mut(index).and_then(Option::take));
        at = at.saturating_add(step);
    }
    taken.into_iter()
}

/// Texts or numbers in order: the function `sort` of JMESPath.
pub fn sorted<T: Comparable>(items: impl Iterator<Item = T>) -> std::vec::IntoIter<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_by(T::order);
    items.into_iter()
}

/// Items in the order of their keys; items with equal keys keep their order: the function
/// `sort_by` of JMESPath. `None` if an item has no key.
pub fn sorted_by<T, K: Comparable>(
    items: impl Iterator<Item = T>,
    mut key: impl FnMut(&T) -> Option<K>,
) -> Option<Vec<T>> {
    let keyed = items.map(|item| Some((key(&item)?, item)));
    let mut keyed: Vec<(K, T)> = keyed.collect::<Option<_>>()?;
    keyed.sort_by(|(left, _), (right, _)| left.order(right));
    Some(keyed.into_iter().map(|(_, item)| item).collect())
}

/// A time as JMESPath has it: seconds since the epoch.
pub fn seconds(time: Timestamp) -> f64 {
    time.epoch_seconds() as f64 + f64::from(time.subsec_nanos()) / 1e9
}

/// The greatest of texts or numbers: the function `max` of JMESPath.
pub fn max<T: Comparable>(items: impl Iterator<Item = T>) -> Option<T> {
    items.reduce(|best, item| {
        if item.order(&best).is_gt() {
            item
        } else {
            best
        }
    })
}

/// The least of texts or numbers: the function `min` of JMESPath.
pub fn min<T: Comparable>(items: impl Iterator<Item = T>) -> Option<T> {
    items.reduce(|best, item| {
        if item.order(&best).is_lt() {
            item
        } else {
            best
        }
    })
}

/// The first item with the greatest key: the function `max_by` of JMESPath. `None` if an item has
/// no key.
pub fn max_by<T, K: Comparable>(
    items: impl Iterator<Item = T>,
    key: impl FnMut(&T) -> Option<K>,
) -> Option<T> {
    extreme(items, key, Ordering::Greater)
}

/// The first item with the least key: the function `min_by` of JMESPath. `None` if an item has no
/// key.
pub fn min_by<T, K: Comparable>(
    items: impl Iterator<Item = T>,
    key: impl FnMut(&T) -> Option<K>,
) -> Option<T> {
    extreme(items, key, Ordering::Less)
}

fn extreme<T, K: Comparable>(
    items: impl Iterator<Item = T>,
    mut key: impl FnMut(&T) -> Option<K>,
    better: Ordering,
) -> Option<T> {
    let mut best: Option<(K, T)> = None;
    for item in items {
        let key = key(&item)?;
        if best
            .as_ref()
            .is_none_or(|(known, _)| key.order(known) == better)
        {
            best = Some((key, item));
        }
    }
    best.map(|(_, item)| item)
}

/// The average of numbers, if there are some: the function `avg` of JMESPath.
pub fn average(numbers: impl Iterator<Item = f64>) -> Option<f64> {
    let (mut count, mut sum) = (0.0, 0.0);
    for number in numbers {
        count += 1.0;
        sum += number;
    }
    (count > 0.0).then(|| sum / count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_are_those_of_python() {
        let digits = |start, stop, step| slice(0..5, start, stop, step).collect::<Vec<_>>();
        for (start, stop, step, expected) in [
            (None, None, 1, &[0, 1, 2, 3, 4][..]),
            (Some(1), Some(3), 1, &[1, 2]),
            (Some(-2), None, 1, &[3, 4]),
            (None, Some(-2), 1, &[0, 1, 2]),
            (Some(-9), Some(9), 2, &[0, 2, 4]),
            (Some(3), Some(1), 1, &[]),
            (Some(5), None, 1, &[]),
            (None, None, -1, &[4, 3, 2, 1, 0]),
            (Some(3), Some(0), -1, &[3, 2, 1]),
            (Some(9), Some(-9), -2, &[4, 2, 0]),
            (Some(-2), Some(-4), -1, &[3, 2]),
            (Some(0), Some(3), -1, &[]),
            (Some(i64::MIN), Some(i64::MAX), i64::MAX, &[0]),
            (Some(i64::MAX), Some(i64::MIN), i64::MIN, &[4]),
            (None, None, 0, &[]),
        ] {
            assert_eq!(
                digits(start, stop, step),
                expected,
                "{start:?} {stop:?} {step}"
            );
        }
        assert_eq!(slice(std::iter::empty::<u8>(), None, None, -1).len(), 0);
    }

    #[test]
    fn items_with_equal_keys_stay_in_order() {
        let items = [("b", 1), ("a", 1), ("c", 0), ("d", 2), ("e", 2)];
        let key = |item: &(&'static str, i64)| Some(item.1);
        let names = |items: Vec<(&'static str, i64)>| items.into_iter().map(|item| item.0);
        let sorted = sorted_by(items.into_iter(), key).map(names);
        assert_eq!(
            sorted.map(Iterator::collect::<String>).as_deref(),
            Some("cbade")
        );
        assert_eq!(max_by(items.into_iter(), key), Some(("d", 2)));
        assert_eq!(min_by(items.into_iter(), key), Some(("c", 0)));
    }

    #[test]
    fn an_item_without_a_key_leaves_nothing() {
        let items = || [1_i64, 2, 3].into_iter();
        let key = |item: &i64| Some(*item).filter(|item| *item != 2);
        assert_eq!(sorted_by(items(), key), None);
        assert_eq!(max_by(items(), key), None);
        assert_eq!(min_by(items(), key), None);
    }

    #[test]
    fn texts_and_numbers_have_an_order() {
        assert_eq!(max([2.5, -1.0, 2.25].into_iter()), Some(2.5));
        assert_eq!(min([2.5, -1.0, 2.25].into_iter()), Some(-1.0));
        assert_eq!(max(["b", "a"].into_iter()), Some("b"));
        assert_eq!(max(std::iter::empty::<i64>()), None);
        assert!(sorted([3_i64, 1, 2].into_iter()).eq([1, 2, 3]));
        let texts = ["b", "B", "a"].map(str::to_owned);
        assert!(sorted(texts.into_iter()).eq(["B", "a", "b"]));
        assert_eq!(average([1.0, 2.0].into_iter()), Some(1.5));
        assert_eq!(average(std::iter::empty()), None);
    }
}
