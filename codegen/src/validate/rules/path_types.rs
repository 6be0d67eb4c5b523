//! The types of JMESPath expressions against shapes, as far as the model and the
//! [functions](https://jmespath.org/specification.html#built-in-functions) tell them.

use crate::jmespath::Ast;
use crate::shape_type::Type;

use super::super::graph::{At, Graph};

/// The type of a value that an expression comes to.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Found {
    Shape(At),
    List(Box<Found>),
    Object(Vec<(String, Found)>),
    Text,
    Number,
    Boolean,
    /// A value of any type, which the model doesn't tell.
    Any,
}

impl Found {
    /// The type of members with a target: shapes of simple types are those types.
    pub(super) fn of(graph: &Graph<'_>, at: At) -> Self {
        match graph.kind(at) {
            Type::String | Type::Enum => Self::Text,
            Type::Boolean => Self::Boolean,
            Type::Byte
            | Type::Short
            | Type::Integer
            | Type::Long
            | Type::Float
            | Type::Double
            | Type::IntEnum
            | Type::BigInteger
            | Type::BigDecimal => Self::Number,
            Type::Structure | Type::Union | Type::Map => Self::Shape(at),
            Type::List | Type::Set => {
                let item = graph.members(at).next();
                let item = item.and_then(|item| graph.target(item));
                Self::List(Box::new(
                    item.map_or(Self::Any, |item| Self::of(graph, item)),
                ))
            }
            _ => Self::Any,
        }
    }

    /// The name in reports.
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Shape(_) | Self::Object(_) => "an object",
            Self::List(item) if **item == Self::Text => "a list of texts",
            Self::List(_) => "a list",
            Self::Text => "text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::Any => "any value",
        }
    }

    /// The items of a list.
    fn items(&self) -> Self {
        match self {
            Self::List(item) => (**item).clone(),
            _ => Self::Any,
        }
    }

    /// Whether values of this type can be of another one.
    pub(super) fn may_be(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) => true,
            (Self::List(item), Self::List(other)) => item.may_be(other),
            _ => self == other,
        }
    }

    fn list(self) -> Self {
        Self::List(Box::new(self))
    }
}

/// Finds types, and the problems on the way.
pub(super) struct Finder<'g, 'f> {
    pub(super) graph: &'g Graph<'f>,
    pub(super) problems: Vec<String>,
}

impl Finder<'_, '_> {
    /// The type of an expression on a value of the type `current`.
    pub(super) fn find(&mut self, ast: &Ast, current: &Found) -> Found {
        match ast {
            Ast::Current => current.clone(),
            Ast::Field(name) => self.field(current, name),
            Ast::Index(_) => self.items(current),
            Ast::Slice { of, .. } => {
                let of = self.find(of, current);
                self.items(&of).list()
            }
            Ast::Reference(of) => self.find(of, current),
            Ast::Then(first, second) => {
                let first = self.find(first, current);
                self.find(second, &first)
            }
            Ast::Flatten(of) => {
                let of = self.find(of, current);
                let item = self.items(&of);
                match item {
                    Found::List(inner) => inner.list(),
                    item => item.list(),
                }
            }
            Ast::Each {
                of,
                condition,
                body,
            } => {
                let of = self.find(of, current);
                let item = self.items(&of);
                if let Some(condition) = condition {
                    self.find(condition, &item);
                }
                self.find(body, &item).list()
            }
            Ast::EachValue(of, body) => {
                let of = self.find(of, current);
                let value = self.values(&of);
                self.find(body, &value).list()
            }
            Ast::Compare(_, left, right) => {
                self.find(left, current);
                self.find(right, current);
                Found::Boolean
            }
            Ast::And(left, right) | Ast::Or(left, right) => {
                let left = self.find(left, current);
                let right = self.find(right, current);
                common([left, right])
            }
            Ast::Not(of) => {
                self.find(of, current);
                Found::Boolean
            }
            Ast::List(items) => {
                let items: Vec<Found> = items.iter().map(|it| self.find(it, current)).collect();
                common(items).list()
            }
            Ast::Hash(members) => {
                let members = members.iter();
                let members = members.map(|(name, it)| (name.clone(), self.find(it, current)));
                Found::Object(members.collect())
            }
            Ast::Call(name, arguments) => self.call(name, arguments, current),
            Ast::Literal(value) => literal(value),
        }
    }

