//! The tokens of a `.smithy` file.

use std::ops::Range;

/// A kind of token ([Smithy 2.0, lexical notes](https://smithy.io/2.0/spec/idl.html#lexical-notes)).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum TokenKind {
    /// Blanks and tabs.
    Space,
    /// A line break: LF, CR LF, or CR.
    Newline,
    /// A comma, which is white space in Smithy.
    Comma,
    /// `// …` with its line break.
    Comment,
    /// `/// …` with its line break.
    DocComment,
    /// `@`
    At,
    /// `"…"`
    String,
    /// `"""…"""`
    TextBlock,
    /// `:`
    Colon,
    /// `:=`
    Walrus,
    Identifier,
    /// `.`
    Dot,
    /// `#`
    Pound,
    /// `$`
    Dollar,
    /// `{`
    LeftBrace,
    /// `}`
    RightBrace,
    /// `[`
    LeftBracket,
    /// `]`
    RightBracket,
    /// `(`
    LeftParenthesis,
    /// `)`
    RightParenthesis,
    /// `=`
    Equal,
    Number,
    /// Text that is no token; the lexer has reported why.
    Error,
    /// The end of the file, which has no text.
    End,
}

impl TokenKind {
    /// Whether the token stands between others without a meaning of its own. Documentation
    /// comments aren't white space, since they become traits.
    pub(crate) fn is_white_space(self) -> bool {
        matches!(
            self,
            Self::Space | Self::Newline | Self::Comma | Self::Comment
        )
    }

    /// Whether the token is white space or a documentation comment.
    pub(crate) fn is_trivia(self) -> bool {
        self.is_white_space() || self == Self::DocComment
    }

    /// Whether a line ends with the token: comments have their line break.
    pub(crate) fn ends_line(self) -> bool {
        matches!(self, Self::Newline | Self::Comment | Self::DocComment)
    }

    /// The name of the token for a report.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Space => "a blank",
            Self::Newline => "a line break",
            Self::Comma => "`,`",
            Self::Comment => "a comment",
            Self::DocComment => "a documentation comment",
            Self::At => "`@`",
            Self::String => "a string",
            Self::TextBlock => "a text block",
            Self::Colon => "`:`",
            Self::Walrus => "`:=`",
            Self::Identifier => "an identifier",
            Self::Dot => "`.`",
            Self::Pound => "`#`",
            Self::Dollar => "`$`",
            Self::LeftBrace => "`{`",
            Self::RightBrace => "`}`",
            Self::LeftBracket => "`[`",
            Self::RightBracket => "`]`",
            Self::LeftParenthesis => "`(`",
            Self::RightParenthesis => "`)`",
            Self::Equal => "`=`",
            Self::Number => "a number",
            Self::Error => "text that can't be read",
            Self::End => "the end of the file",
        }
    }
}

/// The tokens of a file. Each ends where the next one begins, and the last one is `End`.
///
/// Kinds and places stand apart, so that a token takes five bytes.
#[derive(Debug)]
pub(crate) struct Tokens {
    kinds: Vec<TokenKind>,
    /// Byte offsets in the file.
    starts: Vec<u32>,
}

impl Tokens {
    pub(crate) fn with_capacity(capacity: usize) -> Self {
        Self {
            kinds: Vec::with_capacity(capacity),
            starts: Vec::with_capacity(capacity),
        }
    }

    pub(crate) fn push(&mut self, kind: TokenKind, start: usize) {
        self.kinds.push(kind);
        self.starts.push(start as u32);
    }

    pub(crate) fn len(&self) -> usize {
        self.kinds.len()
    }

    /// The kind of a token; `End` behind the last one.
    pub(crate) fn kind(&self, index: usize) -> TokenKind {
        self.kinds.get(index).copied().unwrap_or(TokenKind::End)
    }

    /// The byte offset at which a token begins; the end of the file behind the last one.
    pub(crate) fn start(&self, index: usize) -> usize {
        let last = self.starts.last();
        self.starts.get(index).or(last).map_or(0, |at| *at as usize)
    }

    /// The bytes of a token.
    pub(crate) fn range(&self, index: usize) -> Range<usize> {
        self.start(index)..self.start(index + 1)
    }
}
