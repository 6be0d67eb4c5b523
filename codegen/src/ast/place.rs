//! Places of nodes in their file.

use std::ops::Range;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;
use crate::source::{FileId, Location, Origin, Translation};

use super::node::Node;

/// The file that a node was read from: turns nodes into locations.
#[derive(Clone, Copy)]
pub(crate) struct Place<'a> {
    pub(super) id: FileId,
    /// The JSON text.
    pub(super) text: &'a str,
    /// Where the JSON text comes from, unless it is the file's own.
    pub(super) translation: Option<&'a Translation>,
}

impl<'a> Place<'a> {
    /// The location of a part of this file's text.
    pub(crate) fn of(&self, part: &str) -> Location {
        let range = self.offsets(part);
        Location {
            file: self.id,
            range: match self.translation {
                Some(translation) => translation.origin(range.start),
                None => range,
            },
        }
    }

    /// Where the parts of a part of this file's text come from, unless the text is the file's own.
    pub(crate) fn origins_of(&self, part: &str) -> Option<Vec<Origin>> {
        let translation = self.translation?;
        Some(translation.origins_of(&self.offsets(part)))
    }

    /// The byte offsets of a part of the JSON text. A part that isn't of this text (a key with
    /// escapes) points at the file's start.
    fn offsets(&self, part: &str) -> Range<usize> {
        let start = (part.as_ptr() as usize)
            .checked_sub(self.text.as_ptr() as usize)
            .filter(|start| start + part.len() <= self.text.len());
        start.map_or(0..0, |start| start..start + part.len())
    }

    /// Returns the file, if it is one that the AST was translated from: one that people write.
    pub(crate) fn translated_file(&self) -> Option<FileId> {
        self.translation.map(|_| self.id)
    }

    /// Decodes a node into one of this module's mirrors.
    pub(crate) fn decode<T: Deserialize<'a>>(&self, node: Node<'a>) -> Result<T, Diagnostic> {
        self.decode_text(node.text())
    }

    /// Decodes a part of the JSON text into one of this module's mirrors.
    pub(super) fn decode_text<T: Deserialize<'a>>(&self, text: &'a str) -> Result<T, Diagnostic> {
        serde_json::from_str(text).map_err(|error| self.syntax(text, &error))
    }

    /// A serde_json error in `part` of this file, at its line and column.
    pub(super) fn syntax(&self, part: &str, error: &serde_json::Error) -> Diagnostic {
        let whole = error.to_string();
        // serde_json's own position is relative to the part, ours is shown by the excerpt.
        let message = whole.split(" at line ").next().unwrap_or(&whole);
        let base = self.offsets(part).start;
        let at = base + offset(part, error.line(), error.column());
        let range = match self.translation {
            Some(translation) => translation.origin(at),
            None => character(self.text, at),
        };
        let file = self.id;
        Diagnostic::new(message).at(Location { file, range }, "")
    }
}

/// The bytes of the character at an offset; none at the end.
pub(crate) fn character(text: &str, at: usize) -> Range<usize> {
    let length = text
        .get(at..)
        .and_then(|rest| rest.chars().next())
        .map_or(0, char::len_utf8);
    at..at + length
}

/// The byte offset of a one-based line and column (serde_json counts columns in bytes,
/// and points at the last byte it has read).
pub(crate) fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let mut at = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
