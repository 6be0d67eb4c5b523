//! The lines of a header.

use std::borrow::Cow;

use http::HeaderMap;
use http::header::AsHeaderName;

/// The value of a header without the white space around it; several lines of one name are
/// one value, joined by commas (RFC 9110, sections 5.2, 5.3 and 5.5).
pub(crate) fn joined(headers: &HeaderMap, name: impl AsHeaderName) -> Option<Cow<'_, [u8]>> {
    let mut lines = headers.get_all(name).iter();
    let mut value = Cow::Borrowed(trimmed(lines.next()?.as_bytes()));
    for line in lines {
        let value = value.to_mut();
        value.extend_from_slice(b", ");
        value.extend_from_slice(trimmed(line.as_bytes()));
    }
    Some(value)
}

fn trimmed(mut value: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] | [rest @ .., b' ' | b'\t'] = value {
        value = rest;
    }
    value
}
