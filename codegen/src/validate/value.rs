//! Compares values with shapes: of traits with the shape of the trait, defaults and examples with
//! the shapes that they are of
//! ([Smithy 2.0, trait node values](https://smithy.io/2.0/spec/model.html#trait-node-values)).

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use regress::Regex;

use crate::ast::{Entries, Node, Place, Value};
use crate::source::Location;

use super::graph::{At, Graph};
use super::ids::{
    DEFAULT, ENUM, ENUM_VALUE, ID_REF, LENGTH, PATTERN, RANGE, REQUIRED, SPARSE, TIMESTAMP_FORMAT,
    UNIQUE_ITEMS,
};
use super::kind::Type;
use super::pattern;
use super::selector::{self, Evaluator, Selector};

/// The depth to which values are compared.
const MAX_DEPTH: usize = 64;

/// A difference of a value from its shape.
pub(super) struct Mismatch {
    pub(super) message: String,
    pub(super) location: Location,
    pub(super) help: String,
    pub(super) class: Class,
}

/// The kind of a difference, which decides on its severity.
pub(super) enum Class {
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
pub(super) struct Values<'g, 'f> {
    graph: &'g Graph<'f>,
    patterns: RefCell<HashMap<String, Option<Rc<Regex>>>>,
    chosen: RefCell<HashMap<String, Option<Rc<HashSet<At>>>>>,
}

/// A place in a value, for messages.
struct Path<'p> {
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
    pub(super) fn new(graph: &'g Graph<'f>) -> Self {
        Self {
            graph,
            patterns: RefCell::default(),
            chosen: RefCell::default(),
        }
    }

