//! `Model.UnresolvedTrait`, `TraitTarget`, `TraitConflict`, `ExclusiveStructureMemberTrait`: where
//! traits may be.

use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt};

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{At, Graph, strings};
use super::super::ids::TRAIT;
use super::super::selector::{self, Evaluator};
use super::super::value::referred;
use super::trait_places;

/// The namespace of the traits that every model has.
const PRELUDE: &str = "smithy.api";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    // Shapes by the traits that they have, in an order that doesn't change.
    let mut applied: BTreeMap<&str, Vec<At>> = BTreeMap::new();
    for at in graph.own() {
        for it in &graph.shape(at).traits {
            applied.entry(it.id).or_default().push(at);
        }
    }
    for (id, shapes) in applied {
        match graph.find(id) {
            None => unresolved(findings, id, &shapes),
            Some(definition) => match graph.get(definition, TRAIT) {
                None => {
                    for at in shapes {
                        let message = format!("{id} isn't a trait");
                        let help = "give its definition the trait @trait";
                        trait_event(
                            findings,
                            "TraitDefinitionShape",
                            Severity::Error,
                            at,
                            id,
                            message,
                            help,
                        );
                    }
                }
                Some(_) => {
                    targets(findings, id, definition, &shapes);
                    conflicts(findings, id, definition, &shapes);
                    exclusive(findings, id, definition, &shapes);
                }
            },
        }
    }
}

fn trait_event(
    findings: &mut Findings<'_, '_>,
    event: &'static str,
    severity: Severity,
    at: At,
    id: &str,
    message: String,
    help: &str,
) {
    if let Some(applied) = findings.graph.get(at, id).copied() {
        findings.at_trait(event, severity, at, &applied, message, help);
    }
}

/// The namespace of a shape is known in full: a name without `use` is looked up there. A newer
/// prelude may have traits that aren't known here. Of other namespaces there may be traits that no
/// file defines, as packages can't be fetched.
fn unresolved(findings: &mut Findings<'_, '_>, id: &str, shapes: &[At]) {
    if findings.is_excused(id) {
        return;
    }
    let graph = findings.graph;
    let namespace = id.split('#').next().unwrap_or_default();
    let help = help_of_unresolved(graph, id);
    for at in shapes {
        let is_own = graph.id(*at).split('#').next() == Some(namespace);
        let severity = match (is_own, namespace == PRELUDE) {
            (true, _) => Severity::Error,
            (false, true) => Severity::Danger,
            (false, false) => Severity::Warning,
        };
        let message = format!("the trait {id} isn't defined");
        trait_event(
            findings,
            "Model.UnresolvedTrait",
            severity,
            *at,
            id,
            message,
            &help,
        );
    }
}

/// Suggests a trait of the same name in another namespace, or of nearly the same name in the
/// namespace or the prelude.
fn help_of_unresolved(graph: &Graph<'_>, id: &str) -> String {
    let (namespace, name) = id.split_once('#').unwrap_or_default();
    let known: Vec<String> = graph
        .with(TRAIT)
        .iter()
        .map(|at| graph.id(*at).into_owned())
        .collect();
    let parts: Vec<(&str, &str)> = known.iter().filter_map(|id| id.split_once('#')).collect();
    if let Some((other, _)) = parts.iter().find(|(_, other)| *other == name) {
        return match *other {
            PRELUDE => format!("did you mean {PRELUDE}#{name}?"),
            _ => format!("add `use {other}#{name}` behind the namespace of the file"),
        };
    }
    let near = |namespace: &str| {
        let of_namespace = parts.iter().filter(|(of, _)| *of == namespace);
        graph.nearest(name, of_namespace.map(|(_, name)| *name))
    };
    if let Some(near) = near(namespace) {
        return format!("did you mean {namespace}#{near}?");
    }
    match near(PRELUDE) {
        Some(near) => format!("did you mean {near}?"),
        None => "define the trait, or add the file that does to the sources".to_owned(),
    }
}

