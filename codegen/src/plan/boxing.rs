//! The members that have to be boxed: those on a cycle of structures and unions.
//!
//! Lists and maps are on the heap anyway and break a cycle. All edges inside a strongly
//! connected component are boxed, so that what is boxed doesn't depend on where one starts.

use foldhash::HashMap;

use crate::model::{Graph, Kind, Model, Shape, ShapeId};

/// The component that each structure or union on a cycle belongs to.
pub(super) struct Cycles(HashMap<ShapeId, usize>);

impl Cycles {
    /// Finds the cycles among `shapes`.
    pub(super) fn find(model: &Model, shapes: &[&Shape]) -> Self {
        let graph = Graph::new(shapes.iter().map(|shape| (&shape.id, direct(model, shape))));
        let cycles = graph.cycles().into_iter();
        Self(cycles.map(|(id, number)| (id.clone(), number)).collect())
    }

    /// Whether a member of `from` that holds a `to` is part of a cycle.
    pub(super) fn boxes(&self, from: &ShapeId, to: &ShapeId) -> bool {
        match (self.0.get(from), self.0.get(to)) {
            (Some(from), Some(to)) => from == to,
            _ => false,
        }
    }
}

/// The structures and unions that a structure or union holds in place.
fn direct<'m>(model: &'m Model, shape: &'m Shape) -> Vec<&'m ShapeId> {
    let (Kind::Structure(members) | Kind::Union(members)) = &shape.kind else {
        return Vec::new();
    };
    members
        .iter()
        .filter(|member| {
            model
                .target(member)
                .is_some_and(|target| matches!(target.kind, Kind::Structure(_) | Kind::Union(_)))
        })
        .map(|member| &member.target)
        .collect()
}
