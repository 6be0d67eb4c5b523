//! Sets of shapes.

use super::super::graph::At;

/// A set of shapes.
#[derive(Clone, Debug)]
pub(crate) struct Set {
    words: Vec<u64>,
}

impl Set {
    pub(super) fn empty(size: usize) -> Self {
        Self {
            words: vec![0; size.div_ceil(64)],
        }
    }

    pub(crate) fn has(&self, at: At) -> bool {
        let word = self.words.get(at.index() / 64).copied().unwrap_or(0);
        word >> (at.index() % 64) & 1 == 1
    }

    /// Adds a shape, and says whether it is new.
    pub(super) fn add(&mut self, at: At) -> bool {
        let is_new = !self.has(at);
        if let Some(word) = self.words.get_mut(at.index() / 64) {
            *word |= 1 << (at.index() % 64);
        }
        is_new
    }

    pub(super) fn add_all(&mut self, more: &Self) {
        for (word, more) in self.words.iter_mut().zip(&more.words) {
            *word |= more;
        }
    }

    pub(super) fn count(&self) -> usize {
        self.words
            .iter()
            .map(|word| word.count_ones() as usize)
            .sum()
    }
}
