//! Shapes that can't be judged, since they refer to shapes that couldn't be read: what rules say of
//! them would be invented.

use foldhash::{HashSet, HashSetExt};

use super::event::Event;
use super::findings::Findings;
use super::graph::{At, Graph};

/// Events about a reference or a name alone, whatever is behind the other references.
const SURE: [&str; 2] = ["Target", "Model.UnresolvedTrait"];

/// Shapes that refer to shapes that couldn't be read, or lead there.
pub(super) fn unsure(findings: &Findings<'_, '_>) -> HashSet<At> {
    let graph = findings.graph;
    let mut unsure = HashSet::new();
    if !findings.has_broken() {
        return unsure;
    }
    let is_lost = |at: &At| {
        let shape = graph.shape(*at);
        if shape.container.is_none() && findings.is_broken(&shape.name) {
            return true;
        }
        let mut edges = shape.edges.iter();
        edges.any(|edge| edge.to.is_none() && findings.is_excused(&edge.id))
            || shape
                .traits
                .iter()
                .any(|applied| graph.find(applied.id).is_none() && findings.is_excused(applied.id))
    };
    let mut left: Vec<At> = graph.own().filter(is_lost).collect();
    while let Some(at) = left.pop() {
        if unsure.insert(at) {
            left.extend(graph.referring(at).iter().map(|(_, from)| *from));
        }
    }
    unsure
}

/// The ids of shapes that aren't members.
pub(super) fn ids(graph: &Graph<'_>, unsure: &HashSet<At>) -> HashSet<String> {
    let shapes = unsure.iter().map(|at| graph.shape(*at));
    let shapes = shapes.filter(|shape| shape.container.is_none());
    shapes.map(|shape| shape.name.to_string()).collect()
}

/// Whether an event can be relied on. One about a member that is sure counts, even if other members
/// of its shape aren't.
pub(super) fn is_sure(event: &Event, graph: &Graph<'_>, unsure: &HashSet<At>) -> bool {
    if unsure.is_empty() || SURE.contains(&event.id()) {
        return true;
    }
    let shape = event.diagnostic().shape_id().and_then(|id| graph.find(id));
    shape.is_none_or(|at| !unsure.contains(&at))
}
