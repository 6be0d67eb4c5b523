//! `Model`: what mixins may have. Resolve reports what they may be mixed into.

use super::super::findings::Findings;
use super::super::graph::Rel;
use super::super::ids::{MIXIN, UNIT};
use crate::shape_type::Type;

const ID: &str = "Model";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own() {
        let shape = graph.shape(at);
        if !shape.has(MIXIN) {
            continue;
        }
        let of = |rels: &[Rel]| {
            let mut edges = shape.edges.iter();
            edges.any(|edge| rels.contains(&edge.rel) && edge.id != UNIT)
        };
        let problem = match shape.kind {
            Type::Operation if of(&[Rel::Input, Rel::Output]) => "an input or an output",
            Type::Resource if shape.edges.iter().any(|edge| edge.rel != Rel::Mixin) => "properties",
            _ => continue,
        };
        let message = format!("a mixin of {}s can't have {problem}", shape.kind.name());
        findings.error(
            ID,
            at,
            message,
            "",
            "give it to the shapes that have the mixin",
        );
    }
}
