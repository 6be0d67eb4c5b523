//! An event's members from its message.

use std::fmt;

use bytes::Bytes;

use super::{FrameError, HeaderValue, Message, UnknownEvent};
use crate::read_error::ReadError;
use crate::response::MESSAGE_MEMBERS;
use crate::{ErrorMeta, InvalidResponse, Timestamp};

/// The type that a message says it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum MessageType {
    Event,
    Exception,
    Error,
}

/// A message as generated code reads it: by the traits `eventHeader` and `eventPayload`.
#[derive(Clone, Copy)]
pub struct EventReader<'a> {
    message: &'a Message,
    /// The details of the response that the stream is in.
    meta: &'a ErrorMeta,
    name: &'a str,
}

impl<'a> EventReader<'a> {
    /// Reads a message's type and name.
    pub(crate) fn new(
        message: &'a Message,
        meta: &'a ErrorMeta,
    ) -> Result<(MessageType, Self), Box<InvalidResponse>> {
        let mut reader = Self {
            message,
            meta,
            name: "",
        };
        let expected = "event, exception or error";
        let (kind, name) = match reader.text(":message-type", expected)? {
            "event" => (MessageType::Event, ":event-type"),
            "exception" => (MessageType::Exception, ":exception-type"),
            "error" => return Ok((MessageType::Error, reader)),
            _ => return Err(reader.invalid(":message-type", expected, "another text")),
        };
        reader.name = reader.text(name, "the name of an event")?;
        Ok((kind, reader))
    }

    fn text(&self, name: &str, expected: &str) -> Result<&'a str, Box<InvalidResponse>> {
        match self.message.header(name) {
            Some(HeaderValue::String(text)) => Ok(text),
            Some(other) => Err(self.invalid(name, expected, other.kind())),
            None => Err(self.invalid(name, expected, "no header")),
        }
    }

    /// The name of the event or exception in the service's model; empty for an error that
    /// isn't modelled.
    pub fn name(&self) -> &'a str {
        self.name
    }

    /// The event as it is.
    pub fn unknown(&self) -> UnknownEvent {
        UnknownEvent::new(self.name, self.message.clone())
    }

    /// A header with the type that `take` takes; `None` if there is none of that name.
    fn header<T>(
        &self,
        name: &str,
        expected: &str,
        take: impl FnOnce(&HeaderValue) -> Option<T>,
    ) -> Result<Option<T>, Box<InvalidResponse>> {
        let Some(value) = self.message.header(name) else {
            return Ok(None);
        };
        match take(value) {
            Some(value) => Ok(Some(value)),
            None => Err(self.invalid(name, expected, value.kind())),
        }
    }

    /// Returns the payload.
    pub(crate) fn payload(&self) -> &'a Bytes {
        &self.message.payload
    }

    /// Returns the details of the response that the stream is in.
    pub(crate) fn meta(&self) -> &'a ErrorMeta {
        self.meta
    }

    /// The payload as a text.
    ///
    /// # Errors
    ///
    /// A payload that isn't UTF-8.
    pub fn text_payload(&self) -> Result<Option<String>, Box<InvalidResponse>> {
        let body = &self.message.payload;
        if body.is_empty() {
            return Ok(None);
        }
        match std::str::from_utf8(body) {
            Ok(text) => Ok(Some(text.to_owned())),
            Err(error) => {
                let error = ReadError::new(error.valid_up_to(), "a text in UTF-8", "other bytes");
                let meta = self.meta.clone();
                Err(Box::new(InvalidResponse::new(meta, &error, "$".to_owned())))
            }
        }
    }

    /// The payload as a blob, without a copy.
    pub fn blob_payload(&self) -> Option<Bytes> {
        let body = &self.message.payload;
        (!body.is_empty()).then(|| body.clone())
    }

    /// Returns the details of an error. A modelled error has the given code, another error its
    /// own. The message is the one in the payload, or else a header's.
    pub(crate) fn error_meta(&self, code: Option<&str>, in_body: &Option<String>) -> ErrorMeta {
        let text = |name: &str| match self.message.header(name) {
            Some(HeaderValue::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let mut meta = self.meta.clone();
        let own = Some(self.name).filter(|name| !name.is_empty());
        if let Some(code) = code.or(own).or(text(":error-code")) {
            meta = meta.with_code(code);
        }
        // A member of the error may be in a header.
        let of_members = || MESSAGE_MEMBERS.iter().find_map(|name| text(name));
        let message = in_body.as_deref().or(text(":error-message"));
        match message.or_else(of_members) {
            Some(message) => meta.with_message(message),
            None => meta,
        }
    }

    #[cold]
    pub(super) fn invalid(&self, name: &str, expected: &str, found: &str) -> Box<InvalidResponse> {
        let meta = self.meta.clone();
        Box::new(InvalidResponse::in_header(meta, name, expected, found))
    }
}

/// A stream that can't be read on.
#[cold]
pub(super) fn broken(meta: &ErrorMeta, error: FrameError) -> Box<InvalidResponse> {
    let error = ReadError::new(0, error.expected(), error.found());
    Box::new(InvalidResponse::new(meta.clone(), &error, "$".to_owned()))
}

/// Methods that read a header of one type.
macro_rules! headers {
    ($($method:ident $variant:ident $ty:ty, $what:literal;)*) => {
        impl EventReader<'_> {
            $(
                #[doc = concat!("A header that is ", $what, "; `None` if there is none of that name.")]
                ///
                /// # Errors
                ///
                /// A header of another type.
                pub fn $method(&self, name: &str) -> Result<Option<$ty>, Box<InvalidResponse>> {
                    self.header(name, $what, |value| match value {
                        HeaderValue::$variant(value) => Some(value.clone()),
                        _ => None,
                    })
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
    blob Blob Bytes, "a blob";
    string String String, "a string";
    timestamp Timestamp Timestamp, "a timestamp";
}

impl fmt::Debug for EventReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventReader")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
