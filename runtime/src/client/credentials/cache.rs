//! Keeps credentials, and has them renewed beside the calls that use them.
//!
//! A call that finds valid credentials never waits. If they expire soon, it begins a
//! [`Flight`] that renews them, and goes on. A call that finds none waits for the flight that
//! is under way, or begins one; all waiters get its one result, also if that is an error.
//! No lock is held while anything is waited for.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::time::{Instant, timeout};

use super::flight::{Base, Flight, Outcome};
use super::{Credentials, CredentialsError, ProvideCredentials, nesting};
use crate::Timestamp;

/// How long before they expire credentials are renewed.
///
/// botocore has two windows: from 15 minutes on it tries once in a while, from 10 minutes on
/// calls wait for it. Here no call waits while there is something valid, so that one window
/// does. An instance has new credentials [five minutes before][ec2] the old ones expire, and
/// sooner it would answer with the same again.
///
/// [ec2]: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instance-metadata-security-credentials.html
pub(super) const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// How long it takes until the next renewal is begun after one that failed, hung, was cut off
/// by the end of its runtime, or brought nothing that lasts longer.
const PAUSE: Duration = Duration::from_secs(30);

/// How long a call waits for a flight before it asks whether that is still under way.
const PATIENCE: Duration = Duration::from_secs(1);

/// How often a call begins anew after flights that didn't get to their end.
const ROUNDS: usize = 3;

/// The credentials of a configuration. Shared by all clients of it.
pub(crate) enum Cache {
    /// Credentials for good: there is nothing to keep, to renew or to wait for.
    Given(Credentials),
    /// A provider is asked for them.
    Asked(Arc<Shared>),
}

pub(crate) struct Shared {
    provider: Arc<dyn ProvideCredentials>,
    time_limit: Duration,
    /// How long before they expire credentials are renewed.
    renew_before: Duration,
    current: RwLock<Option<Credentials>>,
    renewal: Mutex<Renewal>,
}

#[derive(Default)]
struct Renewal {
    flight: Option<Arc<Flight>>,
    /// Until then, no renewal is begun beside calls.
    paused_until: Option<Instant>,
}

impl Cache {
    pub(crate) fn new(provider: Arc<dyn ProvideCredentials>) -> Self {
        Self::renewed_before(provider, RENEW_BEFORE)
    }

    /// Keeps credentials that are renewed this long before they expire.
    pub(super) fn renewed_before(
        provider: Arc<dyn ProvideCredentials>,
        renew_before: Duration,
    ) -> Self {
        Self::Asked(Arc::new(Shared {
            time_limit: provider.time_limit(),
            provider,
            renew_before,
            current: RwLock::default(),
            renewal: Mutex::default(),
        }))
    }

    pub(crate) const fn given(credentials: Credentials) -> Self {
        Self::Given(credentials)
    }

    /// Valid credentials.
    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        let shared = match self {
            Self::Given(credentials) => return unless_expired(credentials.clone()),
            Self::Asked(shared) => shared,
        };
        let Some((credentials, left)) = shared.valid() else {
            // On the heap, as it is rare and would make each call's future larger.
            return Box::pin(shared.fetched()).await;
        };
        if left.is_some_and(|left| left <= shared.renew_before) {
            shared.renew_beside();
        }
        Ok(credentials)
    }

    /// Forgets these credentials, because the service says that they have expired. Nobody has
    /// others in the place of those that are given.
    pub(crate) fn forget(&self, credentials: &Credentials) {
        let Self::Asked(shared) = self else {
            return;
        };
        let mut current = shared
            .current
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        if current.as_ref() == Some(credentials) {
            *current = None;
        }
    }
}

impl Drop for Cache {
    /// Nobody is left to use what a renewal would bring.
    fn drop(&mut self) {
        let Self::Asked(shared) = self else {
            return;
        };
        let flight = shared.renewal().flight.take();
        if let Some(flight) = flight {
            flight.cancel();
        }
    }
}

