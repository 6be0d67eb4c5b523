//! Text to tokens, without a loss: the tokens one after the other are the text.

use std::ops::Range;

use super::token::{TokenKind, Tokens};

/// The reason why a stretch of text is no token.
#[derive(Debug)]
pub(crate) struct LexError {
    /// The byte offset of the mistake.
    pub(crate) at: usize,
    pub(crate) message: String,
    pub(crate) help: &'static str,
    /// Another place to look at: the quotes of a string that isn't closed, or the mistake inside of a
    /// string.
    pub(crate) see: Option<(Range<usize>, &'static str)>,
}

/// The tokens of a text, of which the last one is `End`. Text that is no token is of the kind
/// `Error`, and [`mistake`] says why.
pub(crate) fn tokens(text: &str) -> Tokens {
    let mut lexer = Lexer::new(text, 0);
    // Models have a token per five bytes or so.
    let mut tokens = Tokens::with_capacity(text.len() / 4 + 1);
    while lexer.at < lexer.bytes.len() {
        let start = lexer.at;
        let kind = lexer.token();
        tokens.push(kind, start);
    }
    tokens.push(TokenKind::End, text.len());
    tokens
}

/// The reason why the text at the start of a token is none. A file can have as many mistakes as
/// bytes, so reasons are made only for those that are reported.
pub(crate) fn mistake(text: &str, start: usize) -> Option<LexError> {
    let mut lexer = Lexer::new(text, start);
    lexer.tells_why = true;
    lexer.token();
    lexer.mistake
}

/// The classes of bytes that tokens begin with.
const START: [TokenKind; 256] = {
    let mut table = [TokenKind::Error; 256];
    let mut byte = 0;
    while byte < 256 {
        table[byte] = match byte as u8 {
            b' ' | b'\t' => TokenKind::Space,
            b'\r' | b'\n' => TokenKind::Newline,
            b',' => TokenKind::Comma,
            b'@' => TokenKind::At,
            b'$' => TokenKind::Dollar,
            b'.' => TokenKind::Dot,
            b'{' => TokenKind::LeftBrace,
            b'}' => TokenKind::RightBrace,
            b'[' => TokenKind::LeftBracket,
            b']' => TokenKind::RightBracket,
            b'(' => TokenKind::LeftParenthesis,
            b')' => TokenKind::RightParenthesis,
            b'#' => TokenKind::Pound,
            b'=' => TokenKind::Equal,
            b':' => TokenKind::Colon,
            b'"' => TokenKind::String,
            b'/' => TokenKind::Comment,
            b'-' | b'0'..=b'9' => TokenKind::Number,
            b'A'..=b'Z' | b'a'..=b'z' | b'_' => TokenKind::Identifier,
            _ => TokenKind::Error,
        };
        byte += 1;
    }
    table
};

struct Lexer<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// Whether the reason of a mistake is wanted.
    tells_why: bool,
    mistake: Option<LexError>,
}

