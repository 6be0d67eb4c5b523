//! `ResourceOperationInputOutput`: members of a resource's operations are its properties.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use foldhash::HashSet;

use super::super::findings::Findings;
use super::super::graph::{At, Graph, Rel};
use super::super::ids::{NESTED_PROPERTIES, NOT_PROPERTY, PROPERTY};
use super::identifiers;
use crate::shape_type::Type;

const ID: &str = "ResourceOperationInputOutput";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for resource in graph.own_of(Type::Resource).collect::<Vec<At>>() {
        let properties: BTreeMap<&str, &str> = graph
            .shape(resource)
            .edges_of(Rel::Property)
            .map(|edge| (&*edge.name, &*edge.id))
            .collect();
        if !properties.is_empty() {
            check_resource(findings, resource, &properties);
        }
    }
}

fn check_resource(
    findings: &mut Findings<'_, '_>,
    resource: At,
    properties: &BTreeMap<&str, &str>,
) {
    let graph = findings.graph;
    let mut used: BTreeSet<String> = BTreeSet::new();
    for edge in graph.shape(resource).edges.iter() {
        let counts = edge.rel.is_instance() || edge.rel == Rel::Create;
        let Some(operation) = edge
            .to
            .filter(|to| counts && graph.kind(*to) == Type::Operation)
        else {
            continue;
        };
        let identifiers = identifier_members(graph, resource, operation);
        for structure in [graph.input(operation), graph.output(operation)] {
            let Some(structure) = structure else { continue };
            let Some(holder) = holder(graph, structure) else {
                continue;
            };
            let mut seen: BTreeMap<String, At> = BTreeMap::new();
            for member in graph.members(holder) {
                let name = property(graph, member);
                used.insert(name.clone());
                if is_ignored(graph, member, &identifiers) {
                    continue;
                }
                if let Some(first) = seen.insert(name.clone(), member) {
                    let message = format!(
                        "{} and {} are both the property {name}",
                        graph.shape(first).name,
                        graph.shape(member).name
                    );
                    findings.error(ID, member, message, "", "a member is a property of its own");
                }
                let target = graph.shape(member).edges_of(Rel::Target).next();
                match properties.get(&*name) {
                    None => {
                        let message = format!(
                            "{} isn't a property of the resource {}",
                            graph.short(member),
                            graph.short(resource)
                        );
                        let help = "add the property, or give the member @notProperty";
                        findings.error(ID, member, message, "", help);
                    }
                    Some(id) if target.is_some_and(|target| target.id != *id) => {
                        let message = format!(
                            "the property {name} of {} is of {id}, and {} is not",
                            graph.short(resource),
                            graph.short(member)
                        );
                        findings.error(ID, member, message, "", "target the property's shape");
                    }
                    Some(_) => {}
                }
            }
            if holder != structure {
                for member in graph.members(structure) {
                    if !is_ignored(graph, member, &identifiers) {
                        let message = format!(
                            "{} is beside the member that holds the properties",
                            graph.short(member)
                        );
                        findings.error(ID, member, message, "", "give it @notProperty");
                    }
                }
            }
        }
    }
    for name in properties.keys().filter(|name| !used.contains(**name)) {
        let message = format!(
            "the property {name} of {} is in no input or output of its operations",
            graph.short(resource)
        );
        findings.error(
            ID,
            resource,
            message,
            "",
            "take it out, or add a member for it",
        );
    }
}

/// The members of an operation that give the identifiers of a resource, by their names.
fn identifier_members(graph: &Graph<'_>, resource: At, operation: At) -> HashSet<String> {
    let names: Vec<&str> = graph
        .shape(resource)
        .edges_of(Rel::Identifier)
        .map(|edge| &*edge.name)
        .collect();
    let mut members: HashSet<String> = names.iter().map(ToString::to_string).collect();
    for structure in [graph.input(operation), graph.output(operation)]
        .into_iter()
        .flatten()
    {
        for (name, member) in identifiers::bound(graph, structure) {
            if names.contains(&&*name) {
                members.insert(graph.shape(member).name.to_string());
            }
        }
    }
    members
}

/// The structure that holds the properties: the one itself, or that of a member that says so.
fn holder(graph: &Graph<'_>, structure: At) -> Option<At> {
    let mut members = graph.members(structure);
    match members.find(|member| graph.has(*member, NESTED_PROPERTIES)) {
        Some(member) => graph
            .target(member)
            .filter(|to| graph.kind(*to) == Type::Structure),
        None => Some(structure),
    }
}

fn property(graph: &Graph<'_>, member: At) -> String {
    let named = graph
        .get(member, PROPERTY)
        .and_then(|applied| applied.text("name"));
    let own = || graph.shape(member).name.to_string();
    named.map_or_else(own, Cow::into_owned)
}

fn is_ignored(graph: &Graph<'_>, member: At, identifiers: &HashSet<String>) -> bool {
    let shape = graph.shape(member);
    shape.has(NOT_PROPERTY)
        || shape.has(NESTED_PROPERTIES)
        || identifiers.contains(&*shape.name)
        || shape.traits.iter().any(|applied| {
            let definition = graph.find(applied.id);
            definition.is_some_and(|definition| graph.has(definition, NOT_PROPERTY))
        })
}
