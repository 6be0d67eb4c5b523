//! Event streams in requests on their way in, and the members beside the events of a response.

use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::CONTENT_TYPE;

use super::event_receiver::{begin, is_initial_request};
use super::event_response::internal;
use super::{EventReceiver, Incoming, Rejection};
use crate::event_stream::initial::initial_response;
use crate::event_stream::signed::{Unwrapped, unwrapped};
use crate::event_stream::{self, Decoder, Event};
use crate::{Body, BodyError, Chunks};

impl Incoming {
    /// Waits for the first message of the body, which may be an initial message.
    ///
    /// # Errors
    /// A body that doesn't begin with a message.
    pub async fn begin_events(&mut self) -> Result<(), Rejection> {
        let found = self.parts().headers.get(CONTENT_TYPE);
        // A body of another type is refused for that, without waiting.
        if found.is_some_and(|found| found == event_stream::CONTENT_TYPE) {
            let limit = self.limit();
            if let Some(body) = self.rest_mut() {
                let begun = begin(body, limit).await?;
                self.set_begun(begun);
            }
        }
        Ok(())
    }

    /// Takes the events in the body.
    pub fn events<E: Event>(&mut self, operation: &'static str) -> EventReceiver<E> {
        let (begun, rest) = self.take_body();
        EventReceiver::new(operation, begun, rest, self.limit())
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
        let initial = first.filter(is_initial_request);
        Ok(initial.map(|message| message.payload))
    }
}

/// Puts the members into a message before the events.
///
/// # Errors
/// [`Rejection::Internal`] if the members are more than a message can hold.
pub fn after_initial_response(
    content_type: &str,
    payload: Bytes,
    events: Body,
) -> Result<Body, Rejection> {
    let initial = initial_response("", content_type, payload).map_err(|_| internal())?;
    Ok(match events.bytes() {
        Some(events) => Body::from([&*initial, events].concat()),
        None => Body::from_chunks(After { initial, events }, None),
    })
}

/// Events after an initial message.
struct After {
    initial: Bytes,
    events: Body,
}

impl Chunks for After {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if !self.initial.is_empty() {
            return Poll::Ready(Some(Ok(std::mem::take(&mut self.initial))));
        }
        self.events.poll_next(context)
    }
}