    fn field(&mut self, of: &Found, name: &str) -> Found {
        let found = match of {
            Found::Shape(at) if self.graph.kind(*at) == Type::Map => {
                let value = self.graph.member(*at, "value");
                value.and_then(|value| self.graph.target(value))
            }
            Found::Shape(at) => {
                let Some(member) = self.graph.member(*at, name) else {
                    let shape = self.graph.short(*at);
                    self.problems
                        .push(format!("names {name}, which {shape} doesn't have"));
                    return Found::Any;
                };
                self.graph.target(member)
            }
            Found::Object(members) => {
                let mut members = members.iter();
                let Some((_, found)) = members.find(|(known, _)| known == name) else {
                    self.problems
                        .push(format!("names {name}, which the object doesn't have"));
                    return Found::Any;
                };
                return found.clone();
            }
            Found::Any => return Found::Any,
            other => {
                self.problems
                    .push(format!("goes from {} to {name}", other.name()));
                return Found::Any;
            }
        };
        found.map_or(Found::Any, |found| Found::of(self.graph, found))
    }

    /// The items of a list; anything else has none, which is reported.
    fn items(&mut self, of: &Found) -> Found {
        match of {
            Found::List(_) | Found::Any => {}
            other => self
                .problems
                .push(format!("takes items of {}", other.name())),
        }
        of.items()
    }

    /// The values of an object or a map.
    fn values(&mut self, of: &Found) -> Found {
        match of {
            Found::Shape(at) => {
                let graph = self.graph;
                let is_map = graph.kind(*at) == Type::Map;
                let members = graph.members(*at).skip(usize::from(is_map));
                let targets = members.filter_map(|member| graph.target(member));
                common(targets.map(|target| Found::of(graph, target)))
            }
            Found::Object(members) => common(members.iter().map(|(_, found)| found.clone())),
            Found::Any => Found::Any,
            other => {
                self.problems
                    .push(format!("takes values of {}", other.name()));
                Found::Any
            }
        }
    }

    fn call(&mut self, name: &str, arguments: &[Ast], current: &Found) -> Found {
        // An expression that a function is given is about the items of the list beside it.
        let mut found = Vec::new();
        for argument in arguments {
            if !matches!(argument, Ast::Reference(_)) {
                found.push(self.find(argument, current));
            }
        }
        let first = found.first().cloned().unwrap_or(Found::Any);
        let mut of_items = Found::Any;
        for argument in arguments {
            if let Ast::Reference(expression) = argument {
                of_items = self.find(expression, &first.items());
            }
        }
        match name {
            "abs" | "avg" | "ceil" | "floor" | "length" | "sum" | "to_number" => Found::Number,
            "contains" | "ends_with" | "starts_with" => Found::Boolean,
            "join" | "to_string" | "type" => Found::Text,
            "keys" => Found::Text.list(),
            "values" => self.values(&first).list(),
            "map" => of_items.list(),
            "max" | "min" | "max_by" | "min_by" => first.items(),
            "reverse" | "sort" | "sort_by" => first,
            "not_null" => common(found),
            "to_array" => match first {
                Found::List(_) | Found::Any => first,
                other => other.list(),
            },
            _ => Found::Any,
        }
    }
}

/// The type that all values have.
fn common(all: impl IntoIterator<Item = Found>) -> Found {
    let mut all = all.into_iter();
    let first = all.next().unwrap_or(Found::Any);
    match all.all(|other| other == first) {
        true => first,
        false => Found::Any,
    }
}

fn literal(value: &serde_json::Value) -> Found {
    use serde_json::Value;
    match value {
        Value::Null => Found::Any,
        Value::Bool(_) => Found::Boolean,
        Value::Number(_) => Found::Number,
        Value::String(_) => Found::Text,
        Value::Array(items) => common(items.iter().map(literal)).list(),
        Value::Object(members) => {
            let members = members.iter();
            Found::Object(
                members
                    .map(|(name, it)| (name.clone(), literal(it)))
                    .collect(),
            )
        }
    }
}
