//! Examples of calls, for documentation and READMEs.

/// An example of an operation's input.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Example {
    /// Setters of required members, and expressions of values.
    pub(crate) setters: Vec<(String, String)>,
    /// The generated types that the values name, sorted.
    pub(crate) types: Vec<String>,
    /// The fields of required members that have no value short enough for an example.
    pub(crate) left_out: Vec<String>,
}