impl<'a> Lexer<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self {
            text,
            bytes: text.as_bytes(),
            at,
            tells_why: false,
            mistake: None,
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_while(&mut self, fits: impl Fn(u8) -> bool) -> usize {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = rest
            .iter()
            .position(|byte| !fits(*byte))
            .unwrap_or(rest.len());
        self.at += length;
        length
    }

    /// Reads the token at the current offset, and goes behind it.
    fn token(&mut self) -> TokenKind {
        let Some(first) = self.peek() else {
            return TokenKind::End;
        };
        let kind = START[usize::from(first)];
        match kind {
            TokenKind::Identifier => return self.identifier(),
            TokenKind::Number => return self.number(),
            TokenKind::String => return self.string(),
            TokenKind::Comment => return self.comment(),
            TokenKind::Space => {
                self.skip_while(|byte| matches!(byte, b' ' | b'\t'));
                return kind;
            }
            TokenKind::Error => {
                let found = self
                    .text
                    .get(self.at..)
                    .and_then(|rest| rest.chars().next());
                let found = found.unwrap_or(char::REPLACEMENT_CHARACTER);
                let at = self.at;
                self.at += found.len_utf8();
                let help = match found {
                    '\'' => "strings are in double quotes",
                    ';' => "a line break or a comma ends a member or a statement",
                    _ => {
                        "outside of strings and comments, Smithy has letters, digits and punctuation of ASCII"
                    }
                };
                return self.error(at, || (format!("unexpected character {found:?}"), help));
            }
            _ => {}
        }
        self.at += 1;
        match (kind, self.peek()) {
            (TokenKind::Newline, Some(b'\n')) if first == b'\r' => self.at += 1,
            (TokenKind::Colon, Some(b'=')) => {
                self.at += 1;
                return TokenKind::Walrus;
            }
            _ => {}
        }
        kind
    }

    fn error(&mut self, at: usize, why: impl FnOnce() -> (String, &'static str)) -> TokenKind {
        if self.tells_why {
            let (message, help) = why();
            self.mistake = Some(LexError {
                at,
                message,
                help,
                see: None,
            });
        }
        TokenKind::Error
    }

    /// `identifier = *"_" ALPHA …`, or underscores and a digit
    /// ([Smithy 2.0, shape ID ABNF](https://smithy.io/2.0/spec/model.html#shape-id-abnf)).
    fn identifier(&mut self) -> TokenKind {
        self.skip_while(|byte| byte == b'_');
        if self.skip_while(|byte| byte.is_ascii_alphanumeric() || byte == b'_') == 0 {
            let at = self.at;
            let found = self.text.get(at..).and_then(|rest| rest.chars().next());
            return self.error(at, || {
                let found = match found {
                    Some(found) => format!("{found:?}"),
                    None => "the end of the file".to_owned(),
                };
                (
                    format!("expected a letter or digit of an identifier, but found {found}"),
                    "an identifier isn't of underscores alone",
                )
            });
        }
        TokenKind::Identifier
    }

    /// `-?digits(.digits)?([eE][+-]?digits)?`, as the reference reads it.
    fn number(&mut self) -> TokenKind {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        let mut wrong = (self.digits() == 0).then_some("`-` must be followed by a digit");
        if wrong.is_none() && self.peek() == Some(b'.') {
            self.at += 1;
            wrong = (self.digits() == 0).then_some("`.` must be followed by a digit");
        }
        if wrong.is_none() && matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            wrong = (self.digits() == 0).then_some("`e` and its sign must be followed by a digit");
        }
        let Some(wrong) = wrong else {
            return TokenKind::Number;
        };
        let number = self.text.get(start..self.at).unwrap_or_default();
        self.error(start, || {
            (
                format!("invalid number {number}: {wrong}"),
                "numbers are written as in JSON",
            )
        })
    }

    fn digits(&mut self) -> usize {
        self.skip_while(|byte| byte.is_ascii_digit())
    }

    fn comment(&mut self) -> TokenKind {
        let start = self.at;
        let slashes = self.skip_while(|byte| byte == b'/');
        if slashes == 1 {
            return self.error(start, || {
                (
                    "expected a second `/` of a comment".to_owned(),
                    "comments begin with `//`, documentation with `///`",
                )
            });
        }
        self.skip_while(|byte| byte != b'\n' && byte != b'\r');
        if self.peek() == Some(b'\r') {
            self.at += 1;
        }
        if self.peek() == Some(b'\n') {
            self.at += 1;
        }
        match slashes {
            2 => TokenKind::Comment,
            _ => TokenKind::DocComment,
        }
    }

    fn string(&mut self) -> TokenKind {
        let start = self.at;
        let is_block = self.starts_with(b"\"\"\"");
        self.at += if is_block { 3 } else { 1 };
        let inside = self.at;
        loop {
            self.skip_while(|byte| byte != b'"' && byte != b'\\');
            match self.peek() {
                None => return self.unclosed(start, is_block),
                Some(b'\\') => self.at = (self.at + 2).min(self.bytes.len()),
                Some(_) if is_block && !self.starts_with(b"\"\"\"") => self.at += 1,
                Some(_) => break,
            }
        }
        let end = self.at;
        self.at += if is_block { 3 } else { 1 };
        // An escape before a character of several bytes ends inside of it only in an error.
        let content = self.text.get(inside..end).unwrap_or_default();
        let kind = match is_block {
            true => TokenKind::TextBlock,
            false => TokenKind::String,
        };
        match super::string::check(content, is_block) {
            Ok(()) => kind,
            // At the start, as the reference reports it. Another line is shown as well.
            Err(wrong) => {
                let found = self.error(start, || (wrong.message, wrong.help));
                let before = wrong.at.and_then(|at| content.get(..at));
                let before = before.filter(|before| before.contains(['\n', '\r']));
                if let (Some(mistake), Some(before)) = (&mut self.mistake, before) {
                    let character = crate::ast::character(self.text, inside + before.len());
                    mistake.see = Some((character, "the mistake"));
                }
                found
            }
        }
    }

    /// A string that begins at `start`, and ends with the file.
    fn unclosed(&mut self, start: usize, is_block: bool) -> TokenKind {
        let (kind, quotes, opened) = match is_block {
            true => ("text block", "\"\"\"", "the text block begins here"),
            false => ("string", "\"", "the string begins here"),
        };
        let text = self.text;
        let found = self.error(self.at, || {
            let before = text.get(..start).unwrap_or_default();
            let line = 1 + before.matches('\n').count();
            (
                format!(
                    "expected `{quotes}`, but found the end of the file: the {kind} that line \
                     {line} begins isn't closed"
                ),
                "close the string where it ends; a quote inside is written \\\"",
            )
        });
        if let Some(mistake) = &mut self.mistake {
            mistake.see = Some((start..start + quotes.len(), opened));
        }
        found
    }

    fn starts_with(&self, prefix: &[u8]) -> bool {
        self.bytes
            .get(self.at..)
            .is_some_and(|rest| rest.starts_with(prefix))
    }
}
