//! Writing trees.

use super::head::{self, major};
use super::{Tree, Writer};

impl Writer {
    /// Writes a value. A whole number has to fit into 64 bits and a sign.
    pub(crate) fn tree(&mut self, tree: &Tree) {
        match tree {
            Tree::Null => self.null(),
            Tree::Boolean(value) => self.boolean(*value),
            Tree::Whole(value) => {
                let (major, argument) = match *value < 0 {
                    true => (major::NEGATIVE, -1 - *value),
                    false => (major::UNSIGNED, *value),
                };
                let argument = u64::try_from(argument).unwrap_or(u64::MAX);
                head::write(&mut self.out, major, argument);
            }
            Tree::Float(value) => self.double(*value),
            Tree::Text(text) => self.string(text),
            Tree::Bytes(bytes) => self.blob(bytes),
            Tree::List(items) => {
                self.begin_list();
                items.iter().for_each(|item| self.tree(item));
                self.end_list();
            }
            Tree::Map(members) => {
                self.begin_object();
                for (name, value) in members {
                    self.key(name);
                    self.tree(value);
                }
                self.end_object();
            }
            Tree::Tagged(tag, value) => {
                head::write(&mut self.out, major::TAG, *tag);
                self.tree(value);
            }
        }
    }
}
