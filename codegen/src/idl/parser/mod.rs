//! Tokens to a tree, by recursive descent. A mistake ends its statement; parsing goes on at the
//! next line that begins like a statement, so that a report has all mistakes of a file.
//!
//! Each rule of the [grammar](https://smithy.io/2.0/spec/idl.html#smithy-idl-abnf) is a function.
//! Where the reference implementation is stricter or laxer than the grammar, it is followed.

mod members;
mod open;
mod shape;
mod statement;
mod traits;
mod value;

use std::ops::Range;

use crate::ast::Version;
use crate::shape_type::Type;

use super::lexer;
use super::token::{TokenKind, Tokens};
use super::tree::{Node, NodeKind, Tree};

/// A mistake in the syntax of a file.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    /// The place in the file.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    /// The label at the place.
    pub(crate) label: String,
    pub(crate) help: Option<String>,
    /// Another place that has to do with it.
    pub(crate) see: Option<(Range<usize>, &'static str)>,
}

/// A parsed file.
#[derive(Debug)]
pub(crate) struct Parsed<'a> {
    pub(crate) tree: Tree<'a>,
    /// The version of the IDL; 1.0 unless the file says another.
    pub(crate) version: Version,
    pub(crate) errors: Vec<SyntaxError>,
    /// The number of mistakes beyond these.
    pub(crate) more_errors: usize,
    /// The names of shapes in statements that couldn't be read, as far as lines begin like a
    /// shape. References to these shapes aren't mistakes of their own.
    pub(crate) lost: Vec<&'a str>,
    /// The names of shapes that are in the tree without traits that couldn't be read.
    pub(crate) cut: Vec<&'a str>,
}

/// The statement has a mistake, which has been reported.
struct Failed;

type Parse<T = ()> = Result<T, Failed>;

/// The depth to which values may nest, which is the reference's.
const MAX_DEPTH: usize = 64;

/// The mistakes of a file that are told; the others are counted. A report shows fewer.
const MAX_ERRORS: usize = 300;

/// Parses a file.
pub(crate) fn parse(text: &str) -> Parsed<'_> {
    let tokens = lexer::tokens(text);
    let capacity = tokens.len() / 2 + 1;
    let mut parser = Parser {
        text,
        tokens,
        at: 0,
        nodes: Vec::with_capacity(capacity),
        errors: Vec::new(),
        more_errors: 0,
        version: Version::V1,
        has_version: false,
        lost: Vec::new(),
        cut: Vec::new(),
        is_cut: false,
        brackets: Vec::new(),
        depth: 0,
    };
    parser.file();
    if parser.errors.len() > MAX_ERRORS {
        parser.errors.pop();
        parser.more_errors += 1;
    }
    Parsed {
        tree: Tree {
            text,
            tokens: parser.tokens,
            nodes: parser.nodes,
        },
        version: parser.version,
        errors: parser.errors,
        more_errors: parser.more_errors,
        lost: parser.lost,
        cut: parser.cut,
    }
}

struct Parser<'a> {
    text: &'a str,
    tokens: Tokens,
    /// The index of the current token.
    at: usize,
    nodes: Vec<Node>,
    errors: Vec<SyntaxError>,
    /// The number of mistakes beyond those that are told.
    more_errors: usize,
    version: Version,
    /// Whether the file says its version.
    has_version: bool,
    lost: Vec<&'a str>,
    cut: Vec<&'a str>,
    /// Whether the traits before the current statement couldn't be read.
    is_cut: bool,
    /// The tokens that opened the brackets that are open.
    brackets: Vec<usize>,
    depth: usize,
}

/// A node that has been begun.
#[must_use]
struct Open(usize);

impl<'a> Parser<'a> {
    fn kind(&self) -> TokenKind {
        self.kind_at(self.at)
    }

    fn kind_at(&self, index: usize) -> TokenKind {
        self.tokens.kind(index)
    }

    fn is_end(&self) -> bool {
        self.kind() == TokenKind::End
    }

