//! [JMESPath](https://jmespath.org/specification.html) resolved against types, so that it can
//! become Rust: what an expression of a waiter is at run time is known from the model.
//!
//! It is the language without slices, expression references and the functions that no waiter
//! needs. What is missing is null, as there; and so is a function of null, which there is an
//! error.

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
    /// The second with the first between its items.
    Join(Box<Value>, Box<Value>),
    NotNull(Vec<Value>),
    ToNumber(Box<Value>),
    ToText(Box<Value>),
}

/// A step of a projection.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stage {
    /// Items that are null are left out.
    Present,
    Where(Value),
    /// This of each item, without nulls.
    Each(Value),
    /// Items are lists: theirs. Those of a stored list are of the given type.
    Flatten(Option<(Type, bool)>),
}
