//! `SingleOperationBinding`, `SingleResourceBinding`, `ServiceBoundResourceOperation`: a service
//! has each operation and each resource at one place.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::super::findings::Findings;
use super::super::graph::{At, Graph, Rel};
use crate::shape_type::Type;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let services: Vec<At> = findings.graph.own_of(Type::Service).collect();
    for service in services {
        bindings(findings, service);
        names_of_resources(findings, service);
    }
}

/// The service and the resources below it.
fn containers(graph: &Graph<'_>, service: At) -> Vec<At> {
    let mut seen = HashSet::from_iter([service]);
    let mut left = vec![service];
    let mut found = Vec::new();
    while let Some(at) = left.pop() {
        found.push(at);
        left.extend(
            graph
                .shape(at)
                .to(Rel::Resource)
                .filter(|to| seen.insert(*to)),
        );
    }
    found
}

fn bindings(findings: &mut Findings<'_, '_>, service: At) {
    let graph = findings.graph;
    let mut operations: BTreeMap<At, Vec<At>> = BTreeMap::new();
    let mut resources: BTreeMap<At, Vec<At>> = BTreeMap::new();
    for container in containers(graph, service) {
        let edges = graph.shape(container).edges.iter();
        for edge in edges {
            let Some(to) = edge.to else { continue };
            let by = match edge.rel {
                Rel::Resource => resources.entry(to).or_default(),
                rel if rel.is_operation() => operations.entry(to).or_default(),
                _ => continue,
            };
            if !by.contains(&container) {
                by.push(container);
            }
        }
    }
    let names = |all: &[At]| {
        let names: Vec<String> = all.iter().map(|at| graph.short(*at)).collect();
        names.join(" and ")
    };
    for (id, what, all) in [
        ("SingleOperationBinding", "operation", &operations),
        ("SingleResourceBinding", "resource", &resources),
    ] {
        for (at, by) in all.iter().filter(|(_, by)| by.len() > 1) {
            let message = format!(
                "the {what} {} is bound to {}, in the service {}",
                graph.short(*at),
                names(by),
                graph.short(service)
            );
            findings.error(id, *at, message, "", "bind it once");
        }
    }
}

/// Operations of the service itself that take all identifiers of one of its resources.
fn names_of_resources(findings: &mut Findings<'_, '_>, service: At) {
    let graph = findings.graph;
    let resources: Vec<At> = containers(graph, service).into_iter().skip(1).collect();
    if resources.is_empty() {
        return;
    }
    let operations: Vec<At> = graph
        .shape(service)
        .to(Rel::Operation)
        .filter(|at| !graph.shape(*at).is_known)
        .collect();
    for operation in operations {
        for resource in &resources {
            let identifiers: Vec<&str> = graph
                .shape(*resource)
                .edges_of(Rel::Identifier)
                .map(|edge| &*edge.name)
                .collect();
            let Some(input) = graph.input(operation) else {
                continue;
            };
            let bound = super::identifiers::bound(graph, input);
            let marked = identifiers.iter().all(|name| {
                let member = bound.get(*name);
                member.is_some_and(|member| {
                    graph.has(*member, super::super::ids::RESOURCE_IDENTIFIER)
                })
            });
            if !identifiers.is_empty() && marked {
                let message = format!(
                    "the operation {} is bound to the service, and takes the identifiers of the resource {}",
                    graph.short(operation),
                    graph.short(*resource)
                );
                let help = "bind it to the resource";
                let id = "ServiceBoundResourceOperation";
                findings.warning(id, operation, message, "", help);
            }
        }
    }
}
