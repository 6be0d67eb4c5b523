//! The encoding of a document, by its first bytes.

use super::{ReadError, ReadResult};

/// Refuses encodings of which the first bytes tell that they aren't UTF-8 (XML 1.0, appendix F).
pub(super) fn check_encoding(body: &[u8]) -> ReadResult {
    match body {
        [0xfe, 0xff, ..]
        | [0xff, 0xfe, ..]
        | [0, b'<', ..]
        | [b'<', 0, ..]
        | [0, 0, 0, b'<', ..] => Err(ReadError::new(0, "UTF-8", "UTF-16 or another encoding")),
        _ => Ok(()),
    }
}
