//! The half of a response that a handler puts its events into.

use std::fmt;
use std::future::poll_fn;
use std::marker::PhantomData;
use std::sync::Arc;

use super::event_queue::EventQueue;
use super::event_receiver::unmodeled;
use crate::ErrorMeta;
use crate::event_stream::Event;

/// Sends the events of a response. [`EventResponse::stream`](super::EventResponse::stream) gives it to
/// the handler's function.
///
/// Events leave when the client has room for them: 16 KiB wait (or one event, if that is larger), beside
/// what the connection holds. For several producers, give each a sender of a channel, and pass on what
/// the channel receives.
pub struct EventSender<E> {
    queue: Arc<EventQueue>,
    events: PhantomData<fn(E)>,
}

impl<E: Event> EventSender<E> {
    pub(super) fn new(queue: Arc<EventQueue>) -> Self {
        Self {
            queue,
            events: PhantomData,
        }
    }

    /// Sends an event, once there is room for it. A future that is dropped before it is ready has sent
    /// nothing.
    ///
    /// # Errors
    ///
    /// An event that can't be sent: required members are missing, it is unknown, or larger than a
    /// message may be; others can be sent afterwards. A handler that gives the error back ends the stream with an
    /// internal failure, whose details the client doesn't get. A sender that outlives the handler's
    /// function gets an error, too, as the response has ended.
    pub async fn send(&mut self, event: E) -> Result<(), E::Error> {
        let message = event.encode()?;
        if poll_fn(|context| self.queue.poll_room(context)).await {
            self.queue.put(message);
            return Ok(());
        }
        let text = "the response has ended, and takes no more events";
        let told = ErrorMeta::default()
            .with_code("InternalFailure")
            .with_message(text);
        Err(unmodeled::<E>(&ErrorMeta::default(), &told))
    }
}

impl<E> fmt::Debug for EventSender<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSender").finish_non_exhaustive()
    }
}
