//! `smithy.api#examples`.

use serde::Deserialize;

use crate::ast::Value;

/// An example of an operation
/// ([Smithy 2.0, examples](https://smithy.io/2.0/spec/documentation-traits.html#examples-trait)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct OperationExample {
    #[serde(default)]
    pub(crate) title: String,
    #[serde(default)]
    pub(crate) documentation: Option<String>,
    #[serde(default)]
    pub(crate) input: Value,
    #[serde(default)]
    pub(crate) output: Option<Value>,
    #[serde(default)]
    pub(crate) error: Option<ExampleError>,
    /// Whether the input violates constraints, which the example is about.
    #[serde(default)]
    pub(crate) allow_constraint_errors: bool,
}

/// The error that an example ends with.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ExampleError {
    pub(crate) shape_id: String,
    #[serde(default)]
    pub(crate) content: Value,
}
