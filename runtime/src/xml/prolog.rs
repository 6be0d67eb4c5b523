//! The declaration, comments and processing instructions before and after the root element.

use super::scan::{find, is_white_space, skip_white_space};
use super::{ReadError, ReadResult, Reader};

impl Reader<'_> {
    /// Reads up to the root element. White space may be before an XML declaration: S3 sends spaces
    /// to keep a connection open before it knows the answer.
    pub(super) fn prolog(&mut self) -> ReadResult {
        if self.body.starts_with('\u{feff}') {
            self.at = '\u{feff}'.len_utf8();
        }
        let at = skip_white_space(self.bytes(), self.at);
        let rest = self.bytes().get(at..).unwrap_or_default();
        if rest
            .strip_prefix(b"<?xml")
            .is_some_and(|rest| rest.first().is_some_and(is_white_space))
        {
            self.at = at + b"<?xml".len();
            self.declaration()?;
        }
        self.misc()?;
        match self.bytes().get(self.at) {
            Some(b'<') => Ok(()),
            Some(_) => Err(ReadError::new(self.at, "an element", "a text")),
            None => Err(ReadError::new(
                self.at,
                "an element",
                "the end of the input",
            )),
        }
    }

    /// Reads the rest of an XML declaration (XML 1.0, section 2.8).
    fn declaration(&mut self) -> ReadResult {
        let start = self.at;
        let Some(end) = find(self.bytes(), start, b"?>") else {
            return Err(ReadError::new(
                self.body.len(),
                "the end of the XML declaration",
                "the end of the input",
            ));
        };
        self.attributes(start, end)?;
        let mut names = ["version", "encoding", "standalone"].into_iter();
        let mut at = start;
        let mut is_first = true;
        while let Some((name, value)) = self.next_attribute(&mut at, end) {
            let (text, place) = (self.slice(value.0, value.1), value.0);
            if !names.any(|other| other == name) || is_first && name != "version" {
                return Err(ReadError::new(place, "an XML declaration", "another name"));
            }
            is_first = false;
            let is_known = match name {
                "version" => text.strip_prefix("1.").is_some_and(|minor| {
                    !minor.is_empty() && minor.bytes().all(|b| b.is_ascii_digit())
                }),
                "encoding" => ["UTF-8", "UTF8", "US-ASCII", "ASCII"]
                    .iter()
                    .any(|known| text.eq_ignore_ascii_case(known)),
                _ => matches!(text, "yes" | "no"),
            };
            if !is_known {
                let (expected, found) = match name {
                    "version" => ("XML 1", "another version"),
                    "encoding" => ("the encoding UTF-8", "another encoding"),
                    _ => ("`yes` or `no`", "another text"),
                };
                return Err(ReadError::new(place, expected, found));
            }
        }
        if is_first {
            return Err(ReadError::new(start, "the version of XML", "none"));
        }
        self.at = end + 2;
        Ok(())
    }

    /// Skips comments, processing instructions and white space.
    pub(super) fn misc(&mut self) -> ReadResult {
        loop {
            self.at = skip_white_space(self.bytes(), self.at);
            match self.bytes().get(self.at..).unwrap_or_default() {
                [b'<', b'!' | b'?', ..] => {
                    let start = self.at;
                    if self.markup()?.is_some() {
                        return Err(ReadError::new(start, "an element", "a text"));
                    }
                }
                _ => return Ok(()),
            }
        }
    }
}

/// Returns the name of the root element, without its prefix, looking at no more than what is before
/// it. `None` if there is none.
pub(super) fn root_name(body: &[u8]) -> Option<&str> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let mut at = 0;
    loop {
        at = skip_white_space(body, at);
        let rest = body.get(at..)?;
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            _ => break,
        };
        at = find(body, at + end.len() + 1, end)? + end.len();
    }
    let name = body.get(at..)?.strip_prefix(b"<")?;
    let is_end = |byte: &u8| is_white_space(byte) || matches!(byte, b'>' | b'/');
    let name = name.get(..name.iter().position(is_end)?)?;
    let name = std::str::from_utf8(name).ok()?;
    Some(name.split_once(':').map_or(name, |(_, local)| local))
}
