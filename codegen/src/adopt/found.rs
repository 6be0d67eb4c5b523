//! The uses of the SDK that a scan finds.

use std::collections::BTreeSet;

use super::place::{Extent, Place};

/// All that is found in a project.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) calls: Vec<Call>,
    /// Other code that has a new form.
    pub(super) pieces: Vec<Piece>,
    pub(super) mentions: Vec<Mention>,
    /// Methods of values of the SDK, and of those whose types aren't known.
    pub(super) methods: Vec<Method>,
    /// Other code that has a new form, whose parts are told one by one.
    pub(super) changes: Vec<Change>,
    pub(super) unresolved: Vec<(Place, String)>,
    pub(super) renames: Vec<Rename>,
    /// The names that files have for types and traits of others than the SDK.
    pub(super) own_names: BTreeSet<(String, String)>,
    /// The crates that examples in documentation name.
    pub(super) documented: BTreeSet<(String, Place)>,
    /// Conversions of errors: the type that they make, the crate of the errors, and the place.
    pub(super) conversions: BTreeSet<(Vec<String>, String, Place)>,
}

/// An item of the SDK that a file imports under another name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rename {
    pub(super) file: String,
    /// From the crate on.
    pub(super) path: Vec<String>,
    pub(super) name: String,
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
    /// The place that the code takes up.
    pub(super) extent: Extent,
    /// The client, as the code has it.
    pub(super) client: Option<String>,
    /// The builder that comes from elsewhere, as the code has it.
    pub(super) base: Option<String>,
    /// The calls after the operation's method.
    pub(super) links: Vec<Link>,
    /// The part of a rule in the mock that it is for.
    pub(super) rule: Option<Rule>,
    /// Types under other names in the code, and their own.
    pub(super) aliases: Vec<(String, String)>,
}

/// A rule of a mock besides what it says.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Rule {
    /// The variable that the rule is put into by a statement, which is the call's `old`.
    pub(super) variable: Option<String>,
    /// Whether the variable is used otherwise than for making the client.
    pub(super) is_used: bool,
    /// The variable of the mock.
    pub(super) mock: String,
    /// The mode of the client that is made of it; `None` if it is made elsewhere.
    pub(super) mode: Option<Mode>,
    /// Whether the statement has to make the mock first.
    pub(super) is_first: bool,
    /// The rule is in the code that makes the client, and shown there.
    pub(super) is_inside: bool,
}

/// The order of the rules of a mock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    /// Rules apply one after the other.
    Sequential {
        /// There is only one rule.
        is_alone: bool,
    },
    /// The first that fits.
    MatchAny,
}

/// Code that isn't a call of an operation.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    pub(super) place: Place,
    /// The code, on one line.
    pub(super) old: String,
    pub(super) extent: Extent,
    pub(super) kind: PieceKind,
}

/// A kind of other code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PieceKind {
    /// `mock_client!(aws_sdk_s3, [&rule])`
    Client {
        krate: String,
        /// The variable of the mock.
        mock: String,
        mode: Mode,
        /// The extents of rules in it.
        inside: Vec<Extent>,
        /// Rules that are made elsewhere, as code.
        others: Vec<String>,
        /// The mock is made by the statement of a rule.
        is_made: bool,
        /// The rules aren't in the order in which they are made.
        is_mixed: bool,
        /// The closure that changes the configuration.
        configuration: Option<String>,
    },
    /// `StaticReplayClient::new(events)`
    Replay {
        /// The requests and responses, as code; `None` for what can't be read.
        events: Vec<Option<(String, String)>>,
        /// The crates that the function names.
        crates: Vec<String>,
        /// The operations that it calls: their crates and methods.
        calls: Vec<(String, String)>,
    },
    /// `Type::builder()….build()`
    Value {
        krate: String,
        /// Types under other names in the code, and their own.
        aliases: Vec<(String, String)>,
    },
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
    /// A rule of a mock: `mock!(Client::put_item)…`
    Rule,
    /// The operation without a call that could be read: as a function, or in a macro.
    Named,
}

/// The part of a call that comes from elsewhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Continued {
    Builder,
    Paginator,
    Waiter,
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
    /// Whether the method takes no argument, as a method that reads a member.
    pub(super) is_getter: bool,
    /// The type whose member it reads, if that is known.
    pub(super) of: Option<Owner>,
    /// The value and the method, as code.
    pub(super) old: String,
    /// The value, as code.
    pub(super) base: String,
    /// Whether no method follows in the chain.
    pub(super) is_last: bool,
    /// The place of the method's name and parentheses.
    pub(super) extent: Extent,
    /// The place of the value and the method, and of a `*` in front of them.
    pub(super) whole: Extent,
    /// Whether there is a `*` in front of them.
    pub(super) is_dereferenced: bool,
    pub(super) place: Place,
}

/// Code that has another form because of the types in it: a step of a chain, a pattern, a type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Change {
    pub(super) place: Place,
    /// The kind of change, as the report groups it.
    pub(super) kind: &'static str,
    /// The part of the file that is replaced.
    pub(super) extent: Extent,
    /// The part, as code.
    pub(super) old: String,
    /// The expression up to the end of the part: code that is written anew as a whole finds the part by it.
    pub(super) whole: String,
    /// The value in front of the part, for steps of a chain.
    pub(super) base: String,
    pub(super) new: New,
    pub(super) note: Option<String>,
}

/// The new form of a change.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum New {
    /// A person has to write it; the note says how.
    Hand,
    /// The code behind the value and a dot.
    Behind(Vec<Part>),
    /// The value alone: the step goes.
    Dropped,
    /// The code in place of the whole expression.
    Whole(Vec<Part>),
    /// The setters of the generated type in place of a builder's setter.
    Setter {
        krate: String,
        ty: String,
        name: String,
        arguments: Vec<String>,
    },
}

/// A part of new code.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Text(String),
    /// Code of the project, which may have changes in it.
    Code(String),
    /// The enum of a crate's errors.
    Errors(String),
    /// A variant of the enum.
    Error {
        krate: String,
        name: String,
    },
    /// The module of a crate.
    Module(String),
    /// A type of a crate.
    Type {
        krate: String,
        name: String,
    },
    /// The type of the input of a crate's method.
    Input {
        krate: String,
        method: String,
    },
}

impl Part {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }
}

/// A type of the SDK with members.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Owner {
    /// The output of a method of the client.
    Output { krate: String, method: String },
    /// A type by its name.
    Type { krate: String, name: String },
}

/// An item of the SDK that code names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Mention {
    /// From the crate on.
    pub(super) path: Vec<String>,
    pub(super) place: Place,
    /// The name that the code has from an import, if it isn't a path from a crate on.
    pub(super) import: Option<String>,
}
