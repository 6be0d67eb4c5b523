//! The writer: its state, the punctuation, and strings.

use bytes::Bytes;

use super::Name;
use super::scan::{clean_end, is_clean};
use crate::spare;

/// Builds a JSON body ([RFC 8259]), compact, in the order of the calls.
///
/// Commas and colons are put where they belong; that brackets match and that each
/// member has a name and one value is up to the caller. Text stays UTF-8; only quotation
/// marks, backslashes and control characters are escaped.
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
#[derive(Clone, Default)]
pub struct Writer {
    /// Each value has a comma after it, which the bracket after it replaces. So nothing
    /// depends on what was before.
    pub(super) out: Vec<u8>,
    /// Whether the text is on its way to a serde format, which may not keep the digits
    /// of big numbers.
    pub(super) for_serde: bool,
    /// Whether a body was written that isn't in memory, which has no JSON form.
    #[cfg(feature = "serde")]
    pub(crate) has_stream: bool,
}

impl Writer {
    /// Makes an empty writer. It takes the memory of a writer that finished on the same thread, if
    /// that isn't in use; otherwise it allocates at the first value.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: spare::take(),
            ..Self::default()
        }
    }

    /// Makes an empty writer with room for `capacity` bytes.
    #[must_use]
    pub fn with_capacity(capacity: usize) -> Self {
        Self {
            out: Vec::with_capacity(capacity),
            ..Self::default()
        }
    }

    #[cfg(feature = "serde")]
    pub(crate) fn for_serde() -> Self {
        Self {
            for_serde: true,
            ..Self::default()
        }
    }

    /// Returns the body.
    #[must_use]
    pub fn finish(mut self) -> Bytes {
        self.drop_comma();
        spare::finish(self.out)
    }

    #[cfg(feature = "serde")]
    pub(crate) fn into_text(mut self) -> String {
        self.drop_comma();
        // All that is written is text.
        String::from_utf8(self.out).unwrap_or_default()
    }

    /// Begins an object; its members are each a [`name`](Self::name) or [`key`](Self::key)
    /// and a value.
    #[inline]
    pub fn begin_object(&mut self) {
        self.out.push(b'{');
    }

    /// Ends the innermost object.
    #[inline]
    pub fn end_object(&mut self) {
        self.end(b'}');
    }

    /// Begins a list; its items are values.
    #[inline]
    pub fn begin_list(&mut self) {
        self.out.push(b'[');
    }

    /// Ends the innermost list.
    #[inline]
    pub fn end_list(&mut self) {
        self.end(b']');
    }

    #[inline]
    fn end(&mut self, bracket: u8) {
        match self.out.last_mut() {
            Some(comma @ b',') => *comma = bracket,
            _ => self.out.push(bracket),
        }
        self.out.push(b',');
    }

    /// Takes the comma back that is after the last value.
    #[inline]
    fn drop_comma(&mut self) {
        self.out.pop_if(|last| *last == b',');
    }

    /// Writes the name of a member that is known when the program is compiled; its value is
    /// to be written next.
    #[inline]
    pub fn name(&mut self, name: Name) {
        self.out.extend_from_slice(name.0.as_bytes());
    }

    /// Writes the name of a member, with any characters; its value is to be written next.
    pub fn key(&mut self, name: &str) {
        self.quoted(name, b"\":");
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        self.quoted(text, b"\",");
    }

    #[inline(always)]
    fn quoted(&mut self, text: &str, end: &[u8; 2]) {
        self.out.push(b'"');
        if is_clean(text.as_bytes()) {
            self.out.extend_from_slice(text.as_bytes());
        } else {
            self.escaped(text);
        }
        self.out.extend_from_slice(end);
    }

    /// Writes `text` as it is: a JSON value, which isn't checked.
    pub fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
        self.out.push(b',');
    }

    /// Writes the inside of a string (RFC 8259, section 7).
    #[inline(never)]
    fn escaped(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let mut start = 0;
        loop {
            let end = clean_end(bytes, start);
            self.out
                .extend_from_slice(bytes.get(start..end).unwrap_or_default());
            let Some(byte) = bytes.get(end) else {
                return;
            };
            self.escape(*byte);
            start = end + 1;
        }
    }

    #[cold]
    fn escape(&mut self, byte: u8) {
        let short = match byte {
            b'"' | b'\\' => byte,
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            _ => {
                let digit = |nibble: u8| {
                    if nibble < 10 {
                        b'0' + nibble
                    } else {
                        b'a' + nibble - 10
                    }
                };
                let (high, low) = (digit(byte >> 4), digit(byte & 0xf));
                self.out.extend([b'\\', b'u', b'0', b'0', high, low]);
                return;
            }
        };
        self.out.extend([b'\\', short]);
    }
}

/// Doesn't print what was written, which may be secret.
impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("length", &self.out.len())
            .finish_non_exhaustive()
    }
}
