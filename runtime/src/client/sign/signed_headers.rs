//! The headers that a signature covers.

use http::{HeaderMap, HeaderValue};

use super::bytes::any;
use super::hash::Pieces;

/// The lines of the headers that are signed, by name.
pub(super) struct SignedHeaders<'a>(Vec<(&'a str, &'a HeaderValue)>);

impl<'a> SignedHeaders<'a> {
    /// Finds the headers that are signed, without `left_out`.
    pub(super) fn of(headers: &'a HeaderMap, left_out: Option<&str>) -> Self {
        let mut signed: Vec<(&str, &HeaderValue)> = Vec::with_capacity(headers.len());
        for (name, value) in headers {
            let name = name.as_str();
            if is_signed(name) && left_out != Some(name) {
                signed.push((name, value));
            }
        }
        // The sort is stable, which keeps the order of a header's lines.
        signed.sort_by_key(|(name, _)| *name);
        Self(signed)
    }

    /// The length of the names with a separator after each, if each header has one line.
    pub(super) fn names_length(&self) -> usize {
        self.0.iter().map(|(name, _)| name.len() + 1).sum()
    }

    /// Appends the names, each once, with semicolons between them.
    pub(super) fn push_names(&self, text: &mut Vec<u8>) {
        let mut last = "";
        for (name, _) in &self.0 {
            if *name != last {
                if !last.is_empty() {
                    text.push(b';');
                }
                text.extend_from_slice(name.as_bytes());
                last = name;
            }
        }
    }

    /// Appends the lines of the canonical request: a line a header.
    pub(super) fn push_lines(&self, text: &mut Pieces<impl FnMut(&[u8])>) {
        let mut last = "";
        for (name, value) in &self.0 {
            if *name == last {
                text.push(b",");
            } else {
                if !last.is_empty() {
                    text.push(b"\n");
                }
                text.push(name);
                text.push(b":");
                last = name;
            }
            push_value(text, value.as_bytes());
        }
    }
}

/// Headers that something on the way may change, or that hyper sets, aren't signed;
/// the list is that of botocore 1.43. Neither is an earlier signature.
pub(super) fn is_signed(name: &str) -> bool {
    !matches!(
        name,
        "authorization"
            | "baggage"
            | "connection"
            | "expect"
            | "keep-alive"
            | "proxy-authenticate"
            | "proxy-authorization"
            | "te"
            | "traceparent"
            | "tracestate"
            | "trailer"
            | "transfer-encoding"
            | "upgrade"
            | "user-agent"
            | "x-amzn-trace-id"
    )
}

/// A header's value without space around it, and with single spaces inside.
fn push_value(text: &mut Pieces<impl FnMut(&[u8])>, value: &[u8]) {
    let is_space = |byte: u8| (byte == b' ') | (byte == b'\t');
    if !any(value, is_space) {
        text.push(value);
        return;
    }
    let words = value
        .split(|b| matches!(b, b' ' | b'\t'))
        .filter(|word| !word.is_empty());
    for (index, word) in words.enumerate() {
        if index > 0 {
            text.push(b" ");
        }
        text.push(word);
    }
}
