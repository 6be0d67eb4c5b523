//! The writer: its state, maps and lists, and strings.

use bytes::Bytes;

use super::Name;
use super::head::{self, BREAK, major};
use crate::spare;

/// Builds a CBOR body ([RFC 8949]) in the order of the calls.
///
/// Objects and lists that are begun and ended have indefinite length, as nobody knows beforehand
/// which members are set; [`list`](Self::list) and [`map`](Self::map) have the length of their
/// argument. That beginnings and ends match and that each member has a name and one value is up to
/// the caller.
///
/// [RFC 8949]: https://www.rfc-editor.org/rfc/rfc8949
#[derive(Clone, Default)]
pub struct Writer {
    pub(super) out: Vec<u8>,
}

impl Writer {
    /// Makes an empty writer. It takes the memory of a writer that finished on the same thread, if
    /// that isn't in use; otherwise it allocates at the first value.
    #[must_use]
    pub fn new() -> Self {
        Self { out: spare::take() }
    }

    /// Returns the body.
    #[must_use]
    pub fn finish(self) -> Bytes {
        spare::finish(self.out)
    }

    /// Begins an object; its members are each a [`name`](Self::name) or [`key`](Self::key)
    /// and a value.
    #[inline]
    pub fn begin_object(&mut self) {
        self.out.push(0xbf);
    }

    /// Ends the innermost object.
    #[inline]
    pub fn end_object(&mut self) {
        self.out.push(BREAK);
    }

    /// Begins a list; its items are values.
    #[inline]
    pub fn begin_list(&mut self) {
        self.out.push(0x9f);
    }

    /// Ends the innermost list.
    #[inline]
    pub fn end_list(&mut self) {
        self.out.push(BREAK);
    }

    /// Writes the name of a member that is known when the program is compiled; its value is
    /// to be written next.
    #[inline]
    pub fn name(&mut self, name: Name) {
        self.out.extend_from_slice(name.0);
    }

    /// Writes the name of a member; its value is to be written next.
    pub fn key(&mut self, name: &str) {
        self.string(name);
    }

    /// Writes a string.
    pub fn string(&mut self, text: &str) {
        head::write(&mut self.out, major::TEXT, text.len() as u64);
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Writes a Smithy `blob`: a byte string.
    pub fn blob(&mut self, bytes: &[u8]) {
        head::write(&mut self.out, major::BYTES, bytes.len() as u64);
        self.out.extend_from_slice(bytes);
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
