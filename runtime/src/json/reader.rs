//! The pull parser: its state, and the punctuation of objects and lists.

use std::borrow::Cow;

use super::scan::name_end;
use super::{MAX_DEPTH, ReadError, ReadResult};

/// A pull parser over a JSON body ([RFC 8259], strictly).
///
/// Each call reads what the caller expects next, or says what is there instead. Nothing
/// is allocated but the values that are returned; member names are borrowed from the
/// body unless they contain escapes. Commas, colons and brackets are checked; trailing
/// commas, comments, byte order marks and `NaN` as a number are refused.
///
/// After an error the reader stands at an unspecified place of the body.
///
/// [RFC 8259]: https://www.rfc-editor.org/rfc/rfc8259
#[derive(Clone)]
pub struct Reader<'a> {
    pub(super) body: &'a str,
    /// The place of the next byte.
    pub(super) at: usize,
    /// The number of open objects and lists.
    pub(super) depth: u32,
    /// Whether the innermost object or list was opened just now, so that no comma may
    /// come. One flag does: closing a bracket means that its parent has a value.
    pub(super) fresh: bool,
    /// Whether the text was made by the serde module, which keeps what has no form on
    /// the wire in forms of its own.
    pub(super) from_serde: bool,
    /// Whether what a server must refuse is refused: see [`strict`](Self::strict).
    pub(super) is_strict: bool,
}

impl<'a> Reader<'a> {
    /// Makes a reader at the start of `body`.
    ///
    /// # Errors
    /// If `body` isn't UTF-8 (RFC 8259, section 8.1); the offset is that of the first
    /// bad byte.
    pub fn new(body: &'a [u8]) -> ReadResult<Self> {
        match std::str::from_utf8(body) {
            Ok(body) => Ok(Self::over(body, false)),
            Err(error) => Err(ReadError::new(
                error.valid_up_to(),
                "UTF-8",
                "bytes that are not UTF-8",
            )),
        }
    }

    /// Makes a reader over text that the serde module wrote. It reads boto3's form of an unknown
    /// union member, and big numbers from strings.
    #[doc(hidden)]
    #[must_use]
    pub fn for_serde(body: &'a str) -> Self {
        Self::over(body, true)
    }

    fn over(body: &'a str, from_serde: bool) -> Self {
        Self {
            body,
            at: 0,
            depth: 0,
            fresh: false,
            from_serde,
            is_strict: false,
        }
    }

    /// Makes the reader strict, as a server has to be. A strict reader refuses nulls in lists and
    /// maps that aren't sparse, unknown members of unions, and date-times with an offset. A client
    /// takes all of these from a service that may be newer than itself (Smithy 2.0, [malformed
    /// request tests][tests]).
    ///
    /// [tests]: https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#httpmalformedrequesttests-trait
    #[must_use]
    pub fn strict(mut self) -> Self {
        self.is_strict = true;
        self
    }

    /// Returns whether the reader is [strict](Self::strict): a server's reader, which also fills
    /// in the defaults that a client leaves to the service.
    pub fn is_strict(&self) -> bool {
        self.is_strict
    }

