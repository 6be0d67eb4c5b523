//! `ShapeRecursion`: every shape has values that end.

use foldhash::{HashMap, HashMapExt};

use super::super::findings::Findings;
use super::super::graph::{At, Graph};
use super::super::ids::REQUIRED;
use crate::shape_type::Type;

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
    let is_union = |at: At| graph.kind(at) == Type::Union;
    let aggregate = |at: &At| is_union(*at) || graph.kind(*at) == Type::Structure;
    let all: Vec<At> = graph.all().filter(aggregate).collect();
    // How many values each still needs that may have no end, and who needs it.
    let mut needs: HashMap<At, usize> = HashMap::new();
    let mut needed_by: HashMap<At, Vec<At>> = HashMap::new();
    let mut ends: Vec<At> = Vec::new();
    for at in &all {
        let members = graph.members(*at);
        let members = members.filter(|it| is_union(*at) || graph.has(*it, REQUIRED));
        let targets: Vec<At> = members.filter_map(|it| graph.target(it)).collect();
        let open: Vec<At> = targets.iter().copied().filter(aggregate).collect();
        // One member is enough for a union.
        let ends_at_once = match is_union(*at) {
            true => targets.is_empty() || open.len() < targets.len(),
            false => open.is_empty(),
        };
        if ends_at_once {
            ends.push(*at);
            continue;
        }
        needs.insert(*at, if is_union(*at) { 1 } else { open.len() });
        for to in open {
            needed_by.entry(to).or_default().push(*at);
        }
    }
    while let Some(at) = ends.pop() {
        for by in needed_by.remove(&at).unwrap_or_default() {
            if let Some(left) = needs.get_mut(&by) {
                *left = left.saturating_sub(1);
                if *left == 0 {
                    needs.remove(&by);
                    ends.push(by);
                }
            }
        }
    }
    let is_endless = |at: &At| needs.contains_key(at) && is_union(*at);
    all.into_iter()
        .filter(|at| is_endless(at) && !graph.shape(*at).is_known)
        .collect()
}
