//! The messages that, in RPC protocols, carry the members of an input or output that aren't
//! events ([Smithy 2.0, initial messages](https://smithy.io/2.0/spec/streaming.html#initial-request-messages)).

use bytes::Bytes;

use super::event::encoded;
use super::event_writer::EventWriter;
use crate::InvalidInput;

pub(crate) const RESPONSE: &str = "initial-response";
pub(crate) const REQUEST: &str = "initial-request";

/// Returns whether an event of this name is an initial message.
pub(crate) fn is_initial(name: &str) -> bool {
    name == RESPONSE || name == REQUEST
}

/// The message that goes before the events of a request, as bytes.
///
/// # Errors
///
/// More than a message can hold.
pub fn initial_request(
    operation: &'static str,
    content_type: &str,
    payload: Bytes,
) -> Result<Bytes, Box<InvalidInput>> {
    initial(operation, REQUEST, content_type, payload)
}

/// The message that goes before the events of a response, as bytes.
///
/// # Errors
///
/// More than a message can hold.
pub fn initial_response(
    operation: &'static str,
    content_type: &str,
    payload: Bytes,
) -> Result<Bytes, Box<InvalidInput>> {
    initial(operation, RESPONSE, content_type, payload)
}

fn initial(
    operation: &'static str,
    name: &str,
    content_type: &str,
    payload: Bytes,
) -> Result<Bytes, Box<InvalidInput>> {
    let mut writer = EventWriter::event(name);
    writer.payload(content_type, payload);
    encoded(operation, &writer.finish())
}
