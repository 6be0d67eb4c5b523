//! Errors in bodies: where they are depends on the service.

use super::scan::{characters, trimmed};
use super::{ReadResult, Reader};
use crate::response::Best;

/// Makes a reader that stands on the element of an error: the root if it is named `Error`, else its
/// child `Error`, else the `Error` in its child `Errors` (EC2), else the root.
pub(super) fn error_element(body: &[u8]) -> Option<Reader<'_>> {
    let root = Reader::new(valid_part(body)).ok()?;
    if root.element_name() == "Error" {
        return Some(root);
    }
    let (mut child, mut grandchild) = (None, None);
    // Members that were found before the body breaks off count.
    _ = root.clone().each_child("an object", &mut |r, name| {
        match name {
            "Error" if child.is_none() => child = Some(r.clone()),
            "Errors" => {
                return r.each_child("an object", &mut |r, name| {
                    if name == "Error" && grandchild.is_none() {
                        grandchild = Some(r.clone());
                    }
                    r.skip()
                });
            }
            _ => {}
        }
        r.skip()
    });
    child.or(grandchild).or(Some(root))
}

/// Takes code and message from as much of a body as can be read.
pub(super) fn scan(body: &[u8], code: &mut Best<'_>, message: &mut Best<'_>) {
    let Some(mut reader) = error_element(body) else {
        return;
    };
    _ = reader.each_child("an object", &mut |r, name| {
        if code.is_wanted(name) || message.is_wanted(name) {
            let mut attempt = r.clone();
            if let Ok(text) = attempt.text() {
                code.offer(name, &text);
                message.offer(name, &text);
                *r = attempt;
                return Ok(());
            }
        }
        r.skip()
    });
}

/// Returns the text of an element of the error in a body.
pub(super) fn text_in_error(body: &[u8], element: &str) -> Option<String> {
    let mut found = None;
    _ = error_element(body)?.each_child("an object", &mut |r, name| {
        if name != element {
            return r.skip();
        }
        let text = r.text()?;
        let text = trimmed(&text);
        found = (!text.is_empty()).then(|| text.to_owned());
        Ok(())
    });
    found
}

/// Returns the request id in a body: the element `RequestId` or `RequestID` of the root, of the
/// error, or of `ResponseMetadata` (the query protocols).
pub(super) fn request_id(body: &[u8]) -> Option<String> {
    let mut id = None;
    let mut root = Reader::new(valid_part(body)).ok()?;
    _ = find_request_id(&mut root, &mut id);
    id
}

fn find_request_id(r: &mut Reader<'_>, id: &mut Option<String>) -> ReadResult {
    r.each_child("an object", &mut |r, name| match name {
        "RequestId" | "RequestID" | "requestId" if id.is_none() => {
            let text = r.text()?;
            let text = trimmed(&text);
            *id = (!text.is_empty()).then(|| text.to_owned());
            Ok(())
        }
        "ResponseMetadata" | "Error" => find_request_id(r, id),
        _ => r.skip(),
    })
}

/// The part of a body that is text which XML can hold.
fn valid_part(body: &[u8]) -> &[u8] {
    let valid = match std::str::from_utf8(body) {
        Ok(_) => body,
        Err(error) => body.get(..error.valid_up_to()).unwrap_or_default(),
    };
    match characters(valid).forbidden {
        Some(end) => valid.get(..end).unwrap_or_default(),
        None => valid,
    }
}
