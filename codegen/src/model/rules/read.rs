//! Reads the JSON of a rule set into its types. All problems are reported, each with its place.

use foldhash::{HashSet, HashSetExt};

use crate::ast::{Entries, Node};
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Location, Origin};

use super::{
    Condition, Default, EndpointRule, Expression, ExpressionKind, Outcome, Parameter,
    ParameterType, Rule, RuleSet, Source, bdd, template,
};

/// The depth of the JSON of rules. Published rules are less than half as deep.
const MAX_DEPTH: usize = 128;

const HELP: &str = "see https://smithy.io/2.0/additional-specs/rules-engine/specification.html";

/// Reads a rule set of the service `shape`. What can't be read is reported and left out.
pub(crate) fn rule_set(source: &Source, shape: &str, report: &mut Report) -> Option<RuleSet> {
    let top: Node<'_> = serde_json::from_str(&source.text).ok()?;
    let mut reader = Reader {
        source,
        shape,
        report,
    };
    reader.shallow(top)?;
    let top = reader.object(top, "a rule set")?;
    reader.only(
        &top,
        "a rule set",
        &["version", "serviceId", "parameters", "rules"],
    );
    reader.version(&top);
    let parameters = reader.parameters(&top);
    let rules = reader.rules(&top, "a rule set");
    Some(RuleSet { parameters, rules })
}

/// Reads a decision diagram as the rule set that it stands for.
pub(crate) fn decision_diagram(
    source: &Source,
    shape: &str,
    report: &mut Report,
) -> Option<RuleSet> {
    let top: Node<'_> = serde_json::from_str(&source.text).ok()?;
    let mut reader = Reader {
        source,
        shape,
        report,
    };
    reader.shallow(top)?;
    let top = reader.object(top, "a decision diagram")?;
    reader.only(
        &top,
        "a decision diagram",
        &[
            "version",
            "parameters",
            "conditions",
            "results",
            "root",
            "nodeCount",
            "nodes",
        ],
    );
    reader.version(&top);
    let parameters = reader.parameters(&top);
    let conditions = reader.list(&top, "conditions", "a decision diagram");
    let count = conditions.len();
    let conditions: Vec<_> = conditions
        .into_iter()
        .filter_map(|node| reader.condition(node))
        .collect();
    let results = reader.list(&top, "results", "a decision diagram");
    let results: Vec<_> = results
        .into_iter()
        .filter_map(|node| reader.rule(node))
        .collect();
    let root = top.get("root").and_then(|root| root.decode().ok());
    let nodes = reader.text(&top, "nodes").unwrap_or_default();
    if conditions.len() != count {
        return None;
    }
    match bdd::rules(&conditions, &results, root.unwrap_or_default(), &nodes) {
        Ok(rules) => Some(RuleSet { parameters, rules }),
        Err(what) => {
            reader.problem(top.node, format!("the decision diagram {what}"), "this one");
            None
        }
    }
}

struct Reader<'s, 'r> {
    source: &'s Source,
    shape: &'s str,
    report: &'r mut Report,
}

/// An object, and where it stands.
struct Object<'s> {
    node: Node<'s>,
    entries: Entries<'s, Node<'s>>,
}

impl<'s> Object<'s> {
    fn get(&self, name: &str) -> Option<Node<'s>> {
        self.entries.get(name).copied()
    }
}

