//! Start tags and end tags (XML 1.0, section 3.1).

use std::borrow::Cow;

use super::reader::Element;
use super::scan::{name_end, skip_white_space, starts_name};
use super::{ReadError, ReadResult, Reader};
use crate::value_path::push_cut;

impl<'a> Reader<'a> {
    /// Reads the start tag at whose `<` the reader is, and stands on its element.
    #[inline]
    pub(super) fn start_tag(&mut self) -> ReadResult {
        let bytes = self.bytes();
        let start = self.at + 1;
        let mut local = start;
        let mut end = name_end(bytes, start);
        if bytes.get(end) == Some(&b':') {
            local = end + 1;
            end = name_end(bytes, local);
        }
        if !bytes.get(start).copied().is_some_and(starts_name) || local == end {
            return Err(self.no_name(start));
        }
        let mut element = Element {
            name: (start, end),
            local,
            attributes_end: end,
            is_empty: false,
        };
        let mut at = end;
        if !matches!(bytes.get(at), Some(b'>' | b'/')) {
            at = self.tag_end(end)?;
            self.attributes(end, at)?;
            element.attributes_end = at;
        }
        if bytes.get(at) == Some(&b'/') {
            element.is_empty = true;
            at += 1;
        }
        if bytes.get(at) != Some(&b'>') {
            return Err(self.unfinished_tag(at));
        }
        self.at = at + 1;
        self.element = element;
        Ok(())
    }

    /// The place of the `>` or `/>` that ends a start tag. Attributes begin at `start`.
    #[cold]
    fn tag_end(&self, start: usize) -> ReadResult<usize> {
        let mut at = start;
        let mut quote = None;
        while let Some(byte) = self.bytes().get(at) {
            match (quote, byte) {
                (None, b'>') => return Ok(at),
                (None, b'/') => return Ok(at),
                // A `<` in a value is refused together with the value.
                (None, b'<') => return Err(self.unfinished_tag(at)),
                (None, b'"' | b'\'') => quote = Some(*byte),
                (Some(open), _) if open == *byte => quote = None,
                _ => {}
            }
            at += 1;
        }
        Err(self.unfinished_tag(at))
    }

    /// Reads the end tag of `element`, at whose `</` the reader is.
    #[inline]
    pub(super) fn end_tag(&mut self, element: &Element) -> ReadResult {
        let (start, end) = element.name;
        let bytes = self.bytes();
        let name = bytes.get(start..end).unwrap_or_default();
        let at = self.at + 2;
        let rest = bytes.get(at..).unwrap_or_default();
        let rest = rest.strip_prefix(name).filter(|_| !name.is_empty());
        match rest {
            Some([b'>', ..]) => {
                self.at = at + name.len() + 1;
                Ok(())
            }
            _ => self.end_tag_anyhow(element.name),
        }
    }

    /// [`end_tag`](Self::end_tag) where there may be white space or errors.
    #[cold]
    #[inline(never)]
    pub(super) fn end_tag_anyhow(&mut self, (start, end): (usize, usize)) -> ReadResult {
        let bytes = self.bytes();
        let name = bytes.get(start..end).unwrap_or_default();
        let at = self.at + 2;
        let rest = bytes.get(at..).unwrap_or_default();
        if !name.is_empty() && rest.starts_with(name) {
            let after = skip_white_space(bytes, at + name.len());
            if bytes.get(after) == Some(&b'>') {
                self.at = after + 1;
                return Ok(());
            }
        }
        Err(self.missing_end_tag((start, end)))
    }

    /// Makes the error of an element that doesn't end where it has to.
    #[cold]
    #[inline(never)]
    pub(super) fn missing_end_tag(&self, (start, end): (usize, usize)) -> ReadError {
        let mut expected = String::from("the end tag of `");
        push_cut(&mut expected, self.slice(start, end));
        expected.push('`');
        let rest = self.bytes().get(self.at..).unwrap_or_default();
        let found = match rest {
            [b'<', b'/', name @ ..] if name.contains(&b'>') => "another end tag",
            _ => "the end of the input",
        };
        ReadError::with_text(self.at, Cow::Owned(expected), Cow::Borrowed(found))
    }

    #[cold]
    #[inline(never)]
    fn no_name(&self, at: usize) -> ReadError {
        let found = match self.bytes().get(at) {
            None => "the end of the input",
            Some(_) => "another character",
        };
        ReadError::new(at, "the name of an element", found)
    }

    #[cold]
    #[inline(never)]
    pub(super) fn unfinished_tag(&self, at: usize) -> ReadError {
        let found = match self.bytes().get(at) {
            None => "the end of the input",
            Some(_) => "another character",
        };
        ReadError::new(at, "the end of the tag", found)
    }
}
