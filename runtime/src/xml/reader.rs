//! The pull parser: its state, and elements as objects.

use super::scan::{self, skip_white_space};
use super::{MAX_DEPTH, ReadError, ReadResult};

/// A pull parser over an XML body ([XML 1.0], well-formed documents in UTF-8).
///
/// The reader stands on an element, at first on the root; each call reads what the caller expects
/// the element to hold, or says what is there instead. Nothing is allocated but the values that are
/// returned: names are borrowed from the body. Names are matched without their prefix, namespaces
/// aren't looked at.
///
/// Comments and processing instructions are skipped wherever they are. Documents with a DOCTYPE are
/// refused, so there are no entities but the five that XML has. White space between elements means
/// nothing; that around numbers, booleans, timestamps and base64 neither.
///
/// After an error the reader stands at an unspecified place of the body.
///
/// [XML 1.0]: https://www.w3.org/TR/xml/
#[derive(Clone)]
pub struct Reader<'a> {
    pub(super) body: &'a str,
    /// The place of the next byte. On an element that has content, the place after its start tag.
    pub(super) at: usize,
    /// The element whose value is next.
    pub(super) element: Element,
    /// The place of an attribute's value, without the quotes, if that is next.
    pub(super) attribute: Option<(usize, usize)>,
    /// The number of open elements.
    pub(super) depth: u32,
    /// Whether what a server must refuse is refused: see [`strict`](Self::strict).
    pub(super) is_strict: bool,
    /// Whether there are carriage returns in the body.
    pub(super) has_returns: bool,
}

/// The places of a start tag's parts.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Element {
    /// The name, with its prefix. The name of the whole document is empty.
    pub(super) name: (usize, usize),
    /// The name without its prefix; the end is that of the name.
    pub(super) local: usize,
    /// The end of the attributes, which begin after the name.
    pub(super) attributes_end: usize,
    /// Whether the tag ends the element, too: `<a/>`.
    pub(super) is_empty: bool,
}

impl<'a> Reader<'a> {
    /// Makes a reader that stands on the root element of `body`.
    ///
    /// # Errors
    /// If `body` isn't UTF-8, has characters that XML doesn't have, or doesn't begin with an
    /// element; comments, processing instructions and an XML declaration may be before it.
    pub fn new(body: &'a [u8]) -> ReadResult<Self> {
        let mut reader = Self::document(body)?;
        reader.prolog()?;
        reader.start_tag()?;
        Ok(reader)
    }

    /// Makes a reader that stands on the whole document, whose only child is the root element.
    pub(super) fn document(body: &'a [u8]) -> ReadResult<Self> {
        super::encoding::check_encoding(body)?;
        let body = std::str::from_utf8(body).map_err(|error| {
            ReadError::new(error.valid_up_to(), "UTF-8", "bytes that are not UTF-8")
        })?;
        let characters = scan::characters(body.as_bytes());
        if let Some(at) = characters.forbidden {
            let found = "a character that XML doesn't have";
            return Err(ReadError::new(at, "a character of XML", found));
        }
        Ok(Self {
            body,
            at: 0,
            element: Element::default(),
            attribute: None,
            depth: 0,
            is_strict: false,
            has_returns: characters.has_returns,
        })
    }

    /// Makes the reader strict, as a server has to be. A strict reader refuses items of lists and
    /// entries of maps with other names than the model's, text between the members of a structure,
    /// unknown members of unions, and date-times with an offset. A client takes all of these from a
    /// service that may be newer than itself, as botocore does.
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

