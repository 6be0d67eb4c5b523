//! The sections of a file: control statements, metadata, the namespace, `use`, and `apply`.

use foldhash::{HashSet, HashSetExt};

use super::super::token::TokenKind;
use super::super::tree::NodeKind;
use super::{Parse, Parser};
use crate::ast::Version;

impl<'a> Parser<'a> {
    /// The whole file.
    pub(super) fn file(&mut self) {
        let file = self.open(NodeKind::File);
        self.skip_trivia();
        let mut controls = HashSet::new();
        while self.kind() == TokenKind::Dollar {
            self.statement(NodeKind::Control, |parser| parser.control(&mut controls));
        }
        self.skip_trivia();
        while self.is_word("metadata") {
            self.statement(NodeKind::Metadata, Self::metadata);
            self.skip_trivia();
        }
        if self.is_word("namespace") {
            self.statement(NodeKind::Namespace, Self::namespace);
            self.uses();
            self.shapes();
        } else if !self.is_end() {
            // Without a namespace, no statement has a meaning.
            let _ = self.missing_namespace();
        }
        while !self.is_end() {
            self.bump();
        }
        self.close(file);
    }

    fn missing_namespace(&mut self) -> super::Failed {
        let failed = self.unexpected("a namespace statement");
        if let Some(error) = self.errors.last_mut()
            && error.help.is_none()
        {
            error.help = Some(
                "`namespace com.example` comes after control statements and metadata, and before \
                 shapes and traits"
                    .to_owned(),
            );
        }
        failed
    }

    /// `$key: value`
    fn control(&mut self, controls: &mut HashSet<&'a str>) -> Parse {
        self.bump();
        if !matches!(self.kind(), TokenKind::Identifier | TokenKind::String) {
            return Err(self.unexpected("the key of a control statement"));
        }
        let key = self.lexeme().trim_matches('"');
        self.leaf(NodeKind::Name);
        self.skip_spaces();
        self.take(TokenKind::Colon)?;
        self.skip_spaces();
        if !controls.insert(key) {
            return Err(self.error(
                format!("the control statement ${key} is there twice"),
                Some("keep one of the two"),
            ));
        }
        let value = self.at;
        self.value()?;
        if key == "version" {
            self.set_version(value)?;
        }
        self.take_line_break()
    }

    fn set_version(&mut self, value: usize) -> Parse {
        let range = self.range_of(value);
        let text = self.text.get(range.clone()).unwrap_or_default();
        if self.kind_at(value) != TokenKind::String {
            // Whoever writes the statement doesn't mean version 1.0.
            self.version = Version::V2;
            return Err(self.error_at(
                range,
                format!("the $version must be a string, but is {text}"),
                "no string",
                Some("write $version: \"2.0\""),
            ));
        }
        let version = text.trim_matches('"');
        match Version::parse(version) {
            Some(version) => {
                self.version = version;
                self.has_version = true;
            }
            None => {
                return Err(self.error_at(
                    range,
                    format!("Smithy version {version} isn't supported"),
                    "not a version that is understood",
                    Some("the versions are \"1.0\" and \"2.0\""),
                ));
            }
        }
        Ok(())
    }

    /// `metadata key = value`
    fn metadata(&mut self) -> Parse {
        self.bump();
        self.take_spaces()?;
        if !matches!(self.kind(), TokenKind::Identifier | TokenKind::String) {
            return Err(self.unexpected("the key of the metadata (an identifier or a string)"));
        }
        self.leaf(NodeKind::Name);
        self.skip_spaces();
        self.take(TokenKind::Equal)?;
        self.skip_spaces();
        self.value()?;
        self.take_line_break()
    }

    /// `namespace com.example`
    fn namespace(&mut self) -> Parse {
        self.bump();
        self.take_spaces()?;
        let name = self.open(NodeKind::Name);
        self.namespace_name()?;
        self.close(name);
        self.take_line_break()
    }

    fn uses(&mut self) {
        loop {
            // Documentation before the first shape is the shape's, so it is skipped only if a
            // `use` follows.
            let before = self.at;
            self.skip_trivia();
            if !self.is_word("use") {
                self.at = before;
                return;
            }
            self.statement(NodeKind::Use, Self::one_use);
        }
    }

    /// `use com.example#Shape`
    fn one_use(&mut self) -> Parse {
        self.bump();
        self.take_spaces()?;
        let id = self.open(NodeKind::ShapeId);
        let first = self.at;
        self.namespace_name()?;
        if self.kind() != TokenKind::Pound {
            let help = "`#` stands between the namespace and the name of a shape";
            return Err(self.unexpected_with(TokenKind::Pound.name(), help));
        }
        self.bump();
        self.take(TokenKind::Identifier)?;
        if self.kind() == TokenKind::Dollar && self.kind_at(self.at + 1) == TokenKind::Identifier {
            let range = self.range_of(first).start..self.range_of(self.at + 1).end;
            return Err(self.error_at(
                range,
                "a use statement names a shape, not a member",
                "has a member",
                Some("leave out $ and the name after it"),
            ));
        }
        self.close(id);
        self.take_line_break()
    }

    fn shapes(&mut self) {
        loop {
            self.skip_white_space();
            if self.is_end() {
                return;
            }
            self.statement(NodeKind::Shape, Self::shape_or_apply);
        }
    }

    /// `apply Target @trait`, or `apply Target { @trait … }`
    pub(super) fn apply(&mut self) -> Parse {
        self.leaf(NodeKind::Keyword);
        self.take_white_space()?;
        self.shape_id(NodeKind::ShapeId)?;
        self.take_white_space()?;
        match self.kind() {
            TokenKind::At => self.one_trait()?,
            TokenKind::LeftBrace => {
                self.enter(TokenKind::LeftBrace)?;
                self.skip_trivia();
                self.traits()?;
                self.leave(TokenKind::RightBrace)?;
            }
            _ => return Err(self.unexpected("`@` or `{`")),
        }
        self.take_line_break()
    }
}
