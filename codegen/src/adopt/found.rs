//! The uses of the SDK that a scan finds.

use super::place::Place;
use super::ty::Stage;

/// All that is found in a project.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) calls: Vec<Call>,
    pub(super) mentions: Vec<Mention>,
    /// Methods of values of the SDK, and of those whose types aren't known.
    pub(super) methods: Vec<Method>,
    pub(super) unresolved: Vec<(Place, String)>,
}

/// A use of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Call {
    pub(super) place: Place,
    /// The crate, by its name in code.
    pub(super) krate: String,
    /// The method of the client.
    pub(super) method: String,
    pub(super) kind: CallKind,
    /// The type of the client isn't known; the name of the method is all there is.
    pub(super) is_probable: bool,
    /// The code, on one line.
    pub(super) old: String,
    /// The client, as the code has it.
    pub(super) client: Option<String>,
    /// The builder that comes from elsewhere, as the code has it.
    pub(super) base: Option<String>,
    /// The calls after the operation's method.
    pub(super) links: Vec<Link>,
}

/// A kind of use.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum CallKind {
    /// `client.put_item()…`
    Operation,
    /// `client.wait_until_table_exists()…`
    Waiter,
    /// Calls on a builder that comes from elsewhere.
    Continued(Continued),
    /// The operation without a call that could be read: in a mock, as a function, in a macro.
    Named,
}

/// The part of a call that comes from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Continued {
    Builder,
    Paginator,
    Waiter,
}

impl From<Stage> for Continued {
    fn from(stage: Stage) -> Self {
        match stage {
            Stage::Builder => Self::Builder,
            Stage::Paginator => Self::Paginator,
            Stage::Waiter => Self::Waiter,
        }
    }
}

/// A part of a chain of calls.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Link {
    Method {
        name: String,
        /// The generic arguments as the code has them.
        generics: String,
        arguments: Vec<String>,
    },
    Field(String),
    Await,
    Try,
}

impl Link {
    /// Whether it is a call of this method.
    pub(super) fn is(&self, wanted: &str) -> bool {
        matches!(self, Self::Method { name, .. } if name == wanted)
    }
}

/// A method that isn't one of the project, or of a client.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Method {
    pub(super) name: String,
    /// The crate of the SDK that the value is of, if that is known.
    pub(super) krate: Option<String>,
    /// It takes nothing, as what reads a member does.
    pub(super) is_getter: bool,
    pub(super) place: Place,
}

/// An item of the SDK that code names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    /// From the crate on.
    pub(super) path: Vec<String>,
    pub(super) place: Place,
}
