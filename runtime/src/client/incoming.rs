//! The events of a response between the connection and those who read them.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

#[cfg(feature = "request-events")]
use super::conversation::Flow;
use super::{CallError, TransportError};
use crate::Body;
use crate::event_stream::{Event, EventDecoder};

/// The bytes that a sender reads ahead at most while it looks whether the service ended the stream.
#[cfg(feature = "request-events")]
const AHEAD: usize = 64 * 1024;

type CopyOf<T> = fn(&T) -> T;

/// The events of a response between the connection and those who read them: the receiver, and a
/// sender that looks whether the service ended the stream.
pub(super) struct Incoming<E: Event, O> {
    decoder: EventDecoder<E, O>,
    /// Until the stream has ended.
    open: Option<Body>,
    /// Events that were read ahead, and an error at the end.
    ready: VecDeque<Result<E, E::Error>>,
    /// The number of bytes that were read ahead since all was taken.
    ahead: usize,
    /// Copies an error for the sender, if there is one.
    copy: Option<CopyOf<E::Error>>,
    /// The events of the request.
    #[cfg(feature = "request-events")]
    flow: Option<Arc<Flow>>,
    /// Set when the stream has ended, if there is a sender: with the error that it ended with.
    over: Option<Option<E::Error>>,
    waiting: Arc<Waiting>,
}

impl<E, O> Incoming<E, O>
where
    E: Event,
    E::Error: From<CallError>,
    O: Default,
{
    pub(super) fn new(decoder: EventDecoder<E, O>, open: Option<Body>) -> Self {
        Self {
            decoder,
            open,
            ready: VecDeque::new(),
            ahead: 0,
            copy: None,
            #[cfg(feature = "request-events")]
            flow: None,
            over: None,
            waiting: Arc::default(),
        }
    }

    /// Takes the next event, or the end. `None` if more bytes are needed for it.
    pub(super) fn event(&mut self) -> Option<Result<Option<E>, E::Error>> {
        if let Some(event) = self.ready.pop_front() {
            return Some(event.map(Some));
        }
        self.ahead = 0;
        self.decoded()
    }

    /// Takes out the output. `None` if more bytes are needed for it.
    pub(super) fn output(&mut self) -> Option<Result<Option<O>, E::Error>> {
        match self.decoder.take_output() {
            Ok(None) if self.open.is_some() => None,
            Ok(None) => match self.ready.pop_front() {
                Some(Err(error)) => Some(Err(error)),
                _ => Some(Ok(None)),
            },
            known => Some(known),
        }
    }

    fn decoded(&mut self) -> Option<Result<Option<E>, E::Error>> {
        let event = self.decoder.next();
        if self.decoder.has_ended() {
            self.ended(event.as_ref().err());
        }
        match event {
            Ok(None) if self.open.is_some() => None,
            event => Some(event),
        }
    }

    /// Waits for more bytes, or the end.
    pub(super) fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<usize> {
        let Some(open) = &mut self.open else {
            return Poll::Ready(0);
        };
        self.waiting.add(context.waker());
        let waker = Waker::from(self.waiting.clone());
        let Poll::Ready(next) = open.poll_next(&mut Context::from_waker(&waker)) else {
            return Poll::Pending;
        };
        let failure = match next {
            Some(Ok(chunk)) => {
                let length = chunk.len();
                self.decoder.push(chunk);
                return Poll::Ready(length);
            }
            Some(Err(error)) => Err(CallError::from(TransportError::of_response(error)).into()),
            None => self.decoder.finish(),
        };
        self.ended(failure.as_ref().err());
        if let Err(error) = failure {
            self.ready.push_back(Err(error));
        }
        Poll::Ready(0)
    }

    /// Ends the stream.
    pub(super) fn ended(&mut self, error: Option<&E::Error>) {
        if self.open.take().is_none() {
            return;
        }
        if let Some(copy) = self.copy {
            self.over = Some(error.map(copy));
        }
        // The service listens no more, unless the request was complete.
        #[cfg(feature = "request-events")]
        if let Some(flow) = &self.flow {
            flow.answer_ended();
        }
        // A sender that waits learns why.
        self.waiting.wake_by_ref();
    }
}

/// Where a sender looks for the end of the stream. `E` is the service's error.
#[cfg(feature = "request-events")]
pub(super) trait Look<E>: Send + Sync {
    /// Returns how the stream ended, if it has: with an error, or none. Otherwise `context` is woken
    /// when more comes. A closed stream is read to its end, which has come already.
    fn look(&self, is_closed: bool, context: &mut Context<'_>) -> Option<Option<E>>;

    /// Ends the stream with an error, unless it has ended.
    fn end(&self, error: &E);
}

#[cfg(feature = "request-events")]
impl<E, O> Look<E::Error> for Mutex<Incoming<E, O>>
where
    E: Event + Send,
    E::Error: From<CallError> + Clone + Send,
    O: Default + Send,
{
    fn look(&self, is_closed: bool, context: &mut Context<'_>) -> Option<Option<E::Error>> {
        let mut incoming = self.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(over) = &incoming.over {
                return Some(over.clone());
            }
            match incoming.decoded() {
                Some(Ok(None)) => {}
                Some(Ok(Some(event))) => incoming.ready.push_back(Ok(event)),
                Some(Err(error)) => incoming.ready.push_back(Err(error)),
                None => {
                    if incoming.ahead >= AHEAD && !is_closed {
                        incoming.waiting.add(context.waker());
                        return None;
                    }
                    match incoming.poll_more(context) {
                        Poll::Ready(bytes) => incoming.ahead += bytes,
                        Poll::Pending => return None,
                    }
                }
            }
        }
    }

    fn end(&self, error: &E::Error) {
        let mut incoming = self.lock().unwrap_or_else(PoisonError::into_inner);
        if incoming.open.is_some() {
            incoming.ended(Some(error));
            incoming.ready.push_back(Err(error.clone()));
        }
    }
}

#[cfg(feature = "request-events")]
impl<E, O> Incoming<E, O>
where
    E: Event,
    E::Error: Clone,
{
    /// Keeps how the stream ends for a sender.
    pub(super) fn has_sender(&mut self, flow: Arc<Flow>) {
        self.copy = Some(E::Error::clone);
        self.flow = Some(flow);
    }
}

/// All who wait for more of a response: the receiver and the sender may be in different tasks.
#[derive(Default)]
struct Waiting(Mutex<Vec<Waker>>);

impl Waiting {
    fn add(&self, waker: &Waker) {
        let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !waiting.iter().any(|other| other.will_wake(waker)) {
            waiting.push(waker.clone());
        }
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        let waiting = {
            let mut waiting = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            std::mem::take(&mut *waiting)
        };
        waiting.into_iter().for_each(Waker::wake);
    }
}
