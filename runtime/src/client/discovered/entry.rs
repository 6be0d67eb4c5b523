//! An endpoint that a service told, and who asks for the next one.

use std::any::Any;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::Uri;
use http::uri::Scheme;
use tokio::runtime::Handle;
use tokio::sync::OwnedMutexGuard;
use tokio::time::{Instant, timeout};

use super::address;
use super::endpoint::DiscoveredEndpoint;

/// How long an old endpoint is used on before it is asked for anew, after that failed; as in
/// botocore.
const PAUSE: Duration = Duration::from_secs(60);

/// The time for an endpoint that no call waits for.
pub(in super::super) const LIMIT_BESIDE: Duration = Duration::from_secs(30);

/// How long a call waits for another call's answer before it looks whether that call is under way.
const PATIENCE: Duration = Duration::from_secs(1);

/// How long a runtime may take to do nothing, before it counts as at rest.
const SIGN_OF_LIFE: Duration = Duration::from_millis(250);

/// The minutes for which an endpoint is kept if its service doesn't say; as in AWS's SDK for
/// JavaScript.
const MINUTES: i64 = 1;

/// The longest time for which an endpoint is kept, in minutes: a week.
const MAX_MINUTES: u64 = 7 * 24 * 60;

/// The place of one endpoint.
#[derive(Default)]
pub(in super::super) struct Entry {
    state: Mutex<State>,
    /// Held by the call that asks.
    turn: Arc<tokio::sync::Mutex<()>>,
}

#[derive(Default)]
struct State {
    found: Option<Found>,
    failed: Option<Failed>,
    /// How often asking failed.
    failures: u64,
    /// The runtime of the call that asks.
    runtime: Option<Handle>,
}

/// An endpoint.
pub(in super::super) struct Found {
    url: Uri,
    /// From then on, the endpoint is asked for anew.
    due: Instant,
    /// The end of the time for which the service told it.
    until: Instant,
}

/// A failed attempt to get an endpoint.
struct Failed {
    at: Instant,
    /// The service's error.
    error: Box<dyn Any + Send + Sync>,
}

/// The standing of an endpoint.
pub(in super::super) enum Standing {
    /// The endpoint can be used.
    Fresh(Uri),
    /// The endpoint can be used, and has to be asked for anew.
    Due(Uri),
    /// There is none, or its time is over.
    Missing,
}

impl Found {
    pub(in super::super) fn of(
        endpoint: DiscoveredEndpoint,
        scheme: &Scheme,
    ) -> Result<Self, &'static str> {
        let address = endpoint.address.ok_or("has no address")?;
        let minutes = endpoint.minutes.unwrap_or(MINUTES);
        let minutes = u64::try_from(minutes).unwrap_or(0).min(MAX_MINUTES);
        let time = Duration::from_secs(60 * minutes);
        let now = Instant::now();
        Ok(Self {
            url: address::url(&address, scheme)?,
            due: now + time * 9 / 10,
            until: now + time,
        })
    }
}

impl Entry {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(in super::super) fn standing(&self) -> Standing {
        let now = Instant::now();
        let state = self.state();
        let failed_at = state.failed.as_ref().map(|failed| failed.at);
        let is_paused = failed_at.is_some_and(|at| now < at + PAUSE);
        match &state.found {
            Some(found) if now < found.due || is_paused => Standing::Fresh(found.url.clone()),
            Some(found) if now < found.until => Standing::Due(found.url.clone()),
            _ => Standing::Missing,
        }
    }

    /// Waits for the turn to ask. `None` if the call whose turn it is doesn't go on, as its runtime
    /// is at rest.
    pub(in super::super) async fn turn(&self) -> Option<OwnedMutexGuard<()>> {
        loop {
            let turn = self.turn.clone().lock_owned();
            if let Ok(turn) = timeout(PATIENCE, turn).await {
                self.state().runtime = Handle::try_current().ok();
                return Some(turn);
            }
            let runtime = self.state().runtime.clone();
            let is_driven = match runtime {
                Some(runtime) => timeout(SIGN_OF_LIFE, runtime.spawn(async {})).await,
                None => return None,
            };
            if !matches!(is_driven, Ok(Ok(()))) {
                return None;
            }
        }
    }

    /// Returns the turn to ask, if nobody has it.
    pub(in super::super) fn free_turn(&self) -> Option<OwnedMutexGuard<()>> {
        let turn = self.turn.clone().try_lock_owned().ok()?;
        self.state().runtime = Handle::try_current().ok();
        Some(turn)
    }

    /// Returns how often asking has failed so far.
    pub(in super::super) fn failures(&self) -> u64 {
        self.state().failures
    }

    /// Returns how asking ended for another call, if there are more failures than these or there is
    /// an endpoint.
    pub(in super::super) fn outcome_since<E: Clone + 'static>(
        &self,
        failures: u64,
    ) -> Option<Result<Uri, E>> {
        if let Standing::Fresh(url) | Standing::Due(url) = self.standing() {
            return Some(Ok(url));
        }
        let state = self.state();
        let is_news = state.failures > failures;
        let failed = state.failed.as_ref().filter(|_| is_news)?;
        Some(Err(failed.error.downcast_ref::<E>()?.clone()))
    }

    /// Keeps an endpoint, or that there is none: then the old one is used on.
    pub(in super::super) fn settle<E>(&self, result: Result<Found, E>) -> Result<Uri, E>
    where
        E: std::error::Error + Clone + Send + Sync + 'static,
    {
        let mut state = self.state();
        let error = match result {
            Ok(found) => {
                let url = found.url.clone();
                state.found = Some(found);
                state.failed = None;
                return Ok(url);
            }
            Err(error) => error,
        };
        state.failures += 1;
        state.failed = Some(Failed {
            at: Instant::now(),
            error: Box::new(error.clone()),
        });
        let old = state.found.as_ref().map(|found| found.url.clone());
        drop(state);
        // Not under the lock: who collects traces may make calls.
        let old = old.ok_or_else(|| error.clone())?;
        tracing::warn!(%error, "can't renew an endpoint, the old one is used on");
        Ok(old)
    }

    /// Forgets an endpoint that the service doesn't take any more.
    pub(in super::super) fn forget(&self, url: &Uri) {
        let mut state = self.state();
        if state.found.as_ref().is_some_and(|found| found.url == *url) {
            state.found = None;
            state.failed = None;
        }
    }
}
