//! Messages that tests of event streams expect.

use std::fmt::Debug;

use bytes::Bytes;

use super::mismatches::is_cbor;
use super::{base64, cbor, json};
use crate::event_stream::{Decoder, Event, EventDecoder, HeaderValue, Message};

/// The message that a test expects (Smithy's `eventStreamTests` trait).
#[derive(Clone, Copy, Debug)]
pub struct ExpectedMessage<'a> {
    /// The message on the wire; nothing if the test doesn't say. The order of headers doesn't
    /// matter.
    pub bytes: &'a [u8],
    /// Headers that have to be there.
    pub headers: &'a [(&'a str, HeaderValue)],
    /// Headers that must not be there.
    pub forbid_headers: &'a [&'a str],
    /// Headers that have to be there, whatever their values.
    pub require_headers: &'a [&'a str],
    /// The payload; of CBOR in base64.
    pub body: Option<&'static str>,
    /// The type of the payload, by which it is compared.
    pub media_type: Option<&'a str>,
}

impl ExpectedMessage<'_> {
    /// An expectation of nothing.
    pub const NONE: Self = ExpectedMessage {
        bytes: &[],
        headers: &[],
        forbid_headers: &[],
        require_headers: &[],
        body: None,
        media_type: None,
    };

    /// Compares a message with the expectation.
    ///
    /// # Errors
    ///
    /// The differences.
    pub fn check(&self, message: &Message) -> Result<(), String> {
        for (name, value) in self.headers {
            if message.header(name) != Some(value) {
                let found = message.header(name);
                return Err(format!(
                    "header {name}: expected {value:?}, found {found:?}"
                ));
            }
        }
        for name in self.require_headers {
            if message.header(name).is_none() {
                return Err(format!("there is no header {name}"));
            }
        }
        for name in self.forbid_headers {
            if message.header(name).is_some() {
                return Err(format!("there is a header {name}"));
            }
        }
        if let Some(body) = self.body {
            if self.media_type.is_some_and(is_cbor) {
                self.same_payload(&message.payload, &base64(body))?;
            } else {
                self.same_payload(&message.payload, body.as_bytes())?;
            }
        }
        if self.bytes.is_empty() {
            return Ok(());
        }
        let bytes = Bytes::copy_from_slice(self.bytes);
        let expected = decoded(bytes)?;
        let again = expected.encode().map_err(|error| error.to_string())?;
        if again != self.bytes {
            return Err("the expected message is encoded otherwise".to_owned());
        }
        let sorted = |message: &Message| {
            let mut headers = message.headers.clone();
            headers.sort_by(|(a, _), (b, _)| a.cmp(b));
            headers
        };
        if sorted(message) != sorted(&expected) {
            let (found, expected) = (&message.headers, &expected.headers);
            return Err(format!(
                "expected the headers {expected:?}\nfound {found:?}"
            ));
        }
        let ours = message.encode().map_err(|error| error.to_string())?;
        if decoded(ours)? != *message {
            return Err("the message doesn't come back from its bytes".to_owned());
        }
        self.same_payload(&message.payload, &expected.payload)
    }

    fn same_payload(&self, ours: &[u8], expected: &[u8]) -> Result<(), String> {
        let differences = match self.media_type {
            Some("application/json") => Some(json::differences(expected, ours)),
            Some(media_type) if is_cbor(media_type) => Some(cbor::differences(expected, ours)),
            _ => None,
        };
        if let Some(differences) = differences {
            return if differences.is_empty() {
                Ok(())
            } else {
                Err(differences.join("\n"))
            };
        }
        if ours == expected {
            return Ok(());
        }
        let text = String::from_utf8_lossy;
        Err(format!(
            "expected the payload {:?}, found {:?}",
            text(expected),
            text(ours)
        ))
    }
}

fn decoded(bytes: Bytes) -> Result<Message, String> {
    let mut decoder = Decoder::new();
    decoder.push(bytes);
    let message = decoder.next().map_err(|error| error.to_string())?;
    decoder.finish().map_err(|error| error.to_string())?;
    message.ok_or_else(|| "there is no message in the bytes".to_owned())
}

/// Reads the event in a message that comes in two pieces.
///
/// # Errors
///
/// The decoder's error.
pub fn next_event<E: Event + Debug, O: Default>(
    events: &mut EventDecoder<E, O>,
    bytes: &'static [u8],
) -> Result<Option<E>, E::Error> {
    let (start, end) = bytes.split_at(bytes.len() / 2);
    events.push(Bytes::from_static(start));
    if let Some(event) = events.next()? {
        return Ok(Some(event));
    }
    events.push(Bytes::from_static(end));
    events.next()
}
