//! The header in which a response names its protocol.

use bytes::Bytes;
use http::Response;

use super::meta_of_headers::{header, meta_of_headers};
use crate::InvalidResponse;

/// Checks that a response is of the protocol that a request was of
/// ([Smithy RPC v2](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html)): another
/// server may have answered.
///
/// # Errors
///
/// A response without the header, or with another value of it.
pub fn protocol_header(
    operation: &'static str,
    response: &Response<Bytes>,
    name: &'static str,
    value: &str,
) -> Result<(), Box<InvalidResponse>> {
    let found = match header(response.headers(), name) {
        Some(found) if found == value => return Ok(()),
        Some(_) => "another protocol",
        None => "no header",
    };
    let meta = meta_of_headers(operation, response);
    Err(Box::new(InvalidResponse::in_header(
        meta, name, value, found,
    )))
}
