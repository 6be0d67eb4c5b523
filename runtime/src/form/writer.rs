//! The writer: its state, and the keys.

use std::fmt::Write as _;

use bytes::Bytes;

use super::Name;
use crate::{percent, spare};

/// Builds a form, in the order of the calls.
///
/// Keys and values are percent-encoded but for the unreserved characters of RFC 3986, section 2.3, as
/// botocore does. That objects end and that each name has one value is up to the caller.
#[derive(Clone, Default)]
pub struct Writer {
    out: String,
    /// The key of the value that is next. What is behind [`object`](Self::object) belongs to the
    /// member that was written last.
    pub(super) key: String,
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
            // The memory is empty, and so is text.
            out: String::from_utf8(spare::take()).unwrap_or_default(),
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
        self.out.push_str(text);
    }

    /// Returns the form.
    #[must_use]
    pub fn finish(self) -> Bytes {
        spare::finish(self.out.into_bytes())
    }

    /// Begins an object; its members are each a [`name`](Self::name) and a value. An object without
    /// members isn't written.
    pub fn begin_object(&mut self) {
        self.outer.push(self.object);
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
            self.key.push('.');
        }
        percent::encode(&mut self.key, name.0);
    }

    /// Appends a number to the key.
    pub(super) fn number(&mut self, number: usize) {
        // Writing into a string can't fail.
        let _ = write!(self.key, ".{number}");
    }

    /// Writes the pair of a value.
    #[inline]
    pub(super) fn pair(&mut self, write: impl FnOnce(&mut String)) {
        if !self.out.is_empty() {
            self.out.push('&');
        }
        self.out.push_str(&self.key);
        self.out.push('=');
        write(&mut self.out);
    }

    /// Writes an empty list.
    pub(super) fn empty_list(&mut self) {
        if !self.leaves_out_empty_lists {
            self.pair(|_| {});
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