    /// Reads an object: calls `member` with the name of each member, to read (or skip) the value.
    ///
    /// ```
    /// use tinsmith_runtime::generated::json::{ReadResult, Reader};
    ///
    /// #[derive(Default)]
    /// struct Studio {
    ///     name: Option<String>,
    ///     parent: Option<Box<Studio>>,
    /// }
    ///
    /// fn read(r: &mut Reader<'_>, studio: &mut Studio) -> ReadResult {
    ///     r.object(|r, key| match key {
    ///         "Name" => r.set(&mut studio.name, Reader::string),
    ///         "Parent" => r.structure(&mut studio.parent, |r, parent| read(r, parent)),
    ///         _ => r.skip(),
    ///     })
    /// }
    ///
    /// let body = br#"{"Name": "a", "Parent": {"Name": "b", "New": [1]}}"#;
    /// let studio = Reader::new(body)?.new_structure(read)?;
    /// assert_eq!(studio.parent.and_then(|parent| parent.name).as_deref(), Some("b"));
    /// # Ok::<(), tinsmith_runtime::generated::json::ReadError>(())
    /// ```
    ///
    /// # Errors
    /// The errors of [`begin_object`](Self::begin_object) and [`next_key`](Self::next_key), and those
    /// of `member`.
    #[inline]
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> ReadResult) -> ReadResult {
        self.each_member(&mut member)
    }

    /// [`object`](Self::object), compiled once for all types.
    fn each_member(&mut self, member: &mut dyn FnMut(&mut Self, &str) -> ReadResult) -> ReadResult {
        self.begin_object()?;
        loop {
            match self.plain_key() {
                Some(Some(key)) => member(self, key)?,
                Some(None) => return Ok(()),
                None => match self.next_key_anyhow()? {
                    Some(key) => member(self, &key)?,
                    None => return Ok(()),
                },
            }
        }
    }

    /// Enters an object, whose members [`next_key`](Self::next_key) then visits.
    ///
    /// # Errors
    /// If the next value isn't an object, or nests deeper than
    /// [`MAX_DEPTH`](super::MAX_DEPTH).
    #[inline]
    pub fn begin_object(&mut self) -> ReadResult {
        self.open(b'{', "an object")
    }

    /// Moves to the next member of the object and returns its name; the value is to be
    /// read (or skipped) next. `None` at the end of the object, which is then closed.
    ///
    /// # Errors
    /// If there is neither a member nor the end of the object.
    pub fn next_key(&mut self) -> ReadResult<Option<Cow<'a, str>>> {
        match self.plain_key() {
            Some(key) => Ok(key.map(Cow::Borrowed)),
            None => self.next_key_anyhow(),
        }
    }

    /// [`next_key`](Self::next_key) in compact JSON, which is what services send, or `None`
    /// if there is something else.
    #[inline(always)]
    fn plain_key(&mut self) -> Option<Option<&'a str>> {
        let bytes = self.bytes();
        let quote = match bytes.get(self.at)? {
            b',' if !self.fresh => self.at + 1,
            b'"' if self.fresh => self.at,
            b'}' => {
                self.close();
                return Some(None);
            }
            _ => return None,
        };
        if bytes.get(quote) != Some(&b'"') {
            return None;
        }
        let end = name_end(bytes, quote + 1);
        if bytes.get(end) != Some(&b'"') || bytes.get(end + 1) != Some(&b':') {
            return None;
        }
        let name = self.slice(quote + 1, end)?;
        self.at = end + 2;
        self.fresh = false;
        Some(Some(name))
    }

    /// [`next_key`](Self::next_key) where there may be whitespace, escapes or errors.
    #[inline(never)]
    fn next_key_anyhow(&mut self) -> ReadResult<Option<Cow<'a, str>>> {
        match self.peek() {
            Some(b'}') => {
                self.close();
                return Ok(None);
            }
            Some(b',') if !self.fresh => {
                self.at += 1;
                self.peek();
            }
            Some(_) if self.fresh => {}
            _ => return Err(self.expected("a comma or the end of the object")),
        }
        self.fresh = false;
        let key = self.quoted("the name of a member")?;
        self.colon()?;
        Ok(Some(key))
    }

    /// Enters a list, whose items [`has_next`](Self::has_next) then counts off.
    ///
    /// # Errors
    /// If the next value isn't a list, or nests deeper than
    /// [`MAX_DEPTH`](super::MAX_DEPTH).
    #[inline]
    pub fn begin_list(&mut self) -> ReadResult {
        self.open(b'[', "a list")
    }

    /// Returns whether the list has a further item, which is to be read next. At the end of the
    /// list, the list is closed and the result is `false`.
    ///
    /// # Errors
    /// If there is neither an item nor the end of the list.
    #[inline]
    pub fn has_next(&mut self) -> ReadResult<bool> {
        match self.peek() {
            Some(b']') => {
                self.close();
                Ok(false)
            }
            Some(b',') if !self.fresh => {
                // A bracket after this comma is refused by whatever reads the item.
                self.at += 1;
                Ok(true)
            }
            Some(_) if self.fresh => {
                self.fresh = false;
                Ok(true)
            }
            _ => Err(self.expected("a comma or the end of the list")),
        }
    }

    /// Checks that nothing but whitespace is left.
    ///
    /// # Errors
    /// If there is something left.
    pub fn end(&mut self) -> ReadResult {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.expected("the end of the input")),
        }
    }

    /// Makes an error at the next value: `what` was expected, and the kind of the value was found.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn expected(&self, what: &'static str) -> ReadError {
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        let spaces = rest
            .iter()
            .position(|byte| !is_space(*byte))
            .unwrap_or(rest.len());
        let rest = rest.get(spaces..).unwrap_or_default();
        ReadError::new(self.at + spaces, what, kind(rest))
    }

    #[inline]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.body.as_bytes()
    }

    /// The next byte after whitespace, to which the reader moves, or `None` at the end.
    #[inline]
    pub(crate) fn peek(&mut self) -> Option<u8> {
        match self.bytes().get(self.at) {
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_after_space(),
        }
    }

    #[inline(never)]
    fn peek_after_space(&mut self) -> Option<u8> {
        loop {
            match self.bytes().get(self.at) {
                Some(byte) if is_space(*byte) => self.at += 1,
                other => return other.copied(),
            }
        }
    }

    /// The body from `start` to `end`, both of which stand beside an ASCII character, so
    /// there always is one.
    #[inline(always)]
    pub(super) fn slice(&self, start: usize, end: usize) -> Option<&'a str> {
        // Shorter than with a range.
        let (before, _) = self.body.split_at_checked(end)?;
        before.get(start..)
    }

    /// Reads the colon after the name of a member.
    #[inline]
    pub(super) fn colon(&mut self) -> ReadResult {
        if self.peek() != Some(b':') {
            return Err(self.expected("a colon"));
        }
        self.at += 1;
        Ok(())
    }

    /// Returns the reader's place, in bytes from the start of the body.
    #[cfg(feature = "serde")]
    pub(crate) fn position(&self) -> usize {
        self.at
    }

    /// Moves to the end of a value, which another reader found.
    #[cfg(feature = "serde")]
    pub(crate) fn move_to(&mut self, at: usize) {
        self.at = at;
    }

    #[inline]
    fn open(&mut self, bracket: u8, what: &'static str) -> ReadResult {
        if self.peek() != Some(bracket) {
            return Err(self.expected(what));
        }
        if self.depth >= MAX_DEPTH {
            return Err(ReadError::new(
                self.at,
                "at most 128 levels of nesting",
                "a deeper level",
            ));
        }
        self.at += 1;
        self.depth += 1;
        self.fresh = true;
        Ok(())
    }

    #[inline]
    fn close(&mut self) {
        self.at += 1;
        self.depth = self.depth.saturating_sub(1);
        self.fresh = false;
    }
}

/// Doesn't print the body, which may hold secrets.
impl std::fmt::Debug for Reader<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Reader")
            .field("at", &self.at)
            .field("length", &self.body.len())
            .field("depth", &self.depth)
            .finish_non_exhaustive()
    }
}

/// RFC 8259, section 2: four characters and no others.
#[inline]
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

/// The kind of value at the start of `rest`, for an error.
fn kind(rest: &[u8]) -> &'static str {
    match rest.first() {
        None => "the end of the input",
        Some(b'"') => "a string",
        Some(b'-' | b'0'..=b'9') => "a number",
        Some(b'{') => "an object",
        Some(b'[') => "a list",
        Some(b'}') => "the end of an object",
        Some(b']') => "the end of a list",
        Some(b',') => "a comma",
        Some(b':') => "a colon",
        Some(_) if rest.starts_with(b"null") => "null",
        Some(_) if rest.starts_with(b"true") || rest.starts_with(b"false") => "a boolean",
        Some(_) => "an unexpected character",
    }
}
