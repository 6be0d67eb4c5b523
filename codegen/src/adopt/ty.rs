//! Types of values, as far as the text of a project tells.

use super::found::{Continued, Owner};
use super::index::{Path, is_client};
use super::operations::Value;

/// A type. References, smart pointers, locks and futures are the type that is in them.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Ty {
    #[default]
    Unknown,
    /// A type by its path from the root of a crate.
    Named {
        path: Path,
        arguments: Vec<Self>,
    },
    Option(Box<Self>),
    Result(Box<Self>, Box<Self>),
    /// Anything that goes through values of one type: lists, iterators, maps (by their values).
    Many(Box<Self>),
    /// A map whose values the code around it tells, by its number in the file.
    Map(usize),
    Tuple(Vec<Self>),
    /// Anything with these traits of the project, by their paths.
    With(Vec<Path>),
    Function {
        inputs: Vec<Self>,
        output: Box<Self>,
    },
}

/// Builders and results of an operation, by what its types are called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stage {
    /// The builder that `client.operation()` returns.
    Builder,
    /// The value of `into_paginator()`.
    Paginator,
    /// The value of `client.wait_until_…()`.
    Waiter,
}

impl Ty {
    pub(super) fn named(path: &[&str]) -> Self {
        Self::Named {
            path: path.iter().map(ToString::to_string).collect(),
            arguments: Vec::new(),
        }
    }

    /// A value of a crate of the SDK that isn't looked into.
    pub(super) fn of_sdk(krate: &str) -> Self {
        Self::named(&[krate, "…"])
    }

    pub(super) fn client(krate: &str) -> Self {
        Self::named(&[krate, "Client"])
    }

    /// A builder or the like of an operation, which is called as in the SDK but for its case.
    pub(super) fn stage(krate: &str, method: &str, stage: Stage) -> Self {
        match stage {
            Stage::Builder => {
                Self::named(&[krate, "operation", method, "builders", "FluentBuilder"])
            }
            Stage::Paginator => {
                Self::named(&[krate, "operation", method, "paginator", "Paginator"])
            }
            Stage::Waiter => Self::named(&[krate, "waiters", method, "FluentBuilder"]),
        }
    }

    /// The crate whose client it is.
    pub(super) fn as_client(&self) -> Option<&str> {
        match self {
            Self::Named { path, .. } => match path.as_slice() {
                [krate, client] if is_client(krate) && client == "Client" => Some(krate),
                _ => None,
            },
            _ => None,
        }
    }

    /// The crate, the method of the client and the stage of a call that has begun.
    pub(super) fn as_stage(&self) -> Option<(&str, &str, Stage)> {
        let Self::Named { path, .. } = self else {
            return None;
        };
        match path.as_slice() {
            [krate, module, method, builders, ty, ..]
                if is_client(krate)
                    && module == "operation"
                    && builders == "builders"
                    && ty.ends_with("FluentBuilder") =>
            {
                Some((krate, method, Stage::Builder))
            }
            [krate, module, method, paginator, ty, ..]
                if is_client(krate)
                    && module == "operation"
                    && paginator == "paginator"
                    && ty.ends_with("Paginator") =>
            {
                Some((krate, method, Stage::Paginator))
            }
            [krate, module, method, ty, ..]
                if is_client(krate) && module == "waiters" && ty.ends_with("FluentBuilder") =>
            {
                Some((krate, method, Stage::Waiter))
            }
            _ => None,
        }
    }

    /// The type of the SDK with members that it is.
    pub(super) fn owner(&self) -> Option<Owner> {
        let Self::Named { path, .. } = self else {
            return None;
        };
        match path.as_slice() {
            [krate, operation, method, output]
                if is_client(krate) && operation == "operation" && output.ends_with("Output") =>
            {
                Some(Owner::Output {
                    krate: krate.clone(),
                    method: method.clone(),
                })
            }
            [krate, types, name] | [krate, types, _, name]
                if is_client(krate) && types == "types" =>
            {
                Some(Owner::Type {
                    krate: krate.clone(),
                    name: name.clone(),
                })
            }
            _ => None,
        }
    }

    /// Whether its path ends with a name.
    pub(super) fn is_at(&self, name: &str) -> bool {
        matches!(self, Self::Named { path, .. } if path.last().is_some_and(|it| it == name))
    }

    /// The type with what another says of what isn't known in it.
    pub(super) fn or(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Unknown, other) => other.clone(),
            (Self::Many(it), Self::Many(other)) => Self::Many(Box::new(it.or(other))),
            (Self::Option(it), Self::Option(other)) => Self::Option(Box::new(it.or(other))),
            (Self::Result(it, error), Self::Result(other, other_error)) => {
                Self::Result(Box::new(it.or(other)), Box::new(error.or(other_error)))
            }
            (ty, _) => ty,
        }
    }

    /// The type of a member's value.
    pub(super) fn of_value(krate: &str, value: &Value) -> Self {
        match value {
            Value::Plain | Value::Text | Value::Copied => Self::of_sdk(krate),
            Value::Blob => Self::named(&[krate, "primitives", "Blob"]),
            Value::Body => Self::named(&[krate, "primitives", "ByteStream"]),
            Value::Time => Self::named(&[krate, "primitives", "DateTime"]),
            Value::Named(name) => Self::named(&[krate, "types", name]),
            Value::List(item) | Value::Map(item) => {
                Self::Many(Box::new(Self::of_value(krate, item)))
            }
        }
    }

    /// The crate of the SDK that it is of, whatever it is.
    pub(super) fn sdk(&self) -> Option<&str> {
        match self {
            Self::Named { path, .. } => path
                .first()
                .map(String::as_str)
                .filter(|it| super::index::is_sdk(it)),
            _ => None,
        }
    }

    /// Whether nothing is known of it.
    pub(super) fn is_unknown(&self) -> bool {
        *self == Self::Unknown
    }

    /// The type of what is in it, for what goes through values.
    pub(super) fn item(&self) -> Self {
        match self {
            Self::Many(item) | Self::Option(item) | Self::Result(item, _) => (**item).clone(),
            _ => match self.without_borrow() {
                Some(Self::Many(item)) => *item,
                _ => Self::Unknown,
            },
        }
    }
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
