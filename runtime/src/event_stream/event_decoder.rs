//! Events from the bytes of a stream, as they come.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use http::Response;

use super::event_reader::EventReader;
use super::event_reader::{MessageType, broken};
use super::initial::is_initial;
use super::signed::Signed;
use super::{Decoder, Event, FrameError, Message};
use crate::response::meta_of_headers;
use crate::{ErrorMeta, InvalidResponse};

/// Reads an initial message.
type ReadInitial<O> = fn(&EventReader<'_>) -> Result<O, Box<InvalidResponse>>;

/// Reads the events `E` of a stream, and the members `O` that the output has besides it.
///
/// The decoder does no I/O. Bytes go in by [`push`](Self::push), in chunks of any size, events
/// come out of [`next`](Self::next), and [`finish`](Self::finish) says whether the stream is
/// complete.
pub struct EventDecoder<E, O> {
    messages: Decoder,
    meta: ErrorMeta,
    output: Option<O>,
    /// Whether the output is known, or was taken out.
    has_output: bool,
    read_initial: Option<ReadInitial<O>>,
    /// The first message, if the output isn't made of it.
    first: Option<Message>,
    signed: Signed,
    /// Whether the stream ended with an error.
    ended: bool,
    events: PhantomData<fn() -> E>,
}

impl<E: Event, O: Default> EventDecoder<E, O> {
    /// Makes a decoder for a response whose head became the output. Bytes of the response's body
    /// come before all that is pushed.
    #[doc(hidden)]
    pub fn new(operation: &'static str, response: Response<Bytes>, output: O) -> Self {
        let meta = meta_of_headers(operation, &response);
        Self::of(meta, response.into_body(), Some(output), None)
    }

    /// Makes a decoder for a response whose first message may hold the members of the output.
    #[doc(hidden)]
    pub fn with_initial_response(
        operation: &'static str,
        response: Response<Bytes>,
        read: ReadInitial<O>,
    ) -> Self {
        let meta = meta_of_headers(operation, &response);
        Self::of(meta, response.into_body(), None, Some(read))
    }

    /// Makes a decoder for the stream of a request whose head became the input.
    #[doc(hidden)]
    pub fn of_request(operation: &'static str, body: Bytes, input: O) -> Self {
        let meta = ErrorMeta::default().with_operation(operation);
        Self::of(meta, body, Some(input), None).taking_signed()
    }

    /// Makes a decoder for the stream of a request whose first message may hold the members of the
    /// input.
    #[doc(hidden)]
    pub fn with_initial_request(
        operation: &'static str,
        body: Bytes,
        read: ReadInitial<O>,
    ) -> Self {
        let meta = ErrorMeta::default().with_operation(operation);
        Self::of(meta, body, None, Some(read)).taking_signed()
    }

    /// Takes messages out of those that wrap them with a signature.
    fn taking_signed(mut self) -> Self {
        self.signed = Signed::No;
        self
    }

    fn of(meta: ErrorMeta, body: Bytes, output: Option<O>, read: Option<ReadInitial<O>>) -> Self {
        let mut messages = Decoder::new();
        messages.push(body);
        Self {
            messages,
            meta,
            has_output: output.is_some(),
            output,
            read_initial: read,
            first: None,
            signed: Signed::Never,
            ended: false,
            events: PhantomData,
        }
    }

    /// Takes in the next bytes.
    pub fn push(&mut self, chunk: Bytes) {
        if !self.ended {
            self.messages.push(chunk);
        }
    }

    /// The members that the output has besides the stream. In restJson1 they are in the response's
    /// head and always there. In RPC protocols they come in a message of their own, so that this
    /// is `None` until more bytes are there. Without such a message, the members have their
    /// defaults.
    ///
    /// # Errors
    ///
    /// A message that isn't the output's.
    pub fn output(&mut self) -> Result<Option<&O>, E::Error> {
        self.begin()?;
        Ok(self.output.as_ref())
    }

    /// Takes out the output, if its message has come.
    #[cfg(feature = "_client")]
    pub(crate) fn take_output(&mut self) -> Result<Option<O>, E::Error> {
        self.begin()?;
        Ok(self.output.take())
    }

    /// Reads the first message, if the output isn't known yet. Says whether it is known then.
    fn begin(&mut self) -> Result<bool, E::Error> {
        if !self.has_output {
            let Some(message) = self.message()? else {
                return Ok(false);
            };
            self.output = Some(self.initial(&message)?.unwrap_or_else(|| {
                self.first = Some(message);
                O::default()
            }));
            self.has_output = true;
        }
        Ok(true)
    }

    /// The output, if its message has come.
    pub fn into_output(self) -> Option<O> {
        self.output
    }

    /// The next event, or `None` if more bytes are needed for it.
    ///
    /// # Errors
    ///
    /// The error that the service ended the stream with: nothing comes after it. Or a message
    /// that isn't what the model says; what comes after that can be read, unless it was no
    /// message at all.
    // An iterator's `None` would be its end.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<E>, E::Error> {
        if !self.begin()? {
            return Ok(None);
        }
        loop {
            let message = match self.first.take() {
                Some(message) => message,
                None => match self.message()? {
                    Some(message) => message,
                    None => return Ok(None),
                },
            };
            let (kind, event) = EventReader::new(&message, &self.meta)?;
            match kind {
                MessageType::Event if is_initial(event.name()) => {}
                MessageType::Event => return Ok(Some(E::read(&event)?)),
                MessageType::Exception | MessageType::Error => {
                    let error = E::read_error(&event);
                    self.ended = true;
                    return Err(error);
                }
            }
        }
    }

    /// Ends the stream: no more bytes will come, and all events have been taken out.
    ///
    /// # Errors
    ///
    /// A stream that was cut off within a message.
    pub fn finish(&mut self) -> Result<(), E::Error> {
        if self.ended {
            return Ok(());
        }
        let mut finished = self.messages.finish();
        // A signed stream without its end may have been cut off by anybody.
        if finished.is_ok() && self.signed == Signed::Yes {
            finished = Err(FrameError::Truncated);
        }
        Ok(finished.map_err(|error| broken(&self.meta, error))?)
    }

    /// Returns whether the service has ended the stream with an error.
    pub fn has_ended(&self) -> bool {
        self.ended
    }

    fn message(&mut self) -> Result<Option<Message>, Box<InvalidResponse>> {
        if self.ended {
            return Ok(None);
        }
        let message = self.messages.next().and_then(|message| match message {
            Some(message) => self.signed.take(message),
            None => Ok(None),
        });
        message.map_err(|error| broken(&self.meta, error))
    }

    /// Reads the output from an initial message; `None` if the message is another.
    fn initial(&self, message: &Message) -> Result<Option<O>, Box<InvalidResponse>> {
        let Some(read) = self.read_initial else {
            return Ok(None);
        };
        match EventReader::new(message, &self.meta) {
            Ok((MessageType::Event, event)) if is_initial(event.name()) => read(&event).map(Some),
            // A fault in it is reported when its turn comes.
            _ => Ok(None),
        }
    }
}