fn targets(findings: &mut Findings<'_, '_>, id: &str, definition: At, shapes: &[At]) {
    let graph = findings.graph;
    let Some(text) = graph
        .get(definition, TRAIT)
        .and_then(|it| it.text("selector"))
    else {
        return;
    };
    // A selector that can't be read is reported at its definition.
    let Ok(selector) = selector::parse(&text) else {
        return;
    };
    if selector.is_all() {
        return;
    }
    let evaluator = Evaluator::new(&selector, graph);
    for at in shapes.iter().copied().filter(|at| !evaluator.chooses(*at)) {
        let short = id.rsplit('#').next().unwrap_or(id);
        let message = format!(
            "the trait {short} can't be on the {} {}",
            kind_of(graph, at),
            graph.short(at)
        );
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let help = match trait_places::words(id) {
            Some(words) => format!("it is for {words}"),
            None => format!("it is for shapes that match {text}"),
        };
        trait_event(
            findings,
            "TraitTarget",
            Severity::Error,
            at,
            id,
            message,
            &help,
        );
    }
}

fn kind_of(graph: &Graph<'_>, at: At) -> &'static str {
    graph.kind(at).name()
}

fn conflicts(findings: &mut Findings<'_, '_>, id: &str, definition: At, shapes: &[At]) {
    let graph = findings.graph;
    let conflicts = graph
        .get(definition, TRAIT)
        .and_then(|it| it.field("conflicts"));
    let Some(conflicts) = conflicts else { return };
    let namespace = graph.namespace(definition);
    let ids: Vec<String> = strings(conflicts)
        .iter()
        .map(|it| match referred(graph, it, namespace) {
            Some(at) => graph.id(at).into_owned(),
            None => it.to_string(),
        })
        .collect();
    for at in shapes.iter().copied() {
        for other in ids.iter().filter(|other| graph.has(at, other)) {
            // Both sides mostly name each other.
            let is_mutual = other.as_str() < id && names(graph, other, id);
            if is_mutual {
                continue;
            }
            let short = |id: &str| id.rsplit('#').next().unwrap_or(id).to_owned();
            let message = format!(
                "{} has both {} and {}, which exclude each other",
                graph.short(at),
                short(id),
                short(other)
            );
            let help = "take off one of the traits";
            trait_event(
                findings,
                "TraitConflict",
                Severity::Error,
                at,
                id,
                message,
                help,
            );
        }
    }
}

/// Whether the definition of a trait says that another one conflicts with it.
fn names(graph: &Graph<'_>, definition: &str, other: &str) -> bool {
    let Some(at) = graph.find(definition) else {
        return false;
    };
    let conflicts = graph.get(at, TRAIT).and_then(|it| it.field("conflicts"));
    conflicts.is_some_and(|conflicts| {
        strings(conflicts).iter().any(|it| {
            let found = referred(graph, it, graph.namespace(at));
            found.is_some_and(|found| graph.id(found) == other)
        })
    })
}

fn exclusive(findings: &mut Findings<'_, '_>, id: &str, definition: At, shapes: &[At]) {
    let graph = findings.graph;
    let scope = graph
        .get(definition, TRAIT)
        .and_then(|it| it.text("structurallyExclusive"));
    let short = id.rsplit('#').next().unwrap_or(id);
    match scope.as_deref() {
        Some("member") => {
            let mut seen: HashMap<At, At> = HashMap::new();
            for at in shapes.iter().copied() {
                let Some(container) = graph.shape(at).container else {
                    continue;
                };
                if let Some(first) = seen.insert(container, at) {
                    let message = format!(
                        "the trait {short} is on both {} and {}",
                        graph.shape(first).name,
                        graph.shape(at).name
                    );
                    let help = "only one member of a shape may have it";
                    let event = "ExclusiveStructureMemberTrait";
                    trait_event(findings, event, Severity::Error, at, id, message, help);
                }
            }
        }
        Some("target") => {
            let mut seen: HashMap<At, At> = HashMap::new();
            for target in graph.with(id) {
                for (_, member) in graph.referring(*target) {
                    let shape = graph.shape(*member);
                    let (Some(container), false) = (shape.container, shape.is_known) else {
                        continue;
                    };
                    if let Some(first) = seen.insert(container, *member)
                        && first != *member
                    {
                        let message = format!(
                            "{} has two members that target shapes with the trait {short}",
                            graph.short(container)
                        );
                        let help = "only one member of a shape may target such a shape";
                        findings.error("ExclusiveStructureMemberTrait", *member, message, "", help);
                    }
                }
            }
        }
        _ => {}
    }
}
