//! `ReferencesTrait`: references to resources have their identifiers.

use crate::ast::{Entries, Node};

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{At, Rel};
use super::super::ids::REFERENCES;
use super::super::value::referred;
use crate::shape_type::Type;

const ID: &str = "ReferencesTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(REFERENCES).collect::<Vec<At>>() {
        let Some(applied) = graph.get(at, REFERENCES).copied() else {
            continue;
        };
        let references: Vec<Entries<'_, Node<'_>>> = applied.value.decode().unwrap_or_default();
        for reference in references {
            if let Some((message, help)) = problem(findings, at, &reference) {
                findings.at_trait(ID, Severity::Error, at, &applied, message, help);
            }
        }
    }
}

fn problem(
    findings: &Findings<'_, '_>,
    at: At,
    reference: &Entries<'_, Node<'_>>,
) -> Option<(String, &'static str)> {
    let graph = findings.graph;
    let field = |name: &str| reference.get(name).copied();
    let id = field("resource")?.string()?;
    // Resources of other models needn't be there.
    let resource = referred(graph, &id, graph.namespace(at))?;
    if graph.kind(resource) != Type::Resource {
        return Some((format!("{id} isn't a resource"), "refer to a resource"));
    }
    let names: Vec<&str> = graph
        .shape(resource)
        .edges_of(Rel::Identifier)
        .map(|edge| &*edge.name)
        .collect();
    let ids: Entries<'_, Node<'_>> = field("ids")
        .and_then(|it| it.decode().ok())
        .unwrap_or_default();
    if graph.kind(at) != Type::Structure {
        return match names.len() {
            _ if ids.iter().next().is_some() => Some((
                format!("a string refers to {id} by `ids`"),
                "only structures have members for identifiers",
            )),
            1 => None,
            count => Some((
                format!("a string refers to {id}, which has {count} identifiers"),
                "use a structure with a member for each",
            )),
        };
    }
    let is_explicit = ids.iter().next().is_some();
    if is_explicit {
        let mut unknown = ids.iter().filter(|(key, _)| !names.contains(&&*key.name));
        if let Some((key, _)) = unknown.next() {
            let message = format!("{id} has no identifier {}", key.name);
            return Some((message, "name the identifiers of the resource"));
        }
        if ids.iter().count() != names.len() {
            let message = format!(
                "not all identifiers of {id} are there: {}",
                names.join(", ")
            );
            return Some((message, "name a member for each"));
        }
    }
    let members: Vec<String> = match is_explicit {
        true => ids
            .iter()
            .filter_map(|(_, it)| Some(it.string()?.into_owned()))
            .collect(),
        false => names.iter().map(ToString::to_string).collect(),
    };
    for name in members {
        let Some(member) = graph.member(at, &name) else {
            // A collection has what leads to it, and not the identifiers of one.
            let rel = field("rel").and_then(|it| it.string());
            if !is_explicit && rel.as_deref() == Some("collection") {
                continue;
            }
            let message = format!(
                "{} has no member {name} to refer to {id} by",
                graph.short(at)
            );
            return Some((message, "add the member, or name another one in `ids`"));
        };
        let target = graph.target(member)?;
        if !graph.kind(target).is(Type::String) {
            let message = format!("the member {name} refers to {id}, and isn't a string");
            return Some((message, "identifiers are strings"));
        }
    }
    None
}
