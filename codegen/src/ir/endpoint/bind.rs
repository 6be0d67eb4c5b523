//! Where operations take the parameters of endpoint rules from.

use super::super::{Auth, Discovered, Name};
use crate::model::rules::Default;

/// The parameters that an operation sets.
#[derive(Debug)]
pub(crate) struct Bind {
    pub(crate) operation: Name,
    /// The schemes that authenticate the operation.
    pub(crate) auth: Vec<Auth>,
    /// Signatures cover the body over TLS, too.
    pub(crate) signs_body: bool,
    /// Clients are told the endpoint by the service.
    pub(crate) discovered: Option<Discovered>,
    /// The bindings in the order in which they are set: the last one counts.
    pub(crate) bindings: Vec<Binding>,
}

/// A parameter that is set.
#[derive(Debug)]
pub(crate) struct Binding {
    pub(crate) field: String,
    pub(crate) is_option: bool,
    pub(crate) value: BoundValue,
}

/// The value of a parameter.
#[derive(Debug)]
pub(crate) enum BoundValue {
    Static(Default),
    Path(PathStep),
}

/// A way into the input, from what the way so far has come to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum PathStep {
    /// A field, which is an `Option` or not.
    Field {
        field: String,
        is_option: bool,
        then: Box<PathStep>,
    },
    /// The data of a union's member, if the union is that one.
    Variant {
        union: Name,
        /// The union is in a box.
        is_boxed: bool,
        variant: String,
        then: Box<PathStep>,
    },
    /// Collects several values into a list.
    Collect(Box<PathStep>),
    /// The items of a list or the values of a map, which may be missing if it is sparse.
    Each {
        is_map: bool,
        is_sparse: bool,
        then: Box<PathStep>,
    },
    /// The keys of a map.
    Keys,
    /// Several ways from here.
    All(Vec<PathStep>),
    /// The end.
    Value(Leaf),
}

/// The value at the end of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Text,
    Enumeration,
    Boolean,
    /// A list of text, in which some may be missing.
    Texts {
        sparse: bool,
    },
    /// A list of enums, likewise.
    Enumerations {
        sparse: bool,
    },
}