impl Shared {
    /// The credentials that are here, unless they have expired, and for how long they are
    /// valid.
    fn valid(&self) -> Option<(Credentials, Option<Duration>)> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let credentials = current.as_ref()?;
        let left = left(credentials);
        (left != Some(Duration::ZERO)).then(|| (credentials.clone(), left))
    }

    fn renewal(&self) -> MutexGuard<'_, Renewal> {
        self.renewal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a renewal that no call waits for, unless there is one, or it isn't time yet.
    fn renew_beside(self: &Arc<Self>) {
        if nesting::is_within(self) {
            return;
        }
        let Ok(runtime) = Handle::try_current() else {
            return;
        };
        let flight = {
            let now = Instant::now();
            let mut renewal = self.renewal();
            if let Some(flight) = &renewal.flight {
                // Its runtime may be at rest, so that it can't end itself.
                if !flight.is_overdue(now) {
                    return;
                }
                renewal.flight = None;
                renewal.paused_until = Some(now + PAUSE);
            }
            if renewal.paused_until.is_some_and(|until| now < until) {
                return;
            }
            let flight = self.flight(runtime, true);
            renewal.flight = Some(flight.clone());
            flight
        };
        // Not under the lock: a runtime that ends drops at once what is spawned.
        flight.depart(self);
    }

    /// Waits for credentials that somebody else asked for, or asks for them.
    async fn fetched(self: &Arc<Self>) -> Result<Credentials, CredentialsError> {
        if nesting::is_within(self) {
            return Err(CredentialsError::new(
                "their provider makes a call that needs them itself: give the client that it \
                 uses credentials of its own",
            ));
        }
        for _ in 0..ROUNDS {
            let waiter = match self.join()? {
                Joined::Credentials(credentials) => return Ok(credentials),
                Joined::Flight(waiter) => waiter,
            };
            let flight = &waiter.flight;
            loop {
                match timeout(PATIENCE, flight.landing()).await {
                    Ok(Some(result)) => return result,
                    Ok(None) => break,
                    Err(_) if flight.is_driven().await => {}
                    Err(_) => {
                        self.give_up(flight);
                        break;
                    }
                }
            }
        }
        Err(CredentialsError::new(
            "the async runtimes in which they were asked for ended meanwhile",
        ))
    }

    /// Takes part in the flight that is under way, or in a new one; unless there are valid
    /// credentials by now.
    fn join(self: &Arc<Self>) -> Result<Joined, CredentialsError> {
        let runtime = Handle::try_current()
            .map_err(|_| CredentialsError::new("they are asked for outside of a tokio runtime"))?;
        let mut renewal = self.renewal();
        // A flight's credentials are here before the flight is taken out, which needs the lock.
        if let Some((credentials, _)) = self.valid() {
            return Ok(Joined::Credentials(credentials));
        }
        let now = Instant::now();
        let under_way = renewal.flight.as_ref();
        let under_way = under_way.filter(|flight| !flight.is_overdue(now)).cloned();
        let is_new = under_way.is_none();
        let flight = under_way.unwrap_or_else(|| self.flight(runtime, false));
        renewal.flight = Some(flight.clone());
        flight.count_waiter();
        drop(renewal);
        let waiter = Waiter {
            shared: self.clone(),
            flight,
        };
        if is_new {
            waiter.flight.depart(self);
        }
        Ok(Joined::Flight(waiter))
    }

    /// No longer waits for a flight whose runtime is at rest. Its other waiters, in that
    /// runtime, do.
    fn give_up(&self, flight: &Arc<Flight>) {
        let mut renewal = self.renewal();
        if is_current(&renewal, flight) {
            renewal.flight = None;
        }
    }

    /// A flight to the provider.
    fn flight(self: &Arc<Self>, runtime: Handle, is_beside: bool) -> Arc<Flight> {
        let provider = self.provider.clone();
        let nest = nesting::below(self);
        Arc::new(Flight::new(
            provider,
            self.time_limit,
            nest,
            runtime,
            is_beside,
        ))
    }
}

impl Base for Shared {
    /// Keeps what a flight brought.
    fn land(&self, flight: &Arc<Flight>, result: Result<Credentials, CredentialsError>) {
        let result = result.and_then(unless_expired);
        let mut renewal = self.renewal();
        let is_current = is_current(&renewal, flight);
        if is_current {
            renewal.flight = None;
        }
        let old = self.valid();
        match &result {
            // Somebody else was quicker.
            Ok(_) if !is_current && old.is_some() => {}
            Ok(new) => {
                let is_short = left(new).is_some_and(|left| left <= RENEW_BEFORE);
                let pause = old.is_some() && is_short;
                renewal.paused_until = pause.then(|| Instant::now() + PAUSE);
                let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
                *current = Some(new.clone());
            }
            Err(_) if old.is_some() => renewal.paused_until = Some(Instant::now() + PAUSE),
            Err(_) => {}
        }
        drop(renewal);
        // Not under the lock: who collects traces may make calls.
        if let (Err(error), Some(_)) = (&result, &old) {
            tracing::warn!(%error, "can't renew credentials, the old ones are used on");
        }
        flight.end(Outcome::Landed(result));
    }

    /// A flight has ended without a result: its runtime did.
    fn lose(&self, flight: &Arc<Flight>) {
        let mut renewal = self.renewal();
        if is_current(&renewal, flight) {
            renewal.flight = None;
            renewal.paused_until = Some(Instant::now() + PAUSE);
        }
        drop(renewal);
        flight.end(Outcome::Lost);
    }
}

fn is_current(renewal: &Renewal, flight: &Arc<Flight>) -> bool {
    let current = renewal.flight.as_ref();
    current.is_some_and(|current| Arc::ptr_eq(current, flight))
}

enum Joined {
    Credentials(Credentials),
    Flight(Waiter),
}

/// A call that waits for a flight.
struct Waiter {
    shared: Arc<Shared>,
    flight: Arc<Flight>,
}

impl Drop for Waiter {
    /// A flight that was begun for calls ends with the last of them.
    fn drop(&mut self) {
        let mut renewal = self.shared.renewal();
        if !self.flight.uncount_waiter() {
            return;
        }
        if is_current(&renewal, &self.flight) {
            renewal.flight = None;
        }
        drop(renewal);
        self.flight.cancel();
    }
}

/// Credentials that are still valid. Those that aren't would only be refused by the service,
/// which says less about the reason.
pub(super) fn unless_expired(credentials: Credentials) -> Result<Credentials, CredentialsError> {
    match (left(&credentials), credentials.expires_at()) {
        (Some(Duration::ZERO), Some(time)) => Err(CredentialsError::new(format!(
            "those that the source gave expired at {time}, unless the clock here is wrong"
        ))),
        _ => Ok(credentials),
    }
}

/// How long they are valid from now on; nothing if they don't expire.
pub(super) fn left(credentials: &Credentials) -> Option<Duration> {
    let expires_at = credentials.expires_at()?;
    let seconds = expires_at
        .epoch_seconds()
        .saturating_sub(Timestamp::now().epoch_seconds());
    Some(Duration::from_secs(u64::try_from(seconds).unwrap_or(0)))
}