    /// Returns the name of the element, without its prefix.
    pub fn element_name(&self) -> &'a str {
        let Element { name, local, .. } = self.element;
        self.slice(local, name.1)
    }

    /// Reads a structure: calls `member` with the name of each child element, to read (or skip) it.
    /// Prefixes of names are left out.
    ///
    /// # Errors
    /// If the value isn't an element with children only, or nests deeper than [`MAX_DEPTH`]; and
    /// those of `member`.
    #[inline]
    pub fn object(&mut self, mut member: impl FnMut(&mut Self, &str) -> ReadResult) -> ReadResult {
        self.each_child("an object", &mut |r, name| member(r, name))
    }

    /// [`object`](Self::object), compiled once for all types.
    pub(super) fn each_child(
        &mut self,
        what: &'static str,
        child: &mut dyn FnMut(&mut Self, &'a str) -> ReadResult,
    ) -> ReadResult {
        let Some(element) = self.enter(what)? else {
            return Ok(());
        };
        while self.next_child(&element)? {
            child(self, self.element_name())?;
        }
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// Enters the element, whose children [`next_child`](Self::next_child) then visits; `None` if it
    /// is empty.
    #[inline]
    pub(super) fn enter(&mut self, what: &'static str) -> ReadResult<Option<Element>> {
        if self.attribute.is_some() {
            return Err(self.expected(what));
        }
        if self.element.is_empty {
            return Ok(None);
        }
        if self.depth >= MAX_DEPTH {
            return Err(self.too_deep("at most 128 levels of nesting"));
        }
        self.depth += 1;
        Ok(Some(self.element))
    }

    #[cold]
    pub(super) fn too_deep(&self, what: &'static str) -> ReadError {
        ReadError::new(self.at, what, "a deeper level")
    }

    /// Moves to the next child of `parent`, which is to be read (or skipped) next. False at the end
    /// of the parent, which is then closed.
    #[inline]
    pub(super) fn next_child(&mut self, parent: &Element) -> ReadResult<bool> {
        loop {
            self.at = skip_white_space(self.bytes(), self.at);
            let Some(rest) = self.bytes().get(self.at..) else {
                return self.end_of_input(parent);
            };
            match rest {
                [b'<', b'/', ..] => {
                    self.end_tag(parent)?;
                    return Ok(false);
                }
                [b'<', b'!' | b'?', ..] => self.other_markup(parent)?,
                [b'<', ..] => {
                    if parent.name.1 == 0 && self.element.name.1 > 0 {
                        // A document has one root element.
                        let found = "another element";
                        return Err(ReadError::new(self.at, "the end of the input", found));
                    }
                    self.start_tag()?;
                    return Ok(true);
                }
                [] => return self.end_of_input(parent),
                _ => self.stray_text(parent)?,
            }
        }
    }

    /// The document ends with the input, and an element doesn't.
    #[cold]
    fn end_of_input(&self, parent: &Element) -> ReadResult<bool> {
        if parent.name.1 == 0 {
            return Ok(false);
        }
        Err(self.missing_end_tag(parent.name))
    }

    /// Skips a comment, a processing instruction or a CDATA section between children.
    #[cold]
    fn other_markup(&mut self, parent: &Element) -> ReadResult {
        if let Some(text) = self.markup()? {
            if self.is_strict && !scan::trimmed(text).is_empty() || parent.name.1 == 0 {
                return Err(self.unexpected_text());
            }
        }
        Ok(())
    }

    /// Skips text between children, which botocore doesn't look at.
    #[cold]
    #[inline(never)]
    fn stray_text(&mut self, parent: &Element) -> ReadResult {
        if self.is_strict || parent.name.1 == 0 {
            return Err(self.unexpected_text());
        }
        self.skip_text()
    }

    #[cold]
    fn unexpected_text(&self) -> ReadError {
        ReadError::new(self.at, "an element", "a text")
    }

    /// Checks that nothing is left but comments, processing instructions and white space.
    ///
    /// # Errors
    /// If there is something left.
    pub fn end(&mut self) -> ReadResult {
        self.misc()?;
        if self.at < self.body.len() {
            let found = match self.bytes().get(self.at) {
                Some(b'<') => "another element",
                _ => "a text",
            };
            return Err(ReadError::new(self.at, "the end of the input", found));
        }
        Ok(())
    }

    /// Makes an error at the next value: `what` was expected, and the kind of the value was found.
    #[cold]
    #[inline(never)]
    #[must_use]
    pub fn expected(&self, what: &'static str) -> ReadError {
        ReadError::new(self.place(), what, self.kind())
    }

    /// The place of the value: after the start tag if there is content, else within the tag.
    pub(super) fn place(&self) -> usize {
        match self.attribute {
            Some((start, _)) => start,
            None if self.element.is_empty => self.element.name.0,
            None => self.at,
        }
    }

    /// The kind of the next value, for an error. The words are those of JSON.
    fn kind(&self) -> &'static str {
        if self.attribute.is_some() {
            return "an attribute";
        }
        if self.element.is_empty {
            return "an empty element";
        }
        let at = skip_white_space(self.bytes(), self.at);
        match self.bytes().get(at..).unwrap_or_default() {
            [] => "the end of the input",
            [b'<', b'/', ..] if at == self.at => "an empty element",
            [b'<', b'/' | b'!' | b'?', ..] => "a string",
            [b'<', ..] => "an object",
            _ => "a string",
        }
    }

    #[inline(always)]
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.body.as_bytes()
    }

    /// A part of the body. The places are those of ASCII characters, so that they are between
    /// characters.
    #[inline(always)]
    pub(super) fn slice(&self, start: usize, end: usize) -> &'a str {
        self.body.get(start..end).unwrap_or_default()
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
