//! Errors of the framing.

use std::fmt;

/// The reason why bytes aren't a message of an event stream, or why a message can't be written as
/// bytes.
///
/// The error tells nothing of the message's content.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FrameError {
    /// The first eight bytes don't match their checksum.
    PreludeChecksum,
    /// The message doesn't match its checksum.
    MessageChecksum,
    /// A length that no message has.
    Length,
    /// More than [128 KiB](super::MAX_HEADERS) of headers.
    HeadersTooLong,
    /// A payload of more than [24 MiB](super::MAX_PAYLOAD).
    PayloadTooLong,
    /// A header that can't be read or written. A name has 1 to 255 bytes, and a text or blob up to
    /// 65,535.
    Header,
    /// The stream ended within a message.
    Truncated,
    /// A message with more bytes than its reader wants.
    TooLong,
}

impl FrameError {
    /// Returns a description of what was expected.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::PreludeChecksum => "a prelude that fits its checksum",
            Self::MessageChecksum => "a message that fits its checksum",
            Self::Length => "a message that is as long as it says",
            Self::HeadersTooLong => "a message with at most 128 KiB of headers",
            Self::PayloadTooLong => "a message with a payload of at most 24 MiB",
            Self::Header => "valid headers of a message",
            Self::Truncated => "the rest of a message",
            Self::TooLong => "a message within the limit of its reader",
        }
    }

    /// The kind of what was there instead.
    pub(super) const fn found(self) -> &'static str {
        match self {
            Self::PreludeChecksum | Self::MessageChecksum => "other bytes",
            Self::Length | Self::Header => "something else",
            Self::HeadersTooLong | Self::PayloadTooLong | Self::TooLong => "more",
            Self::Truncated => "the end of the stream",
        }
    }
}

impl fmt::Display for FrameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected {}, found {}", self.expected(), self.found())
    }
}

impl std::error::Error for FrameError {}
