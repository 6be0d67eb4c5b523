//! Messages: headers and a payload, framed and with checksums.

use std::fmt;

use bytes::{Buf, BufMut, Bytes, BytesMut};

use super::crc::crc32;
use super::header_value::{take, text, write_header};
use super::{FrameError, HeaderValue, MAX_HEADERS, MAX_PAYLOAD};
use crate::Redacted;

/// The total length, the headers' length and their checksum.
pub(super) const PRELUDE: usize = 12;
const CHECKSUM: usize = 4;

/// A message of an event stream: headers with types, and a payload
/// ([`application/vnd.amazon.eventstream`][format]).
///
/// `Debug` prints neither texts nor the payload, which may be secret.
///
/// ```
/// use tinsmith_runtime::event_stream::{HeaderValue, Message};
///
/// let message = Message::new(b"{}".as_slice())
///     .with_header(":event-type", HeaderValue::String("chunk".to_owned()));
/// let bytes = message.encode()?;
/// assert_eq!(bytes.len(), 12 + 1 + 11 + 1 + 2 + 5 + 2 + 4);
/// # Ok::<(), tinsmith_runtime::event_stream::FrameError>(())
/// ```
///
/// [format]: https://smithy.io/2.0/aws/amazon-eventstream.html
#[derive(Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Message {
    /// Names and values, in the order of the wire.
    pub headers: Vec<(String, HeaderValue)>,
    /// The payload, in the form that the headers name.
    pub payload: Bytes,
}

impl Message {
    /// Makes a message without headers.
    pub fn new(payload: impl Into<Bytes>) -> Self {
        Self {
            headers: Vec::new(),
            payload: payload.into(),
        }
    }

    /// Adds a header after the others.
    #[must_use]
    pub fn with_header(mut self, name: impl Into<String>, value: HeaderValue) -> Self {
        self.headers.push((name.into(), value));
        self
    }

    /// The value of the first header of a name.
    pub fn header(&self, name: &str) -> Option<&HeaderValue> {
        let mut headers = self.headers.iter();
        headers
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// The message as bytes, with its checksums.
    ///
    /// # Errors
    ///
    /// A header that can't be written, or more of headers or payload than a message has.
    pub fn encode(&self) -> Result<Bytes, FrameError> {
        if self.payload.len() > MAX_PAYLOAD {
            return Err(FrameError::PayloadTooLong);
        }
        let mut out = BytesMut::with_capacity(128 + self.payload.len());
        out.put_bytes(0, PRELUDE);
        for (name, value) in &self.headers {
            write_header(name, value, &mut out)?;
        }
        let headers = out.len() - PRELUDE;
        if headers > MAX_HEADERS {
            return Err(FrameError::HeadersTooLong);
        }
        let total = out.len() + self.payload.len() + CHECKSUM;
        let mut prelude = [0; PRELUDE];
        let mut rest = prelude.as_mut_slice();
        // Both are far below 4 GiB.
        rest.put_u32(u32::try_from(total).map_err(|_| FrameError::Length)?);
        rest.put_u32(u32::try_from(headers).map_err(|_| FrameError::Length)?);
        let crc = crc32(0, prelude.get(..8).unwrap_or_default());
        if let Some(place) = prelude.get_mut(8..) {
            place.copy_from_slice(&crc.to_be_bytes());
        }
        if let Some(place) = out.get_mut(..PRELUDE) {
            place.copy_from_slice(&prelude);
        }
        out.put_slice(&self.payload);
        let crc = crc32(0, &out);
        out.put_u32(crc);
        Ok(out.freeze())
    }
}

/// The lengths of a message and of its headers.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prelude {
    pub(super) total: usize,
    headers: usize,
}

impl Prelude {
    pub(super) fn read(bytes: [u8; PRELUDE]) -> Result<Self, FrameError> {
        let mut fields = bytes.as_slice();
        let (total, headers, crc) = (fields.get_u32(), fields.get_u32(), fields.get_u32());
        if crc != crc32(0, bytes.get(..8).unwrap_or_default()) {
            return Err(FrameError::PreludeChecksum);
        }
        let length = |length: u32| usize::try_from(length).map_err(|_| FrameError::Length);
        let (total, headers) = (length(total)?, length(headers)?);
        if headers > MAX_HEADERS {
            return Err(FrameError::HeadersTooLong);
        }
        let payload = total
            .checked_sub(PRELUDE + CHECKSUM)
            .and_then(|rest| rest.checked_sub(headers))
            .ok_or(FrameError::Length)?;
        if payload > MAX_PAYLOAD {
            return Err(FrameError::PayloadTooLong);
        }
        Ok(Self { total, headers })
    }

    /// Reads the message of which this is the prelude.
    pub(super) fn message(self, mut bytes: Bytes) -> Result<Message, FrameError> {
        let end = bytes
            .len()
            .checked_sub(CHECKSUM)
            .ok_or(FrameError::Length)?;
        let crc = bytes.split_off(end).get_u32();
        if crc != crc32(0, &bytes) {
            return Err(FrameError::MessageChecksum);
        }
        let payload = bytes.split_off((PRELUDE + self.headers).min(bytes.len()));
        bytes.advance(PRELUDE.min(bytes.len()));
        let mut headers = Vec::new();
        while !bytes.is_empty() {
            let length = take(&mut bytes, 1)?.get_u8();
            if length == 0 {
                return Err(FrameError::Header);
            }
            let name = text(&take(&mut bytes, length.into())?)?;
            headers.push((name, HeaderValue::read(&mut bytes)?));
        }
        Ok(Message { headers, payload })
    }
}

impl fmt::Debug for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("headers", &self.headers)
            .field("payload", &Redacted)
            .finish()
    }
}
