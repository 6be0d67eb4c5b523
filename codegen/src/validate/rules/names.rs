//! `ShapeIdConflict`, `Service`: names are unique, also by case.

use std::borrow::Cow;
use std::collections::BTreeMap;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::ast::Value;
use crate::model::is_identifier;

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{At, Graph, Rel};
use super::super::ids::{ERROR, MIXIN};
use crate::shape_type::Type;
use crate::spelling::with_article;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    ids(findings);
    let services: Vec<At> = findings.graph.own_of(Type::Service).collect();
    for service in services {
        closure_names(findings, service);
    }
}

fn ids(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let mut seen: HashMap<String, At> = HashMap::new();
    for at in graph.own() {
        let shape = graph.shape(at);
        if shape.container.is_none() {
            if let Some(first) = seen.insert(shape.name.to_lowercase(), at) {
                let message = format!(
                    "{} and {} differ by case only",
                    graph.id(at),
                    graph.id(first)
                );
                let help = "give one of them another name";
                let severity = of_simple(graph, at, first);
                findings.at("ShapeIdConflict", severity, at, message, "", help);
            }
            let mut members: HashSet<String> = HashSet::new();
            for member in graph.members(at) {
                if !members.insert(graph.shape(member).name.to_lowercase()) {
                    let message = format!(
                        "{} has two members that differ by case only",
                        graph.short(at)
                    );
                    let help = "give one of them another name";
                    findings.error("ShapeIdConflict", member, message, "", help);
                }
            }
        }
    }
}

/// The weight of a conflict of two names. The reference has an error for all types. Published models
/// have simple types that differ by case only, and code can be generated for them.
fn of_simple(graph: &Graph<'_>, one: At, other: At) -> Severity {
    let is_simple = |at: At| {
        let kind = graph.kind(at);
        kind.is_simple() && !matches!(kind, Type::Enum | Type::IntEnum)
    };
    match is_simple(one) && is_simple(other) {
        true => Severity::Danger,
        false => Severity::Error,
    }
}

/// The shapes of a service, without members.
pub(super) fn closure(graph: &Graph<'_>, service: At) -> Vec<At> {
    let mut seen = vec![false; graph.len()];
    let mut left = vec![service];
    let mut found = Vec::new();
    while let Some(at) = left.pop() {
        let Some(seen) = seen.get_mut(at.index()) else {
            continue;
        };
        if std::mem::replace(seen, true) {
            continue;
        }
        if graph.shape(at).container.is_none() {
            found.push(at);
        }
        left.extend(
            graph
                .referred(at)
                .filter(|(rel, _)| *rel != Rel::Mixin)
                .map(|(_, to)| to),
        );
    }
    found.sort_unstable();
    found
}

fn closure_names(findings: &mut Findings<'_, '_>, service: At) {
    let graph = findings.graph;
    let shapes = closure(graph, service);
    let renames = &graph.shape(service).rename;
    let mut names: BTreeMap<String, Vec<At>> = BTreeMap::new();
    for at in &shapes {
        let id = graph.id(*at);
        // A name of the prelude is no name of the service.
        if graph.namespace(*at) == "smithy.api" {
            continue;
        }
        let renamed = renames.iter().find(|(from, _)| *from == id);
        let renamed = renamed.and_then(|(_, to)| to.string());
        let name = renamed.map_or_else(|| graph.short(*at), Cow::into_owned);
        names.entry(name.to_lowercase()).or_default().push(*at);
    }
    for same in names.values() {
        let Some((first, others)) = same.split_first() else {
            continue;
        };
        for other in others {
            let severity = conflict(graph, *first, *other, 0);
            let message = format!(
                "{} and {} have the same name in the service {}, but for case",
                graph.id(*other),
                graph.id(*first),
                graph.short(service)
            );
            let about = if graph.shape(*other).is_known {
                *first
            } else {
                *other
            };
            let help = "rename one of them in the service's `rename`";
            findings.at("Service", severity, about, message, "", help);
        }
    }
    // Services that use a mixin may bring the shapes that its `rename` names.
    let is_mixin = graph.has(service, MIXIN);
    let known: HashSet<String> = shapes.iter().map(|at| graph.id(*at).into_owned()).collect();
    for (from, to) in renames {
        let Some(to) = to.string() else { continue };
        let name = from.rsplit('#').next().unwrap_or_default();
        let target = graph.find(from);
        let mut near = None;
        let problem = if !is_identifier(&to) {
            format!("{from} is renamed to {to:?}, which isn't a name")
        } else if to == name {
            format!("{from} is renamed to its own name")
        } else if !known.contains(&**from) && !is_mixin {
            near = graph.nearest_shape_of(from, known.iter().map(String::as_str));
            format!("{from} is renamed, and isn't in the service")
        } else {
            match target {
                Some(at)
                    if graph.kind(at) == Type::Operation || graph.kind(at) == Type::Resource =>
                {
                    format!(
                        "{from} is {}, which can't be renamed",
                        with_article(graph.kind(at).name())
                    )
                }
                Some(at) if graph.has(at, ERROR) => {
                    format!("{from} is an error, which can't be renamed")
                }
                _ => continue,
            }
        };
        let help = match near {
            Some(near) => format!("did you mean {near}?"),
            None => "correct the service's `rename`".to_owned(),
        };
        findings.error("Service", service, problem, "", &help);
    }
}

/// The weight of two shapes having a name: what is equal does no harm.
fn conflict(graph: &Graph<'_>, one: At, other: At, depth: usize) -> Severity {
    let (first, second) = (graph.shape(one), graph.shape(other));
    let may =
        |kind: Type| kind.is_simple() || matches!(kind, Type::List | Type::Set | Type::Member);
    if depth > 8 || !may(first.kind) || first.kind != second.kind {
        return Severity::Error;
    }
    if !same_traits(graph, one, other) {
        return of_simple(graph, one, other);
    }
    match first.kind {
        Type::List | Type::Set => {
            let members = (graph.member(one, "member"), graph.member(other, "member"));
            let targets = match members {
                (Some(one), Some(other)) if same_traits(graph, one, other) => {
                    (graph.target(one), graph.target(other))
                }
                _ => return Severity::Error,
            };
            match targets {
                (Some(one), Some(other)) if one == other => Severity::Warning,
                (Some(one), Some(other)) => {
                    conflict(graph, one, other, depth + 1).max(Severity::Warning)
                }
                _ => Severity::Warning,
            }
        }
        _ => Severity::Note,
    }
}

fn same_traits(graph: &Graph<'_>, one: At, other: At) -> bool {
    let (one, other) = (&graph.shape(one).traits, &graph.shape(other).traits);
    let value = |node: crate::ast::Node<'_>| node.decode::<Value>().unwrap_or_default();
    one.len() == other.len()
        && one.iter().all(|applied| {
            let same = other.iter().find(|it| it.id == applied.id);
            same.is_some_and(|it| value(it.value) == value(applied.value))
        })
}
