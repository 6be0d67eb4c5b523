//! The values of headers in messages.

use std::fmt;

use bytes::{Buf, BufMut, Bytes, BytesMut};

use super::FrameError;
use crate::{Redacted, Timestamp};

/// The value of a header of a [`Message`](super::Message).
///
/// `Debug` doesn't print texts and blobs, which may be secret.
///
/// ```
/// use tinsmith_runtime::event_stream::HeaderValue;
///
/// let value = HeaderValue::String("heartbeat".to_owned());
/// assert!(!format!("{value:?}").contains("heartbeat"));
/// ```
#[derive(Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum HeaderValue {
    /// A boolean.
    Boolean(bool),
    /// An integer of 8 bits.
    Byte(i8),
    /// An integer of 16 bits.
    Short(i16),
    /// An integer of 32 bits.
    Integer(i32),
    /// An integer of 64 bits.
    Long(i64),
    /// Up to 65,535 bytes.
    Blob(Bytes),
    /// A text of up to 65,535 bytes.
    String(String),
    /// A time, of which whole milliseconds are sent.
    Timestamp(Timestamp),
    /// The 16 bytes of a UUID.
    Uuid([u8; 16]),
}

impl HeaderValue {
    /// Returns the kind of the value, in words.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Boolean(_) => "a boolean",
            Self::Byte(_) => "a byte",
            Self::Short(_) => "a short",
            Self::Integer(_) => "an integer",
            Self::Long(_) => "a long",
            Self::Blob(_) => "a blob",
            Self::String(_) => "a string",
            Self::Timestamp(_) => "a timestamp",
            Self::Uuid(_) => "a UUID",
        }
    }

    /// Writes a header of this value.
    #[cfg(feature = "_client")]
    pub(crate) fn write_named(&self, name: &str, out: &mut BytesMut) -> Result<(), FrameError> {
        write_header(name, self, out)
    }

    /// Writes the type's number and the value.
    pub(super) fn write(&self, out: &mut BytesMut) -> Result<(), FrameError> {
        match self {
            Self::Boolean(true) => out.put_u8(0),
            Self::Boolean(false) => out.put_u8(1),
            Self::Byte(value) => {
                out.put_u8(2);
                out.put_i8(*value);
            }
            Self::Short(value) => {
                out.put_u8(3);
                out.put_i16(*value);
            }
            Self::Integer(value) => {
                out.put_u8(4);
                out.put_i32(*value);
            }
            Self::Long(value) => {
                out.put_u8(5);
                out.put_i64(*value);
            }
            Self::Blob(value) => {
                out.put_u8(6);
                write_long(value, out)?;
            }
            Self::String(value) => {
                out.put_u8(7);
                write_long(value.as_bytes(), out)?;
            }
            Self::Timestamp(value) => {
                out.put_u8(8);
                out.put_i64(millis(*value));
            }
            Self::Uuid(value) => {
                out.put_u8(9);
                out.put_slice(value);
            }
        }
        Ok(())
    }

    /// Takes a value with its type's number off the start.
    pub(super) fn read(bytes: &mut Bytes) -> Result<Self, FrameError> {
        Ok(match take(bytes, 1)?.get_u8() {
            0 => Self::Boolean(true),
            1 => Self::Boolean(false),
            2 => Self::Byte(take(bytes, 1)?.get_i8()),
            3 => Self::Short(take(bytes, 2)?.get_i16()),
            4 => Self::Integer(take(bytes, 4)?.get_i32()),
            5 => Self::Long(take(bytes, 8)?.get_i64()),
            6 => Self::Blob(take_long(bytes)?),
            7 => Self::String(text(&take_long(bytes)?)?),
            8 => {
                let millis = take(bytes, 8)?.get_i64();
                let nanos = millis.rem_euclid(1_000) * 1_000_000;
                let nanos = u32::try_from(nanos).unwrap_or_default();
                Timestamp::from_epoch(millis.div_euclid(1_000), nanos)
                    .map(Self::Timestamp)
                    .map_err(|_| FrameError::Header)?
            }
            9 => {
                let mut uuid = [0; 16];
                uuid.copy_from_slice(&take(bytes, 16)?);
                Self::Uuid(uuid)
            }
            _ => return Err(FrameError::Header),
        })
    }
}

/// Milliseconds since the epoch. A timestamp can't be so far from it that they are too many.
pub(crate) fn millis(time: Timestamp) -> i64 {
    let millis = i64::from(time.subsec_nanos() / 1_000_000);
    time.epoch_seconds()
        .saturating_mul(1_000)
        .saturating_add(millis)
}

/// Takes bytes off the start, without a copy.
pub(super) fn take(bytes: &mut Bytes, count: usize) -> Result<Bytes, FrameError> {
    if bytes.len() < count {
        return Err(FrameError::Header);
    }
    Ok(bytes.split_to(count))
}

pub(super) fn text(bytes: &[u8]) -> Result<String, FrameError> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.to_owned()),
        Err(_) => Err(FrameError::Header),
    }
}

fn take_long(bytes: &mut Bytes) -> Result<Bytes, FrameError> {
    let length = take(bytes, 2)?.get_u16();
    take(bytes, length.into())
}

fn write_long(value: &[u8], out: &mut BytesMut) -> Result<(), FrameError> {
    out.put_u16(u16::try_from(value.len()).map_err(|_| FrameError::Header)?);
    out.put_slice(value);
    Ok(())
}

impl fmt::Debug for HeaderValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(value) => f.debug_tuple("Boolean").field(value).finish(),
            Self::Byte(value) => f.debug_tuple("Byte").field(value).finish(),
            Self::Short(value) => f.debug_tuple("Short").field(value).finish(),
            Self::Integer(value) => f.debug_tuple("Integer").field(value).finish(),
            Self::Long(value) => f.debug_tuple("Long").field(value).finish(),
            Self::Blob(_) => f.debug_tuple("Blob").field(&Redacted).finish(),
            Self::String(_) => f.debug_tuple("String").field(&Redacted).finish(),
            Self::Timestamp(value) => f.debug_tuple("Timestamp").field(value).finish(),
            Self::Uuid(_) => f.debug_tuple("Uuid").field(&Redacted).finish(),
        }
    }
}

/// The bytes of a header, as they are in a message.
pub(super) fn write_header(
    name: &str,
    value: &HeaderValue,
    out: &mut BytesMut,
) -> Result<(), FrameError> {
    let length = u8::try_from(name.len()).map_err(|_| FrameError::Header)?;
    if length == 0 {
        return Err(FrameError::Header);
    }
    out.put_u8(length);
    out.put_slice(name.as_bytes());
    value.write(out)
}

#[cfg(all(test, feature = "_client"))]
mod tests {
    use super::*;

    /// A signature is of a header's bytes.
    #[test]
    fn a_header_alone_has_the_bytes_that_it_has_in_a_message() {
        let mut out = BytesMut::new();
        let value = HeaderValue::Short(258);
        assert_eq!(value.write_named("n", &mut out), Ok(()));
        assert_eq!(&*out, b"\x01n\x03\x01\x02");
        let long = "n".repeat(256);
        assert_eq!(value.write_named(&long, &mut out), Err(FrameError::Header));
        assert_eq!(value.write_named("", &mut out), Err(FrameError::Header));
    }
}
