//! The error of reading a body, whatever its format.

use std::borrow::Cow;
use std::fmt;

/// A value that couldn't be read: the place, what was expected there, and the kind of value that was
/// found.
///
/// The error never holds a value of the body, which may be secret; only names of members. It is
/// one word wide, so that a `Result` of the reader stays small.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadError(Box<Inner>);

#[derive(Clone, Debug, PartialEq, Eq)]
struct Inner {
    offset: usize,
    expected: Cow<'static, str>,
    found: Cow<'static, str>,
}

/// The result of a function that reads: a value, or nothing if the function fills a value in.
pub type ReadResult<T = ()> = Result<T, ReadError>;

impl ReadError {
    #[cold]
    #[inline(never)]
    pub(crate) fn new(offset: usize, expected: &'static str, found: &'static str) -> Self {
        Self::with_text(offset, Cow::Borrowed(expected), Cow::Borrowed(found))
    }

    #[cold]
    #[inline(never)]
    pub(crate) fn with_text(
        offset: usize,
        expected: Cow<'static, str>,
        found: Cow<'static, str>,
    ) -> Self {
        Self(Box::new(Inner {
            offset,
            expected,
            found,
        }))
    }

    /// Returns the place in the body, in bytes from its start; at most the length of the body.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Returns a description of what was expected, such as `a boolean`.
    #[must_use]
    pub fn expected(&self) -> &str {
        &self.0.expected
    }

    /// The kind of value that was there instead, such as `a string`.
    #[must_use]
    pub fn found(&self) -> &str {
        &self.0.found
    }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner {
            offset,
            expected,
            found,
        } = &*self.0;
        write!(f, "expected {expected}, found {found} at byte {offset}")
    }
}

impl std::error::Error for ReadError {}
