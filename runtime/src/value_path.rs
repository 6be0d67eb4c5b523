//! Paths to values in bodies, such as `$.SessionMapping.Tags[3].Key`, whatever the format.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The number of characters of a member's name that are shown.
const NAME_LENGTH: usize = 64;
/// The number of levels that are shown.
const LEVELS: usize = 32;

/// A path to a value. Names that aren't plain identifiers are written `["odd key"]`; names longer
/// than 64 characters are cut, and beyond 32 levels the rest is left out, both marked by `…`.
pub(crate) struct Path {
    text: String,
    levels: usize,
}

impl Path {
    /// Makes the path of the whole body.
    pub(crate) fn new() -> Self {
        Self {
            text: String::from("$"),
            levels: 0,
        }
    }

    /// Goes into a member.
    pub(crate) fn push_member(&mut self, name: &str) {
        if !self.has_room() {
            return;
        }
        let mut characters = name.chars();
        let plain = characters
            .next()
            .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && characters.all(|other| other.is_ascii_alphanumeric() || other == '_');
        if plain {
            self.text.push('.');
            push_cut(&mut self.text, name);
        } else {
            self.text.push_str("[\"");
            push_cut(&mut self.text, name);
            self.text.push_str("\"]");
        }
    }

    /// Goes into an item of a list.
    pub(crate) fn push_item(&mut self, index: usize) {
        if self.has_room() {
            // Writing into a string can't fail.
            let _ = write!(self.text, "[{index}]");
        }
    }

    fn has_room(&mut self) -> bool {
        self.levels += 1;
        self.levels <= LEVELS
    }

    /// Returns the path's text.
    pub(crate) fn finish(mut self) -> String {
        if self.levels > LEVELS {
            self.text.push('…');
        }
        self.text
    }
}

/// Appends `name`, cut if it is long, with what would break a line of text escaped.
pub(crate) fn push_cut(text: &mut String, name: &str) {
    let cut: Cow<'_, str> = match name.char_indices().nth(NAME_LENGTH) {
        Some((end, _)) => format!("{}…", name.get(..end).unwrap_or_default()).into(),
        None => name.into(),
    };
    for character in cut.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            _ if character.is_control() => text.extend(character.escape_default()),
            _ => text.push(character),
        }
    }
}

/// The number of characters of a token that are shown. A key of a map can be as long as a body,
/// and would be repeated with each violation under it.
#[cfg(feature = "server")]
const TOKEN_LENGTH: usize = 128;

/// Appends a token to a JSON pointer (RFC 6901, section 3), cut if it is long.
#[cfg(feature = "server")]
pub(crate) fn push_token(pointer: &mut String, token: &str) {
    pointer.push('/');
    // Names of members are so.
    if token.len() <= TOKEN_LENGTH && !token.bytes().any(|byte| matches!(byte, b'~' | b'/')) {
        return pointer.push_str(token);
    }
    let mut characters = token.chars();
    for character in characters.by_ref().take(TOKEN_LENGTH) {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            _ => pointer.push(character),
        }
    }
    if characters.next().is_some() {
        pointer.push('…');
    }
}
