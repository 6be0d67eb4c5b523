//! The error of conversions between items and values.

use std::fmt;

use ::serde::de::{Expected, Unexpected};

use crate::value_path::Path;

/// An item, or a part of one, that a value can't be converted to or from.
///
/// The text has the path and what was found there, `$.address.zip: expected a string, found a
/// number`. It names attributes and variants, and has no values.
#[derive(Clone, PartialEq, Eq)]
pub struct ItemError(Box<Parts>);

#[derive(Clone, PartialEq, Eq)]
struct Parts {
    /// The innermost step first.
    steps: Vec<Step>,
    message: String,
}

#[derive(Clone, PartialEq, Eq)]
enum Step {
    Key(String),
    Item(usize),
}

impl ItemError {
    pub(super) fn new(message: impl Into<String>) -> Self {
        let (steps, message) = (Vec::new(), message.into());
        Self(Box::new(Parts { steps, message }))
    }

    /// Says that the error is in the attribute of this name.
    pub(super) fn at_key(mut self, key: &str) -> Self {
        self.0.steps.push(Step::Key(key.to_owned()));
        self
    }

    /// Says that the error is in this item of a list.
    pub(super) fn at_item(mut self, index: usize) -> Self {
        self.0.steps.push(Step::Item(index));
        self
    }

    /// Returns the place in the item, such as `$.tags[3].key`.
    ///
    /// serde gathers fields with `flatten`, and enums with a tag inside or without tag, before it
    /// looks at them. The path ends there.
    pub fn path(&self) -> String {
        let mut path = Path::new();
        for step in self.0.steps.iter().rev() {
            match step {
                Step::Key(key) => path.push_member(key),
                Step::Item(index) => path.push_item(*index),
            }
        }
        path.finish()
    }

    /// Returns the reason, without the path.
    pub fn reason(&self) -> &str {
        &self.0.message
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path(), self.0.message)
    }
}

impl fmt::Debug for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ItemError")
            .field("path", &self.path())
            .field("reason", &self.0.message)
            .finish()
    }
}

impl std::error::Error for ItemError {}

impl ::serde::ser::Error for ItemError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }
}

/// serde's messages show values; these tell kinds.
impl ::serde::de::Error for ItemError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::new(message.to_string())
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!("expected {expected}, found {}", kind(found)))
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        Self::new(format!(
            "expected {expected}, found another {}",
            noun(found)
        ))
    }
}

/// Returns a kind of value with its article.
fn kind(found: Unexpected<'_>) -> String {
    match found {
        Unexpected::Other(words) => words.to_owned(),
        Unexpected::Unit | Unexpected::Option => "null".to_owned(),
        Unexpected::Bytes(_) => "bytes".to_owned(),
        other => format!("a {}", noun(other)),
    }
}

fn noun(found: Unexpected<'_>) -> &str {
    match found {
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) | Unexpected::Float(_) => "number",
        Unexpected::Char(_) | Unexpected::Str(_) => "text",
        Unexpected::Bytes(_) => "value of bytes",
        Unexpected::Unit | Unexpected::Option => "null",
        Unexpected::NewtypeStruct => "newtype structure",
        Unexpected::Seq => "list",
        Unexpected::Map => "map",
        Unexpected::Enum => "variant",
        Unexpected::UnitVariant => "unit variant",
        Unexpected::NewtypeVariant => "newtype variant",
        Unexpected::TupleVariant => "tuple variant",
        Unexpected::StructVariant => "structure variant",
        Unexpected::Other(words) => words,
    }
}
