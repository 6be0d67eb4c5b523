//! A comparison of a value: its type, and what goes on with its constraints and its parts.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::{HashMap, HashSet};
use regress::Regex;

use crate::ast::{Node, Place};
use crate::source::Location;

use super::super::graph::{At, Graph};
use super::super::pattern;
use super::super::selector::{self, Evaluator, Selector};
use super::number::{integer, is_number, is_special};
use crate::shape_type::Type;

/// The depth to which values are compared.
const MAX_DEPTH: usize = 64;

/// A difference of a value from its shape.
pub(crate) struct Mismatch {
    pub(crate) message: String,
    pub(crate) location: Location,
    pub(crate) help: String,
    pub(crate) class: Class,
}

/// The kind of a difference, which decides on its severity.
pub(crate) enum Class {
    /// The value isn't of its type.
    Type,
    /// The value breaks a constraint.
    Constraint,
    /// The value is the id of a shape in a namespace of which there is nothing, as packages can't be
    /// fetched.
    Absent,
    /// A zero is out of range, as it is in models that come from Smithy 1.0.
    ZeroOutOfRange,
    /// There is a member that the structure doesn't have. The structure's id and the name follow.
    UnknownMember(String),
}

/// Values of one graph, with the regular expressions and selectors that they need.
pub(crate) struct Values<'g, 'f> {
    pub(super) graph: &'g Graph<'f>,
    patterns: RefCell<HashMap<String, Option<Rc<Regex>>>>,
    chosen: RefCell<HashMap<String, Option<Rc<HashSet<At>>>>>,
}

/// A place in a value, for messages.
pub(super) struct Path<'p> {
    parent: Option<&'p Path<'p>>,
    step: &'p str,
    depth: usize,
}

impl Path<'_> {
    fn text(&self) -> String {
        match self.parent {
            None => self.step.to_owned(),
            Some(parent) => format!("{}.{}", parent.text(), self.step),
        }
    }
}

impl<'g, 'f> Values<'g, 'f> {
    pub(crate) fn new(graph: &'g Graph<'f>) -> Self {
        Self {
            graph,
            patterns: RefCell::default(),
            chosen: RefCell::default(),
        }
    }

    /// Compares a value with the shape or member that it is of. `context` begins messages;
    /// `namespace` is where relative ids are looked up.
    pub(crate) fn compare(
        &self,
        at: At,
        node: Node<'_>,
        place: &Place<'_>,
        context: &str,
        namespace: &str,
    ) -> Vec<Mismatch> {
        let mut comparison = Comparison {
            values: self,
            place,
            namespace,
            found: Vec::new(),
        };
        let path = Path {
            parent: None,
            step: context,
            depth: 0,
        };
        comparison.value(at, node, &path);
        comparison.found
    }

    /// The shapes that a selector chooses; `None` if it isn't one.
    pub(crate) fn chosen(&self, text: &str) -> Option<Rc<HashSet<At>>> {
        if let Some(chosen) = self.chosen.borrow().get(text) {
            return chosen.clone();
        }
        let parsed: Option<Selector> = selector::parse(text).ok();
        let chosen = parsed.map(|selector| {
            let evaluator = Evaluator::new(&selector, self.graph);
            Rc::new(evaluator.select().into_iter().collect())
        });
        self.chosen
            .borrow_mut()
            .insert(text.to_owned(), chosen.clone());
        chosen
    }

    pub(super) fn pattern(&self, text: &str) -> Option<Rc<Regex>> {
        if let Some(regex) = self.patterns.borrow().get(text) {
            return regex.clone();
        }
        let regex = pattern::compiled(text)
            .ok()
            .filter(|_| pattern::is_cheap(text));
        let regex = regex.map(Rc::new);
        self.patterns
            .borrow_mut()
            .insert(text.to_owned(), regex.clone());
        regex
    }
}

/// A shape that an id in a value refers to: absolute, or of the namespace or the prelude.
pub(crate) fn referred(graph: &Graph<'_>, id: &str, namespace: &str) -> Option<At> {
    match id.contains('#') {
        true => graph.find(id),
        false => graph
            .find(&format!("{namespace}#{id}"))
            .or_else(|| graph.find(&format!("smithy.api#{id}"))),
    }
}

/// A comparison that goes on, with what it has found.
pub(super) struct Comparison<'c, 'g, 'f> {
    pub(super) values: &'c Values<'g, 'f>,
    pub(super) place: &'c Place<'c>,
    pub(super) namespace: &'c str,
    pub(super) found: Vec<Mismatch>,
}

