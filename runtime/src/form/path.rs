//! Turns an offset in a form into the key that is there.

use crate::percent;
use crate::value_path::push_cut;

/// Returns the key of the pair at `offset`, such as `Tags.member.1.Key`, cut if it is long.
#[must_use]
pub fn path_at(body: &[u8], offset: usize) -> String {
    let before = body.get(..offset).unwrap_or(body);
    let start = before
        .iter()
        .rposition(|byte| *byte == b'&')
        .map_or(0, |at| at + 1);
    let pair = body.get(start..).unwrap_or_default();
    let is_end = |byte: &u8| matches!(byte, b'&' | b'=');
    let length = pair.iter().position(is_end).unwrap_or(pair.len());
    let key = String::from_utf8_lossy(pair.get(..length).unwrap_or_default());
    let mut path = String::new();
    push_cut(&mut path, &percent::form_text(&key));
    if path.is_empty() {
        path.push_str("the body");
    }
    path
}
