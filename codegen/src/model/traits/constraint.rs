//! Constraints, and the values of the old trait `enum`.

use serde::Deserialize;

use crate::ast::Number;

/// `smithy.api#length` and `smithy.api#range`: numbers as the model writes them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Bounds {
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
}

/// A value in `smithy.api#enum`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct EnumDefinition {
    pub(crate) value: String,
    pub(crate) name: Option<String>,
    pub(crate) documentation: Option<String>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
}

impl EnumDefinition {
    /// Whether it isn't for customers
    /// ([Smithy 2.0, `enum` trait](https://smithy.io/2.0/spec/constraint-traits.html#enum-trait)).
    pub(crate) fn is_internal(&self) -> bool {
        self.tags.iter().any(|tag| tag == "internal")
    }
}