impl<E, O: fmt::Debug> fmt::Debug for EventDecoder<E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventDecoder")
            .field("output", &self.output)
            .field("messages", &self.messages)
            .finish_non_exhaustive()
    }
}

#[cfg(all(test, feature = "_client"))]
mod tests {
    use super::*;
    use crate::InvalidInput;

    /// A union of events, all alike.
    struct Any;

    #[derive(Debug)]
    struct Failed;

    impl fmt::Display for Failed {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("failed")
        }
    }

    impl std::error::Error for Failed {}

    impl From<Box<InvalidInput>> for Failed {
        fn from(_: Box<InvalidInput>) -> Self {
            Self
        }
    }

    impl From<Box<InvalidResponse>> for Failed {
        fn from(_: Box<InvalidResponse>) -> Self {
            Self
        }
    }

    impl Event for Any {
        const NAME: &'static str = "Any";

        type Error = Failed;

        fn read(_: &EventReader<'_>) -> Result<Self, Box<InvalidResponse>> {
            Ok(Self)
        }

        fn read_error(_: &EventReader<'_>) -> Failed {
            Failed
        }

        fn to_message(&self) -> Result<Message, Failed> {
            Err(Failed)
        }

        fn error_message(_: &Failed) -> Message {
            Message::default()
        }
    }

    /// A client takes the output out before the events, and the default isn't one.
    #[test]
    fn an_output_is_taken_out_once() {
        let mut events = EventDecoder::<Any, u8>::new("Op", Response::new(Bytes::new()), 7);
        assert_eq!(events.take_output().unwrap(), Some(7));
        assert_eq!(events.take_output().unwrap(), None);
        assert!(events.next().unwrap().is_none());
    }
}
