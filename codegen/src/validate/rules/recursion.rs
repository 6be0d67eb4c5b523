//! `ShapeRecursion`: every shape has values that end.

use std::collections::HashSet;

use super::super::findings::Findings;
use super::super::graph::{At, Graph};
use super::super::ids::REQUIRED;
use super::super::kind::Type;

const ID: &str = "ShapeRecursion";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    // Lists and maps among themselves.
    let collections = |at: At| matches!(graph.kind(at), Type::List | Type::Set | Type::Map);
    let all = |at: At| graph.members(at).collect::<Vec<At>>();
    for at in on_cycles(graph, &collections, &all) {
        let message = format!("{} holds nothing but itself", graph.short(at));
        let help = "a list or map can be part of itself only by way of a structure or union";
        findings.error(ID, at, message, "no value of it has an end", help);
    }
    // Structures by way of required members.
    let structures = |at: At| graph.kind(at) == Type::Structure;
    let required = |at: At| {
        let members = graph.members(at);
        members
            .filter(|member| graph.has(*member, REQUIRED))
            .collect::<Vec<At>>()
    };
    for at in on_cycles(graph, &structures, &required) {
        let message = format!(
            "{} requires another one of itself, without an end",
            graph.short(at)
        );
        let help = "take @required off one member on the way back to it";
        findings.error(ID, at, message, "no value of it has an end", help);
    }
    for at in endless_unions(graph) {
        let message = format!(
            "each member of the union {} needs another one",
            graph.short(at)
        );
        let help = "give it a member that doesn't lead back to it";
        findings.error(ID, at, message, "no value of it has an end", help);
    }
}

/// The shapes of the model that are on a cycle of what members lead to.
fn on_cycles(
    graph: &Graph<'_>,
    counts: &dyn Fn(At) -> bool,
    members: &dyn Fn(At) -> Vec<At>,
) -> Vec<At> {
    let nodes: Vec<At> = graph.own().filter(|at| counts(*at)).collect();
    let edges = nodes.iter().map(|at| {
        let targets = members(*at).into_iter();
        let targets = targets.filter_map(|member| graph.target(member));
        (*at, targets.filter(|to| counts(*to)).collect())
    });
    let cycles = crate::model::Graph::new(edges).cycles();
    nodes
        .into_iter()
        .filter(|at| cycles.contains_key(at))
        .collect()
}

/// Unions of which each member needs a value that needs the union: what has values that end is
/// found from those that end at once, and what is left has none.
fn endless_unions(graph: &Graph<'_>) -> Vec<At> {
    let needs = |at: At| -> Vec<At> {
        match graph.kind(at) {
            Type::Union => graph
                .members(at)
                .filter_map(|it| graph.target(it))
                .collect(),
            Type::Structure => {
                let members = graph.members(at).filter(|it| graph.has(*it, REQUIRED));
                members.filter_map(|it| graph.target(it)).collect()
            }
            _ => Vec::new(),
        }
    };
    let aggregate = |at: &At| matches!(graph.kind(*at), Type::Union | Type::Structure);
    let mut ends: HashSet<At> = HashSet::new();
    let mut left: Vec<At> = graph.all().filter(aggregate).collect();
    loop {
        let before = left.len();
        left.retain(|at| {
            let needed = needs(*at);
            let has_end = |to: &At| !aggregate(to) || ends.contains(to);
            let is_fine = match graph.kind(*at) {
                Type::Union => needed.is_empty() || needed.iter().any(has_end),
                _ => needed.iter().all(has_end),
            };
            if is_fine {
                ends.insert(*at);
            }
            !is_fine
        });
        if left.len() == before {
            break;
        }
    }
    left.retain(|at| graph.kind(*at) == Type::Union && !graph.shape(*at).is_known);
    left
}