    /// Goes to the next token; the last one stays the current one.
    fn bump(&mut self) {
        if self.at + 1 < self.tokens.len() {
            self.at += 1;
        }
    }

    fn range_of(&self, index: usize) -> Range<usize> {
        self.tokens.range(index)
    }

    /// The text of the current token.
    fn lexeme(&self) -> &'a str {
        self.text.get(self.range_of(self.at)).unwrap_or_default()
    }

    /// Whether the current token is the identifier.
    fn is_word(&self, word: &str) -> bool {
        self.kind() == TokenKind::Identifier && self.lexeme() == word
    }

    fn skip_spaces(&mut self) {
        while self.kind() == TokenKind::Space {
            self.bump();
        }
    }

    fn skip_white_space(&mut self) {
        while self.kind().is_white_space() {
            self.bump();
        }
    }

    fn skip_trivia(&mut self) {
        while self.kind().is_trivia() {
            self.bump();
        }
    }

    /// Begins a node at the current token.
    fn open(&mut self, kind: NodeKind) -> Open {
        let at = self.at as u32;
        self.nodes.push(Node {
            kind,
            first: at,
            last: at,
            next: 0,
        });
        Open(self.nodes.len() - 1)
    }

    /// Ends a node behind the last token that isn't white space.
    fn close(&mut self, open: Open) {
        let mut last = self.at;
        let next = self.nodes.len() as u32;
        if let Some(node) = self.nodes.get_mut(open.0) {
            let first = node.first as usize;
            while last > first && self.tokens.kind(last - 1).is_trivia() {
                last -= 1;
            }
            // A node of nothing but documentation has its comments.
            node.last = if last > first { last } else { self.at } as u32;
            node.next = next;
        }
    }

    /// A node of the current token alone.
    fn leaf(&mut self, kind: NodeKind) {
        let at = self.at as u32;
        self.nodes.push(Node {
            kind,
            first: at,
            last: at + 1,
            next: self.nodes.len() as u32 + 1,
        });
        self.bump();
    }

    /// Reports a mistake at the current token.
    fn error(&mut self, message: impl Into<String>, help: Option<&str>) -> Failed {
        let mut range = self.range_of(self.at);
        if self.kind().is_white_space() {
            // A line break would be shown on the next line as well.
            range.end = range.start;
        }
        self.error_at(range, message, "here", help)
    }

    fn error_at(
        &mut self,
        range: Range<usize>,
        message: impl Into<String>,
        label: &str,
        help: Option<&str>,
    ) -> Failed {
        // The last mistake has to be there, for callers that add to it.
        if self.errors.len() > MAX_ERRORS {
            self.errors.pop();
            self.more_errors += 1;
        }
        self.errors.push(SyntaxError {
            range,
            message: message.into(),
            label: label.to_owned(),
            help: help.map(str::to_owned),
            see: None,
        });
        Failed
    }

    /// The current token as a report names it.
    fn found(&self) -> String {
        match self.kind() {
            TokenKind::Identifier => format!("`{}`", self.lexeme()),
            TokenKind::Number => format!("the number {}", self.lexeme()),
            kind => kind.name().to_owned(),
        }
    }

    /// Reports that the current token isn't what is expected. If it is no token at all, the
    /// lexer's reason is the report.
    fn unexpected(&mut self, expected: &str) -> Failed {
        if self.kind() == TokenKind::Error
            && let Some(mistake) = lexer::mistake(self.text, self.tokens.start(self.at))
        {
            let end = self.range_of(self.at).end;
            let character = crate::ast::character(self.text, mistake.at);
            let range = mistake.at..character.end.min(end.max(mistake.at));
            let failed = self.error_at(range, mistake.message, "here", Some(mistake.help));
            match (mistake.see, self.errors.last_mut()) {
                (see @ Some(_), Some(error)) => error.see = see,
                _ => self.see_what_is_open(),
            }
            return failed;
        }
        let message = format!("expected {expected}, but found {}", self.found());
        let failed = self.error(message, None);
        self.see_what_is_open();
        failed
    }

    /// Reports that the current token isn't what is expected, with help that is there unless
    /// a bracket or a string isn't closed.
    fn unexpected_with(&mut self, expected: &str, help: &str) -> Failed {
        let failed = self.unexpected(expected);
        self.or_help(failed, help)
    }

    /// Gives the last report a help, unless it has one.
    fn or_help(&mut self, failed: Failed, help: &str) -> Failed {
        if let Some(error) = self.errors.last_mut() {
            error.help.get_or_insert_with(|| help.to_owned());
        }
        failed
    }

    /// Checks the kind of the current token, which stays the current one.
    fn expect(&mut self, kind: TokenKind) -> Parse {
        if self.kind() == kind {
            return Ok(());
        }
        Err(self.unexpected(kind.name()))
    }

    /// Checks the kind of the current token, and goes on.
    fn take(&mut self, kind: TokenKind) -> Parse {
        self.expect(kind)?;
        self.bump();
        Ok(())
    }

    /// Takes an opening bracket, and white space after it.
    fn enter(&mut self, kind: TokenKind) -> Parse {
        self.expect(kind)?;
        self.brackets.push(self.at);
        self.bump();
        self.skip_white_space();
        Ok(())
    }

    /// Takes the closing bracket of the innermost opened one.
    fn leave(&mut self, kind: TokenKind) -> Parse {
        self.expect(kind)?;
        self.brackets.pop();
        self.bump();
        Ok(())
    }

    fn take_spaces(&mut self) -> Parse {
        self.expect(TokenKind::Space)?;
        self.skip_spaces();
        Ok(())
    }

    fn take_white_space(&mut self) -> Parse {
        if !self.kind().is_white_space() {
            return Err(self.unexpected("white space"));
        }
        self.skip_trivia();
        Ok(())
    }

    /// Expects the end of the line: nothing but blanks, a comma, and comments may follow.
    /// Documentation that isn't before a shape or member documents nothing.
    fn take_line_break(&mut self) -> Parse {
        while matches!(self.kind(), TokenKind::Space | TokenKind::Comma) {
            self.bump();
        }
        match self.kind() {
            TokenKind::Newline | TokenKind::Comment | TokenKind::DocComment => {
                self.bump();
                self.skip_white_space();
                Ok(())
            }
            TokenKind::End => Ok(()),
            _ => Err(self.unexpected("a line break")),
        }
    }

    /// Parses a statement into a node of its own. One with a mistake becomes `Broken`, and
    /// parsing goes on at the next line that begins like a statement.
    fn statement(&mut self, kind: NodeKind, rule: impl FnOnce(&mut Self) -> Parse) {
        let open = self.open(kind);
        let begin = self.at;
        let is_cut = std::mem::take(&mut self.is_cut);
        let parsed = rule(self);
        if parsed.is_ok() && is_cut {
            self.cut.extend(self.name_within(&open));
        }
        if parsed.is_err() {
            // A statement that begins inside of an open bracket is the next one.
            let next = self.unclosed().and_then(|_| self.begin_of_statement());
            self.brackets.clear();
            self.depth = 0;
            match next {
                Some(next) => self.at = next,
                None => self.recover(),
            }
            self.abandon(&open, begin);
        }
        self.close(open);
        if self.at == begin && !self.is_end() {
            // No rule takes nothing, but a loop must end.
            self.bump();
        }
    }

    /// Makes a node `Broken`, which has no children, and notes the shapes that are lost with it:
    /// a bracket or quote that is missing takes other statements along.
    fn abandon(&mut self, open: &Open, begin: usize) {
        self.nodes.truncate(open.0 + 1);
        if let Some(node) = self.nodes.get_mut(open.0) {
            node.kind = NodeKind::Broken;
        }
        let range = self.range_of(begin).start..self.range_of(self.at).start;
        let skipped = self.text.get(range).unwrap_or_default();
        let before = self.lost.len();
        self.lost.extend(skipped.lines().filter_map(shape_of_line));
        let is_of_traits = skipped.trim_start().starts_with(['@', '/']);
        self.is_cut = is_of_traits && self.lost.len() == before;
    }

    /// The name of the shape in a node that is still open.
    fn name_within(&self, open: &Open) -> Option<&'a str> {
        let mut nodes = self.nodes.get(open.0 + 1..)?.iter();
        nodes.find(|node| node.kind == NodeKind::Keyword)?;
        let name = nodes.find(|node| node.kind == NodeKind::Name)?;
        self.text.get(self.range_of(name.first as usize))
    }

    /// Skips to the next token at the beginning of a line that a statement can begin with.
    fn recover(&mut self) {
        while !self.is_end() {
            self.bump();
            let begins = matches!(
                self.kind(),
                TokenKind::Identifier | TokenKind::DocComment | TokenKind::At | TokenKind::Dollar
            );
            if begins && self.begins_line(self.at) {
                return;
            }
        }
    }
}

