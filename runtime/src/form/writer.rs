//! The writer: its state, and the keys.

use bytes::Bytes;

use super::Name;
use crate::{percent, spare, text};

/// The length that a key has at first, in bytes: most are shorter.
const KEY: usize = 64;

/// Builds a form, in the order of the calls.
///
/// Keys and values are percent-encoded but for the unreserved characters of RFC 3986, section 2.3, as
/// botocore does. That objects end and that each name has one value is up to the caller.
#[derive(Clone, Default)]
pub struct Writer {
    pub(super) out: Vec<u8>,
    /// The key of the value that is next. What is behind [`object`](Self::object) belongs to the
    /// member that was written last.
    pub(super) key: Vec<u8>,
    /// The length of the key of the innermost object.
    object: usize,
    /// The lengths of the keys of the objects around it.
    outer: Vec<usize>,
    /// Whether an empty list isn't written at all.
    leaves_out_empty_lists: bool,
}

impl Writer {
    /// Makes an empty writer. It takes the memory of a writer that finished on the same thread, if
    /// that isn't in use.
    #[must_use]
    pub fn new() -> Self {
        Self {
            out: spare::take(),
            key: Vec::with_capacity(KEY),
            ..Self::default()
        }
    }

    /// Makes the writer leave out empty lists, as EC2's protocol does. In the query protocol an empty
    /// list is its key with an empty value.
    #[must_use]
    pub fn without_empty_lists(mut self) -> Self {
        self.leaves_out_empty_lists = true;
        self
    }

    /// Writes text as it is, such as the pairs that every request has.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Returns the form.
    #[must_use]
    pub fn finish(self) -> Bytes {
        spare::finish(self.out)
    }

    /// Begins an object; its members are each a [`name`](Self::name) and a value. An object without
    /// members isn't written.
    pub fn begin_object(&mut self) {
        // The input has no key, and nothing around it.
        if !self.key.is_empty() {
            self.outer.push(self.object);
        }
        self.object = self.key.len();
    }

    /// Ends the innermost object.
    pub fn end_object(&mut self) {
        self.object = self.outer.pop().unwrap_or_default();
    }

    /// Writes the name of a member; its value is to be written next.
    #[inline]
    pub fn name(&mut self, name: Name) {
        self.key.truncate(self.object);
        self.part(name);
    }

    /// Appends a part to the key.
    pub(super) fn part(&mut self, name: Name) {
        if !self.key.is_empty() {
            self.key.push(b'.');
        }
        if name.is_plain {
            self.key.extend_from_slice(name.text.as_bytes());
        } else {
            percent::encode_to_bytes(&mut self.key, name.text);
        }
    }

    /// Appends a number to the key.
    pub(super) fn number(&mut self, number: usize) {
        self.key.push(b'.');
        text::push_long(&mut self.key, i64::try_from(number).unwrap_or(i64::MAX));
    }

    /// Begins the pair of a value, which is to be appended.
    pub(super) fn begin_pair(&mut self) {
        if !self.out.is_empty() {
            self.out.push(b'&');
        }
        self.out.extend_from_slice(&self.key);
        self.out.push(b'=');
    }

    /// Writes an empty list.
    pub(super) fn empty_list(&mut self) {
        if !self.leaves_out_empty_lists {
            self.begin_pair();
        }
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
