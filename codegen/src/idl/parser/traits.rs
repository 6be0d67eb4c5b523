//! Documentation and traits before a shape or member, and in `apply` statements.

use super::super::token::TokenKind;
use super::super::tree::NodeKind;
use super::{Parse, Parser};

impl Parser<'_> {
    /// Documentation comments and traits, and the white space around them.
    pub(super) fn documentation_and_traits(&mut self) -> Parse {
        self.skip_white_space();
        if self.kind() == TokenKind::DocComment {
            let open = self.open(NodeKind::Documentation);
            self.skip_trivia();
            let node = open.0;
            self.close(open);
            self.end_documentation(node);
        }
        self.traits()?;
        self.skip_trivia();
        Ok(())
    }

    /// Lets a node of documentation end behind its last comment.
    fn end_documentation(&mut self, node: usize) {
        let mut last = self.at;
        while last > 0 && self.kind_at(last - 1) != TokenKind::DocComment {
            last -= 1;
        }
        if let Some(node) = self.nodes.get_mut(node) {
            node.last = last as u32;
        }
    }

    /// Traits and the white space after each of them.
    pub(super) fn traits(&mut self) -> Parse {
        while self.kind() == TokenKind::At {
            self.one_trait()?;
            self.skip_trivia();
        }
        Ok(())
    }

    /// `@id`, `@id()`, `@id(value)` or `@id(key: value, …)`. No blank may stand before the
    /// parenthesis.
    pub(super) fn one_trait(&mut self) -> Parse {
        let open = self.open(NodeKind::Trait);
        self.take(TokenKind::At)?;
        self.shape_id(NodeKind::ShapeId)?;
        if self.kind() == TokenKind::LeftParenthesis {
            self.enter(TokenKind::LeftParenthesis)?;
            self.skip_trivia();
            if self.kind() != TokenKind::RightParenthesis {
                self.trait_value()?;
                self.skip_trivia();
            }
            self.leave(TokenKind::RightParenthesis)?;
        }
        self.close(open);
        Ok(())
    }

    fn trait_value(&mut self) -> Parse {
        if self.begins_with_key() {
            // An object whose braces are the trait's parentheses.
            let object = self.open(NodeKind::Object);
            while self.kind() != TokenKind::RightParenthesis {
                if !matches!(self.kind(), TokenKind::Identifier | TokenKind::String) {
                    return Err(self.unexpected("an identifier or a string as a key"));
                }
                self.entry()?;
            }
            self.close(object);
            return Ok(());
        }
        self.value()?;
        self.skip_trivia();
        // A lone identifier before anything but the end is a key without its colon.
        let is_key = self
            .nodes
            .last()
            .is_some_and(|node| node.kind == NodeKind::Word && node.last == node.first + 1);
        if is_key && self.kind() != TokenKind::RightParenthesis {
            return Err(self.unexpected("`:` after a key, or `)`"));
        }
        Ok(())
    }

    /// Whether the current token is a key, and a colon follows.
    fn begins_with_key(&self) -> bool {
        if !matches!(self.kind(), TokenKind::Identifier | TokenKind::String) {
            return false;
        }
        let mut next = self.at + 1;
        while self.kind_at(next).is_trivia() {
            next += 1;
        }
        self.kind_at(next) == TokenKind::Colon
    }
}
