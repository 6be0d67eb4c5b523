//! A request for credentials on its way, which several calls wait for.
//!
//! A task asks, in the runtime of the call that wanted credentials first, and all that wait get its
//! result. The future isn't inside the task, so that a cancel drops it at once, even where the
//! runtime rests. A call of another runtime asks that runtime for a sign of life after a second, and
//! begins a flight of its own if there is none.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, TryLockError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::watch;
use tokio::task::AbortHandle;
use tokio::time::{Instant, timeout};
use tracing::{Instrument, Span};

use super::nesting::{self, Nest};
use super::{Credentials, CredentialsError, ProvideCredentials};
use crate::client::BoxFuture;

/// How long a runtime may take to do nothing, before it counts as at rest.
const ANSWER: Duration = Duration::from_millis(250);

/// Credentials that are asked for, in a task of their own in the runtime of the call that
/// wanted them first. The cancellation of that call doesn't touch the others that wait.
pub(super) struct Flight {
    /// Nothing once it has come to its end. It isn't inside the task, so that
    /// [`cancel`](Self::cancel) can drop it while the runtime is at rest.
    work: Mutex<Option<Work>>,
    is_cancelled: AtomicBool,
    task: OnceLock<AbortHandle>,
    outcome: watch::Sender<Outcome>,
    /// Calls that wait for it. It changes under the cache's lock only.
    waiters: AtomicUsize,
    /// No call has to wait for it.
    is_beside: bool,
    runtime: Handle,
    /// When it should have ended itself.
    due: Option<Instant>,
}

type Work = BoxFuture<'static, Result<Credentials, CredentialsError>>;

pub(super) enum Outcome {
    Pending,
    Landed(Result<Credentials, CredentialsError>),
    /// Its runtime ended before it did.
    Lost,
}

impl Flight {
    /// Prepares to ask a provider, for no longer than `limit`, for the caches of `nest`.
    pub(super) fn new(
        provider: Arc<dyn ProvideCredentials>,
        limit: Duration,
        nest: Nest,
        runtime: Handle,
        is_beside: bool,
    ) -> Self {
        let work = async move {
            let provided = nesting::within(nest, provider.provide());
            timeout(limit, provided).await.unwrap_or_else(|_| {
                Err(CredentialsError::new(format!(
                    "their provider gave none within {limit:?}"
                )))
            })
        };
        // Events of a call belong to its span.
        let span = match is_beside {
            true => Span::none(),
            false => Span::current(),
        };
        Self {
            work: Mutex::new(Some(Box::pin(work.instrument(span)))),
            is_cancelled: AtomicBool::new(false),
            task: OnceLock::new(),
            outcome: watch::Sender::new(Outcome::Pending),
            waiters: AtomicUsize::new(0),
            is_beside,
            runtime,
            due: Instant::now().checked_add(limit.saturating_add(ANSWER)),
        }
    }

    /// Begins.
    pub(super) fn depart<B: Base>(self: &Arc<Self>, base: &Arc<B>) {
        let task = Task {
            base: base.clone(),
            flight: self.clone(),
        };
        _ = self.task.set(self.runtime.spawn(task).abort_handle());
    }

    /// Ends it without a result, at once: also if its runtime is at rest.
    pub(super) fn cancel(&self) {
        // In this order: whoever polls it now doesn't give the lock, but looks here after.
        self.is_cancelled.store(true, Ordering::SeqCst);
        drop(self.take_unless_polled());
        if let Some(task) = self.task.get() {
            task.abort();
        }
    }

    fn take_unless_polled(&self) -> Option<Work> {
        match self.work.try_lock() {
            Ok(mut work) => work.take(),
            Err(TryLockError::Poisoned(error)) => error.into_inner().take(),
            Err(TryLockError::WouldBlock) => None,
        }
    }

    /// Tells those who wait how it ended, unless they know.
    pub(super) fn end(&self, outcome: Outcome) {
        drop(self.take_unless_polled());
        self.outcome.send_if_modified(|known| {
            let is_news = matches!(known, Outcome::Pending);
            if is_news {
                *known = outcome;
            }
            is_news
        });
    }

    /// How it ends; nothing if it doesn't come to its end.
    pub(super) async fn landing(&self) -> Option<Result<Credentials, CredentialsError>> {
        let mut outcome = self.outcome.subscribe();
        let ended = |outcome: &Outcome| !matches!(outcome, Outcome::Pending);
        match &*outcome.wait_for(ended).await.ok()? {
            Outcome::Landed(result) => Some(result.clone()),
            Outcome::Pending | Outcome::Lost => None,
        }
    }

    pub(super) fn count_waiter(&self) {
        self.waiters.fetch_add(1, Ordering::Relaxed);
    }

    /// Says whether nobody needs it any more.
    pub(super) fn uncount_waiter(&self) -> bool {
        self.waiters.fetch_sub(1, Ordering::Relaxed) == 1 && !self.is_beside
    }

    pub(super) fn is_overdue(&self, now: Instant) -> bool {
        self.due.is_some_and(|due| due < now)
    }

    /// Whether its runtime does what it is told: not if it is at rest or has ended.
    pub(super) async fn is_driven(&self) -> bool {
        matches!(
            timeout(ANSWER, self.runtime.spawn(async {})).await,
            Ok(Ok(()))
        )
    }

    fn poll(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Credentials, CredentialsError>>> {
        let polled = {
            let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
            let Some(work) = work.as_mut() else {
                return Poll::Ready(None);
            };
            let polled = catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(context)));
            polled.unwrap_or_else(|_| {
                Poll::Ready(Err(CredentialsError::new("their provider panicked")))
            })
        };
        match polled {
            Poll::Ready(result) => Poll::Ready(Some(result)),
            Poll::Pending if self.is_cancelled.load(Ordering::SeqCst) => {
                drop(self.take_unless_polled());
                Poll::Ready(None)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

/// The cache that a flight belongs to.
pub(super) trait Base: Send + Sync + 'static {
    /// Takes the result of a flight.
    fn land(&self, flight: &Arc<Flight>, result: Result<Credentials, CredentialsError>);

    /// Hears that a flight has ended without a result.
    fn lose(&self, flight: &Arc<Flight>);
}

/// The task that the runtime drives.
struct Task<B: Base> {
    base: Arc<B>,
    flight: Arc<Flight>,
}

impl<B: Base> Future for Task<B> {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        match self.flight.poll(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(result) => {
                if let Some(result) = result {
                    self.base.land(&self.flight, result);
                }
                Poll::Ready(())
            }
        }
    }
}

impl<B: Base> Drop for Task<B> {
    /// The runtime drops it when it ends itself.
    fn drop(&mut self) {
        self.base.lose(&self.flight);
    }
}