impl<'s> Reader<'s, '_> {
    /// The location of a part of the rule set's text in its file.
    fn location(&self, part: &str) -> Location {
        let whole = &self.source.location;
        let text = &*self.source.text;
        let start = (part.as_ptr() as usize)
            .checked_sub(text.as_ptr() as usize)
            .filter(|start| start + part.len() <= text.len());
        Location {
            file: whole.file,
            range: match (start, &self.source.origins) {
                (Some(start), Some(origins)) => Origin::of(origins, start),
                (Some(start), None) => {
                    let start = whole.range.start + start;
                    start..start + part.len()
                }
                // A key with escapes isn't a slice of the text.
                (None, _) => whole.range.start..whole.range.start,
            },
        }
    }

    fn problem(&mut self, at: Node<'_>, message: impl Into<String>, label: impl Into<String>) {
        let location = self.location(at.text());
        self.problem_at(location, message, label);
    }

    fn problem_at(
        &mut self,
        location: Location,
        message: impl Into<String>,
        label: impl Into<String>,
    ) {
        self.report.add(
            Diagnostic::new(message)
                .at(location, label)
                .shape(self.shape)
                .help(HELP),
        );
    }

    /// Reports rules that are so deep that nothing may go into them by recursion.
    fn shallow(&mut self, top: Node<'s>) -> Option<()> {
        let is_deep = top.depth() > MAX_DEPTH;
        if is_deep {
            let message = format!("the rules are nested more than {MAX_DEPTH} deep");
            self.problem(top, message, "too deep");
        }
        (!is_deep).then_some(())
    }

    fn version(&mut self, top: &Object<'s>) {
        match top.get("version").and_then(|node| node.string()).as_deref() {
            Some("1.0" | "1.1" | "1.2" | "1.3") => {}
            version => {
                let at = top.get("version").unwrap_or(top.node);
                let message = match version {
                    Some(version) => format!("rule set version {version} isn't known"),
                    None => "the rule set has no version".to_owned(),
                };
                self.problem(at, message, "expected \"1.0\" or a later 1.x");
            }
        }
    }

    fn object(&mut self, node: Node<'s>, what: &str) -> Option<Object<'s>> {
        match node.decode::<Entries<'s, Node<'s>>>() {
            Ok(entries) => Some(Object { node, entries }),
            Err(_) => {
                self.problem(node, format!("{what} is an object"), "not an object");
                None
            }
        }
    }

    /// Reports properties that aren't known: leaving them out could change the outcome.
    /// Documentation can't, wherever it stands.
    fn only(&mut self, object: &Object<'s>, what: &str, known: &[&str]) {
        for (key, _) in object.entries.iter() {
            if key.name != "documentation" && !known.contains(&&*key.name) {
                let location = self.location(&key.name);
                let message = format!("{what} has no property {:?}", key.name);
                self.problem_at(location, message, format!("expected {}", known.join(", ")));
            }
        }
    }

    fn list(&mut self, object: &Object<'s>, name: &str, what: &str) -> Vec<Node<'s>> {
        let Some(node) = object.get(name) else {
            self.problem(
                object.node,
                format!("{what} has no {name:?}"),
                format!("needs a list {name:?}"),
            );
            return Vec::new();
        };
        self.items(node, name)
    }

    fn items(&mut self, node: Node<'s>, name: &str) -> Vec<Node<'s>> {
        node.decode().unwrap_or_else(|_| {
            self.problem(node, format!("{name:?} is a list"), "not a list");
            Vec::new()
        })
    }

    fn text(&mut self, object: &Object<'s>, name: &str) -> Option<String> {
        let node = object.get(name)?;
        let text = node.string();
        if text.is_none() {
            self.problem(node, format!("{name:?} is a string"), "not a string");
        }
        text.map(Into::into)
    }

    fn parameters(&mut self, top: &Object<'s>) -> Vec<Parameter> {
        let Some(node) = top.get("parameters") else {
            self.problem(
                top.node,
                "the rule set has no \"parameters\"",
                "needs an object \"parameters\"",
            );
            return Vec::new();
        };
        let Some(object) = self.object(node, "\"parameters\"") else {
            return Vec::new();
        };
        let entries = object.entries.iter();
        entries
            .filter_map(|(key, node)| self.parameter(&key.name, *node))
            .collect()
    }

    fn parameter(&mut self, name: &str, node: Node<'s>) -> Option<Parameter> {
        let object = self.object(node, "a parameter")?;
        self.only(
            &object,
            "a parameter",
            &["type", "builtIn", "default", "required", "deprecated"],
        );
        let ty = match object.get("type").and_then(|node| node.string()) {
            // Rule sets of version 1.0 write types with a capital.
            Some(ty) => match ty.to_ascii_lowercase().as_str() {
                "string" => Some(ParameterType::String),
                "boolean" => Some(ParameterType::Boolean),
                "stringarray" => Some(ParameterType::StringArray),
                _ => None,
            },
            None => None,
        };
        let Some(ty) = ty else {
            let at = object.get("type").unwrap_or(node);
            self.problem(
                at,
                format!("parameter {name} has no type that is known"),
                "expected \"string\", \"boolean\" or \"stringArray\"",
            );
            return None;
        };
        let required = match object.get("required").map(|node| (node, node.decode())) {
            None => false,
            Some((_, Ok(required))) => required,
            Some((node, Err(_))) => {
                self.problem(node, "\"required\" is a boolean", "not a boolean");
                false
            }
        };
        let default = object
            .get("default")
            .and_then(|node| self.default(name, ty, node));
        let deprecated = object.get("deprecated").map(|node| {
            let note = self.object(node, "\"deprecated\"");
            note.and_then(|note| self.text(&note, "message"))
                .unwrap_or_default()
        });
        Some(Parameter {
            name: name.to_owned(),
            ty,
            required,
            default,
            built_in: self.text(&object, "builtIn"),
            documentation: self.text(&object, "documentation"),
            deprecated,
            location: Some(self.location(node.text())),
        })
    }

    fn default(&mut self, name: &str, ty: ParameterType, node: Node<'s>) -> Option<Default> {
        let default = node.decode::<Default>().ok();
        let default = default.filter(|default| default.ty() == ty);
        if default.is_none() {
            self.problem(
                node,
                format!("the default of parameter {name} isn't of its type"),
                "not a value of the parameter's type",
            );
        }
        default
    }

    fn rules(&mut self, object: &Object<'s>, what: &str) -> Vec<Rule> {
        let nodes = self.list(object, "rules", what);
        nodes
            .into_iter()
            .filter_map(|node| self.rule(node))
            .collect()
    }

    fn rule(&mut self, node: Node<'s>) -> Option<Rule> {
        let object = self.object(node, "a rule")?;
        let mut conditions = Vec::new();
        if object.get("conditions").is_some() {
            for node in self.list(&object, "conditions", "a rule") {
                conditions.extend(self.condition(node));
            }
        }
        let ty = self.text(&object, "type");
        let (property, outcome) = match ty.as_deref() {
            Some("endpoint") => ("endpoint", self.endpoint(&object).map(Outcome::Endpoint)),
            Some("error") => ("error", self.error(&object).map(Outcome::Error)),
            Some("tree") => (
                "rules",
                Some(Outcome::Tree(self.rules(&object, "a tree rule"))),
            ),
            _ => {
                let at = object.get("type").unwrap_or(node);
                self.problem(
                    at,
                    "a rule has no type that is known",
                    "expected \"type\": \"endpoint\", \"error\" or \"tree\"",
                );
                return None;
            }
        };
        self.only(&object, "a rule", &["type", "conditions", property]);
        Some(Rule {
            conditions,
            outcome: outcome?,
        })
    }

    fn error(&mut self, object: &Object<'s>) -> Option<Expression> {
        match object.get("error") {
            Some(node) => self.expression(node),
            None => {
                self.problem(
                    object.node,
                    "an error rule has no \"error\"",
                    "needs a message \"error\"",
                );
                None
            }
        }
    }

    fn endpoint(&mut self, object: &Object<'s>) -> Option<Box<EndpointRule>> {
        let Some(node) = object.get("endpoint") else {
            self.problem(
                object.node,
                "an endpoint rule has no \"endpoint\"",
                "needs an object \"endpoint\"",
            );
            return None;
        };
        let endpoint = self.object(node, "\"endpoint\"")?;
        self.only(&endpoint, "an endpoint", &["url", "headers", "properties"]);
        let Some(url) = endpoint.get("url") else {
            self.problem(node, "an endpoint has no \"url\"", "needs a \"url\"");
            return None;
        };
        let url = self.expression(url)?;
        let headers = endpoint.get("headers");
        let headers = headers.and_then(|node| self.object(node, "\"headers\""));
        let mut all = Vec::new();
        for (key, node) in headers.iter().flat_map(|headers| headers.entries.iter()) {
            let values = self.items(*node, &key.name);
            let values = values.into_iter();
            let values = values.filter_map(|node| self.expression(node)).collect();
            all.push((key.name.to_string(), values));
        }
        let properties = endpoint.get("properties");
        let properties = properties.and_then(|node| self.object(node, "\"properties\""));
        Some(Box::new(EndpointRule {
            url,
            headers: all,
            properties: properties.map_or_else(Vec::new, |object| self.record(&object)),
        }))
    }

    fn record(&mut self, object: &Object<'s>) -> Vec<(String, Expression)> {
        let mut seen = HashSet::new();
        let entries = object.entries.iter();
        entries
            .filter(|(key, _)| seen.insert(key.name.to_string()))
            .filter_map(|(key, node)| Some((key.name.to_string(), self.expression(*node)?)))
            .collect()
    }

    fn condition(&mut self, node: Node<'s>) -> Option<Condition> {
        let object = self.object(node, "a condition")?;
        self.only(&object, "a condition", &["fn", "argv", "assign"]);
        let assign = self.text(&object, "assign");
        let call = self.call(&object)?;
        Some(Condition { call, assign })
    }

    fn call(&mut self, object: &Object<'s>) -> Option<Expression> {
        let Some(function) = self.text(object, "fn") else {
            if object.get("fn").is_none() {
                self.problem(
                    object.node,
                    "a condition calls no function",
                    "needs a name \"fn\"",
                );
            }
            return None;
        };
        let nodes = self.list(object, "argv", "a call");
        let count = nodes.len();
        let arguments: Vec<_> = nodes
            .into_iter()
            .filter_map(|node| self.expression(node))
            .collect();
        (arguments.len() == count).then(|| Expression {
            kind: ExpressionKind::Call {
                function,
                arguments,
            },
            location: self.location(object.node.text()),
        })
    }

    fn expression(&mut self, node: Node<'s>) -> Option<Expression> {
        let location = self.location(node.text());
        if let Some(text) = node.string() {
            return match template::parts(&text, &location) {
                Ok(parts) => Some(Expression {
                    kind: ExpressionKind::Text(parts),
                    location,
                }),
                Err(what) => {
                    self.problem_at(location, format!("{text:?} isn't a template"), what);
                    None
                }
            };
        }
        if node.is_object() {
            let object = self.object(node, "an expression")?;
            if object.get("fn").is_some() {
                self.only(&object, "a call", &["fn", "argv"]);
                return self.call(&object);
            }
            let kind = if object.get("ref").is_some() {
                self.only(&object, "a reference", &["ref"]);
                ExpressionKind::Reference(self.text(&object, "ref")?)
            } else {
                ExpressionKind::Record(self.record(&object))
            };
            return Some(Expression { kind, location });
        }
        let kind = if let Ok(value) = node.decode() {
            ExpressionKind::Boolean(value)
        } else if let Ok(value) = node.decode() {
            ExpressionKind::Integer(value)
        } else if let Ok(nodes) = node.decode::<Vec<Node<'s>>>() {
            let items = nodes.into_iter();
            ExpressionKind::List(items.filter_map(|node| self.expression(node)).collect())
        } else {
            self.problem(
                node,
                "a value is none of the rules engine's",
                "expected a string, a boolean, an integer, a list or an object",
            );
            return None;
        };
        Some(Expression { kind, location })
    }
}
