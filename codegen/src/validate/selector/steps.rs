//! A selector as data.

use super::attribute::{Attribute, Scoped};
use crate::shape_type::Type;

/// A selector: each step takes shapes and gives shapes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Selector {
    pub(super) steps: Vec<Step>,
    /// Whether a step stores or reads a variable, here or further in.
    pub(super) has_variables: bool,
}

impl Selector {
    /// Whether it is `*`, or nothing else.
    pub(crate) fn is_all(&self) -> bool {
        self.steps.iter().all(|step| *step == Step::All)
    }
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Step {
    All,
    Type(Type),
    SimpleType,
    Number,
    /// `[trait|id]` by the absolute id of the trait.
    HasTrait(String),
    Attribute(Attribute),
    Scoped(Scoped),
    /// `>`, or `-[a, b]->` with names.
    Forward(Vec<String>),
    /// `<`, or `<-[a, b]-` with names.
    Reverse(Vec<String>),
    /// `~>`
    Closure,
    Test(Vec<Selector>),
    Not(Selector),
    Is(Vec<Selector>),
    In(Selector),
    Root(Selector),
    TopDown(Selector, Option<Selector>),
    Recursive(Selector),
    /// `$name(selector)`
    Store(String, Selector),
    /// `${name}`
    Load(String),
}
