//! Shape statements.

use super::super::token::TokenKind;
use super::super::tree::NodeKind;
use super::{Parse, Parser};
use crate::ast::Version;
use crate::shape_type::Type;
use crate::spelling;

impl Parser<'_> {
    /// Documentation, traits, and a shape; or an `apply` statement.
    pub(super) fn shape_or_apply(&mut self) -> Parse {
        let node = self.nodes.len() - 1;
        self.documentation_and_traits()?;
        let traits = self.nodes.get(node + 1..).unwrap_or_default();
        let first_trait = traits.iter().find(|node| node.kind == NodeKind::Trait);
        let first_trait = first_trait.map(|node| self.range_of(node.first as usize));
        if self.is_end() && first_trait.is_none() {
            // Documentation at the end of a file documents nothing, and harms nothing.
            self.nodes.truncate(node + 1);
            return Ok(());
        }
        if self.kind() != TokenKind::Identifier {
            let help = match self.kind() {
                TokenKind::Pound => "comments begin with `//`, documentation with `///`",
                TokenKind::RightBrace => "leave it out: the bracket that it closes is closed above",
                _ => "a statement begins with the type of a shape, such as `structure`",
            };
            return Err(self.unexpected_with(TokenKind::Identifier.name(), help));
        }
        if self.is_word("apply") {
            if let Some(begin) = first_trait {
                let failed = self.error(
                    "traits are applied to an apply statement",
                    Some("put the traits behind the statement's target, or before a shape"),
                );
                if let Some(error) = self.errors.last_mut() {
                    error.see = Some((begin, "the traits begin here"));
                }
                return Err(failed);
            }
            if let Some(node) = self.nodes.get_mut(node) {
                node.kind = NodeKind::Apply;
            }
            return self.apply();
        }
        let kind = self.lexeme();
        if Type::of_statement(kind).is_none() {
            return Err(self.unknown_type(kind));
        }
        self.leaf(NodeKind::Keyword);
        self.take_spaces()?;
        self.expect(TokenKind::Identifier)?;
        self.leaf(NodeKind::Name);
        self.body(kind)?;
        self.take_line_break()
    }

    fn unknown_type(&mut self, found: &str) -> super::Failed {
        let help = match found {
            "use" => "use statements come after the namespace, and before all shapes".to_owned(),
            "namespace" => "a file has one namespace".to_owned(),
            "metadata" => "metadata comes before the namespace".to_owned(),
            // It takes time, and a file can have millions of mistakes.
            _ if self.more_errors > 0 => String::new(),
            _ => match spelling::nearest(found, Type::names()) {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => "a statement begins with the type of a shape, or is an apply statement"
                    .to_owned(),
            },
        };
        self.error(format!("`{found}` isn't a type of shapes"), Some(&help))
    }

    /// All after the name of a shape.
    fn body(&mut self, kind: &str) -> Parse {
        if kind == "structure" {
            self.for_resource()?;
        }
        self.mixins()?;
        let has_values = matches!(kind, "enum" | "intEnum");
        if !has_values && Type::from_name(kind).is_some_and(Type::is_simple) {
            return Ok(());
        }
        // The body of any shape may begin on another line.
        let before = self.at;
        self.skip_trivia();
        if self.kind() != TokenKind::LeftBrace && self.at == before {
            return Err(self.unexpected("`{`"));
        }
        match kind {
            "structure" => self.members(true),
            "union" => self.members(false),
            "enum" | "intEnum" => self.enum_members(),
            "list" | "set" => self.named_members(&["member"]),
            "map" => self.named_members(&["key", "value"]),
            "operation" => self.operation(),
            _ => {
                self.expect(TokenKind::LeftBrace)?;
                self.object()
            }
        }
    }

    /// `for Resource`
    pub(super) fn for_resource(&mut self) -> Parse {
        self.skip_spaces();
        if !self.is_word("for") {
            return Ok(());
        }
        self.only_in_v2("structures of resources need")?;
        let open = self.open(NodeKind::ForResource);
        self.bump();
        self.take_spaces()?;
        self.shape_id(NodeKind::ShapeId)?;
        self.close(open);
        Ok(())
    }

    /// `with [Mixins]`
    pub(super) fn mixins(&mut self) -> Parse {
        self.skip_spaces();
        if !self.is_word("with") {
            return Ok(());
        }
        self.only_in_v2("mixins need")?;
        let open = self.open(NodeKind::Mixins);
        self.bump();
        self.skip_trivia();
        if self.kind() == TokenKind::Identifier {
            let help = "mixins stand in brackets, also if there is one only: `with [Mixin]`";
            return Err(self.unexpected_with(TokenKind::LeftBracket.name(), help));
        }
        self.enter(TokenKind::LeftBracket)?;
        self.skip_trivia();
        loop {
            self.shape_id(NodeKind::ShapeId)?;
            self.skip_trivia();
            if self.kind() == TokenKind::RightBracket {
                break;
            }
        }
        self.leave(TokenKind::RightBracket)?;
        self.close(open);
        Ok(())
    }

    /// Reports that the current token stands for a feature of version 2. A file that doesn't
    /// say its version is read as one of version 2 from there on, as all that follows would be the
    /// same mistake.
    pub(super) fn only_in_v2(&mut self, feature: &str) -> Parse {
        if self.version == Version::V2 {
            return Ok(());
        }
        let failed = self.error(
            format!("{feature} Smithy version 2 or later, and this file is of version 1.0"),
            Some("begin the file with $version: \"2.0\""),
        );
        if self.has_version {
            return Err(failed);
        }
        self.version = Version::V2;
        Ok(())
    }

    fn operation(&mut self) -> Parse {
        self.enter(TokenKind::LeftBrace)?;
        self.skip_trivia();
        let mut defined: Vec<&str> = Vec::new();
        while self.kind() != TokenKind::RightBrace && !self.is_end() {
            self.expect(TokenKind::Identifier)?;
            let key = self.lexeme();
            if defined.contains(&key) {
                return Err(self.error(
                    format!("the property {key} is there twice"),
                    Some("keep one of the two"),
                ));
            }
            if !matches!(key, "input" | "output" | "errors") {
                let help = "the properties are input, output and errors";
                let failed = self.error(format!("`{key}` isn't a property of operations"), None);
                self.see_what_is_open();
                return Err(self.or_help(failed, help));
            }
            defined.push(key);
            let property = self.open(NodeKind::Property);
            self.leaf(NodeKind::Name);
            self.skip_trivia();
            match self.kind() {
                TokenKind::Walrus if key != "errors" => self.inline_structure()?,
                TokenKind::Colon => {
                    self.bump();
                    self.skip_trivia();
                    match key {
                        "errors" => self.shape_ids()?,
                        _ => self.target_of_operation(key)?,
                    }
                }
                _ if key == "errors" => return Err(self.unexpected("`:`")),
                _ => {
                    let help = "`:` is before the id of a structure, `:=` before a new one";
                    return Err(self.unexpected_with("`:` or `:=`", help));
                }
            }
            self.close(property);
            self.take_white_space()?;
        }
        self.leave(TokenKind::RightBrace)
    }

    /// The shape of an input or output that isn't inline.
    fn target_of_operation(&mut self, key: &str) -> Parse {
        let is_inline = matches!(
            self.kind(),
            TokenKind::LeftBrace | TokenKind::At | TokenKind::DocComment
        );
        if is_inline || self.is_word("for") || self.is_word("with") {
            let help = format!("write `{key} :=` before a structure that is defined here");
            return Err(self.unexpected_with("the id of a structure", &help));
        }
        self.shape_id(NodeKind::ShapeId)
    }

    /// `:= @traits for Resource with [Mixins] { members }`
    fn inline_structure(&mut self) -> Parse {
        self.only_in_v2("inline inputs and outputs need")?;
        self.bump();
        self.skip_white_space();
        let open = self.open(NodeKind::Inline);
        self.documentation_and_traits()?;
        self.for_resource()?;
        self.mixins()?;
        self.for_resource()?;
        self.skip_trivia();
        self.members(true)?;
        self.close(open);
        Ok(())
    }

    fn shape_ids(&mut self) -> Parse {
        let open = self.open(NodeKind::ShapeIds);
        self.enter(TokenKind::LeftBracket)?;
        self.skip_trivia();
        while self.kind() != TokenKind::RightBracket {
            self.shape_id(NodeKind::ShapeId)?;
            self.skip_trivia();
        }
        self.leave(TokenKind::RightBracket)?;
        self.close(open);
        Ok(())
    }
}