impl Comparison<'_, '_, '_> {
    pub(super) fn wrong(
        &mut self,
        node: Node<'_>,
        path: &Path<'_>,
        class: Class,
        message: impl AsRef<str>,
        help: impl Into<String>,
    ) {
        self.found.push(Mismatch {
            message: format!("{}: {}", path.text(), message.as_ref()),
            location: self.place.of(node.text()),
            help: help.into(),
            class,
        });
    }

    fn expected(&mut self, node: Node<'_>, path: &Path<'_>, at: At, expected: &str) {
        let kind = self.values.graph.kind(at).name();
        let id = self.values.graph.id(at);
        self.wrong(
            node,
            path,
            Class::Type,
            format!("expected {expected}, found {}", described(node)),
            format!("it is of the {kind} {id}"),
        );
    }

    pub(super) fn value(&mut self, at: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        if path.depth > MAX_DEPTH {
            return;
        }
        let Some(target) = graph.target(at) else {
            return;
        };
        let kind = graph.kind(target);
        let first = node.text().bytes().next().unwrap_or(b'n');
        match kind {
            Type::Document => return,
            Type::Boolean if !matches!(first, b't' | b'f') => {
                return self.expected(node, path, target, "true or false");
            }
            Type::String | Type::Enum | Type::Blob if first != b'"' => {
                return self.expected(node, path, target, "a text");
            }
            Type::Float | Type::Double if !is_number(first) && !is_special(node) => {
                return self.expected(node, path, target, "a number");
            }
            Type::BigDecimal if !is_number(first) => {
                return self.expected(node, path, target, "a number");
            }
            Type::Timestamp if !is_number(first) && first != b'"' => {
                return self.expected(node, path, target, "a time: a text or a number");
            }
            Type::List | Type::Set if first != b'[' => {
                return self.expected(node, path, target, "a list");
            }
            Type::Map | Type::Structure | Type::Union if first != b'{' => {
                return self.expected(node, path, target, "an object");
            }
            Type::Service | Type::Operation | Type::Resource | Type::Member => return,
            kind if kind.is_integer() && !self.is_integer(target, kind, node, path) => {
                return;
            }
            _ => {}
        }
        self.constraints(at, target, node, path);
        match kind {
            Type::List | Type::Set => self.items(target, node, path),
            Type::Map => self.entries(target, node, path),
            Type::Structure => self.members(target, node, path),
            Type::Union => self.variant(target, node, path),
            Type::Enum | Type::IntEnum => self.choice(target, node, path),
            _ => {}
        }
    }

    fn is_integer(&mut self, target: At, kind: Type, node: Node<'_>, path: &Path<'_>) -> bool {
        let text = node.text();
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            self.expected(node, path, target, "a number");
            return false;
        }
        let number = integer(text);
        let bounds = match kind {
            Type::Byte => (i128::from(i8::MIN), i128::from(i8::MAX)),
            Type::Short => (i128::from(i16::MIN), i128::from(i16::MAX)),
            Type::Integer | Type::IntEnum => (i128::from(i32::MIN), i128::from(i32::MAX)),
            Type::Long => (i128::from(i64::MIN), i128::from(i64::MAX)),
            _ => (i128::MIN, i128::MAX),
        };
        let Some(number) = number else {
            let is_large = text
                .bytes()
                .all(|byte| byte == b'-' || byte.is_ascii_digit());
            if kind == Type::BigInteger && is_large {
                return true;
            }
            self.expected(node, path, target, "a number without a fraction");
            return false;
        };
        if number < bounds.0 || number > bounds.1 {
            let (least, most) = bounds;
            self.expected(
                node,
                path,
                target,
                &format!("a number from {least} to {most}"),
            );
            return false;
        }
        true
    }
}

impl<'p> Path<'p> {
    pub(super) fn then<'q>(&'q self, step: &'q str) -> Path<'q>
    where
        'p: 'q,
    {
        Path {
            parent: Some(self),
            step,
            depth: self.depth + 1,
        }
    }
}

/// A value for messages: what it is, and itself if it is short.
pub(super) fn described(node: Node<'_>) -> String {
    let text = node.text();
    let kind = match text.bytes().next() {
        Some(b'{') => return "an object".to_owned(),
        Some(b'[') => return "a list".to_owned(),
        Some(b'n') => return "null".to_owned(),
        Some(b'"') => "the text",
        Some(b't' | b'f') => "",
        _ => "the number",
    };
    match text.chars().count() {
        0..=60 => format!("{kind} {text}").trim_start().to_owned(),
        _ => format!("{kind} {}…", text.chars().take(60).collect::<String>()),
    }
}
