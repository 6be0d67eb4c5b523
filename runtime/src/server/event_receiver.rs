//! The events of a request, as they come.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;

use super::Rejection;
use crate::event_stream::event_reader::{EventReader, MessageType};
use crate::event_stream::event_writer::EventWriter;
use crate::event_stream::signed::Signed;
use crate::event_stream::{Decoder, Event, FrameError, HeaderValue, Message, initial};
use crate::{Body, BodyErrorKind, ErrorMeta, InvalidResponse};

/// Receives the events of a request, as they come.
///
/// The handler may answer before it has received all events, and may pass the receiver to the function
/// that [sends the events of the answer](super::EventResponse::stream), or to another task. Dropping it
/// leaves the rest of the request unread.
///
/// At most one message is in memory beside what the connection holds. A message that is larger than
/// the server's [limit](super::Server::body_limit) is an error.
///
/// Messages that wrap others with a signature are taken out of them. Their signatures and dates aren't
/// verified, as a server doesn't know its callers' secrets. What is verified: all messages are signed
/// from the first to the last, and the signed end is there.
pub struct EventReceiver<E> {
    messages: Decoder,
    /// Until the end of the request.
    body: Option<Body>,
    signed: Signed,
    meta: ErrorMeta,
    /// The reason why nothing more can be read.
    failure: Option<Rejection>,
    limit: usize,
    events: PhantomData<fn() -> E>,
}

impl<E: Event> EventReceiver<E> {
    /// Makes a receiver of the bytes that are there already, and the rest of the body.
    pub(super) fn new(
        operation: &'static str,
        begun: Bytes,
        rest: Option<Body>,
        limit: usize,
    ) -> Self {
        let mut messages = Decoder::new().with_limit(limit);
        messages.push(begun);
        Self {
            messages,
            body: rest,
            signed: Signed::No,
            meta: ErrorMeta::default().with_operation(operation),
            failure: None,
            limit,
            events: PhantomData,
        }
    }

    /// Receives the next event; `None` after the last one. Dropping the future loses nothing.
    ///
    /// # Errors
    ///
    /// An event that can't be read: others can be received afterwards. A stream that is cut off within
    /// a message, without the end that signed messages need, by a connection that failed, or that
    /// consists of no messages: the same error comes from then on. The error has the code
    /// `SerializationException` and the status 400, or `RequestEntityTooLargeException` and 413, so a
    /// handler that gives it back (`?`) tells the client. Or the error that the client itself
    /// ended the stream with.
    pub async fn next(&mut self) -> Result<Option<E>, E::Error> {
        poll_fn(|context| self.poll_next(context)).await
    }

