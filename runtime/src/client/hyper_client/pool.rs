//! The pool of connections that nobody uses.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::origin::Origin;
use super::stream::Stream;

/// Connections that nobody uses. They aren't of any runtime while they are here, and a
/// connection on which something arrived meanwhile is never handed out again: an answer that
/// nobody has asked for yet, or the end.
///
/// A thread closes those that have been here for too long or on which something arrived, so that
/// they don't depend on anybody calling. The thread is there as long as there are connections.
pub(super) struct Pool(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    changed: Condvar,
    keep: Duration,
    max: usize,
}

#[derive(Default)]
struct State {
    /// The one that came last is at the end.
    idle: Vec<Idle>,
    has_thread: bool,
}

struct Idle {
    origin: Origin,
    stream: Stream,
    since: Instant,
}

/// The interval at which the thread looks whether something arrived.
const LOOK: Duration = Duration::from_secs(1);

impl Pool {
    /// Creates an empty pool. Connections are kept for `keep`, and `max` of them at most.
    pub(super) fn new(keep: Duration, max: usize) -> Self {
        Self(Arc::new(Shared {
            state: Mutex::default(),
            changed: Condvar::new(),
            keep,
            max,
        }))
    }

    /// A connection to this origin on which nothing arrived; it is in the runtime that is
    /// running.
    pub(super) fn take(&self, origin: &Origin) -> Option<Stream> {
        loop {
            let Idle { mut stream, .. } = {
                let mut state = self.0.state();
                let at = state.idle.iter().rposition(|idle| idle.origin == *origin)?;
                let idle = state.idle.remove(at);
                if idle.since.elapsed() >= self.0.keep {
                    continue;
                }
                idle
            };
            if stream.is_quiet() && stream.wake().is_ok() {
                return Some(stream);
            }
        }
    }

    /// Keeps a connection for later, unless something arrived that belongs to nobody's request.
    pub(super) fn put(&self, origin: Origin, mut stream: Stream) {
        if self.0.max == 0 || !stream.rest() {
            return;
        }
        let idle = Idle {
            origin,
            stream,
            since: Instant::now(),
        };
        let mut state = self.0.state();
        let oldest = (state.idle.len() >= self.0.max).then(|| state.idle.remove(0));
        state.idle.push(idle);
        if !state.has_thread {
            let shared = self.0.clone();
            let thread = std::thread::Builder::new().name("idle connections".to_owned());
            state.has_thread = thread.spawn(move || shared.close_in_time()).is_ok();
            if !state.has_thread {
                state.idle.clear();
            }
        }
        drop(state);
        drop(oldest);
    }

    /// Does something to all connections that are here.
    #[cfg(test)]
    pub(super) fn each(&self, mut act: impl FnMut(&mut Stream)) -> usize {
        let mut state = self.0.state();
        state.idle.iter_mut().for_each(|idle| act(&mut idle.stream));
        state.idle.len()
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let idle = std::mem::take(&mut self.0.state().idle);
        self.0.changed.notify_all();
        drop(idle);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes connections in time; the thread runs this until there is no connection left.
    fn close_in_time(&self) {
        let mut state = self.state();
        loop {
            let is_over =
                |idle: &mut Idle| idle.since.elapsed() >= self.keep || !idle.stream.is_quiet();
            state.idle.retain_mut(|idle| !is_over(idle));
            if state.idle.is_empty() {
                state.has_thread = false;
                return;
            }
            let pause = LOOK.min(self.keep);
            state = match self.changed.wait_timeout(state, pause) {
                Ok((state, _)) => state,
                Err(poisoned) => poisoned.into_inner().0,
            };
        }
    }
}
