//! Constraints of values: traits of shapes and members, and the choices of enums.

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt};

use crate::ast::{Entries, Node, Value};

use super::super::graph::{Applied, At};
use super::super::ids::{
    ENUM, ENUM_VALUE, ID_REF, LENGTH, PATTERN, RANGE, TIMESTAMP_FORMAT, UNIQUE_ITEMS,
};
use super::super::pattern;
use super::comparison::{Class, Comparison, Path, described, referred};
use super::number::{compared, integer};
use crate::shape_type::Type;

impl Comparison<'_, '_, '_> {
    pub(super) fn constraints(&mut self, at: At, target: At, node: Node<'_>, path: &Path<'_>) {
        let graph = self.values.graph;
        let places = [at, target];
        let places = if at == target {
            &places[..1]
        } else {
            &places[..]
        };
        if graph.kind(target) == Type::Timestamp {
            // A member's format stands in the place of its target's.
            let format = graph.get_here_or_there(at, TIMESTAMP_FORMAT);
            match format.and_then(Applied::string) {
                Some(format) => self.timestamp(node, path, &format),
                // Without a format, a time is a number, or a text in the format of the model's own values.
                None if node.text().starts_with('"') => self.timestamp(node, path, "date-time"),
                None => {}
            }
        }
        for at in places {
            for applied in &graph.shape(*at).traits {
                match applied.id {
                    LENGTH => self.length(target, node, path, applied.fields()),
                    RANGE => self.range(node, path, applied.fields()),
                    PATTERN => {
                        if let Some(pattern) = applied.string() {
                            self.matches(node, path, &pattern);
                        }
                    }
                    ENUM => self.enum_trait(node, path, applied.value),
                    ID_REF => self.id_ref(node, path, applied.fields()),
                    UNIQUE_ITEMS => self.unique(node, path),
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

    fn range(&mut self, node: Node<'_>, path: &Path<'_>, bounds: Entries<'_, Node<'_>>) {
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

    pub(super) fn choice(&mut self, target: At, node: Node<'_>, path: &Path<'_>) {
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
            _ if !is_text => self.one_of_numbers(node, path, &values),
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
        let list = listed(values);
        let help = match help.is_empty() {
            true => format!("the values are {list}"),
            false => format!("{help} The values are {list}"),
        };
        let message = format!("{text:?} isn't one of the values");
        self.wrong(node, path, Class::Constraint, message, help);
    }

    /// A number that is like another one isn't a misspelt one.
    fn one_of_numbers(&mut self, node: Node<'_>, path: &Path<'_>, values: &[String]) {
        let number = node.text();
        if values.iter().any(|value| value == number) {
            return;
        }
        let message = format!("{number} isn't one of the values");
        let help = format!("the values are {}", listed(values));
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
                    let near = graph.nearest_shape(&id);
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

/// The first of many values.
fn listed(values: &[String]) -> String {
    let shown: Vec<&str> = values.iter().map(String::as_str).take(20).collect();
    let more = match values.len() > shown.len() {
        true => ", …",
        false => "",
    };
    format!("{}{more}", shown.join(", "))
}
