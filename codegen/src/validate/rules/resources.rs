//! `ResourceCycle`: no resource is below itself.

use super::super::findings::Findings;
use super::super::graph::{At, Rel};
use crate::shape_type::Type;

const ID: &str = "ResourceCycle";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let resources: Vec<At> = graph.own_of(Type::Resource).collect();
    let edges = resources
        .iter()
        .map(|at| (*at, graph.shape(*at).to(Rel::Resource).collect()));
    let cycles = crate::model::Graph::new(edges).cycles();
    for at in resources.into_iter().filter(|at| cycles.contains_key(at)) {
        let message = format!("the resource {} is below itself", graph.short(at));
        findings.error(ID, at, message, "", "take one resource out of the circle");
    }
}