    /// Receives the next event, as [`next`](Self::next) does, for those who poll.
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next).
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Result<Option<E>, E::Error>> {
        loop {
            if let Some(failure) = &self.failure {
                return Poll::Ready(Err(self.error(failure)));
            }
            match self.messages.next() {
                Ok(Some(message)) => match self.signed.take(message) {
                    Ok(Some(message)) => match self.event(&message) {
                        Some(event) => return Poll::Ready(event.map(Some)),
                        None => continue,
                    },
                    // Nothing after the signed end is an event.
                    Ok(None) => self.body = None,
                    Err(error) => self.fail(broken(error, self.limit)),
                },
                Ok(None) => {
                    if self.body.is_none() {
                        return Poll::Ready(match self.end() {
                            Ok(()) => Ok(None),
                            Err(failure) => Err(self.fail_with(failure)),
                        });
                    }
                    ready!(self.poll_more(context));
                }
                Err(error) => self.fail(broken(error, self.limit)),
            }
        }
    }

    /// Waits for more bytes, or the end.
    fn poll_more(&mut self, context: &mut Context<'_>) -> Poll<()> {
        let Some(body) = &mut self.body else {
            return Poll::Ready(());
        };
        match ready!(body.poll_next(context)) {
            Some(Ok(chunk)) => self.messages.push(chunk),
            None => self.body = None,
            Some(Err(error)) => {
                let text = match error.kind() {
                    BodyErrorKind::Transport => {
                        "the connection failed before the end of the events"
                    }
                    _ => "the body failed before the end of the events",
                };
                self.fail(Rejection::Serialization(text.to_owned()));
            }
        }
        Poll::Ready(())
    }

    /// Returns whether the stream may end here.
    fn end(&mut self) -> Result<(), Rejection> {
        let finished = self.messages.finish();
        finished.map_err(|error| broken(error, self.limit))?;
        // Anybody may have cut off a signed stream without its end.
        if self.signed == Signed::Yes {
            let text = "the events end without the signed message that ends them";
            return Err(Rejection::Serialization(text.to_owned()));
        }
        Ok(())
    }

    /// Reads a message; `None` if it isn't an event.
    fn event(&mut self, message: &Message) -> Option<Result<E, E::Error>> {
        let event = match EventReader::new(message, &self.meta) {
            Ok((MessageType::Event, event)) if initial::is_initial(event.name()) => return None,
            Ok((MessageType::Event, event)) => E::read(&event),
            Ok((MessageType::Exception | MessageType::Error, event)) => {
                let error = E::read_error(&event);
                self.messages = Decoder::new();
                self.body = None;
                self.signed = Signed::Ended;
                return Some(Err(error));
            }
            Err(error) => Err(error),
        };
        Some(event.map_err(|error| self.error(&unreadable(&error))))
    }

    fn fail(&mut self, failure: Rejection) {
        self.body = None;
        self.failure = Some(failure);
    }

    fn fail_with(&mut self, failure: Rejection) -> E::Error {
        let error = self.error(&failure);
        self.fail(failure);
        error
    }

    /// Makes the service's error of a rejection: one that isn't modelled, with code and message.
    fn error(&self, rejection: &Rejection) -> E::Error {
        let status = StatusCode::from_u16(rejection.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let meta = ErrorMeta::default()
            .with_code(rejection.code())
            .with_message(rejection.to_string());
        unmodeled::<E>(&self.meta.clone().with_status(status), &meta)
    }
}

/// Makes the service's error of a code and a message that the model doesn't have.
pub(super) fn unmodeled<E: Event>(of: &ErrorMeta, told: &ErrorMeta) -> E::Error {
    let message = EventWriter::error(Some(told)).finish();
    match EventReader::new(&message, of) {
        Ok((_, event)) => E::read_error(&event),
        // An error without a name can always be read.
        Err(error) => error.into(),
    }
}

fn broken(error: FrameError, limit: usize) -> Rejection {
    match error {
        FrameError::TooLong => Rejection::TooLarge { limit },
        error => Rejection::Serialization(format!("the events can't be read: {error}")),
    }
}

fn unreadable(error: &InvalidResponse) -> Rejection {
    let (expected, found) = (error.expected(), error.found());
    let place = match (error.header(), error.path()) {
        (Some(header), _) => format!("in the header {header} of an event"),
        (None, path) => format!("in an event at {}", path.unwrap_or("$")),
    };
    Rejection::Serialization(format!("expected {expected}, found {found} {place}"))
}

/// Takes the first message of a request's body. Returns the bytes that were read for that.
///
/// # Errors
///
/// The body ends before, is no message, or has a message that is larger than the limit.
pub(super) async fn begin(body: &mut Body, limit: usize) -> Result<Bytes, Rejection> {
    let mut messages = Decoder::new().with_limit(limit);
    let mut chunks: Vec<Bytes> = Vec::new();
    loop {
        let first = messages.next().map_err(|error| broken(error, limit))?;
        if first.is_some() {
            break;
        }
        match body.next().await {
            Ok(Some(chunk)) => {
                messages.push(chunk.clone());
                chunks.push(chunk);
            }
            Ok(None) => {
                messages.finish().map_err(|error| broken(error, limit))?;
                break;
            }
            Err(_) => {
                let text = "the body ended before it was complete";
                return Err(Rejection::Serialization(text.to_owned()));
            }
        }
    }
    Ok(match chunks.as_mut_slice() {
        [only] => std::mem::take(only),
        several => several.concat().into(),
    })
}

/// Returns whether a message is the initial one of a request.
pub(super) fn is_initial_request(message: &Message) -> bool {
    let name = HeaderValue::String(initial::REQUEST.to_owned());
    message.header(":event-type") == Some(&name)
}

impl<E> fmt::Debug for EventReceiver<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventReceiver")
            .field("operation", &self.meta.operation())
            .field("messages", &self.messages)
            .finish_non_exhaustive()
    }
}
