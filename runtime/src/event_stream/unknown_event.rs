//! Events that this version doesn't know.

use std::fmt;

use bytes::Bytes;

use super::Message;

/// An event that this version of the crate has no variant for: its name, headers and payload
/// are kept. It can't be sent.
///
/// `Debug` prints the name only: nobody knows whether the rest is sensitive.
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownEvent {
    name: Box<str>,
    message: Message,
}

impl UnknownEvent {
    pub(super) fn new(name: &str, message: Message) -> Self {
        Self {
            name: name.into(),
            message,
        }
    }

    /// The event's name in the service's model.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The payload as it came.
    pub fn payload(&self) -> &Bytes {
        &self.message.payload
    }

    /// The message as it came.
    pub fn message(&self) -> &Message {
        &self.message
    }
}

impl fmt::Debug for UnknownEvent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UnknownEvent")
            .field("name", &self.name)
            .finish_non_exhaustive()
    }
}
