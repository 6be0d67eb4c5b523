//! Event streams on the server: in memory, as all of a request and a response is.

use std::fmt;

use bytes::Bytes;

use super::{Incoming, Rejection};
use crate::event_stream::initial::initial_response;
use crate::event_stream::signed::{Unwrapped, unwrapped};
use crate::event_stream::{Decoder, Event, EventDecoder, HeaderValue};

impl Incoming {
    /// Reads the events in the body.
    pub fn events<E: Event>(&self, operation: &'static str) -> EventDecoder<E, ()> {
        EventDecoder::of_request(operation, self.body().clone(), ())
    }

    /// Returns the payload of the first message of the body, if that is an initial message.
    ///
    /// # Errors
    /// A body that doesn't begin with a message.
    pub(crate) fn initial_request(&self) -> Result<Option<Bytes>, Rejection> {
        let mut messages = Decoder::new();
        messages.push(self.body().clone());
        let first = messages.next().and_then(|first| match first {
            Some(first) => unwrapped(first).map(Some),
            None => Ok(None),
        });
        let first = match first.map_err(|error| Rejection::Serialization(error.to_string()))? {
            Some(Unwrapped::Plain(first) | Unwrapped::Signed(first)) => Some(first),
            Some(Unwrapped::End) | None => None,
        };
        let name = HeaderValue::String("initial-request".to_owned());
        let initial = first.filter(|message| message.header(":event-type") == Some(&name));
        Ok(initial.map(|message| message.payload))
    }
}

/// The answer of an operation with an event stream: the output's other members, the events, and
/// perhaps an error that ends the stream.
pub struct EventResponse<E: Event, O> {
    output: O,
    events: Vec<E>,
    error: Option<E::Error>,
}

impl<E: Event, O> EventResponse<E, O> {
    /// Makes an answer of these members, with no event yet.
    pub fn new(output: O) -> Self {
        Self {
            output,
            events: Vec::new(),
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

    /// The members besides the events.
    pub fn output(&self) -> &O {
        &self.output
    }

    /// The events as bytes.
    ///
    /// # Errors
    /// [`Rejection::Internal`] if one of them can't be written.
    #[doc(hidden)]
    pub fn encode(&self) -> Result<Bytes, Rejection> {
        let mut all = Vec::new();
        let error = self.error.iter().map(E::encode_error);
        for message in self.events.iter().map(E::encode).chain(error) {
            // The details are for the handler, not for the caller.
            let message = message.map_err(|_| internal())?;
            all.extend_from_slice(&message);
        }
        Ok(all.into())
    }
}

/// Puts the members into a message before the events.
///
/// # Errors
/// [`Rejection::Internal`] if the members are more than a message can hold.
pub fn after_initial_response(
    content_type: &str,
    payload: Bytes,
    events: &[u8],
) -> Result<Bytes, Rejection> {
    let initial = initial_response("", content_type, payload).map_err(|_| internal())?;
    Ok([&*initial, events].concat().into())
}

fn internal() -> Rejection {
    Rejection::Internal("the answer has an event that can't be sent".to_owned())
}

impl<E: Event, O> fmt::Debug for EventResponse<E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventResponse")
            .field("events", &self.events.len())
            .finish_non_exhaustive()
    }
}
