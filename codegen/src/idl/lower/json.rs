//! JSON text, and the places in the source file that its parts come from.

use std::ops::Range;

use crate::ast::special_character;
use crate::source::{Origin, Part};

/// A writer of JSON. Commas are set by it.
pub(super) struct Json {
    out: String,
    origins: Vec<Origin>,
    parts: Vec<Part>,
    /// Whether the next key or value is the first one in its object or list.
    is_first: bool,
}

impl Json {
    pub(super) fn new(size_of_source: usize) -> Self {
        Self {
            // A text that grows would be there twice; memory that isn't touched costs nothing.
            out: String::with_capacity(size_of_source * 5 / 2 + 64),
            origins: Vec::with_capacity(size_of_source / 8),
            parts: Vec::new(),
            is_first: true,
        }
    }

    /// The text, the places that its parts come from, and the shapes.
    pub(super) fn into_parts(self) -> (String, Vec<Origin>, Vec<Part>) {
        (self.out, self.origins, self.parts)
    }

    /// The length of the text so far.
    pub(super) fn len(&self) -> usize {
        self.out.len()
    }

    /// Begins the property of a shape: a name that is written by a function and has no character
    /// to escape, and an object.
    pub(super) fn begin_part(
        &mut self,
        name_at: &Range<usize>,
        value_at: &Range<usize>,
        write: impl FnOnce(&mut String),
    ) {
        self.comma();
        self.origin(name_at);
        self.out.push('"');
        let name = self.out.len() as u32;
        write(&mut self.out);
        let name_end = self.out.len() as u32;
        self.out.push_str("\":");
        let value = self.out.len() as u32;
        self.parts.push(Part {
            name,
            name_end,
            value,
            value_end: value,
        });
        self.begin_at('{', value_at);
    }

    pub(super) fn end_part(&mut self) {
        self.end('}');
        if let Some(part) = self.parts.last_mut() {
            part.value_end = self.out.len() as u32;
        }
    }

    /// The text so far.
    pub(super) fn text(&self) -> &str {
        &self.out
    }

    fn origin(&mut self, range: &Range<usize>) {
        let (start, end) = (range.start as u32, range.end as u32);
        // Text from the same place as the text before needs no entry of its own.
        let is_same = self
            .origins
            .last()
            .is_some_and(|last| (last.start, last.end) == (start, end));
        if !is_same {
            self.origins.push(Origin {
                at: self.out.len() as u32,
                start,
                end,
            });
        }
    }

    fn comma(&mut self) {
        if !self.is_first {
            self.out.push(',');
        }
        self.is_first = false;
    }

    /// Begins an object or list that is the value of a key, or the whole.
    pub(super) fn begin(&mut self, bracket: char) {
        self.out.push(bracket);
        self.is_first = true;
    }

    /// Begins an object or list that comes from a place.
    pub(super) fn begin_at(&mut self, bracket: char, range: &Range<usize>) {
        self.origin(range);
        self.begin(bracket);
    }

    pub(super) fn end(&mut self, bracket: char) {
        self.out.push(bracket);
        self.is_first = false;
    }

    /// Sets the comma before an item of a list.
    pub(super) fn item(&mut self) {
        self.comma();
    }

    pub(super) fn key(&mut self, key: &str, range: &Range<usize>) {
        self.comma();
        self.origin(range);
        quote(key, &mut self.out);
        self.out.push(':');
    }

    /// A key that is written by a function, and has no character to escape.
    pub(super) fn key_with(&mut self, range: &Range<usize>, write: impl FnOnce(&mut String)) {
        self.comma();
        self.origin(range);
        self.out.push('"');
        write(&mut self.out);
        self.out.push_str("\":");
    }

    pub(super) fn string(&mut self, value: &str, range: &Range<usize>) {
        self.origin(range);
        quote(value, &mut self.out);
    }

    /// A string that is written by a function, and has no character to escape.
    pub(super) fn string_with(&mut self, range: &Range<usize>, write: impl FnOnce(&mut String)) {
        self.origin(range);
        self.out.push('"');
        write(&mut self.out);
        self.out.push('"');
    }

    /// Text that is JSON already.
    pub(super) fn raw(&mut self, json: &str, range: &Range<usize>) {
        self.origin(range);
        self.out.push_str(json);
    }
}

/// Writes a JSON string.
fn quote(text: &str, out: &mut String) {
    out.push('"');
    let mut rest = text;
    while let Some(at) = special_character(rest) {
        let (plain, special) = rest.split_at(at);
        out.push_str(plain);
        let mut chars = special.chars();
        match chars.next() {
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => out.push_str(&format!("\\u{:04x}", u32::from(control))),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    out.push('"');
}
