//! The writer: its state, tags, and text.

use bytes::Bytes;

use super::Name;
use crate::spare;

/// Builds an XML body ([XML 1.0]) without a declaration, compact, in the order of the calls.
///
/// Each value is written into the element whose [`name`](Self::name) was written before it. That
/// objects end and that each name has one value is up to the caller.
///
/// [XML 1.0]: https://www.w3.org/TR/xml/
#[derive(Clone, Default)]
pub struct Writer {
    pub(super) out: Vec<u8>,
    /// The element whose value is next.
    pub(super) next: Option<Name>,
    /// The elements that are open around it.
    pub(super) open: Vec<Option<Name>>,
    /// Whether the last start tag has no `>` yet, since attributes may follow.
    pub(super) is_in_tag: bool,
    /// Whether the next value is an attribute's.
    is_in_attribute: bool,
}

impl Writer {
    /// Makes an empty writer. It takes the memory of a writer that finished on the same thread, if
    /// that isn't in use.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: spare::take(),
            ..Self::default()
        }
    }

    /// Returns the body.
    #[must_use]
    pub fn finish(self) -> Bytes {
        spare::finish(self.out)
    }

    /// Begins an element, whose value is to be written next.
    #[inline]
    pub fn name(&mut self, name: Name) {
        self.end_start_tag();
        self.out.extend_from_slice(name.0.start.as_bytes());
        if !name.0.declaration.is_empty() {
            self.declare(name);
        }
        self.next = Some(name);
        self.is_in_tag = true;
    }

    /// Writes the declaration of a namespace.
    #[inline(never)]
    fn declare(&mut self, name: Name) {
        self.out.extend_from_slice(name.0.declaration.as_bytes());
        escape(&mut self.out, name.0.namespace, true);
        self.out.push(b'"');
    }

    /// Begins an attribute of the object that was begun last, before its first member; the
    /// attribute's value is to be written next.
    pub fn attribute(&mut self, name: Name) {
        self.out.push(b' ');
        self.out.extend_from_slice(name.0.name.as_bytes());
        self.out.extend_from_slice(b"=\"");
        self.is_in_attribute = true;
    }

    /// Begins an object; its members are each a [`name`](Self::name) and a value, or are lists and
    /// maps that are flattened.
    #[inline]
    pub fn begin_object(&mut self) {
        self.open.push(self.next.take());
    }

    /// Ends the innermost object.
    #[inline]
    pub fn end_object(&mut self) {
        let name = self.open.pop().flatten();
        if self.is_in_tag {
            self.out.extend_from_slice(b"/>");
            self.is_in_tag = false;
        } else if let Some(name) = name {
            self.out.extend_from_slice(name.0.end.as_bytes());
        }
    }

    /// Ends the start tag that was written last.
    #[inline]
    pub(super) fn end_start_tag(&mut self) {
        if self.is_in_tag {
            self.out.push(b'>');
            self.is_in_tag = false;
        }
    }

    /// Writes a value that needs no escapes.
    #[inline]
    pub(super) fn plain(&mut self, write: impl FnOnce(&mut Vec<u8>)) {
        self.value(|out, _| write(out));
    }

    /// Writes a value; `write` is told whether the value is an attribute's.
    #[inline]
    fn value(&mut self, write: impl FnOnce(&mut Vec<u8>, bool)) {
        if self.is_in_attribute {
            write(&mut self.out, true);
            self.out.push(b'"');
            self.is_in_attribute = false;
            return;
        }
        self.end_start_tag();
        write(&mut self.out, false);
        if let Some(name) = self.next.take() {
            self.out.extend_from_slice(name.0.end.as_bytes());
        }
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        self.value(|out, is_attribute| escape(out, text, is_attribute));
    }
}

/// Appends text with what isn't text in XML escaped (XML 1.0, section 2.4), and what a reader would
/// change: carriage returns, and white space in attributes (sections 2.11 and 3.3.3).
fn escape(out: &mut Vec<u8>, text: &str, is_attribute: bool) {
    let bytes = text.as_bytes();
    let mut start = 0;
    while let Some(length) = bytes
        .get(start..)
        .and_then(|rest| rest.iter().position(|byte| is_special(*byte)))
    {
        let at = start + length;
        let byte = bytes.get(at).copied().unwrap_or_default();
        let escaped: &[u8] = match byte {
            b'&' => b"&amp;",
            b'<' => b"&lt;",
            b'>' => b"&gt;",
            b'"' if is_attribute => b"&quot;",
            b'\t' if is_attribute => b"&#x9;",
            b'\n' if is_attribute => b"&#xA;",
            b'"' | b'\t' | b'\n' => &[byte],
            b'\r' => b"&#xD;",
            _ => &reference(byte),
        };
        out.extend_from_slice(bytes.get(start..at).unwrap_or_default());
        out.extend_from_slice(escaped);
        start = at + 1;
    }
    out.extend_from_slice(bytes.get(start..).unwrap_or_default());
}

#[inline(always)]
fn is_special(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, b'&' | b'<' | b'>' | b'"')
}

/// The reference to a control character. XML 1.0 doesn't have such characters, so a reader refuses
/// the body, and names the character; left out, a value would change without notice.
fn reference(byte: u8) -> [u8; 6] {
    let digit = |nibble: u8| match nibble {
        0..10 => b'0' + nibble,
        _ => b'A' + nibble - 10,
    };
    [b'&', b'#', b'x', digit(byte >> 4), digit(byte & 0xf), b';']
}

/// Doesn't print what was written, which may be secret.
impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Writer")
            .field("length", &self.out.len())
            .finish_non_exhaustive()
    }
}
