//! The tokens of a `.smithy` file.

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

/// A token: where it begins. It ends where the next one begins.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token {
    pub(crate) kind: TokenKind,
    /// The byte offset in the file.
    pub(crate) start: u32,
}
