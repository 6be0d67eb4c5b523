//! Waiting for a state: what generated waiters and clients are made of.

use std::fmt;
use std::time::Duration;

use crate::{Operation, random};

/// A state that one can wait for (`smithy.waiters#waitable`): an operation that is sent
/// until its answer says so. Generated code implements it.
pub trait Waiter {
    /// What is sent.
    type Operation: Operation;

    /// The waiter's name in the model, such as `ClusterRunning`.
    const NAME: &'static str;

    /// The shortest and the first pause.
    const MIN_DELAY: Duration;

    /// The longest pause.
    const MAX_DELAY: Duration;

    /// What the first acceptor that matches the answer says of it.
    fn accept(
        operation: &Self::Operation,
        result: Result<
            &<Self::Operation as Operation>::Output,
            &<Self::Operation as Operation>::Error,
        >,
    ) -> Option<AcceptorState>;
}

/// What an acceptor of a [`Waiter`] makes of an answer that it matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AcceptorState {
    /// It is the state that is waited for.
    Success,
    /// That state can't be reached any more.
    Failure,
    /// It isn't that state yet.
    Retry,
}

/// What to do after an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitStep {
    /// Send the operation again after this pause.
    Retry(Duration),
    /// Nothing: the state is reached.
    Success,
    /// Nothing: the state can't be reached any more, or the operation failed.
    Failure,
    /// Nothing: there is no time for another attempt.
    TimedOut,
}

/// Waiting for a state, without I/O or clock: it gives the operation to be sent, wants to
/// see what came back, and says how long to pause.
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

    /// Has the pauses be the same in each run.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// What to send.
    pub fn operation(&self) -> &W::Operation {
        &self.operation
    }

    /// The time that it may take.
    pub fn max_wait(&self) -> Duration {
        self.max_wait
    }

    /// How many answers there were.
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// Takes an answer, so long after the start, and says what to do. An error that no
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

/// Not derived, as that would want it of `W`.
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

/// Whether there are texts, and all of them are the expected one: the comparator
/// `allStringEquals`.
pub fn all_string_equals<T: PartialEq>(texts: Option<Vec<T>>, expected: T) -> bool {
    texts.is_some_and(|texts| !texts.is_empty() && texts.iter().all(|text| *text == expected))
}

/// Whether one of the texts is the expected one: the comparator `anyStringEquals`.
pub fn any_string_equals<T: PartialEq>(texts: Option<Vec<T>>, expected: T) -> bool {
    texts.is_some_and(|texts| texts.contains(&expected))
}
