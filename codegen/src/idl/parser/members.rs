//! The members of shapes.

use foldhash::{HashSet, HashSetExt};

use super::super::token::TokenKind;
use super::super::tree::NodeKind;
use super::{Parse, Parser};

impl<'a> Parser<'a> {
    /// The members of a structure (which may have default values) or union.
    pub(super) fn members(&mut self, has_defaults: bool) -> Parse {
        let mut names = HashSet::new();
        self.enter(TokenKind::LeftBrace)?;
        while self.kind() != TokenKind::RightBrace && !self.is_end() {
            self.member(&mut names, has_defaults)?;
            self.skip_white_space();
        }
        self.leave(TokenKind::RightBrace)
    }

    fn member(&mut self, names: &mut HashSet<&'a str>, has_defaults: bool) -> Parse {
        let node = self.nodes.len();
        let member = self.open(NodeKind::Member);
        self.documentation_and_traits()?;
        if self.is_dangling(node) {
            return Ok(());
        }
        let is_elided = self.begin_elided(node)?;
        self.member_name(names)?;
        if !is_elided {
            self.skip_spaces();
            self.take(TokenKind::Colon)?;
            self.skip_spaces();
            self.shape_id(NodeKind::ShapeId)?;
        }
        self.close(member);
        let end = self.at;
        self.skip_spaces();
        if self.kind() != TokenKind::Equal {
            self.at = end;
            return Ok(());
        }
        if !has_defaults {
            let help = "the members of unions have no defaults";
            return Err(self.unexpected_with(TokenKind::Identifier.name(), help));
        }
        self.only_in_v2("defaults with `=` need")?;
        self.assigned_value(node)
    }

    /// Whether documentation stands before the end of a body; its node is taken back.
    fn is_dangling(&mut self, node: usize) -> bool {
        let children = self.nodes.get(node + 1..).unwrap_or_default();
        let is_dangling = self.kind() == TokenKind::RightBrace
            && children
                .iter()
                .all(|child| child.kind == NodeKind::Documentation);
        if is_dangling {
            self.nodes.truncate(node);
        }
        is_dangling
    }

    /// Takes the `$` of a member whose target is elided.
    fn begin_elided(&mut self, node: usize) -> Parse<bool> {
        if self.kind() != TokenKind::Dollar {
            return Ok(false);
        }
        self.only_in_v2("members with elided targets need")?;
        if let Some(node) = self.nodes.get_mut(node) {
            node.kind = NodeKind::ElidedMember;
        }
        self.bump();
        Ok(true)
    }

    fn member_name(&mut self, names: &mut HashSet<&'a str>) -> Parse {
        self.expect(TokenKind::Identifier)?;
        let name = self.lexeme();
        if !names.insert(name) {
            return Err(self.error(
                format!("the member {name} is there twice"),
                Some("keep one of the two, or rename one"),
            ));
        }
        self.leaf(NodeKind::Name);
        Ok(())
    }

    /// `= value` and the end of the line, as a part of a member that is there already.
    fn assigned_value(&mut self, node: usize) -> Parse {
        self.bump();
        self.skip_spaces();
        self.value()?;
        self.close(super::Open(node));
        self.take_line_break()
    }

    /// The members of an enum or an int enum.
    pub(super) fn enum_members(&mut self) -> Parse {
        let mut names = HashSet::new();
        self.enter(TokenKind::LeftBrace)?;
        while self.kind() != TokenKind::RightBrace && !self.is_end() {
            let node = self.nodes.len();
            let member = self.open(NodeKind::Member);
            self.documentation_and_traits()?;
            if self.is_dangling(node) {
                break;
            }
            self.member_name(&mut names)?;
            self.close(member);
            self.skip_spaces();
            match self.kind() {
                TokenKind::Equal => self.assigned_value(node)?,
                TokenKind::Colon => {
                    let help = "the members of enums have values behind `=`, and no targets";
                    return Err(self.unexpected_with(TokenKind::Identifier.name(), help));
                }
                _ => {}
            }
            self.skip_white_space();
        }
        self.leave(TokenKind::RightBrace)
    }

    /// The members of a list or map, which have fixed names. Those that a mixin gives may be
    /// left out.
    pub(super) fn named_members(&mut self, names: &[&str]) -> Parse {
        self.enter(TokenKind::LeftBrace)?;
        for name in names {
            let node = self.nodes.len();
            let member = self.open(NodeKind::Member);
            self.documentation_and_traits()?;
            let is_elided = self.begin_elided(node)?;
            if !self.is_word(name) {
                let children = self.nodes.get(node + 1..).unwrap_or_default();
                if is_elided || children.iter().any(|child| child.kind == NodeKind::Trait) {
                    return Err(self.unexpected(&format!("the member `{name}`")));
                }
                self.nodes.truncate(node);
                continue;
            }
            self.leaf(NodeKind::Name);
            if !is_elided {
                self.skip_trivia();
                self.take(TokenKind::Colon)?;
                self.skip_trivia();
                self.shape_id(NodeKind::ShapeId)?;
            }
            self.close(member);
            self.skip_trivia();
        }
        if self.kind() == TokenKind::Identifier {
            let help = match names {
                [key, value] if self.is_word(key) => {
                    format!("the member {key} comes before the member {value}")
                }
                [key, value] => format!("a map has the members {key} and {value}"),
                _ => format!("a list has one {}: `{0}: Target`", names.join(", ")),
            };
            return Err(self.unexpected_with(TokenKind::RightBrace.name(), &help));
        }
        self.leave(TokenKind::RightBrace)
    }
}
