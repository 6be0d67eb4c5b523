//! Whole bodies in CBOR.

use super::head::major;
use super::{Reader, Writer, path_at};
use crate::read_error::ReadResult;
use crate::response::Best;

crate::bodies!();

/// Returns whether a body has no value.
fn is_blank(body: &[u8]) -> bool {
    body.is_empty()
}

/// Takes code and message from as much of a body as can be read. Values that were read before an
/// error are kept, so the error itself doesn't matter.
fn scan(body: &[u8], code: &mut Best<'_>, message: &mut Best<'_>) {
    let Ok(mut reader) = Reader::new(body) else {
        return;
    };
    _ = reader.object(|r, name| {
        let is_text = r.peek().is_some_and(|first| first >> 5 == major::TEXT);
        if is_text && (code.is_wanted(name) || message.is_wanted(name)) {
            let text = r.text()?;
            code.offer(name, &text);
            message.offer(name, &text);
            Ok(())
        } else {
            r.skip()
        }
    });
}
