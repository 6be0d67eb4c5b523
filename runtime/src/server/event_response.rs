//! The answer of an operation with an event stream.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};

use super::event_queue::EventQueue;
use super::{EventSender, Rejection};
use crate::event_stream::Event;
use crate::event_stream::event_writer::EventWriter;
use crate::{Body, BodyError, Chunks};

/// The future of the events that a handler sends.
type Sending<Error> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send>>;

/// Begins to send, as soon as the response's body is asked for.
type Begin<E> = Box<dyn FnOnce(EventSender<E>) -> Sending<<E as Event>::Error> + Send>;

/// The answer of an operation with an event stream: the output's other members, the events, and
/// perhaps an error that ends the stream.
///
/// Events that are there already are given by [`event`](Self::event). Events that come later are sent
/// by the function that [`stream`](Self::stream) takes:
///
/// ```
/// use tinsmith_runtime::event_stream::Event;
/// use tinsmith_runtime::server::{EventReceiver, EventResponse};
///
/// /// Says again what comes, while it comes.
/// fn say_again<E>(mut events: EventReceiver<E>) -> EventResponse<E, ()>
/// where
///     E: Event<Error: Send> + Send + 'static,
/// {
///     EventResponse::new(()).stream(|mut sender| async move {
///         while let Some(event) = events.next().await? {
///             sender.send(event).await?;
///         }
///         Ok(())
///     })
/// }
/// ```
pub struct EventResponse<E: Event, O> {
    output: O,
    events: Vec<E>,
    begin: Option<Begin<E>>,
    error: Option<E::Error>,
}

impl<E: Event, O> EventResponse<E, O> {
    /// Makes an answer of these members, with no event yet.
    pub fn new(output: O) -> Self {
        Self {
            output,
            events: Vec::new(),
            begin: None,
            error: None,
        }
    }

    /// Adds an event.
    #[must_use]
    pub fn event(mut self, event: E) -> Self {
        self.events.push(event);
        self
    }

    /// Ends the stream with an error.
    #[must_use]
    pub fn error(mut self, error: E::Error) -> Self {
        self.error = Some(error);
        self
    }

    /// Sets the function that sends events after those that are there already. The head of the response
    /// doesn't wait for it.
    ///
    /// The stream ends with the future that the function gives: `Ok` is its end. An error that the
    /// stream's model has is an exception in the stream. Any other error is told by its code and message,
    /// if it has a code, and otherwise as an internal failure without details. A future that panics
    /// breaks the connection off, or the stream of HTTP/2.
    ///
    /// The future is polled while the client has room for events. It is dropped when the client goes
    /// away, at whatever it waits for. It needs no task of its own.
    #[must_use]
    pub fn stream<F>(mut self, send: impl FnOnce(EventSender<E>) -> F + Send + 'static) -> Self
    where
        F: Future<Output = Result<(), E::Error>> + Send + 'static,
    {
        self.begin = Some(Box::new(|sender| Box::pin(send(sender))));
        self
    }

    /// The members besides the events.
    pub fn output(&self) -> &O {
        &self.output
    }

    /// The members besides the events, and the events as a body: in memory, unless some come later.
    ///
    /// # Errors
    /// [`Rejection::Internal`] if one of the events that are there can't be written.
    #[doc(hidden)]
    pub fn into_body(self) -> Result<(O, Body), Rejection>
    where
        E: 'static,
    {
        let mut known = Vec::new();
        for event in &self.events {
            // The details are for the handler, not for the caller.
            known.extend_from_slice(&event.encode().map_err(|_| internal())?);
        }
        let last = self.error.as_ref().map(E::encode_error).transpose();
        let last = last.map_err(|_| internal())?.unwrap_or_default();
        let Some(begin) = self.begin else {
            known.extend_from_slice(&last);
            return Ok((self.output, Body::from(known)));
        };
        let later = Later::<E> {
            known: known.into(),
            queue: Arc::default(),
            sending: State::Begin(begin),
            last,
        };
        Ok((self.output, Body::from_chunks(later, None)))
    }
}

pub(super) fn internal() -> Rejection {
    Rejection::Internal("the answer has an event that can't be sent".to_owned())
}

/// The events of a response that come later.
struct Later<E: Event> {
    /// The bytes before the first of them, until they are taken.
    known: Bytes,
    queue: Arc<EventQueue>,
    sending: State<E>,
    /// The message after all events.
    last: Bytes,
}

enum State<E: Event> {
    Begin(Begin<E>),
    Sending(Sending<E::Error>),
    Ended,
}

impl<E: Event> Later<E> {
    /// Lets the handler's future go on, and ends the stream with it.
    fn advance(&mut self, context: &mut Context<'_>) {
        if let State::Begin(_) = self.sending {
            if let State::Begin(begin) = std::mem::replace(&mut self.sending, State::Ended) {
                self.sending = State::Sending(begin(EventSender::new(self.queue.clone())));
            }
        }
        let State::Sending(sending) = &mut self.sending else {
            return;
        };
        if let Poll::Ready(result) = sending.as_mut().poll(context) {
            self.sending = State::Ended;
            if let Err(error) = result {
                self.last = last_message::<E>(&error);
            }
            self.queue.close();
        }
    }
}

/// Makes the message that ends a stream with an error. An error that is too large for a message is an
/// internal failure.
fn last_message<E: Event>(error: &E::Error) -> Bytes {
    let internal = || EventWriter::error(None).finish().encode();
    let message = E::encode_error(error).ok();
    message.or_else(|| internal().ok()).unwrap_or_default()
}

impl<E: Event> Chunks for Later<E> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if !self.known.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.known))));
        }
        self.advance(context);
        let messages = self.queue.take(context);
        if !messages.is_empty() {
            return Poll::Ready(Some(Ok(together(messages))));
        }
        if let State::Ended = self.sending {
            let last = std::mem::take(&mut self.last);
            return Poll::Ready((!last.is_empty()).then_some(Ok(last)));
        }
        Poll::Pending
    }
}

/// Small messages share a chunk: each chunk costs a write.
fn together(mut messages: Vec<Bytes>) -> Bytes {
    if let [only] = messages.as_mut_slice() {
        return std::mem::take(only);
    }
    let mut all = BytesMut::with_capacity(messages.iter().map(Bytes::len).sum());
    messages
        .iter()
        .for_each(|message| all.extend_from_slice(message));
    all.freeze()
}

/// A client that is gone takes no more events.
impl<E: Event> Drop for Later<E> {
    fn drop(&mut self) {
        self.queue.close();
    }
}

impl<E: Event, O> fmt::Debug for EventResponse<E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventResponse")
            .field("events", &self.events.len())
            .field("streams", &self.begin.is_some())
            .finish_non_exhaustive()
    }
}
