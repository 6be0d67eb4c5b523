//! Skipping a value that nobody asked for, without recursion and without allocation.

use super::scan::number_end;
use super::{MAX_SKIP_DEPTH, ReadError, ReadResult, Reader};

/// A stack of bits: a bit per open bracket, set for braces.
struct Brackets {
    words: [u64; (MAX_SKIP_DEPTH / 64) as usize],
    depth: u32,
}

impl Brackets {
    const fn new() -> Self {
        Self {
            words: [0; (MAX_SKIP_DEPTH / 64) as usize],
            depth: 0,
        }
    }

    /// False if there is no room left.
    fn push(&mut self, brace: bool) -> bool {
        let Some(word) = self.words.get_mut((self.depth / 64) as usize) else {
            return false;
        };
        let bit = 1 << (self.depth % 64);
        if brace {
            *word |= bit;
        } else {
            *word &= !bit;
        }
        self.depth += 1;
        true
    }

    /// Whether the innermost bracket is a brace; `None` if none is open.
    fn top(&self) -> Option<bool> {
        let top = self.depth.checked_sub(1)?;
        let word = self.words.get((top / 64) as usize)?;
        Some(word >> (top % 64) & 1 == 1)
    }

    fn pop(&mut self) {
        self.depth = self.depth.saturating_sub(1);
    }
}

impl Reader<'_> {
    /// Skips the next value, whatever it is. Its syntax is checked all the same.
    ///
    /// # Errors
    /// If there is no value, or it isn't JSON, or nests deeper than
    /// [`MAX_SKIP_DEPTH`](super::MAX_SKIP_DEPTH).
    pub fn skip(&mut self) -> ReadResult {
        match self.peek() {
            Some(b'{' | b'[') => self.skip_brackets(),
            byte => self.skip_scalar(byte),
        }
    }

    fn skip_scalar(&mut self, byte: Option<u8>) -> ReadResult {
        match byte {
            Some(b'"') => self.skip_quoted(),
            Some(b'-' | b'0'..=b'9') => match number_end(self.bytes(), self.at) {
                Ok(end) => {
                    self.at = end;
                    Ok(())
                }
                Err(at) => {
                    self.at = at;
                    Err(self.expected("a digit"))
                }
            },
            Some(b't') => self.skip_word("true"),
            Some(b'f') => self.skip_word("false"),
            Some(b'n') => self.skip_word("null"),
            _ => Err(self.expected("a value")),
        }
    }

    fn skip_word(&mut self, word: &str) -> ReadResult {
        if self.take_word(word) {
            Ok(())
        } else {
            Err(self.expected("a value"))
        }
    }

    fn skip_brackets(&mut self) -> ReadResult {
        let mut open = Brackets::new();
        loop {
            // A value starts here.
            match self.peek() {
                Some(bracket @ (b'{' | b'[')) => {
                    let brace = bracket == b'{';
                    if !open.push(brace) {
                        return Err(ReadError::new(
                            self.at,
                            "at most 1024 levels of nesting",
                            "a deeper level",
                        ));
                    }
                    self.at += 1;
                    match (self.peek(), brace) {
                        (Some(b'}'), true) | (Some(b']'), false) => {
                            self.at += 1;
                            open.pop();
                        }
                        (_, true) => {
                            self.skip_key()?;
                            continue;
                        }
                        (_, false) => continue,
                    }
                }
                byte => self.skip_scalar(byte)?,
            }
            // A value ended here.
            loop {
                let Some(brace) = open.top() else {
                    return Ok(());
                };
                match (self.peek(), brace) {
                    (Some(b','), brace) => {
                        self.at += 1;
                        if brace {
                            self.skip_key()?;
                        }
                        break;
                    }
                    (Some(b'}'), true) | (Some(b']'), false) => {
                        self.at += 1;
                        open.pop();
                    }
                    (_, true) => return Err(self.expected("a comma or the end of the object")),
                    (_, false) => return Err(self.expected("a comma or the end of the list")),
                }
            }
        }
    }

    /// Skips the name of a member and its colon.
    fn skip_key(&mut self) -> ReadResult {
        if self.peek() != Some(b'"') {
            return Err(self.expected("the name of a member"));
        }
        self.skip_quoted()?;
        self.colon()
    }
}
