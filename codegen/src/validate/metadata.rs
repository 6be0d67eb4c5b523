//! Metadata that says how events are to be taken: suppressions, overrides of severities and
//! validators of the model's own
//! ([Smithy 2.0, model validation](https://smithy.io/2.0/spec/model-validation.html)).

use crate::ast::{File, Node, Place};
use crate::diagnostic::Diagnostic;
use std::borrow::Cow;

use super::event::{Event, Severity};
use super::findings::Findings;
use super::graph::{Graph, strings};
use super::ids::SUPPRESS;
use super::selector::{self, Evaluator};

/// The keys that mean something here.
const LISTS: [&str; 3] = ["suppressions", "severityOverrides", "validators"];

/// Suppressions, overrides and validators of the metadata of all files.
#[derive(Default)]
pub(super) struct Metadata<'f> {
    /// Ids with namespaces, of which `*` is any.
    suppressions: Vec<(String, String)>,
    overrides: Vec<(String, String, Severity)>,
    validators: Vec<(&'f Place<'f>, Node<'f>)>,
    /// Mistakes in it.
    mistakes: Vec<Event>,
}

impl<'f> Metadata<'f> {
    pub(super) fn read(files: &'f [File<'f>]) -> Self {
        let mut metadata = Self::default();
        for file in files {
            for (key, value) in file.metadata.iter() {
                let items: Vec<Node<'f>> = match value.decode() {
                    Ok(items) => items,
                    Err(_) if LISTS.contains(&&*key.name) => {
                        let message = format!("the metadata {} is a list", key.name);
                        metadata.mistake(*value, &file.place, &message);
                        continue;
                    }
                    Err(_) => continue,
                };
                for item in items {
                    metadata.take(&key.name, item, &file.place);
                }
            }
        }
        metadata
    }

    fn take(&mut self, key: &str, item: Node<'f>, place: &'f Place<'f>) {
        let field = |name: &str| Some(item.field(name)?.string()?.into_owned());
        let namespace = || field("namespace");
        match key {
            "suppressions" => match (field("id"), namespace()) {
                (Some(id), Some(namespace)) => self.suppressions.push((id, namespace)),
                _ => self.mistake(item, place, "a suppression has an id and a namespace"),
            },
            "severityOverrides" => {
                let severity = field("severity").and_then(|name| Severity::from_name(&name));
                // Overrides only add weight.
                let severity =
                    severity.filter(|it| matches!(it, Severity::Warning | Severity::Danger));
                match (field("id"), namespace(), severity) {
                    (Some(id), Some(namespace), Some(severity)) => {
                        self.overrides.push((id, namespace, severity));
                    }
                    _ => self.mistake(
                        item,
                        place,
                        "an override has an id, a namespace, and the severity WARNING or DANGER",
                    ),
                }
            }
            "validators" => {
                let is_severity = |it: Node<'_>| Severity::from_name(&it.string()?);
                if item
                    .field("severity")
                    .is_some_and(|it| is_severity(it).is_none())
                {
                    self.mistake(
                        item,
                        place,
                        "the severity of a validator is NOTE, WARNING, DANGER or ERROR",
                    );
                }
                match field("name") {
                    Some(_) => self.validators.push((place, item)),
                    None => self.mistake(item, place, "a validator has a name"),
                }
            }
            _ => {}
        }
    }

    fn mistake(&mut self, item: Node<'_>, place: &Place<'_>, message: &str) {
        let diagnostic = Diagnostic::new(message)
            .at(place.of(item.text()), "")
            .help("see https://smithy.io/2.0/spec/model-validation.html");
        self.mistakes
            .push(Event::new("Model", Severity::Error, diagnostic));
    }

    /// Runs the validators that choose shapes by a selector.
    pub(super) fn validators(&mut self, findings: &mut Findings<'_, '_>) {
        self.mistakes
            .drain(..)
            .for_each(|event| findings.add(event));
        for (place, validator) in std::mem::take(&mut self.validators) {
            run(findings, place, validator);
        }
    }

    /// Gives an event the severity that the model asks for. Errors stay errors.
    pub(super) fn apply(&self, graph: &Graph<'_>, event: &mut Event) {
        if event.severity() == Severity::Error {
            return;
        }
        let is_meant = |id: &str, namespace: &str| {
            event.is_named(id) && (namespace == "*" || namespace == event.namespace())
        };
        let by_metadata = self
            .suppressions
            .iter()
            .any(|(id, namespace)| is_meant(id, namespace));
        let shape = event.diagnostic().shape_id().and_then(|id| graph.find(id));
        let by_trait = shape
            .and_then(|at| graph.get(at, SUPPRESS))
            .is_some_and(|applied| applied.strings().iter().any(|id| event.is_named(id)));
        if by_metadata || by_trait {
            event.set_severity(Severity::Suppressed);
            return;
        }
        let severities = self
            .overrides
            .iter()
            .filter(|(id, namespace, _)| is_meant(id, namespace));
        if let Some(severity) = severities.map(|(_, _, severity)| *severity).max() {
            event.set_severity(severity.max(event.severity()));
        }
    }
}

