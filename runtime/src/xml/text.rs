//! Texts: the content of elements, and values of attributes.

use std::borrow::Cow;

use super::reader::Element;
use super::scan::text_end;
use super::{ReadError, ReadResult, Reader};

impl<'a> Reader<'a> {
    /// Reads a string. White space is part of it.
    ///
    /// # Errors
    /// If there are elements in the element, or the text isn't well-formed.
    #[inline]
    pub fn string(&mut self) -> ReadResult<String> {
        self.content("a string").map(Cow::into_owned)
    }

    /// Reads a string, borrowed from the body where it stands there as it is.
    ///
    /// # Errors
    /// The errors of [`string`](Self::string).
    pub fn text(&mut self) -> ReadResult<Cow<'a, str>> {
        self.content("a string")
    }

    /// The text of the element or the attribute.
    #[inline]
    pub(super) fn content(&mut self, what: &'static str) -> ReadResult<Cow<'a, str>> {
        if self.attribute.is_some() {
            return self.attribute_value();
        }
        if self.element.is_empty {
            return Ok(Cow::Borrowed(""));
        }
        let element = self.element;
        let start = self.at;
        let end = text_end(self.bytes(), start);
        if let Some([b'<', b'/', ..]) = self.bytes().get(end..) {
            if !self.has_returns {
                self.at = end;
                self.end_tag(&element)?;
                return Ok(Cow::Borrowed(self.slice(start, end)));
            }
        }
        self.content_anyhow(what, &element)
    }

    /// [`content`](Self::content) where there may be references, comments and CDATA sections.
    #[cold]
    #[inline(never)]
    fn content_anyhow(
        &mut self,
        what: &'static str,
        element: &Element,
    ) -> ReadResult<Cow<'a, str>> {
        let mut start = self.at;
        let mut at = start;
        // References are longer than what they stand for, so that this is room enough, and not more
        // than the body; only comments and CDATA sections go on behind it.
        let raw = self.bytes().get(start..).unwrap_or_default();
        let length = raw.iter().position(|byte| *byte == b'<');
        let mut text = String::with_capacity(length.unwrap_or_default());
        loop {
            at = text_end(self.bytes(), at);
            let rest = self.bytes().get(at..).unwrap_or_default();
            if let [b'>', ..] = rest {
                self.check_angle(start, at)?;
                at += 1;
                continue;
            }
            self.push_lines(&mut text, self.slice(start, at));
            self.at = at;
            match rest {
                [b'<', b'/', ..] => {
                    self.end_tag(element)?;
                    return Ok(Cow::Owned(text));
                }
                [b'<', b'!' | b'?', ..] => {
                    if let Some(section) = self.markup()? {
                        self.push_lines(&mut text, section);
                    }
                    at = self.at;
                }
                [b'<', ..] => return Err(ReadError::new(at, what, "an object")),
                [b'&', ..] => {
                    let (character, after) = self.reference(at)?;
                    text.push(character);
                    at = after;
                }
                _ => return Err(self.missing_end_tag(element.name)),
            }
            start = at;
        }
    }

    /// Refuses `]]>` in text that begins at `start` (XML 1.0, section 2.4).
    #[cold]
    fn check_angle(&self, start: usize, at: usize) -> ReadResult {
        let before = self.bytes().get(start..at).unwrap_or_default();
        if before.ends_with(b"]]") {
            return Err(ReadError::new(at - 2, "a text", "a `]]>`"));
        }
        Ok(())
    }

    /// Appends text with its line ends as line feeds (XML 1.0, section 2.11).
    fn push_lines(&self, out: &mut String, text: &str) {
        if !self.has_returns {
            out.push_str(text);
            return;
        }
        let mut parts = text.split('\r');
        out.push_str(parts.next().unwrap_or_default());
        for part in parts {
            if !part.starts_with('\n') {
                out.push('\n');
            }
            out.push_str(part);
        }
    }

    /// The value of an attribute (XML 1.0, section 3.3.3), which was checked with its tag.
    #[cold]
    #[inline(never)]
    fn attribute_value(&mut self) -> ReadResult<Cow<'a, str>> {
        let (start, end) = self.attribute.take().unwrap_or_default();
        let raw = self.slice(start, end);
        if !raw.contains(['&', '\t', '\n', '\r']) {
            return Ok(Cow::Borrowed(raw));
        }
        let mut value = String::new();
        // The place after the last reference.
        let mut at = start;
        for (index, character) in raw.char_indices() {
            let place = start + index;
            if place < at {
                continue;
            }
            match character {
                '&' => {
                    let (referred, after) = self.reference(place)?;
                    value.push(referred);
                    at = after;
                }
                '\r' if raw
                    .get(index + 1..)
                    .is_some_and(|rest| rest.starts_with('\n')) => {}
                '\r' | '\n' | '\t' => value.push(' '),
                _ => value.push(character),
            }
        }
        Ok(Cow::Owned(value))
    }

    /// Skips text up to the next tag, comment, processing instruction or CDATA section. Its
    /// references are checked all the same.
    pub(super) fn skip_text(&mut self) -> ReadResult {
        let start = self.at;
        loop {
            self.at = text_end(self.bytes(), self.at);
            match self.bytes().get(self.at) {
                Some(b'&') => self.at = self.reference(self.at)?.1,
                Some(b'>') => {
                    self.check_angle(start, self.at)?;
                    self.at += 1;
                }
                _ => return Ok(()),
            }
        }
    }
}
