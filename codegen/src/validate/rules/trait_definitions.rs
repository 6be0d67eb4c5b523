//! `TraitDefinition…`, `AuthProtocols`, and the selectors of traits: definitions of traits.

use super::super::event::Event;
use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{At, Graph, Rel};
use super::super::ids::{ID_REF, PROTOCOL_DEFINITION, TRAIT, TRAIT_VALIDATORS};
use super::super::selector::{self, Evaluator, Selector};
use crate::shape_type::Type;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for trait_id in [TRAIT, ID_REF] {
        for at in graph.own_with(trait_id) {
            let Some(applied) = graph.get(at, trait_id) else {
                continue;
            };
            let Some(node) = applied.field("selector") else {
                continue;
            };
            let Some(text) = node.string() else { continue };
            if let Err(error) = selector::parse(&text) {
                let message = format!("the selector can't be read: {}", error.message);
                let diagnostic = crate::diagnostic::Diagnostic::new(message)
                    .shape(graph.id(at))
                    .at(
                        applied.location_of(node),
                        format!("at character {}", error.at + 1),
                    )
                    .help("see https://smithy.io/2.0/spec/selectors.html");
                findings.add(Event::new("Model", Severity::Error, diagnostic));
            }
        }
    }
    for at in graph.own_with(TRAIT) {
        if recurses(graph, at) {
            let message = format!("the trait {} has itself as a trait", graph.short(at));
            findings.error(
                "TraitDefinitionShape",
                at,
                message,
                "",
                "take the trait off it",
            );
        }
    }
    for at in graph.own_with(PROTOCOL_DEFINITION) {
        if graph.kind(at) != Type::Structure {
            let message = format!("the protocol {} isn't a structure", graph.short(at));
            findings.error("TraitTarget", at, message, "", "make it a structure");
        }
    }
    validators(findings);
}

/// Whether a trait is on what it is made of, so that its own definition needs it.
fn recurses(graph: &Graph<'_>, definition: At) -> bool {
    let id = graph.id(definition).into_owned();
    let mut seen = std::collections::HashSet::new();
    let mut left = vec![definition];
    while let Some(at) = left.pop() {
        if !seen.insert(at) {
            continue;
        }
        if graph.has(at, &id) {
            return true;
        }
        let below = graph
            .referred(at)
            .filter(|(rel, _)| matches!(rel, Rel::Member | Rel::Target));
        left.extend(below.map(|(_, to)| to));
    }
    false
}

/// Selectors that traits bring along, for the shapes that have the traits.
fn validators(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for definition in graph.with(TRAIT_VALIDATORS).to_vec() {
        let Some(applied) = graph.get(definition, TRAIT_VALIDATORS) else {
            continue;
        };
        let id = graph.id(definition).into_owned();
        for (key, node) in applied.fields() {
            let field = |name: &str| {
                let fields: crate::ast::Entries<'_, crate::ast::Node<'_>> =
                    node.decode().unwrap_or_default();
                let mut fields = fields.into_iter();
                fields.find(|(key, _)| key.name == name)?.1.string()
            };
            let Some(text) = field("selector") else {
                continue;
            };
            let Ok(selector) = selector::parse(&text) else {
                continue;
            };
            let severity = field("severity").and_then(|name| Severity::from_name(&name));
            let reason = field("message")
                .map(|text| format!(": {text}"))
                .unwrap_or_default();
            violations(findings, &selector, &id, &mut |findings, at, with| {
                let message = format!(
                    "{} doesn't fit the trait {id} of {}{reason}",
                    graph.short(at),
                    graph.short(with)
                );
                let diagnostic = graph
                    .about(at, message, "")
                    .help("see the trait's definition");
                let severity = severity.unwrap_or(Severity::Error);
                findings.add(Event::new(key.name.to_string(), severity, diagnostic));
            });
        }
    }
}

fn violations(
    findings: &mut Findings<'_, '_>,
    selector: &Selector,
    id: &str,
    found: &mut dyn FnMut(&mut Findings<'_, '_>, At, At),
) {
    let graph = findings.graph;
    let evaluator = Evaluator::new(selector, graph);
    for with in graph.own_with(id).collect::<Vec<At>>() {
        for at in evaluator.select_from(with) {
            found(findings, at, with);
        }
    }
}