fn run(findings: &mut Findings<'_, '_>, place: &Place<'_>, validator: Node<'_>) {
    let graph = findings.graph;
    let text = |name: &str| validator.field(name).and_then(|it| it.string());
    let name = text("name").unwrap_or_default();
    let id = text("id").unwrap_or_else(|| name.clone()).into_owned();
    let mistake = |message: String, help: &str| {
        let diagnostic = Diagnostic::new(message)
            .at(place.of(validator.text()), "")
            .help(help);
        Event::new("Model", Severity::Warning, diagnostic)
    };
    if !matches!(&*name, "EmitEachSelector" | "EmitNoneSelector") {
        findings.add(mistake(
            format!("the validator {name} isn't there"),
            "EmitEachSelector and EmitNoneSelector are run; others are programs for the JVM",
        ));
        return;
    }
    let configuration = validator.field("configuration");
    let selector = configuration.and_then(|it| it.field("selector")?.string());
    let Some(selector) = selector else {
        findings.add(mistake(
            format!("the validator {id} has no selector"),
            "give it one in `configuration`",
        ));
        return;
    };
    let selector = match selector::parse(&selector) {
        Ok(selector) => selector,
        Err(error) => {
            let message = format!(
                "the selector of the validator {id} can't be read at character {}: {}",
                error.at + 1,
                error.message
            );
            let help = "see https://smithy.io/2.0/spec/selectors.html";
            findings.add(mistake(message, help));
            return;
        }
    };
    let severity = text("severity").and_then(|name| Severity::from_name(&name));
    let severity = severity.unwrap_or(Severity::Danger);
    let namespaces: Vec<String> = validator
        .field("namespaces")
        .map(|it| strings(it).into_iter().map(Cow::into_owned).collect())
        .unwrap_or_default();
    let message = text("message").map(Cow::into_owned);
    let bind_to = configuration.and_then(|it| it.field("bindToTrait")?.string());
    let evaluator = Evaluator::new(&selector, graph);
    let mut events = Vec::new();
    let mut is_any = false;
    evaluator.each(&mut |at, variables| {
        let is_inside =
            namespaces.is_empty() || namespaces.iter().any(|it| it == graph.namespace(at));
        if graph.shape(at).is_known || !is_inside {
            return;
        }
        is_any = true;
        if name == "EmitNoneSelector" {
            return;
        }
        let text = match &message {
            Some(message) => selector::filled(message, graph, at, variables),
            None => format!("{} matches the selector of {id}", graph.short(at)),
        };
        let mut diagnostic = graph.about(at, text, "");
        let bound = bind_to.as_deref().and_then(|id| graph.get(at, id));
        if let Some(applied) = bound {
            diagnostic = diagnostic.at(applied.spot.location(), "");
        }
        events.push(Event::new(id.clone(), severity, diagnostic));
    });
    if name == "EmitNoneSelector" && !is_any {
        let text = message.unwrap_or_else(|| format!("no shape matches the selector of {id}"));
        let diagnostic = Diagnostic::new(text).at(place.of(validator.text()), "");
        events.push(Event::new(id, severity, diagnostic));
    }
    events.into_iter().for_each(|event| findings.add(event));
}