/// Whether a word begins a statement.
fn begins_statement(word: &str) -> bool {
    Type::of_statement(word).is_some() || matches!(word, "apply" | "metadata" | "namespace" | "use")
}

/// The line from the type of the shape on that has the traits before it.
fn without_traits(line: &str) -> Option<&str> {
    let mut words = line.match_indices(' ').map(|(at, _)| at + 1);
    words.find_map(|at| {
        let rest = line.get(at..)?;
        let word = rest.split(' ').next()?;
        Type::of_statement(word).is_some().then_some(rest)
    })
}

/// The name in a line such as `structure Name {`.
fn shape_of_line(line: &str) -> Option<&str> {
    let line = match line.starts_with('@') {
        true => without_traits(line)?,
        false => line,
    };
    let (kind, rest) = line.split_once(' ')?;
    let is_word = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let is_other = matches!(kind, "" | "apply" | "metadata" | "namespace" | "use");
    if is_other || !is_word(kind) {
        return None;
    }
    let rest = rest.trim_start();
    let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    let name = rest.get(..end.unwrap_or(rest.len()))?;
    (!name.is_empty()).then_some(name)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::tree::{At, Tree};
    use super::parse;

    /// Checks that the tokens are the text, and that each node holds its children.
    fn check(text: &str) {
        let parsed = parse(text);
        let Tree { tokens, .. } = &parsed.tree;
        let starts: Vec<usize> = (0..tokens.len()).map(|index| tokens.start(index)).collect();
        assert_eq!(starts.first(), Some(&0));
        assert_eq!(starts.last(), Some(&text.len()));
        assert!(starts.is_sorted());
        assert!(starts.iter().all(|start| text.is_char_boundary(*start)));
        let root = parsed.tree.root();
        assert_eq!(root.range().start, 0);
        holds_its_children(root);
    }

    fn holds_its_children(node: At<'_, '_>) {
        let mut end = node.range().start;
        for child in node.children() {
            let range = child.range();
            assert!(end <= range.start, "{child:?} is before its sibling's end");
            assert!(range.start <= range.end, "{child:?} ends before it begins");
            assert!(
                range.end <= node.range().end,
                "{child:?} ends behind {node:?}"
            );
            end = range.end;
            holds_its_children(child);
        }
    }

    #[test]
    fn known_files_are_parsed_without_mistakes() {
        for (name, text) in crate::known::FILES {
            let parsed = parse(text);
            assert!(parsed.errors.is_empty(), "{name}: {:?}", parsed.errors);
            check(text);
        }
    }

    proptest! {
        #[test]
        fn no_byte_is_lost(text in "(?s).{0,80}") {
            check(&text);
            check(&format!("namespace a\nstructure A {{ {text} }}"));
        }

        #[test]
        fn no_byte_of_a_nearly_good_file_is_lost(
            file in 0..crate::known::FILES.len(),
            cut in 0.0..1.0_f64,
            length in 0..30_usize,
        ) {
            let (_, text) = crate::known::FILES.get(file).copied().unwrap_or_default();
            let mut chars: Vec<char> = text.chars().collect();
            let from = (cut * chars.len() as f64) as usize;
            chars.drain(from..(from + length).min(chars.len()));
            check(&chars.into_iter().collect::<String>());
        }
    }
}
