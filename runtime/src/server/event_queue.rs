//! The events between a handler's function and the body of its response.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

/// The bytes of messages that wait at most, unless one message has more.
const ROOM: usize = 16 * 1024;

/// The messages that wait for the client. Few wait, so that the handler goes at the client's pace, and
/// some, so that small ones can share a chunk.
#[derive(Default)]
pub(super) struct EventQueue(Mutex<State>);

#[derive(Default)]
struct State {
    messages: Vec<Bytes>,
    /// The number of their bytes.
    length: usize,
    /// Nothing is taken any more.
    is_closed: bool,
    sending: Option<Waker>,
    taking: Option<Waker>,
}

impl EventQueue {
    /// Waits until there is room for a message. Says whether messages are taken at all.
    pub(super) fn poll_room(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut state = self.state();
        if state.is_closed {
            return Poll::Ready(false);
        }
        if state.length < ROOM {
            return Poll::Ready(true);
        }
        state.sending = Some(context.waker().clone());
        Poll::Pending
    }

    /// Hands in a message. There has to be room.
    pub(super) fn put(&self, message: Bytes) {
        let mut state = self.state();
        if !state.is_closed {
            state.length += message.len();
            state.messages.push(message);
        }
        let taking = state.taking.take();
        drop(state);
        wake(taking);
    }

    /// Takes all messages that wait. If there are none, `context` is woken when one comes.
    pub(super) fn take(&self, context: &mut Context<'_>) -> Vec<Bytes> {
        let mut state = self.state();
        let messages = std::mem::take(&mut state.messages);
        state.length = 0;
        if messages.is_empty() {
            state.taking = Some(context.waker().clone());
            return messages;
        }
        let sending = state.sending.take();
        drop(state);
        wake(sending);
        messages
    }

    /// Says that nothing is taken any more. Whoever waits for room learns that.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        let sending = state.sending.take();
        drop(state);
        wake(sending);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes a side, which is done without the lock.
fn wake(side: Option<Waker>) {
    if let Some(waker) = side {
        waker.wake();
    }
}
