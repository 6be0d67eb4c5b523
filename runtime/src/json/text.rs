//! Strings and their escapes (RFC 8259, section 7).

use std::borrow::Cow;

use super::scan::clean_end;
use super::{ReadError, ReadResult, Reader};

const UNFINISHED: &str = "the end of the string";

impl<'a> Reader<'a> {
    /// Reads a string.
    ///
    /// # Errors
    /// If the next value isn't a string, or holds control characters, unknown escapes
    /// or half of a surrogate pair.
    #[inline(always)]
    pub fn string(&mut self) -> ReadResult<String> {
        self.quoted("a string").map(Cow::into_owned)
    }

    /// Reads a string, borrowed from the body unless it has escapes.
    ///
    /// # Errors
    /// As [`string`](Self::string).
    pub fn text(&mut self) -> ReadResult<Cow<'a, str>> {
        self.quoted("a string")
    }

    #[inline(always)]
    pub(super) fn quoted(&mut self, what: &'static str) -> ReadResult<Cow<'a, str>> {
        // Mostly there is no whitespace, which the first comparison finds in fewer steps.
        if self.bytes().get(self.at) != Some(&b'"') && self.peek() != Some(b'"') {
            return Err(self.expected(what));
        }
        let start = self.at + 1;
        let end = clean_end(self.bytes(), start);
        if self.bytes().get(end) == Some(&b'"') {
            if let Some(text) = self.slice(start, end) {
                self.at = end + 1;
                return Ok(Cow::Borrowed(text));
            }
        }
        self.escaped(start, end).map(Cow::Owned)
    }

    /// The rest of a string that began at `start` and was clean up to `end`.
    #[cold]
    #[inline(never)]
    fn escaped(&mut self, mut start: usize, mut end: usize) -> ReadResult<String> {
        // Escapes are up to six times as long as what they stand for, so that this is room enough,
        // and not more than the body. If there is something wrong, the loop below says what.
        self.at = end.saturating_sub(1);
        _ = self.skip_quoted();
        let mut text = String::with_capacity(self.at.saturating_sub(start));
        loop {
            text.push_str(self.slice(start, end).unwrap_or_default());
            self.at = end;
            match self.bytes().get(end) {
                Some(b'"') => {
                    self.at = end + 1;
                    return Ok(text);
                }
                Some(b'\\') => text.push(self.escape()?),
                other => return Err(unfinished(end, other)),
            }
            start = self.at;
            end = clean_end(self.bytes(), start);
        }
    }

    /// Skips the string whose opening quotation mark is next.
    #[inline]
    pub(super) fn skip_quoted(&mut self) -> ReadResult {
        self.at += 1;
        loop {
            let end = clean_end(self.bytes(), self.at);
            self.at = end;
            match self.bytes().get(end) {
                Some(b'"') => {
                    self.at = end + 1;
                    return Ok(());
                }
                Some(b'\\') => self.skip_escape()?,
                other => return Err(unfinished(end, other)),
            }
        }
    }

    /// Skips the escape whose backslash is next. Half a surrogate pair is fine: it is no text,
    /// but it is JSON, and nobody wants this text.
    fn skip_escape(&mut self) -> ReadResult {
        if self.bytes().get(self.at + 1) == Some(&b'u') {
            self.at += 2;
            self.four_digits().map(|_| ())
        } else {
            self.escape().map(|_| ())
        }
    }

    /// Reads the escape whose backslash is next.
    fn escape(&mut self) -> ReadResult<char> {
        let start = self.at;
        let character = match self.bytes().get(start + 1) {
            Some(byte @ (b'"' | b'\\' | b'/')) => char::from(*byte),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.at = start + 2;
                return self.unicode_escape(start);
            }
            Some(_) => return Err(ReadError::new(start, "a known escape", "another escape")),
            None => return Err(unfinished(start + 1, None)),
        };
        self.at = start + 2;
        Ok(character)
    }

    /// Reads the digits of a `\u` escape, and those of its other half if it is one of a
    /// surrogate pair.
    fn unicode_escape(&mut self, start: usize) -> ReadResult<char> {
        let first = self.four_digits()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            let rest = self.bytes().get(self.at..).unwrap_or_default();
            if !rest.starts_with(b"\\u") {
                if b"\\u".starts_with(rest) {
                    return Err(unfinished(self.body.len(), None));
                }
                return Err(lone_surrogate(start));
            }
            self.at += 2;
            let second = self.four_digits()?;
            if !(0xdc00..0xe000).contains(&second) {
                return Err(lone_surrogate(start));
            }
            0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00)
        } else {
            first
        };
        char::from_u32(code).ok_or_else(|| lone_surrogate(start))
    }

    fn four_digits(&mut self) -> ReadResult<u32> {
        let mut value = 0;
        for _ in 0..4 {
            let byte = self.bytes().get(self.at);
            match byte.and_then(|byte| char::from(*byte).to_digit(16)) {
                Some(digit) => value = value * 16 + digit,
                None if byte.is_none() => return Err(unfinished(self.at, None)),
                None => {
                    let found = "another character";
                    return Err(ReadError::new(self.at, "a hexadecimal digit", found));
                }
            }
            self.at += 1;
        }
        Ok(value)
    }
}

#[cold]
fn unfinished(offset: usize, byte: Option<&u8>) -> ReadError {
    let found = match byte {
        None => "the end of the input",
        Some(_) => "a control character",
    };
    ReadError::new(offset, UNFINISHED, found)
}

#[cold]
fn lone_surrogate(offset: usize) -> ReadError {
    ReadError::new(offset, "a pair of surrogates", "half of one")
}
