//! `ResourceIdentifierBinding`, `ResourceIdentifier`: identifiers of resources, and the members
//! that give them.

use std::collections::BTreeMap;

use foldhash::{HashSet, HashSetExt};

use super::super::findings::Findings;
use super::super::graph::{Applied, At, Graph, Rel};
use super::super::ids::{REQUIRED, RESOURCE_IDENTIFIER};
use crate::shape_type::Type;

const ID: &str = "ResourceIdentifierBinding";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    conflicts(findings);
    for resource in graph.own_of(Type::Resource).collect::<Vec<At>>() {
        children(findings, resource);
        operations(findings, resource);
    }
}

/// The members of a structure by the identifiers that they give: those that say so, and then
/// required ones by their names.
pub(super) fn bound(graph: &Graph<'_>, structure: At) -> BTreeMap<String, At> {
    let mut bound = BTreeMap::new();
    for member in graph.members(structure) {
        if let Some(applied) = graph.get(member, RESOURCE_IDENTIFIER)
            && let Some(name) = applied.string()
        {
            bound.insert(name.into_owned(), member);
        }
    }
    for member in graph
        .members(structure)
        .filter(|it| graph.has(*it, REQUIRED))
    {
        let name = graph.shape(member).name.to_string();
        bound.entry(name).or_insert(member);
    }
    bound
}

/// Whether an operation's input has all identifiers of a resource.
pub(super) fn has_all(graph: &Graph<'_>, resource: At, operation: At) -> bool {
    missing(graph, resource, operation).is_empty()
}

fn missing(graph: &Graph<'_>, resource: At, operation: At) -> Vec<String> {
    let bound = graph
        .input(operation)
        .map(|input| bound(graph, input))
        .unwrap_or_default();
    let identifiers = graph.shape(resource).edges_of(Rel::Identifier);
    let missing = identifiers.filter(|edge| {
        let member = bound.get(&*edge.name);
        member.is_none_or(|member| graph.target(*member) != edge.to)
    });
    missing.map(|edge| edge.name.to_string()).collect()
}

fn conflicts(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let members = graph.own_with(RESOURCE_IDENTIFIER);
    let structures: BTreeMap<At, ()> = members
        .filter_map(|member| Some((graph.shape(member).container?, ())))
        .collect();
    for structure in structures.into_keys() {
        let mut seen: BTreeMap<String, At> = BTreeMap::new();
        for member in graph.members(structure) {
            let Some(name) = graph
                .get(member, RESOURCE_IDENTIFIER)
                .and_then(Applied::string)
            else {
                continue;
            };
            if let Some(first) = seen.insert(name.to_string(), member) {
                let message = format!(
                    "{} and {} both give the identifier {name}",
                    graph.shape(first).name,
                    graph.shape(member).name
                );
                findings.error(ID, member, message, "", "one member gives an identifier");
            }
        }
        for member in graph
            .members(structure)
            .filter(|it| !graph.has(*it, RESOURCE_IDENTIFIER))
        {
            let name = &graph.shape(member).name;
            if let Some(explicit) = seen.get(&**name) {
                let message = format!(
                    "{} gives the identifier {name}, and not the member of that name",
                    graph.shape(*explicit).name
                );
                findings.warning(ID, member, message, "", "give one of them another name");
            }
        }
    }
}

/// Resources below a resource have its identifiers.
fn children(findings: &mut Findings<'_, '_>, parent: At) {
    let graph = findings.graph;
    for child in graph.shape(parent).to(Rel::Resource) {
        if graph.kind(child) != Type::Resource {
            continue;
        }
        for edge in graph.shape(parent).edges_of(Rel::Identifier) {
            let mut own = graph.shape(child).edges_of(Rel::Identifier);
            let message = match own.find(|it| it.name == edge.name) {
                None => format!(
                    "{} is below {}, and doesn't have its identifier {}",
                    graph.short(child),
                    graph.short(parent),
                    edge.name
                ),
                Some(own) if own.id != edge.id => format!(
                    "the identifier {} of {} is of {}, and that of {} of {}",
                    edge.name,
                    graph.short(child),
                    own.id,
                    graph.short(parent),
                    edge.id
                ),
                Some(_) => continue,
            };
            let help = "resources have the identifiers of those above them";
            findings.error("ResourceIdentifier", child, message, "", help);
        }
    }
}

fn operations(findings: &mut Findings<'_, '_>, resource: At) {
    let graph = findings.graph;
    let shape = graph.shape(resource);
    if shape.edges_of(Rel::Identifier).next().is_none() {
        return;
    }
    let mut seen = HashSet::new();
    for edge in &shape.edges {
        let Some(operation) = edge.to.filter(|to| graph.kind(*to) == Type::Operation) else {
            continue;
        };
        if !edge.rel.is_operation() || !seen.insert((edge.rel.is_instance(), operation)) {
            continue;
        }
        let missing = missing(graph, resource, operation);
        let help = "an identifier is given by a required member of its name and target, or by one with @resourceIdentifier";
        if edge.rel.is_instance() {
            // `put` and `create` can be given without.
            if !missing.is_empty() {
                let message = format!(
                    "the operation {} of the resource {} doesn't take the identifier {}",
                    graph.short(operation),
                    graph.short(resource),
                    missing.join(", ")
                );
                findings.error(ID, operation, message, "", help);
            }
        } else if edge.rel != Rel::Create && missing.is_empty() {
            let message = format!(
                "the operation {} is one of all {} resources, and takes the identifiers of one",
                graph.short(operation),
                graph.short(resource)
            );
            findings.error(ID, operation, message, "", "bind it to `operations`");
        }
    }
}
