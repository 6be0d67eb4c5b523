//! Examples of calls, for documentation and READMEs.

use super::{Literal, Name};

/// An example of an operation's input.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Example {
    /// The title and the documentation that the model has for the example.
    pub(crate) title: Option<String>,
    pub(crate) docs: Vec<String>,
    /// Setters, and the values that they get.
    pub(crate) setters: Vec<(String, Shown)>,
    /// The generated types that the values name, sorted.
    pub(crate) types: Vec<String>,
    /// The types of the runtime that the values name, sorted.
    pub(crate) runtime_types: Vec<&'static str>,
    /// Whether the values name `BTreeMap`.
    pub(crate) has_maps: bool,
    /// The fields of required members that have no value short enough for an example.
    pub(crate) left_out: Vec<String>,
}

/// A value as a person would write it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Shown {
    /// An expression in one piece.
    Plain(String),
    /// A structure: its type, and setters with values.
    Built(String, Vec<(String, Shown)>),
    List(Vec<Shown>),
    /// The entries of a map.
    Map(Vec<(String, Shown)>),
    /// A function with an argument.
    Call(String, Box<Shown>),
}

/// An example of the model as a test: the input goes through client and server, and the outcome
/// back.
#[derive(Debug)]
pub(crate) struct ExampleTest {
    pub(crate) function: String,
    pub(crate) title: String,
    pub(crate) operation: Name,
    pub(crate) input: Literal,
    /// The input with the defaults that a server fills in.
    pub(crate) received: Literal,
    pub(crate) outcome: Outcome,
}

impl ExampleTest {
    /// The function's name, to be changed, and the title of the example.
    pub(crate) fn function_and_title(&mut self) -> (&mut String, &str) {
        (&mut self.function, &self.title)
    }
}

/// The outcome of an example.
#[derive(Debug)]
pub(crate) enum Outcome {
    Output(Literal),
    /// An error, by its variant.
    Error(String, Literal),
}
