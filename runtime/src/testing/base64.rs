//! Bodies that tests have in base64.

use bytes::Bytes;

use crate::base64::decode;

/// Makes a body of the base64 in which a test has a binary format (Smithy 2.0, "HTTP protocol
/// compliance tests", `bodyMediaType`). What isn't base64 is taken as it is, and is no body of the
/// format then.
pub fn base64(text: &'static str) -> Bytes {
    match decode(text.as_bytes()) {
        Some(bytes) => Bytes::from(bytes),
        None => Bytes::from_static(text.as_bytes()),
    }
}
