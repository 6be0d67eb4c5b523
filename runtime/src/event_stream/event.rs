//! Unions of events as messages and back.

use bytes::Bytes;

use super::Message;
use super::event_reader::EventReader;
use crate::error::Problems;
use crate::{InvalidInput, InvalidResponse};

/// A union of events, of which a stream consists. Generated code implements it.
///
/// Modelled errors that a stream can end with aren't in the union: they are variants of the
/// service's error enum.
pub trait Event: Sized {
    /// The union's name in the service's model.
    const NAME: &'static str;

    /// The service's error enum.
    type Error: std::error::Error + From<Box<InvalidInput>> + From<Box<InvalidResponse>>;

    /// Reads a message that is an event.
    ///
    /// # Errors
    ///
    /// A message that isn't what the model says of the event.
    #[doc(hidden)]
    fn read(event: &EventReader<'_>) -> Result<Self, Box<InvalidResponse>>;

    /// Reads a message that is an exception, or an error that isn't modelled.
    #[doc(hidden)]
    fn read_error(event: &EventReader<'_>) -> Self::Error;

    /// The message of an event.
    ///
    /// # Errors
    ///
    /// An event that can't be sent.
    fn to_message(&self) -> Result<Message, Self::Error>;

    /// The message that ends a stream with an error: an exception if the stream's model has
    /// it, and an error with code and message otherwise.
    #[doc(hidden)]
    fn error_message(error: &Self::Error) -> Message;

    /// An event as the bytes of its message, not signed.
    ///
    /// # Errors
    ///
    /// An event that can't be sent: required members are missing, it is unknown, or larger
    /// than a message may be.
    fn encode(&self) -> Result<Bytes, Self::Error> {
        frame::<Self>(&self.to_message()?)
    }

    /// An error as the bytes of the message that ends a stream with it.
    ///
    /// # Errors
    ///
    /// An error that is larger than a message may be.
    fn encode_error(error: &Self::Error) -> Result<Bytes, Self::Error> {
        frame::<Self>(&Self::error_message(error))
    }
}

fn frame<E: Event>(message: &Message) -> Result<Bytes, E::Error> {
    Ok(encoded(E::NAME, message)?)
}

/// A message as bytes; one that can't be is an input that can't.
pub(super) fn encoded(name: &'static str, message: &Message) -> Result<Bytes, Box<InvalidInput>> {
    message.encode().or_else(|error| {
        let mut problems = Problems::new();
        problems.invalid("message", error.to_string());
        problems.finish(name).map(|()| Bytes::new())
    })
}
