//! Messages that wrap others with a signature, as requests to AWS have them.

use super::{Decoder, FrameError, Message};

/// The header that a message has if it wraps another with a signature.
const SIGNATURE: &str = ":chunk-signature";

/// A message of a request, without the message that wraps it.
#[derive(Debug, PartialEq)]
pub(crate) enum Unwrapped {
    /// A message that isn't signed.
    Plain(Message),
    /// The content of a signed message.
    Signed(Message),
    /// A signed message without content, which ends a stream.
    End,
}

/// Takes out the message that a signed message wraps. The signature isn't looked at: that is done by
/// whoever knows the key.
pub(crate) fn unwrapped(message: Message) -> Result<Unwrapped, FrameError> {
    if message.header(SIGNATURE).is_none() {
        return Ok(Unwrapped::Plain(message));
    }
    if message.payload.is_empty() {
        return Ok(Unwrapped::End);
    }
    let mut decoder = Decoder::new();
    decoder.push(message.payload);
    let inner = decoder.next()?.ok_or(FrameError::Truncated)?;
    decoder.finish()?;
    Ok(Unwrapped::Signed(inner))
}

/// The state of the signatures of a request's messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Signed {
    /// The messages of a response have none.
    Never,
    /// There was no message yet, or one without a signature.
    No,
    /// The messages are signed, and the end will be.
    Yes,
    /// The end was there.
    Ended,
}

impl Signed {
    /// Takes a message out of a signed one; `None` at the end.
    pub(crate) fn take(&mut self, message: Message) -> Result<Option<Message>, FrameError> {
        if *self == Self::Never {
            return Ok(Some(message));
        }
        match (*self, unwrapped(message)?) {
            // Nothing comes after the end, and no message is signed among others that aren't.
            (Self::Ended, _) | (Self::Yes, Unwrapped::Plain(_)) => Err(FrameError::Header),
            (_, Unwrapped::Plain(message)) => Ok(Some(message)),
            (_, Unwrapped::Signed(message)) => {
                *self = Self::Yes;
                Ok(Some(message))
            }
            (_, Unwrapped::End) => {
                *self = Self::Ended;
                Ok(None)
            }
        }
    }
}
