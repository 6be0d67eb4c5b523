//! The pool of connections that nobody uses.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::line::Line;
use super::origin::Origin;

/// Connections that nobody uses. Nothing runs for them in any runtime, and a connection on which
/// something arrived meanwhile is never handed out again: an answer that nobody has asked for yet, or
/// the end.
///
/// A thread closes those that have been here for too long or on which something arrived, so that
/// they don't depend on anybody calling. The thread ends with the pool, or when no connection has been here
/// for a while.
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
    is_over: bool,
}

struct Idle {
    origin: Origin,
    line: Box<Line>,
    since: Instant,
}

/// The interval at which the thread looks whether something arrived.
const LOOK: Duration = Duration::from_secs(1);

/// The number of times that the thread finds no connection before it ends. A thread per call would
/// cost as much as the call.
const LOOKS: u32 = 10;

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
    pub(super) fn take(&self, origin: &Origin) -> Option<Box<Line>> {
        loop {
            let Idle { mut line, .. } = {
                let mut state = self.0.state();
                let at = state.idle.iter().rposition(|idle| idle.origin == *origin)?;
                let idle = state.idle.remove(at);
                if idle.since.elapsed() >= self.0.keep {
                    continue;
                }
                idle
            };
            if line.is_quiet() && line.wake() {
                return Some(line);
            }
        }
    }

    /// Keeps a connection for later that rests.
    pub(super) fn put(&self, origin: Origin, line: Box<Line>) {
        if self.0.max == 0 {
            return;
        }
        let idle = Idle {
            origin,
            line,
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
}

#[cfg(test)]
impl Pool {
    /// Does something to all connections that are here.
    pub(super) fn each(&self, mut act: impl FnMut(&mut Line)) -> usize {
        let mut state = self.0.state();
        state.idle.iter_mut().for_each(|idle| act(&mut idle.line));
        state.idle.len()
    }

    /// Returns whether the thread is there that closes connections.
    pub(super) fn has_thread(&self) -> bool {
        self.0.state().has_thread
    }

    /// Returns the part of the pool that its thread has, too.
    pub(super) fn shared(&self) -> std::sync::Weak<impl Send + Sync + use<>> {
        Arc::downgrade(&self.0)
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        let idle = {
            let mut state = self.0.state();
            state.is_over = true;
            std::mem::take(&mut state.idle)
        };
        self.0.changed.notify_all();
        drop(idle);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Closes connections in time. The thread runs this.
    fn close_in_time(&self) {
        let mut looks = 0;
        let mut state = self.state();
        loop {
            let is_over = |idle: &Idle| idle.since.elapsed() >= self.keep || !idle.line.is_quiet();
            state.idle.retain(|idle| !is_over(idle));
            looks = if state.idle.is_empty() { looks + 1 } else { 0 };
            if state.is_over || looks > LOOKS {
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
