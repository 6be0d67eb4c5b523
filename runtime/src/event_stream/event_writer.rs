//! An event's message from its members.

use bytes::Bytes;

use super::{HeaderValue, Message};
use crate::{ErrorMeta, Timestamp};

/// A message as generated code makes it: by the traits `eventHeader` and `eventPayload`.
#[derive(Debug)]
pub struct EventWriter {
    message: Message,
}

impl EventWriter {
    /// Begins an event of this name.
    pub fn event(name: &str) -> Self {
        Self::of("event", ":event-type", name)
    }

    /// Begins an exception of this name.
    pub fn exception(name: &str) -> Self {
        Self::of("exception", ":exception-type", name)
    }

    /// Begins an error that isn't modelled, with code and message. An error without a code is an
    /// internal failure, whose details the other side doesn't get.
    pub fn error(meta: Option<&ErrorMeta>) -> Self {
        let code = meta.and_then(ErrorMeta::code);
        let message = meta.filter(|_| code.is_some()).and_then(ErrorMeta::message);
        let mut writer = Self::of("error", ":error-code", code.unwrap_or("InternalFailure"));
        writer.string(":error-message", message.unwrap_or_default());
        writer
    }

    fn of(kind: &str, header: &str, name: &str) -> Self {
        let mut writer = Self {
            message: Message::default(),
        };
        writer.string(":message-type", kind);
        writer.string(header, name);
        writer
    }

    /// Adds a payload of this type.
    pub fn payload(&mut self, content_type: &str, payload: Bytes) {
        self.string(":content-type", content_type);
        self.message.payload = payload;
    }

    /// Adds a text as the payload.
    pub fn text_payload(&mut self, content_type: &str, text: &str) {
        self.payload(content_type, Bytes::copy_from_slice(text.as_bytes()));
    }

    /// Adds a text as a header.
    pub fn string(&mut self, name: &str, text: &str) {
        self.put(name, HeaderValue::String(text.to_owned()));
    }

    fn put(&mut self, name: &str, value: HeaderValue) {
        self.message.headers.push((name.to_owned(), value));
    }

    /// Returns the message.
    pub fn finish(self) -> Message {
        self.message
    }
}

/// Methods that write a header of one type.
macro_rules! headers {
    ($($method:ident $variant:ident $ty:ty, $what:literal;)*) => {
        impl EventWriter {
            $(
                #[doc = concat!("A header that is ", $what, ".")]
                pub fn $method(&mut self, name: &str, value: $ty) {
                    self.put(name, HeaderValue::$variant(value.clone()));
                }
            )*
        }
    };
}

headers! {
    boolean Boolean bool, "a boolean";
    byte Byte i8, "a byte";
    short Short i16, "a short";
    integer Integer i32, "an integer";
    long Long i64, "a long";
    blob Blob &Bytes, "a blob";
    timestamp Timestamp &Timestamp, "a timestamp";
}
