//! Node values: strings, numbers, words, arrays and objects.

use super::super::token::TokenKind;
use super::super::tree::NodeKind;
use super::{MAX_DEPTH, Parse, Parser};

impl Parser<'_> {
    /// A value: `"text"`, `1`, `true`, `some#Shape`, `[…]` or `{…}`.
    pub(super) fn value(&mut self) -> Parse {
        match self.kind() {
            TokenKind::String => self.leaf(NodeKind::String),
            TokenKind::TextBlock => self.leaf(NodeKind::TextBlock),
            TokenKind::Number => self.leaf(NodeKind::Number),
            TokenKind::Identifier => self.shape_id(NodeKind::Word)?,
            TokenKind::LeftBrace => self.object()?,
            TokenKind::LeftBracket => self.array()?,
            _ => {
                return Err(self.unexpected("a value (a string, number, word, `[` or `{`)"));
            }
        }
        Ok(())
    }

    fn deeper(&mut self) -> Parse {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(self.error(
                format!("values are in one another more than {MAX_DEPTH} deep"),
                None,
            ));
        }
        Ok(())
    }

    fn array(&mut self) -> Parse {
        self.deeper()?;
        let open = self.open(NodeKind::Array);
        self.enter(TokenKind::LeftBracket)?;
        self.skip_trivia();
        while self.kind() != TokenKind::RightBracket {
            if self.kind() == TokenKind::Colon {
                let bracket = self.brackets.last().map(|open| self.range_of(*open));
                let failed = self.unexpected("`]` or a value");
                if let (Some(bracket), Some(error)) = (bracket, self.errors.last_mut()) {
                    error.see = Some((bracket, "this bracket isn't closed"));
                    error.help = Some("close the bracket before the next key".to_owned());
                }
                return Err(failed);
            }
            self.value()?;
            self.skip_trivia();
        }
        self.leave(TokenKind::RightBracket)?;
        self.close(open);
        self.depth -= 1;
        Ok(())
    }

    pub(super) fn object(&mut self) -> Parse {
        self.deeper()?;
        let open = self.open(NodeKind::Object);
        self.enter(TokenKind::LeftBrace)?;
        self.skip_trivia();
        while self.kind() != TokenKind::RightBrace {
            if !matches!(self.kind(), TokenKind::String | TokenKind::Identifier) {
                return Err(self.unexpected("`}`, or a key (a string or an identifier)"));
            }
            self.entry()?;
        }
        self.leave(TokenKind::RightBrace)?;
        self.close(open);
        self.depth -= 1;
        Ok(())
    }

    /// `key: value` and the white space after it. The current token is the key.
    pub(super) fn entry(&mut self) -> Parse {
        let entry = self.open(NodeKind::Entry);
        self.leaf(NodeKind::Name);
        self.skip_trivia();
        self.take(TokenKind::Colon)?;
        self.skip_trivia();
        self.value()?;
        self.close(entry);
        self.skip_trivia();
        Ok(())
    }

    /// A shape id, relative or absolute, maybe with a member. Nothing may stand between its parts.
    pub(super) fn shape_id(&mut self, kind: NodeKind) -> Parse {
        let open = self.open(kind);
        self.namespace_name()?;
        if self.kind() == TokenKind::Pound {
            self.bump();
            self.take(TokenKind::Identifier)?;
        }
        if self.kind() == TokenKind::Dollar {
            self.bump();
            self.take(TokenKind::Identifier)?;
        }
        self.close(open);
        Ok(())
    }

    /// Identifiers with dots between them.
    pub(super) fn namespace_name(&mut self) -> Parse {
        self.take(TokenKind::Identifier)?;
        while self.kind() == TokenKind::Dot {
            self.bump();
            self.take(TokenKind::Identifier)?;
        }
        Ok(())
    }
}
