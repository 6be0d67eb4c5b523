//! The functions with which a server checks the constraints of a model: one for each shape.

use super::{Bounds, Name, Tag, Type, Values};

/// A function that checks the values of one shape.
#[derive(Debug)]
pub(crate) struct CheckFunction {
    pub(crate) name: String,
    /// Whether it is for the input of an operation: other files call it.
    pub(crate) is_for_input: bool,
    pub(crate) body: CheckBody,
}

/// The body of a function, by the kind of its shape.
#[derive(Debug)]
pub(crate) enum CheckBody {
    Structure {
        name: Name,
        members: Vec<MemberCheck>,
    },
    Union {
        name: Name,
        variants: Vec<VariantCheck>,
    },
    /// An enum, with the values that a client is told.
    Enumeration { name: Name, told: Vec<String> },
    /// A simple shape, a list or a map.
    Value { ty: Type, checks: Vec<Check> },
}

/// The checks of a structure's member.
#[derive(Debug)]
pub(crate) struct MemberCheck {
    pub(crate) wire_name: String,
    pub(crate) field: String,
    pub(crate) access: Access,
    pub(crate) is_token: bool,
    pub(crate) checks: Vec<Check>,
}

/// The way to a member's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// An `Option` that has to be set.
    Required,
    /// An `Option`.
    Optional,
    /// The value itself.
    Always,
}

/// The checks of a union's member.
#[derive(Debug)]
pub(crate) struct VariantCheck {
    pub(crate) variant: String,
    pub(crate) wire_name: String,
    pub(crate) checks: Vec<Check>,
}

/// A check of one value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Check {
    /// All that the function of the value's shape checks.
    Function {
        name: String,
        /// The value is in a `Box`.
        boxed: bool,
    },
    Length(Bounds),
    Range(Bounds),
    /// The range of an int enum's numbers.
    RangeOfEnum(Bounds),
    OneOf(Values),
    /// The constant of a pattern.
    Pattern(String),
    /// Items that differ from each other, and can be compared as they are.
    Distinct,
    /// Items of this type that differ from each other, and have to be written to be compared.
    Unique {
        item: Type,
        sparse: bool,
        /// The name under which items are written to be compared, in formats that need one.
        tag: Option<Tag>,
    },
    Items {
        sparse: bool,
        checks: Vec<Check>,
    },
    Keys(Vec<Check>),
    Values {
        sparse: bool,
        checks: Vec<Check>,
    },
}
