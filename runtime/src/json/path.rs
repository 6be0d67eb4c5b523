//! Turns an offset in a body into a path such as `$.SessionMapping.Tags[3].Key`.

use std::ops::Range;

use super::Reader;
use crate::value_path::Path;

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

/// Returns the place of the value at `offset` (or, if there is none, before it) in the structure
/// of `body`, such as `$.SessionMapping.Tags[3].Key`.
///
/// `body` is what a reader was made from: the path is found by walking the body again up to the
/// offset, so that reading keeps no record of it. Member names that aren't plain identifiers are
/// written `["odd key"]`, those longer than 64 characters are cut, and beyond 32 levels the rest is
/// left out (both marked by `…`). The walk goes through any bytes: all that is before the offset
/// was valid when the reader came by, and if it wasn't (another body was given), the path is just
/// wrong.
#[must_use]
pub fn path_at(body: &[u8], offset: usize) -> String {
    let mut walk = Walk::new(body);
    let levels = walk.to(offset);
    let mut path = Path::new();
    for level in levels {
        match level {
            Level::Object(Some(name)) => {
                let quoted = body.get(name.clone()).unwrap_or_default();
                let name = Reader::new(quoted).and_then(|mut reader| reader.text());
                path.push_member(&name.unwrap_or_else(|_| String::from_utf8_lossy(quoted)));
            }
            Level::Object(None) => {}
            Level::List(index) => path.push_item(*index),
        }
    }
    path.finish()
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
