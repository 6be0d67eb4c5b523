//! Whole bodies in JSON.

use super::{Reader, Writer, path_at};
use crate::Document;
use crate::read_error::ReadResult;
use crate::response::Best;

crate::bodies!();

/// Returns whether a body has white space only (RFC 8259, section 2).
fn is_blank(body: &[u8]) -> bool {
    body.iter().all(is_white_space)
}

fn is_white_space(byte: &u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r' | b'\n')
}

/// Takes code and message from as much of a body as can be read. Values that were read before an
/// error are kept, so the error itself doesn't matter.
fn scan(body: &[u8], code: &mut Best<'_>, message: &mut Best<'_>) {
    // Only an object has members.
    if body.iter().find(|byte| !is_white_space(byte)) == Some(&b'{') {
        _ = scan_object(body, code, message);
    }
}

fn scan_object(body: &[u8], code: &mut Best<'_>, message: &mut Best<'_>) -> ReadResult {
    let valid = match std::str::from_utf8(body) {
        Ok(_) => body,
        Err(error) => body.get(..error.valid_up_to()).unwrap_or_default(),
    };
    let mut reader = Reader::new(valid)?;
    reader.begin_object()?;
    while let Some(name) = reader.next_key()? {
        if code.is_wanted(&name) || message.is_wanted(&name) {
            if let Document::String(text) = reader.document()? {
                code.offer(&name, &text);
                message.offer(&name, &text);
            }
        } else {
            reader.skip()?;
        }
    }
    Ok(())
}
