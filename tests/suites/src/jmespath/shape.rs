//! Shapes for documents.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

/// The common shape of values of a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Shape {
    /// Only null was seen, or no item of a list.
    Unknown,
    Boolean,
    Integer,
    Float,
    Text,
    List(Box<Member>),
    Map(Box<Member>),
    Structure(BTreeMap<String, Member>),
    /// Values of several kinds.
    Mixed,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Member {
    pub(super) shape: Shape,
    /// Whether the value is missing or null somewhere.
    pub(super) nullable: bool,
}

impl Member {
    pub(super) fn of(value: &Value) -> Self {
        Self {
            shape: Shape::of(value),
            nullable: value.is_null(),
        }
    }

    fn merged(self, other: Self) -> Self {
        Self {
            shape: self.shape.merged(other.shape),
            nullable: self.nullable || other.nullable,
        }
    }

    /// Merges all of these values.
    fn all<'a>(values: impl Iterator<Item = &'a Value>) -> Self {
        let none = Self {
            shape: Shape::Unknown,
            nullable: false,
        };
        values.map(Self::of).fold(none, Self::merged)
    }
}

impl Shape {
    fn of(value: &Value) -> Self {
        match value {
            Value::Null => Self::Unknown,
            Value::Bool(_) => Self::Boolean,
            Value::String(_) => Self::Text,
            Value::Number(number) if number.is_i64() => Self::Integer,
            Value::Number(_) => Self::Float,
            Value::Array(items) => Self::List(Box::new(Member::all(items.iter()))),
            Value::Object(members) if are_names(members.keys()) => Self::Structure(
                members
                    .iter()
                    .map(|(name, value)| (name.clone(), Member::of(value)))
                    .collect(),
            ),
            Value::Object(members) => Self::Map(Box::new(Member::all(members.values()))),
        }
    }

    fn merged(self, other: Self) -> Self {
        match (self, other) {
            (Self::Unknown, other) | (other, Self::Unknown) => other,
            (Self::Integer, Self::Integer) => Self::Integer,
            (Self::Integer | Self::Float, Self::Integer | Self::Float) => Self::Float,
            (Self::List(left), Self::List(right)) => Self::List(Box::new(left.merged(*right))),
            (Self::Map(left), Self::Map(right)) => Self::Map(Box::new(left.merged(*right))),
            (Self::Structure(left), Self::Structure(mut right)) => {
                let mut members = BTreeMap::new();
                for (name, mut member) in left {
                    match right.remove(&name) {
                        Some(other) => member = member.merged(other),
                        None => member.nullable = true,
                    }
                    members.insert(name, member);
                }
                for (name, mut member) in right {
                    member.nullable = true;
                    members.insert(name, member);
                }
                if are_names(members.keys()) {
                    Self::Structure(members)
                } else {
                    Self::Mixed
                }
            }
            (left, right) if left == right => left,
            _ => Self::Mixed,
        }
    }

    /// Whether something of it was never seen.
    pub(super) fn has_unknown(&self) -> bool {
        match self {
            Self::Unknown => true,
            Self::List(item) | Self::Map(item) => item.shape.has_unknown(),
            Self::Structure(members) => members.values().any(|member| member.shape.has_unknown()),
            _ => false,
        }
    }
}

/// Whether these can be names of members: of the right letters, and different whichever case
/// they are in.
fn are_names<'a>(names: impl Iterator<Item = &'a String>) -> bool {
    let is_name = |name: &str| {
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let begin = name.trim_start_matches('_');
        begin.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(is_part)
    };
    let mut seen = BTreeSet::new();
    let mut names = names;
    names.all(|name| is_name(name) && seen.insert(name.to_ascii_lowercase()))
}
