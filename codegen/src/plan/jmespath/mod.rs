//! [JMESPath](https://jmespath.org/specification.html) resolved against types, so that it can
//! become Rust: what an expression of a waiter is at run time is known from the model.
//!
//! What is missing is null, as there; and so is a function of null, which there is an error.
//! What a type doesn't tell is refused: members that the model doesn't have, lists of values of
//! several types, and lists of objects that an expression makes.

mod functions;
mod lexer;
mod parser;
mod ty;
mod typed;

#[cfg(test)]
mod tests;

use super::{Name, Type};

pub(crate) use parser::Comparison;
pub(crate) use typed::{Root, Types, compile};

/// An expression with its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Value {
    pub(crate) expr: Expr,
    pub(crate) ty: Ty,
    /// It is an `Option`: the value may be null.
    pub(crate) nullable: bool,
}

/// What the Rust code of a value has as its type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Ty {
    /// `&str`.
    Text,
    /// `String`.
    OwnedText,
    Boolean,
    /// `i64`.
    Integer,
    /// `f64`.
    Float,
    /// A reference to a structure.
    Structure(Name),
    /// A reference to a union.
    Union(Name),
    /// A reference to a list as a type has it.
    StoredList {
        item: Type,
        sparse: bool,
    },
    /// A reference to a map.
    StoredMap {
        value: Type,
        sparse: bool,
    },
    /// A list that is made here, a `Vec` or an array.
    List {
        item: Box<Ty>,
        nullable: bool,
    },
    /// An object that is made here. Only its members become code.
    Hash(Vec<(String, Value)>),
    /// What nothing is known of but whether it is there.
    Opaque(&'static str),
    /// Nothing but whether it counts as true.
    Truth,
    Null,
}

/// What to do for a value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Expr {
    /// The operation, the output.
    Input,
    Output,
    /// The item that a projection is at.
    Item,
    Null,
    Text(String),
    Boolean(bool),
    Integer(i64),
    Float(f64),
    /// An object: see [`Ty::Hash`].
    Hash,
    Field {
        of: Box<Value>,
        field: String,
        is_option: bool,
        ty: Type,
    },
    /// A union's member, if it is that one.
    Variant {
        of: Box<Value>,
        variant: String,
        ty: Type,
    },
    Index {
        of: Box<Value>,
        index: i64,
    },
    /// A map's value under a key.
    Entry {
        of: Box<Value>,
        key: String,
        ty: Type,
        sparse: bool,
    },
    /// The items of a list, and what is done with them.
    Items {
        of: Box<Value>,
        stages: Vec<Stage>,
    },
    Array(Vec<Value>),
    Compare(Comparison, Box<Value>, Box<Value>),
    And(Box<Value>, Box<Value>),
    Or(Box<Value>, Box<Value>),
    Not(Box<Value>),
    Length(Box<Value>),
    /// Whether the first has the second in it.
    Contains(Box<Value>, Box<Value>),
    StartsWith(Box<Value>, Box<Value>),
    EndsWith(Box<Value>, Box<Value>),
    Keys(Box<Value>),
    Values(Box<Value>),
    /// The members of a structure that may be null, each as what it is of the item.
    Members {
        of: Box<Value>,
        members: Vec<Value>,
    },
    /// The second with the first between its items.
    Join(Box<Value>, Box<Value>),
    NotNull(Vec<Value>),
    ToNumber(Box<Value>),
    ToText(Box<Value>),
    /// A number made of a number, by a method of its type.
    Rounded(&'static str, Box<Value>),
    /// The characters of a text from the last to the first.
    Reversed(Box<Value>),
    Sum(Box<Value>),
    Average(Box<Value>),
    /// The greatest or least item, by an expression or by itself.
    Extreme {
        is_max: bool,
        of: Box<Value>,
        by: Option<Box<Value>>,
    },
    /// A list in order, which is null if what it is ordered by is null of an item.
    SortedBy(Box<Value>, Box<Value>),
    /// What JMESPath calls the type of a value, which is that of null if the value is null.
    TypeOf(&'static str, Box<Value>),
}

/// A step of a projection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage {
    /// Items that are null are left out.
    Present,
    Where(Value),
    /// This of each item, without nulls.
    Each(Value),
    /// This of each item, nulls too.
    Map(Value),
    /// Items are lists: theirs. Those of a stored list are of the given type.
    Flatten(Option<(Type, bool)>),
    Slice {
        start: Option<i64>,
        stop: Option<i64>,
        step: i64,
    },
    Reversed,
    /// In order; items are texts or numbers.
    Sorted,
}

impl Expr {
    /// What it is made of, those of the stages of a list aside.
    pub(crate) fn parts(&self) -> Vec<&Value> {
        match self {
            Self::Input
            | Self::Output
            | Self::Item
            | Self::Null
            | Self::Text(_)
            | Self::Boolean(_)
            | Self::Integer(_)
            | Self::Float(_)
            | Self::Hash => Vec::new(),
            Self::Field { of, .. }
            | Self::Variant { of, .. }
            | Self::Index { of, .. }
            | Self::Entry { of, .. }
            | Self::Items { of, .. }
            | Self::Members { of, .. }
            | Self::Not(of)
            | Self::Length(of)
            | Self::Keys(of)
            | Self::Values(of)
            | Self::ToNumber(of)
            | Self::ToText(of)
            | Self::Rounded(_, of)
            | Self::Reversed(of)
            | Self::Sum(of)
            | Self::Average(of)
            | Self::TypeOf(_, of) => vec![of],
            Self::Compare(_, left, right)
            | Self::And(left, right)
            | Self::Or(left, right)
            | Self::Contains(left, right)
            | Self::StartsWith(left, right)
            | Self::EndsWith(left, right)
            | Self::Join(left, right)
            | Self::SortedBy(left, right) => vec![left, right],
            Self::Extreme { of, by, .. } => [of].into_iter().chain(by).map(|of| &**of).collect(),
            Self::Array(items) | Self::NotNull(items) => items.iter().collect(),
        }
    }
}

impl Stage {
    /// What it takes or makes of each item.
    pub(crate) fn part(&self) -> Option<&Value> {
        match self {
            Self::Where(value) | Self::Each(value) | Self::Map(value) => Some(value),
            Self::Present
            | Self::Flatten(_)
            | Self::Slice { .. }
            | Self::Reversed
            | Self::Sorted => None,
        }
    }
}
