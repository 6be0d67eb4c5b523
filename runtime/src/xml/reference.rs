//! References to characters and entities (XML 1.0, section 4.1).

use super::{ReadError, ReadResult, Reader};

impl Reader<'_> {
    /// The character that the reference at a place stands for, and the place after it. `&` is at the
    /// place.
    ///
    /// The entities are those that every document has (XML 1.0, section 4.6): others would have to
    /// be declared in a DOCTYPE.
    pub(super) fn reference(&self, start: usize) -> ReadResult<(char, usize)> {
        let rest = self.bytes().get(start + 1..).unwrap_or_default();
        for (name, character) in [
            ("lt;", '<'),
            ("gt;", '>'),
            ("amp;", '&'),
            ("quot;", '"'),
            ("apos;", '\''),
        ] {
            if rest.starts_with(name.as_bytes()) {
                return Ok((character, start + 1 + name.len()));
            }
        }
        let (digits, radix, first) = match rest {
            [b'#', b'x', digits @ ..] => (digits, 16, start + 3),
            [b'#', digits @ ..] => (digits, 10, start + 2),
            _ => return Err(unknown(start)),
        };
        let mut code = 0_u32;
        for (index, byte) in digits.iter().enumerate() {
            if *byte == b';' && index > 0 {
                let character = char::from_u32(code).filter(|character| is_allowed(*character));
                let Some(character) = character else {
                    let found = "a reference to another character";
                    return Err(ReadError::new(start, "a character of XML", found));
                };
                return Ok((character, first + index + 1));
            }
            let Some(digit) = char::from(*byte).to_digit(radix) else {
                return Err(unknown(start));
            };
            code = code.saturating_mul(radix).saturating_add(digit);
        }
        Err(unknown(start))
    }
}

/// Whether XML has a character (XML 1.0, section 2.2).
fn is_allowed(character: char) -> bool {
    match character {
        '\t' | '\n' | '\r' => true,
        '\u{fffe}' | '\u{ffff}' => false,
        _ => character >= ' ',
    }
}

#[cold]
fn unknown(start: usize) -> ReadError {
    let expected = "a reference to a character or to one of XML's five entities";
    ReadError::new(start, expected, "another `&`")
}
