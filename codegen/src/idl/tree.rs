//! The syntax tree of a `.smithy` file. No byte is lost: the tokens hold all of the text, white
//! space and comments too, and each node is a stretch of tokens.
//!
//! Nodes stand in one list in the order in which they begin, each with the index behind its last
//! descendant. So a tree is two allocations, whatever the size of the file.

use std::ops::Range;

use super::token::{TokenKind, Tokens};

/// A kind of node.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum NodeKind {
    /// The whole file.
    File,
    /// `$key: value`
    Control,
    /// `metadata key = value`
    Metadata,
    /// `namespace name`
    Namespace,
    /// `use shape.id#Name`
    Use,
    /// `apply Target @trait`, or a block of traits.
    Apply,
    /// A shape: documentation, traits, type, name, `for`, `with`, and a body of members,
    /// properties or an object.
    Shape,
    /// A statement with a mistake, up to where parsing went on. It has no children.
    Broken,
    /// The documentation comments before a shape or member.
    Documentation,
    /// `@id`, `@id(value)` or `@id(key: value, …)`
    Trait,
    /// A word of the grammar, such as the type of a shape.
    Keyword,
    /// The name of a shape, member, property or key.
    Name,
    /// A shape id, relative or absolute, maybe with a member.
    ShapeId,
    /// `for Resource`
    ForResource,
    /// `with [Mixins]`
    Mixins,
    /// A member with a target, or of an enum.
    Member,
    /// `$name`, whose target is elided.
    ElidedMember,
    /// A property of an operation.
    Property,
    /// The structure behind `:=`.
    Inline,
    /// A list of shape ids.
    ShapeIds,
    Object,
    /// `key: value` of an object.
    Entry,
    Array,
    String,
    TextBlock,
    Number,
    /// A word among values: `true`, `false`, `null`, or a shape id.
    Word,
}

/// A node: its tokens, and where its descendants end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Node {
    pub(crate) kind: NodeKind,
    /// The index of the first token.
    pub(super) first: u32,
    /// The index behind the last token.
    pub(super) last: u32,
    /// The index behind the last descendant.
    pub(super) next: u32,
}

/// A file's tokens and nodes.
#[derive(Debug)]
pub(crate) struct Tree<'a> {
    pub(crate) text: &'a str,
    pub(super) tokens: Tokens,
    pub(super) nodes: Vec<Node>,
}

impl<'a> Tree<'a> {
    /// The whole file.
    pub(crate) fn root(&self) -> At<'_, 'a> {
        At {
            tree: self,
            index: 0,
        }
    }

    /// A node by its index.
    pub(crate) fn at(&self, index: usize) -> At<'_, 'a> {
        At { tree: self, index }
    }
}

/// A node in its tree.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'t, 'a> {
    tree: &'t Tree<'a>,
    pub(crate) index: usize,
}

impl<'t, 'a> At<'t, 'a> {
    fn node(self) -> Node {
        self.tree.nodes.get(self.index).copied().unwrap_or(Node {
            kind: NodeKind::Broken,
            first: 0,
            last: 0,
            next: 0,
        })
    }

    pub(crate) fn kind(self) -> NodeKind {
        self.node().kind
    }

    /// The children in their order.
    pub(crate) fn children(self) -> Children<'t, 'a> {
        Children {
            tree: self.tree,
            next: self.index + 1,
            end: self.node().next as usize,
        }
    }

    /// The first child of a kind.
    pub(crate) fn child(self, kind: NodeKind) -> Option<At<'t, 'a>> {
        self.children().find(|child| child.kind() == kind)
    }

    /// The bytes of the file that are the node, from its first token to its last one.
    pub(crate) fn range(self) -> Range<usize> {
        let node = self.node();
        let tokens = &self.tree.tokens;
        tokens.start(node.first as usize)..tokens.start(node.last as usize)
    }

    /// The text of the node.
    pub(crate) fn text(self) -> &'a str {
        self.tree.text.get(self.range()).unwrap_or_default()
    }

    /// The texts of the node's tokens of a kind.
    pub(crate) fn token_texts(self, kind: TokenKind) -> impl Iterator<Item = &'a str> + 't {
        let node = self.node();
        let Tree { text, tokens, .. } = self.tree;
        (node.first as usize..node.last as usize)
            .filter(move |index| tokens.kind(*index) == kind)
            .filter_map(move |index| text.get(tokens.range(index)))
    }
}

/// The children of a node.
#[derive(Clone, Debug)]
pub(crate) struct Children<'t, 'a> {
    tree: &'t Tree<'a>,
    next: usize,
    end: usize,
}

impl<'t, 'a> Iterator for Children<'t, 'a> {
    type Item = At<'t, 'a>;

    fn next(&mut self) -> Option<At<'t, 'a>> {
        if self.next >= self.end {
            return None;
        }
        let child = self.tree.at(self.next);
        // A node ends behind itself, so this comes to an end.
        self.next = (child.node().next as usize).max(self.next + 1);
        Some(child)
    }
}
