//! The changes between two versions, as data.

use super::change::Change;
use super::rule::Class;

/// The changes between two versions of a model.
#[derive(Clone, Debug)]
pub struct Diff {
    pub(super) changes: Vec<Change>,
    /// The number of compared services. With one service, its module needs no mention.
    pub(super) services: usize,
    pub(super) not_compared: Vec<NotCompared>,
}

/// An operation that neither version has generated.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NotCompared {
    pub(super) service: String,
    pub(super) operation: String,
    pub(super) reason: String,
}

impl Diff {
    /// Whether something breaks.
    pub fn is_breaking(&self) -> bool {
        self.of_class(Class::Breaking).next().is_some()
    }

    /// Whether nothing is different.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    pub(super) fn of_class(&self, class: Class) -> impl Iterator<Item = &Change> {
        self.changes
            .iter()
            .filter(move |change| change.rule.class() == class)
    }
}
