//! Event streams: messages with typed headers and checksums, one after the other, in the body
//! of a request or response (`application/vnd.amazon.eventstream`).
//!
//! There is no I/O in here. [`Decoder`] and [`Message::encode`] know the framing only;
//! [`EventDecoder`] and [`Event`] are the same with the types of a generated crate:
//!
//! ```text
//! let mut events = SubscribeToShard::from_response(head_and_what_there_is_of_the_body)?;
//! while let Some(chunk) = body.next_chunk()? {
//!     events.push(chunk);
//!     while let Some(event) = events.next()? {
//!         println!("{event:?}");
//!     }
//! }
//! events.finish()?;
//! ```
//!
//! Formats: [event stream encoding](https://smithy.io/2.0/aws/amazon-eventstream.html),
//! [event streams](https://smithy.io/2.0/spec/streaming.html#event-streams).

#[cfg(feature = "request-events")]
pub(crate) mod channel;
mod crc;
mod decoder;
mod event;
mod event_decoder;
pub(crate) mod event_reader;
pub(crate) mod event_writer;
mod frame_error;
mod header_value;
pub(crate) mod initial;
mod message;
mod sends_events;
pub(crate) mod signed;
mod unknown_event;

pub use decoder::Decoder;
pub use event::Event;
pub use event_decoder::EventDecoder;
pub use frame_error::FrameError;
pub use header_value::HeaderValue;
#[cfg(feature = "recording")]
pub(crate) use header_value::millis;
pub use message::Message;
pub use sends_events::SendsEvents;
pub use unknown_event::UnknownEvent;

/// The most bytes of headers that a message can have: 128 KiB, as in botocore.
///
/// [`Message::encode`] refuses more with [`FrameError::HeadersTooLong`]. [`Decoder`] refuses a message that
/// says that it has more, before it waits for the rest.
pub const MAX_HEADERS: usize = 128 * 1024;

/// The most bytes that a message's payload can have: 24 MiB, as in botocore.
///
/// [`Message::encode`] and [`Decoder`] refuse more with [`FrameError::PayloadTooLong`].
pub const MAX_PAYLOAD: usize = 24 * 1024 * 1024;

/// The `content-type` of event streams.
pub const CONTENT_TYPE: &str = "application/vnd.amazon.eventstream";
