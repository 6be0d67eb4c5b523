//! Attributes of shapes, and what they are compared with
//! ([Smithy 2.0, attribute selectors](https://smithy.io/2.0/spec/selectors.html#attribute-selectors)).

use std::borrow::Cow;
use std::collections::BTreeSet;

use foldhash::HashMap;

use crate::ast::{Entries, Node};

use super::super::graph::{At, Graph};
use crate::shape_type::Type;

/// `[path]`, or `[path = values i]`.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Attribute {
    pub(super) path: Vec<String>,
    pub(super) comparison: Option<(Comparator, Vec<String>, bool)>,
}

/// `[@path: clauses]`
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scoped {
    /// Empty for the shape itself.
    pub(super) path: Vec<String>,
    pub(super) clauses: Vec<Clause>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) struct Clause {
    pub(super) left: Operand,
    pub(super) comparator: Comparator,
    pub(super) right: Vec<Operand>,
    pub(super) ignores_case: bool,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Operand {
    Path(Vec<String>),
    Text(String),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Comparator {
    Equal,
    NotEqual,
    StartsWith,
    EndsWith,
    Contains,
    Exists,
    Greater,
    AtLeast,
    Less,
    AtMost,
    SameSet,
    NotSameSet,
    Subset,
    ProperSubset,
}

/// Shapes by the names of variables.
pub(crate) type Variables = HashMap<String, Vec<At>>;

/// A value of an attribute.
#[derive(Clone)]
pub(super) enum Value<'g> {
    None,
    Text(Cow<'g, str>),
    Node(Node<'g>),
    /// A shape: its id, with the attributes of the shape.
    Shape(At),
    Id(Cow<'g, str>),
    Traits(At),
    Many(Vec<Value<'g>>),
}

impl Attribute {
    pub(super) fn reads_variable(&self) -> bool {
        self.path.first().is_some_and(|root| root == "var")
    }

    pub(super) fn holds(&self, graph: &Graph<'_>, at: At, variables: &Variables) -> bool {
        let value = of_path(graph, Value::Shape(at), &self.path, variables);
        match &self.comparison {
            None => value.exists(),
            Some((comparator, texts, ignores_case)) => {
                let texts = texts.iter();
                let texts = texts.map(|text| Value::Text(Cow::Borrowed(text)));
                compare(graph, &value, *comparator, texts, *ignores_case)
            }
        }
    }
}

impl Scoped {
    pub(super) fn reads_variable(&self) -> bool {
        let is_variable = |path: &[String]| path.first().is_some_and(|root| root == "var");
        let operands = self.clauses.iter();
        let mut operands =
            operands.flat_map(|clause| clause.right.iter().chain(std::iter::once(&clause.left)));
        is_variable(&self.path)
            || operands.any(|operand| matches!(operand, Operand::Path(path) if is_variable(path)))
    }

    pub(super) fn holds(&self, graph: &Graph<'_>, at: At, variables: &Variables) -> bool {
        let scope = of_path(graph, Value::Shape(at), &self.path, variables);
        let scopes = match scope {
            Value::None => return false,
            Value::Many(scopes) => scopes,
            scope => vec![scope],
        };
        scopes.into_iter().any(|scope| {
            self.clauses.iter().all(|clause| {
                let value = |operand: &Operand| match operand {
                    Operand::Path(path) => of_path(graph, scope.clone(), path, variables),
                    Operand::Text(text) => Value::Text(Cow::Owned(text.clone())),
                };
                let left = value(&clause.left);
                let right = clause.right.iter().map(value);
                compare(graph, &left, clause.comparator, right, clause.ignores_case)
            })
        })
    }
}

/// The value that a path leads to.
pub(super) fn of_path<'g>(
    graph: &'g Graph<'_>,
    start: Value<'g>,
    path: &[String],
    variables: &Variables,
) -> Value<'g> {
    let mut keys = path.iter();
    let mut value = match path.first().map(String::as_str) {
        Some("var") if matches!(start, Value::Shape(_)) => {
            keys.next();
            let name = keys.next();
            let shapes = name.and_then(|name| variables.get(name));
            let shapes = shapes.into_iter().flatten();
            Value::Many(shapes.map(|at| Value::Shape(*at)).collect())
        }
        _ => start,
    };
    for key in keys {
        value = value.get(graph, key);
    }
    value
}

impl<'g> Value<'g> {
    pub(super) fn exists(&self) -> bool {
        match self {
            Self::None => false,
            Self::Many(all) => all.iter().any(Self::exists),
            _ => true,
        }
    }

    fn get(self, graph: &'g Graph<'_>, key: &str) -> Self {
        match self {
            Self::None => Self::None,
            Self::Many(all) => match key {
                "(first)" => all.into_iter().next().unwrap_or(Self::None),
                "(length)" => number(all.len()),
                "(values)" => Self::Many(all),
                key => {
                    let all = all.into_iter().map(|value| value.get(graph, key));
                    let all: Vec<Self> = all.filter(Self::exists).collect();
                    flat(all)
                }
            },
            Self::Shape(at) => match key {
                "id" => Self::Id(graph.id(at)),
                "trait" => Self::Traits(at),
                "service" if graph.kind(at) == Type::Service => Self::Shape(at),
                "version" if graph.kind(at) == Type::Service => {
                    let version = graph.shape(at).version;
                    version.map_or(Self::None, |it| Self::Text(Cow::Borrowed(it)))
                }
                "type" => Self::Text(Cow::Borrowed(graph.kind(at).name())),
                _ => Self::None,
            },
            Self::Id(id) => {
                let (namespace, rest) = id.split_once('#').unwrap_or(("", &id));
                let part = match key {
                    "namespace" => Some(namespace.to_owned()),
                    "name" => Some(rest.split('$').next().unwrap_or(rest).to_owned()),
                    "member" => rest.split_once('$').map(|(_, member)| member.to_owned()),
                    "(length)" => return number(id.chars().count()),
                    _ => None,
                };
                part.map_or(Self::None, |part| Self::Text(Cow::Owned(part)))
            }
            Self::Traits(at) => match key {
                "(keys)" => {
                    let traits = graph.shape(at).traits.iter();
                    Self::Many(traits.map(|it| Self::Id(Cow::Borrowed(it.id))).collect())
                }
                "(values)" => {
                    let traits = graph.shape(at).traits.iter();
                    Self::Many(traits.map(|it| Self::Node(it.value)).collect())
                }
                "(length)" => number(graph.shape(at).traits.len()),
                id => {
                    let applied = graph.get(at, &absolute(id));
                    applied.map_or(Self::None, |applied| Self::Node(applied.value))
                }
            },
            Self::Text(text) => match key {
                "(length)" => number(text.chars().count()),
                _ => Self::None,
            },
            Self::Node(node) => of_node(node, key),
        }
    }

    /// The texts to compare: those of values that have one.
    fn texts(&self, graph: &Graph<'_>) -> Vec<String> {
        match self {
            Self::None | Self::Traits(_) => Vec::new(),
            Self::Text(text) | Self::Id(text) => vec![text.to_string()],
            Self::Shape(at) => vec![graph.id(*at).into_owned()],
            Self::Many(all) => all.iter().flat_map(|value| value.texts(graph)).collect(),
            Self::Node(node) => match node.text().bytes().next() {
                Some(b'"') => node.string().map(Cow::into_owned).into_iter().collect(),
                Some(b'{' | b'[') => Vec::new(),
                _ => vec![node.text().to_owned()],
            },
        }
    }

    /// The text for messages.
    pub(super) fn in_message(&self, graph: &Graph<'_>) -> String {
        match self {
            Self::Node(node) if node.text().starts_with(['{', '[']) => node.text().to_owned(),
            Self::Many(_) => format!("[{}]", self.texts(graph).join(", ")),
            value => value.texts(graph).join(", "),
        }
    }
}

fn number<'g>(count: usize) -> Value<'g> {
    Value::Text(Cow::Owned(count.to_string()))
}

fn flat(all: Vec<Value<'_>>) -> Value<'_> {
    let mut flat = Vec::new();
    for value in all {
        match value {
            Value::Many(more) => flat.extend(more),
            value => flat.push(value),
        }
    }
    Value::Many(flat)
}

fn of_node<'g>(node: Node<'g>, key: &str) -> Value<'g> {
    match node.text().bytes().next() {
        Some(b'{') => {
            let entries: Entries<'g, Node<'g>> = node.decode().unwrap_or_default();
            let mut entries = entries.into_iter();
            match key {
                "(keys)" => Value::Many(entries.map(|(key, _)| Value::Text(key.name)).collect()),
                "(values)" => Value::Many(entries.map(|(_, node)| Value::Node(node)).collect()),
                "(length)" => number(entries.count()),
                key => entries
                    .find(|(known, _)| known.name == key)
                    .map_or(Value::None, |(_, node)| Value::Node(node)),
            }
        }
        Some(b'[') => {
            let items: Vec<Node<'g>> = node.decode().unwrap_or_default();
            match key {
                "(values)" => Value::Many(items.into_iter().map(Value::Node).collect()),
                "(first)" => items.first().map_or(Value::None, |node| Value::Node(*node)),
                "(length)" => number(items.len()),
                _ => Value::None,
            }
        }
        Some(b'"') if key == "(length)" => {
            number(node.string().unwrap_or_default().chars().count())
        }
        _ => Value::None,
    }
}

/// Whether a comparison holds for one of the values on its right.
fn compare<'v>(
    graph: &Graph<'_>,
    left: &Value<'_>,
    comparator: Comparator,
    right: impl Iterator<Item = Value<'v>>,
    ignores_case: bool,
) -> bool {
    let fold = |text: String| match ignores_case {
        true => text.to_lowercase(),
        false => text,
    };
    let texts =
        |value: &Value<'_>| -> Vec<String> { value.texts(graph).into_iter().map(fold).collect() };
    let mut right = right;
    let lefts = texts(left);
    if comparator == Comparator::Exists {
        return right.any(|right| {
            let wanted = texts(&right);
            wanted
                .iter()
                .any(|wanted| (wanted == "true") == left.exists())
        });
    }
    right.any(|right| {
        let rights = texts(&right);
        if comparator.is_of_sets() {
            if !left.exists() || !right.exists() {
                return false;
            }
            let left: BTreeSet<&String> = lefts.iter().collect();
            let right: BTreeSet<&String> = rights.iter().collect();
            return match comparator {
                Comparator::SameSet => left == right,
                Comparator::NotSameSet => left != right,
                Comparator::Subset => left.is_subset(&right),
                _ => left.is_subset(&right) && left != right,
            };
        }
        let mut pairs = lefts
            .iter()
            .flat_map(|left| rights.iter().map(move |right| (left, right)));
        pairs.any(|(left, right)| comparator.holds(left, right))
    })
}

impl Comparator {
    fn is_of_sets(self) -> bool {
        matches!(
            self,
            Self::SameSet | Self::NotSameSet | Self::Subset | Self::ProperSubset
        )
    }

    fn holds(self, left: &str, right: &str) -> bool {
        let numbers = || Some((left.parse::<f64>().ok()?, right.parse::<f64>().ok()?));
        match self {
            Self::Equal => left == right,
            Self::NotEqual => left != right,
            Self::StartsWith => left.starts_with(right),
            Self::EndsWith => left.ends_with(right),
            Self::Contains => left.contains(right),
            Self::Greater => numbers().is_some_and(|(left, right)| left > right),
            Self::AtLeast => numbers().is_some_and(|(left, right)| left >= right),
            Self::Less => numbers().is_some_and(|(left, right)| left < right),
            Self::AtMost => numbers().is_some_and(|(left, right)| left <= right),
            _ => false,
        }
    }
}

/// A message with the values of attributes of a shape in place of `@{path}`; `` stands for `@`.
pub(crate) fn filled(text: &str, graph: &Graph<'_>, at: At, variables: &Variables) -> String {
    let mut filled = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('@') {
        filled.push_str(before);
        if let Some(after) = after.strip_prefix('@') {
            filled.push('@');
            rest = after;
        } else if let Some((path, after)) =
            after.strip_prefix('{').and_then(|it| it.split_once('}'))
        {
            let path: Vec<String> = path
                .split('|')
                .map(|key| key.trim().trim_matches(['"', '\'']).to_owned())
                .collect();
            let value = of_path(graph, Value::Shape(at), &path, variables);
            filled.push_str(&value.in_message(graph));
            rest = after;
        } else {
            filled.push('@');
            rest = after;
        }
    }
    filled + rest
}

/// The absolute id of a trait: those of the prelude can go without their namespace.
pub(super) fn absolute(id: &str) -> String {
    match id.contains('#') {
        true => id.to_owned(),
        false => format!("smithy.api#{id}"),
    }
}
