//! Constraint traits, as servers check them.

use crate::model::ShapeId;

/// The constraint traits of a value, and of what is in it
/// ([Smithy 2.0, constraint traits](https://smithy.io/2.0/spec/constraint-traits.html)).
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Constraint {
    /// The shape of which all values have the constraint. It is `None` if a member adds traits of
    /// its own.
    pub(crate) shape: Option<ShapeId>,
    pub(crate) length: Option<Bounds>,
    pub(crate) range: Option<Bounds>,
    pub(crate) pattern: Option<Pattern>,
    pub(crate) unique: bool,
    /// The values of an enum, for keys of maps, which are strings whatever they are in the model.
    pub(crate) one_of: Option<Values>,
    /// The constraint of a list's items or a map's values.
    pub(crate) items: Option<Box<Constraint>>,
    pub(crate) keys: Option<Box<Constraint>>,
}

/// The values of an enum.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Values {
    /// The values that a client is told.
    pub(crate) told: Vec<String>,
    /// The values that are taken, but told to nobody.
    pub(crate) internal: Vec<String>,
}

/// A `pattern` trait's value, and the name of the shape that first has it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Pattern {
    pub(crate) shape: String,
    pub(crate) text: String,
}

/// A pattern that a server checks.
#[derive(Debug)]
pub(crate) struct PatternConstant {
    /// The constant's name.
    pub(crate) name: String,
    /// The `pattern` trait's value.
    pub(crate) text: String,
    /// The pattern in ECMAScript's words, if the model has others.
    pub(crate) ecmascript: Option<String>,
}

/// Bounds that count themselves in, as the model writes them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Bounds {
    pub(crate) min: Option<String>,
    pub(crate) max: Option<String>,
}
