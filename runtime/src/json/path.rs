//! Turns an offset in a body into a path such as `$.SessionMapping.Tags[3].Key`.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use super::{ReadError, Reader};

impl ReadError {
    /// Returns the place in the structure of `body`, such as `$.SessionMapping.Tags[3].Key`.
    ///
    /// `body` is what the reader was made from: the path is found by walking it again
    /// up to [`offset`](Self::offset), so that reading keeps no record of it. Member
    /// names that aren't plain identifiers are written `["odd key"]`, those longer than
    /// 64 characters are cut, and beyond 32 levels the rest is left out (both marked
    /// by `…`).
    #[must_use]
    pub fn path(&self, body: &[u8]) -> String {
        at(body, self.offset())
    }
}

/// The number of characters of a member's name that are shown.
const NAME_LENGTH: usize = 64;
/// The number of levels that are shown.
const LEVELS: usize = 32;

/// An open bracket, and where in it the walk is.
enum Level {
    /// An object, with the name of the current or last member, in quotation marks.
    Object(Option<Range<usize>>),
    List(usize),
}

/// A walk through a body that knows what is open where it stands.
struct Walk<'b> {
    body: &'b [u8],
    at: usize,
    levels: Vec<Level>,
}

impl<'b> Walk<'b> {
    fn new(body: &'b [u8]) -> Self {
        Self {
            body,
            at: 0,
            levels: Vec::new(),
        }
    }

    /// Goes on to an offset, and says what is open there.
    fn to(&mut self, offset: usize) -> &[Level] {
        while self.at < offset {
            let Some(byte) = self.body.get(self.at) else {
                break;
            };
            let start = self.at;
            self.at += 1;
            match byte {
                b'{' => self.levels.push(Level::Object(None)),
                b'[' => self.levels.push(Level::List(0)),
                b'}' | b']' => {
                    self.levels.pop();
                }
                b',' => match self.levels.last_mut() {
                    Some(Level::Object(name)) => *name = None,
                    Some(Level::List(index)) => *index += 1,
                    None => {}
                },
                b'"' => {
                    self.at = string_end(self.body, self.at);
                    if self.at > offset {
                        // The error is inside of this string.
                        break;
                    }
                    if let Some(Level::Object(name @ None)) = self.levels.last_mut() {
                        *name = Some(start..self.at);
                    }
                }
                _ => {}
            }
        }
        &self.levels
    }
}

/// The path of the value at (or, if there is none, before) `offset`.
///
/// The walk goes through any bytes: all that is before `offset` was valid when the
/// reader came by, and if it wasn't (another body was given), the path is just wrong.
pub(super) fn at(body: &[u8], offset: usize) -> String {
    let mut walk = Walk::new(body);
    let levels = walk.to(offset);
    let mut path = String::from("$");
    for level in levels.iter().take(LEVELS) {
        match level {
            Level::Object(Some(name)) => {
                push_member(&mut path, body.get(name.clone()).unwrap_or_default());
            }
            Level::Object(None) => {}
            Level::List(index) => {
                // Writing into a string can't fail.
                let _ = write!(path, "[{index}]");
            }
        }
    }
    if levels.len() > LEVELS {
        path.push('…');
    }
    path
}

/// The end of the string whose opening quotation mark is before `at`.
fn string_end(body: &[u8], mut at: usize) -> usize {
    loop {
        match body.get(at) {
            None => return body.len(),
            Some(b'"') => return at + 1,
            Some(b'\\') => at += 2,
            Some(_) => at += 1,
        }
    }
}

/// Appends the step into the member whose name, in quotation marks, is `quoted`.
fn push_member(path: &mut String, quoted: &[u8]) {
    let name = Reader::new(quoted).and_then(|mut reader| reader.text());
    let name = name.unwrap_or_else(|_| String::from_utf8_lossy(quoted).into_owned().into());
    let mut characters = name.chars();
    let plain = characters
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
        && characters.all(|other| other.is_ascii_alphanumeric() || other == '_');
    if plain {
        path.push('.');
        push_cut(path, &name);
    } else {
        path.push_str("[\"");
        push_cut(path, &name);
        path.push_str("\"]");
    }
}

/// Appends `name`, cut if it is long, with what would break a line of text escaped.
pub(super) fn push_cut(text: &mut String, name: &str) {
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