    /// Compares a value with the shape or member that it is of. `context` begins messages;
    /// `namespace` is where relative ids are looked up.
    pub(super) fn compare(
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
    pub(super) fn chosen(&self, text: &str) -> Option<Rc<HashSet<At>>> {
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

    fn pattern(&self, text: &str) -> Option<Rc<Regex>> {
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
pub(super) fn referred(graph: &Graph<'_>, id: &str, namespace: &str) -> Option<At> {
    match id.contains('#') {
        true => graph.find(id),
        false => graph
            .find(&format!("{namespace}#{id}"))
            .or_else(|| graph.find(&format!("smithy.api#{id}"))),
    }
}

struct Comparison<'c, 'g, 'f> {
    values: &'c Values<'g, 'f>,
    place: &'c Place<'c>,
    namespace: &'c str,
    found: Vec<Mismatch>,
}

impl Comparison<'_, '_, '_> {
    fn wrong(
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

    fn value(&mut self, at: At, node: Node<'_>, path: &Path<'_>) {
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

    fn constraints(&mut self, at: At, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let places = [at, target];
        let places = if at == target {
            &places[..1]
        } else {
            &places[..]
        };
        for at in places {
            for applied in &graph.shape(*at).traits {
                match applied.id {
                    LENGTH => self.length(target, node, path, applied.fields()),
                    RANGE => self.range(target, node, path, applied.fields()),
                    PATTERN => {
                        if let Some(pattern) = applied.string() {
                            self.matches(node, path, &pattern);
                        }
                    }
                    ENUM => self.enum_trait(node, path, applied.value),
                    ID_REF => self.id_ref(node, path, applied.fields()),
                    UNIQUE_ITEMS => self.unique(node, path),
                    TIMESTAMP_FORMAT => {
                        if let Some(format) = applied.string() {
                            self.timestamp(node, path, &format);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    fn length(
        &mut self,
        target: At,
        node: Node<'_>,
        path: &Path<'_>,
        bounds: Entries<'_, Node<'_>>,
    ) {
        let kind = self.values.graph.kind(target);
        let length = match kind {
            Type::String | Type::Enum => node.string().map(|text| text.chars().count()),
            Type::List | Type::Set => node.decode::<Vec<Node<'_>>>().ok().map(|it| it.len()),
            Type::Map => node
                .decode::<Entries<'_, Node<'_>>>()
                .ok()
                .map(|it| it.into_iter().count()),
            // Whether the text is of base64 isn't known.
            _ => None,
        };
        let Some(length) = length.and_then(|length| i128::try_from(length).ok()) else {
            return;
        };
        let (least, most) = of_bounds(&bounds);
        let least = least.and_then(|node| integer(node.text()));
        let most = most.and_then(|node| integer(node.text()));
        let what = match kind {
            Type::String | Type::Enum => "characters",
            _ => "items",
        };
        if least.is_some_and(|least| length < least) || most.is_some_and(|most| length > most) {
            let range = range_text(
                least.map(|it| it.to_string()).as_deref(),
                most.map(|it| it.to_string()).as_deref(),
            );
            let message = format!("expected {range} {what}, found {length}");
            self.wrong(
                node,
                path,
                Class::Constraint,
                message,
                "see the length trait",
            );
        }
    }

    fn range(
        &mut self,
        _target: At,
        node: Node<'_>,
        path: &Path<'_>,
        bounds: Entries<'_, Node<'_>>,
    ) {
        let (least, most) = of_bounds(&bounds);
        let is_out = |bound: Option<&Node<'_>>, is_out: fn(std::cmp::Ordering) -> bool| {
            bound
                .and_then(|bound| compared(node.text(), bound.text()))
                .is_some_and(is_out)
        };
        if is_out(least, std::cmp::Ordering::is_lt) || is_out(most, std::cmp::Ordering::is_gt) {
            let range = range_text(least.map(Node::text), most.map(Node::text));
            let class = match node.text().parse::<f64>() {
                Ok(0.0) => Class::ZeroOutOfRange,
                _ => Class::Constraint,
            };
            let message = format!("expected a number of {range}, found {}", described(node));
            self.wrong(node, path, class, message, "see the range trait");
        }
    }

    fn matches(&mut self, node: Node<'_>, path: &Path<'_>, pattern: &str) {
        let Some(text) = node.string() else { return };
        if text.len() > pattern::MAX_TEXT {
            return;
        }
        let Some(regex) = self.values.pattern(pattern) else {
            return;
        };
        if regex.find(&text).is_none() {
            let message = format!("{text:?} doesn't match the pattern {pattern}");
            self.wrong(
                node,
                path,
                Class::Constraint,
                message,
                "see the pattern trait",
            );
        }
    }

    fn enum_trait(&mut self, node: Node<'_>, path: &Path<'_>, values: Node<'_>) {
        let Some(text) = node.string() else { return };
        let values: Vec<Entries<'_, Node<'_>>> = values.decode().unwrap_or_default();
        let values: Vec<String> = values
            .iter()
            .flat_map(|entry| entry.iter())
            .filter(|(key, _)| key.name == "value")
            .filter_map(|(_, value)| Some(value.string()?.into_owned()))
            .collect();
        self.one_of(node, path, &text, &values);
    }

    fn choice(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let is_text = graph.kind(target) == Type::Enum;
        let values: Vec<String> = graph
            .members(target)
            .map(|member| match graph.get(member, ENUM_VALUE) {
                Some(applied) if is_text => applied.string().unwrap_or_default().into_owned(),
                Some(applied) => applied.value.text().to_owned(),
                None => graph.shape(member).name.to_string(),
            })
            .collect();
        match node.string() {
            Some(text) if is_text => self.one_of(node, path, &text, &values),
            _ if !is_text => self.one_of(node, path, node.text(), &values),
            _ => {}
        }
    }

    fn one_of(&mut self, node: Node<'_>, path: &Path<'_>, text: &str, values: &[String]) {
        if values.iter().any(|value| value == text) {
            return;
        }
        let near = self
            .values
            .graph
            .nearest(text, values.iter().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean {near:?}?"),
            None => String::new(),
        };
        let shown: Vec<&str> = values.iter().map(String::as_str).take(20).collect();
        let more = if values.len() > shown.len() {
            ", …"
        } else {
            ""
        };
        let list = shown.join(", ");
        let help = match help.is_empty() {
            true => format!("the values are {list}{more}"),
            false => format!("{help} The values are {list}{more}"),
        };
        let message = format!("{text:?} isn't one of the values");
        self.wrong(node, path, Class::Constraint, message, help);
    }

    fn id_ref(&mut self, node: Node<'_>, path: &Path<'_>, fields: Entries<'_, Node<'_>>) {
        let Some(id) = node.string() else { return };
        let field = |name: &str| {
            let found = fields.iter().find(|(key, _)| key.name == name);
            found.map(|(_, node)| *node)
        };
        let graph = self.values.graph;
        let help = field("errorMessage")
            .and_then(|it| it.string())
            .map(Cow::into_owned);
        match referred(graph, &id, self.namespace) {
            None => {
                if field("failWhenMissing").is_some_and(|it| it.text() == "true") {
                    let near = graph.nearest(&id, graph.ids());
                    let near = near.map(|near| format!("did you mean {near}?"));
                    let help = help.or(near).unwrap_or_default();
                    let message = format!("{id} isn't in the model");
                    let namespace = id.split_once('#').map(|(namespace, _)| namespace);
                    let class = match namespace.is_some_and(|it| !graph.has_namespace(it)) {
                        true => Class::Absent,
                        false => Class::Constraint,
                    };
                    self.wrong(node, path, class, message, help);
                }
            }
            Some(at) => {
                let selector = field("selector").and_then(|it| it.string());
                let selector = selector.unwrap_or_default();
                if selector.is_empty() || selector == "*" {
                    return;
                }
                let chosen = self.values.chosen(&selector);
                if chosen.is_some_and(|chosen| !chosen.contains(&at)) {
                    let message = format!("{id} doesn't match the selector {selector}");
                    self.wrong(
                        node,
                        path,
                        Class::Constraint,
                        message,
                        help.unwrap_or_default(),
                    );
                }
            }
        }
    }

    fn unique(&mut self, node: Node<'_>, path: &Path<'_>) {
        let items: Vec<Node<'_>> = node.decode().unwrap_or_default();
        let mut seen = HashSet::new();
        for item in items {
            let value: Value = item.decode().unwrap_or_default();
            if !seen.insert(value.to_string()) {
                let message = format!("{} is there twice", described(item));
                self.wrong(item, path, Class::Constraint, message, "items are unique");
            }
        }
    }

    fn timestamp(&mut self, node: Node<'_>, path: &Path<'_>, format: &str) {
        let text = node.string();
        let (expected, fits) = match format {
            "epoch-seconds" => ("a number of seconds", text.is_none()),
            "date-time" => (
                "a time such as 1985-04-12T23:20:50.52Z",
                text.is_some_and(|text| pattern::is_date_time(&text)),
            ),
            "http-date" => (
                "a time such as Tue, 29 Apr 2014 18:30:38 GMT",
                text.is_some_and(|text| pattern::is_http_date(&text)),
            ),
            _ => return,
        };
        if !fits {
            let message = format!("expected {expected}, found {}", described(node));
            self.wrong(
                node,
                path,
                Class::Type,
                message,
                "see the timestampFormat trait",
            );
        }
    }

    fn items(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let Some(member) = graph.member(target, "member") else {
            return;
        };
        let is_sparse = graph.has(target, SPARSE);
        let items: Vec<Node<'_>> = node.decode().unwrap_or_default();
        for (item, number) in items.into_iter().zip(0..) {
            if is_sparse && item.text() == "null" {
                continue;
            }
            let step = number.to_string();
            self.value(member, item, &path.then(&step));
        }
    }

    fn entries(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let (Some(key), Some(value)) = (graph.member(target, "key"), graph.member(target, "value"))
        else {
            return;
        };
        let is_sparse = graph.has(target, SPARSE);
        let has_rules = [Some(key), graph.target(key)]
            .into_iter()
            .flatten()
            .any(|at| !graph.shape(at).traits.is_empty());
        let entries: Entries<'_, Node<'_>> = node.decode().unwrap_or_default();
        for (name, item) in entries {
            if has_rules {
                self.key(key, &name.name, item, &path.then(&name.name));
            }
            if !(is_sparse && item.text() == "null") {
                self.value(value, item, &path.then(&name.name));
            }
        }
    }

    /// A key is compared as if it were a value, and reported at the value.
    fn key(&mut self, member: At, name: &str, item: Node<'_>, path: &Path<'_>) {
        let text = serde_json::Value::from(name).to_string();
        let Ok(node) = serde_json::from_str::<Node<'_>>(&text) else {
            return;
        };
        let mut comparison = Comparison {
            values: self.values,
            place: self.place,
            namespace: self.namespace,
            found: Vec::new(),
        };
        comparison.value(member, node, &path.then("(key)"));
        let location = self.place.of(item.text());
        self.found
            .extend(comparison.found.into_iter().map(|it| Mismatch {
                location: location.clone(),
                ..it
            }));
    }

    fn members(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let entries: Entries<'_, Node<'_>> = node.decode().unwrap_or_default();
        for (name, item) in entries.iter() {
            match graph.member(target, &name.name) {
                Some(member) => self.value(member, *item, &path.then(&name.name)),
                None => {
                    let id = graph.id(target);
                    let names: Vec<String> = graph
                        .members(target)
                        .map(|member| graph.shape(member).name.to_string())
                        .collect();
                    let near = graph.nearest(&name.name, names.iter().map(String::as_str));
                    let help = match near {
                        Some(near) => format!("did you mean {near}?"),
                        None if names.is_empty() => "it has no members".to_owned(),
                        None => format!("its members are {}", names.join(", ")),
                    };
                    let message = format!("{id} has no member {}", name.name);
                    let class = Class::UnknownMember(format!("{id}.{}", name.name));
                    self.wrong(*item, path, class, message, help);
                }
            }
        }
        for member in graph.members(target) {
            let name = &graph.shape(member).name;
            if graph.has(member, REQUIRED)
                && !graph.has(member, DEFAULT)
                && !entries.iter().any(|(key, _)| key.name == *name)
            {
                let message = format!("the member {name} is missing");
                let help = format!("{} requires it", graph.id(target));
                self.wrong(node, path, Class::Constraint, message, help);
            }
        }
    }

    fn variant(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let entries: Entries<'_, Node<'_>> = node.decode().unwrap_or_default();
        let count = entries.iter().count();
        if count > 1 {
            let message = format!("expected one member of the union, found {count}");
            self.wrong(node, path, Class::Type, message, "leave one of them");
        }
        for (name, item) in entries.iter() {
            match graph.member(target, &name.name) {
                Some(member) => self.value(member, *item, &path.then(&name.name)),
                None => {
                    let names: Vec<String> = graph
                        .members(target)
                        .map(|member| graph.shape(member).name.to_string())
                        .collect();
                    let message =
                        format!("the union {} has no member {}", graph.id(target), name.name);
                    let help = format!("its members are {}", names.join(", "));
                    self.wrong(*item, path, Class::Type, message, help);
                }
            }
        }
    }
}

impl<'p> Path<'p> {
    fn then<'q>(&'q self, step: &'q str) -> Path<'q>
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

fn is_number(first: u8) -> bool {
    first == b'-' || first.is_ascii_digit()
}

/// Whether a value is one of the numbers that JSON doesn't have.
fn is_special(node: Node<'_>) -> bool {
    matches!(node.text(), "\"NaN\"" | "\"Infinity\"" | "\"-Infinity\"")
}

/// An integer, also if it is written as `1.0` or `1e3`.
pub(super) fn integer(text: &str) -> Option<i128> {
    if let Ok(number) = text.parse() {
        return Some(number);
    }
    let number: f64 = text.parse().ok()?;
    let is_exact = number.fract() == 0.0 && number.abs() < 9e15;
    #[allow(
        clippy::cast_possible_truncation,
        reason = "the number is small and has no fraction"
    )]
    is_exact.then_some(number as i128)
}

/// The order of two numbers.
pub(super) fn compared(one: &str, other: &str) -> Option<std::cmp::Ordering> {
    if let (Ok(one), Ok(other)) = (one.parse::<i128>(), other.parse::<i128>()) {
        return Some(one.cmp(&other));
    }
    one.parse::<f64>()
        .ok()?
        .partial_cmp(&other.parse::<f64>().ok()?)
}

fn of_bounds<'e, 'n>(
    bounds: &'e Entries<'n, Node<'n>>,
) -> (Option<&'e Node<'n>>, Option<&'e Node<'n>>) {
    let bound = |name: &str| {
        let found = bounds.iter().find(|(key, _)| key.name == name);
        found.map(|(_, node)| node)
    };
    (bound("min"), bound("max"))
}

fn range_text(least: Option<&str>, most: Option<&str>) -> String {
    match (least, most) {
        (Some(least), Some(most)) => format!("{least} to {most}"),
        (Some(least), None) => format!("at least {least}"),
        (None, Some(most)) => format!("at most {most}"),
        (None, None) => "any number of".to_owned(),
    }
}

/// A value for messages: what it is, and itself if it is short.
fn described(node: Node<'_>) -> String {
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
