//! The way of messages from a program to the body that carries them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

/// The bytes of messages that wait at most, unless one message has more.
const QUEUE: usize = 16 * 1024;

/// The way of messages from a program to the body that carries them. Few messages wait, so that
/// whoever sends goes at the pace of the other side, and some, so that small ones can share a frame of
/// HTTP/2. No runtime is needed.
#[derive(Default)]
pub(crate) struct Channel(Mutex<State>);

#[derive(Default)]
struct State {
    /// The messages that wait.
    queue: VecDeque<Bytes>,
    /// The number of their bytes.
    queued: usize,
    end: Option<End>,
    /// The end was taken, too.
    is_drained: bool,
    /// Nothing is taken any more.
    is_closed: bool,
    /// The program wants no answer any more, either.
    is_given_up: bool,
    /// A message was handed in that nobody takes.
    has_lost: bool,
    /// The number of messages that were taken.
    taken: u64,
    sending: Option<Waker>,
    taking: Option<Waker>,
    watching: Option<Waker>,
}

/// How a stream of messages ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The program said that it is complete.
    Finished,
    /// The program dropped its end.
    Dropped,
}

/// The stream of messages broke off: its sender was dropped, or nobody wants more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BrokenOff;

impl Channel {
    /// Waits until there is room for a message. Says whether messages are taken at all.
    pub(crate) fn poll_room(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut state = self.state();
        if state.is_closed {
            return Poll::Ready(false);
        }
        if state.queued < QUEUE {
            return Poll::Ready(true);
        }
        state.sending = Some(context.waker().clone());
        Poll::Pending
    }

    /// Hands in a message. There has to be room.
    pub(crate) fn put(&self, message: Bytes) {
        let mut state = self.state();
        if !state.is_closed {
            state.queued += message.len();
            state.queue.push_back(message);
        }
        wake(state, |state| &mut state.taking);
    }

    /// Ends the stream, unless that was done before.
    pub(crate) fn end(&self, end: End) {
        let mut state = self.state();
        state.end.get_or_insert(end);
        wake(state, |state| &mut state.taking);
    }

    /// Returns how the stream ended.
    pub(crate) fn ended(&self) -> Option<End> {
        self.state().end
    }

    /// Waits until all messages and the end were taken. Says whether they were.
    pub(crate) fn poll_drained(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut state = self.state();
        if state.is_drained || state.is_closed {
            return Poll::Ready(state.is_drained);
        }
        state.sending = Some(context.waker().clone());
        Poll::Pending
    }

    /// Takes the next message; `None` at the end.
    pub(crate) fn poll_take(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BrokenOff>>> {
        let mut state = self.state();
        if state.is_closed {
            return Poll::Ready(Some(Err(BrokenOff)));
        }
        if let Some(message) = state.queue.pop_front() {
            state.queued -= message.len();
            state.taken += 1;
            wake(state, |state| &mut state.sending);
            return Poll::Ready(Some(Ok(message)));
        }
        match state.end {
            Some(End::Finished) => {
                state.is_drained = true;
                wake(state, |state| &mut state.sending);
                Poll::Ready(None)
            }
            Some(End::Dropped) => Poll::Ready(Some(Err(BrokenOff))),
            None => {
                state.taking = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Returns whether a message was handed in that nobody took.
    pub(crate) fn has_lost(&self) -> bool {
        self.state().has_lost
    }

    /// Returns the number of messages that were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.state().taken
    }

    /// Says that nothing is taken any more. What waits is dropped.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.has_lost |= !state.queue.is_empty();
        state.queue.clear();
        state.queued = 0;
        let taking = state.taking.take();
        wake(state, |state| &mut state.sending);
        if let Some(waker) = taking {
            waker.wake();
        }
    }

    /// Says that the program wants no answer any more, either.
    pub(crate) fn give_up(&self) {
        self.close();
        let mut state = self.state();
        state.is_given_up = true;
        wake(state, |state| &mut state.watching);
    }

    /// Waits until the program wants no answer any more.
    pub(crate) fn poll_given_up(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if state.is_given_up {
            return Poll::Ready(());
        }
        state.watching = Some(context.waker().clone());
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes one of the two sides, without the lock.
fn wake(mut state: MutexGuard<'_, State>, side: fn(&mut State) -> &mut Option<Waker>) {
    let waker = side(&mut state).take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}
