//! The messages of a request on their way to the HTTP client.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

use tokio::time::Instant;

use super::super::{
    CallError, TimeoutError, TimeoutKind, Timeouts, TransportError, TransportErrorKind,
};
use crate::event_stream::channel::{Channel, End};

/// The time between two looks while the program is waited for.
const LOOK: Duration = Duration::from_secs(1);

/// The messages of a request on their way to the HTTP client, and what became of them.
pub(in super::super) struct Flow {
    pub(super) messages: Channel,
    /// Whether the answer may come before the events have ended, as it is a stream, too.
    answers_early: bool,
    state: Mutex<State>,
}

struct State {
    /// Whether the HTTP client asks for messages: there is a connection with room for the request.
    is_open: bool,
    /// When a message, or the end, was handed over last.
    last: Instant,
    /// The bytes that the HTTP client took since the last look.
    moved: u64,
}

impl Flow {
    pub(super) fn new(answers_early: bool) -> Self {
        Self {
            messages: Channel::default(),
            answers_early,
            state: Mutex::new(State {
                is_open: false,
                last: Instant::now(),
                moved: 0,
            }),
        }
    }

    /// Returns whether an event was handed over, so that the request can't be sent again.
    pub(in super::super) fn has_begun(&self) -> bool {
        self.messages.taken() > 0
    }

    pub(super) fn is_open(&self) -> bool {
        self.state().is_open
    }

    /// Says whether the HTTP client asks for messages.
    pub(super) fn set_open(&self, is_open: bool) {
        self.state().is_open = is_open;
    }

    /// Says that a message, or the end, was handed over.
    pub(super) fn handed_over(&self) {
        self.state().last = Instant::now();
    }

    /// Says that the HTTP client took this many bytes.
    pub(super) fn moved(&self, bytes: usize) {
        self.state().moved += bytes as u64;
    }

    /// Returns the bytes that the HTTP client took since this was asked last.
    pub(super) fn take_moved(&self) -> u64 {
        std::mem::take(&mut self.state().moved)
    }

    /// Ends the events.
    pub(super) fn end(&self, end: End) {
        self.handed_over();
        self.messages.end(end);
    }

    /// Takes no more events, unless all were given: the service's answer has ended.
    pub(in super::super) fn answer_ended(&self) {
        if self.messages.ended() != Some(End::Finished) {
            self.messages.close();
        }
    }

    /// Waits for the head of a response.
    ///
    /// The timeout of the attempt holds for the time until there is a stream for the request, and for
    /// the time since the service was given an event last, if it may answer before the end. While
    /// the program has given nothing, the service has nothing to answer.
    pub(in super::super) async fn in_time<T>(
        &self,
        timeouts: &Timeouts,
        response: impl Future<Output = T>,
    ) -> Result<T, CallError> {
        let mut response = pin!(response);
        let mut response = pin!(poll_fn(|context| {
            if self.messages.poll_given_up(context).is_ready() {
                return Poll::Ready(Err(given_up()));
            }
            response.as_mut().poll(context).map(Ok)
        }));
        let Some(after) = timeouts.attempt else {
            return response.await;
        };
        let begun = Instant::now();
        loop {
            let left = match self.waited_since(begun) {
                Some(since) => after.saturating_sub(since.elapsed()),
                None => LOOK,
            };
            if left.is_zero() {
                return Err(TimeoutError::new(TimeoutKind::Attempt, after).into());
            }
            if let Ok(response) = tokio::time::timeout(left, response.as_mut()).await {
                return response;
            }
        }
    }

    /// Returns since when the service or the network was waited for, if it is.
    fn waited_since(&self, begun: Instant) -> Option<Instant> {
        let (is_open, last) = {
            let state = self.state();
            (state.is_open, state.last)
        };
        if !is_open {
            return Some(begun);
        }
        let has_ended = self.messages.ended().is_some();
        (has_ended || self.answers_early && self.has_begun()).then_some(last.max(begun))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes the error of a call whose sender was dropped.
pub(super) fn given_up() -> CallError {
    let text = "the sender was dropped before it finished, which ended the call";
    TransportError::new(TransportErrorKind::Source, text).into()
}
