//! Which members have to be boxed: those on a cycle of structures and unions.
//!
//! Lists and maps are on the heap anyway and break a cycle. All edges inside a strongly
//! connected component are boxed, so that what is boxed doesn't depend on where one starts.

use std::collections::{HashMap, HashSet};

use crate::model::{Kind, Model, Shape, ShapeId};

/// The component that each structure or union on a cycle belongs to.
pub(super) struct Cycles(HashMap<ShapeId, usize>);

impl Cycles {
    /// Finds the cycles among `shapes` (Kosaraju's algorithm, without recursion).
    pub(super) fn find(model: &Model, shapes: &[&Shape]) -> Self {
        let edges: HashMap<&ShapeId, Vec<&ShapeId>> = shapes
            .iter()
            .map(|shape| (&shape.id, direct(model, shape)))
            .collect();
        let mut reversed: HashMap<&ShapeId, Vec<&ShapeId>> = HashMap::new();
        for shape in shapes {
            for to in edges.get(&shape.id).into_iter().flatten() {
                reversed.entry(to).or_default().push(&shape.id);
            }
        }
        let mut finished = Vec::new();
        let mut seen = HashSet::new();
        for shape in shapes {
            finished.extend(walk(&shape.id, &edges, &mut seen));
        }
        let mut seen = HashSet::new();
        let mut components = HashMap::new();
        for (number, root) in finished.iter().rev().enumerate() {
            let component = walk(root, &reversed, &mut seen);
            let is_cycle = component.len() > 1
                || component
                    .iter()
                    .any(|id| edges.get(id).is_some_and(|to| to.contains(id)));
            if is_cycle {
                components.extend(component.into_iter().map(|id| (id.clone(), number)));
            }
        }
        Self(components)
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

/// What is reachable from `start` and not seen yet, in the order that a depth-first search
/// leaves it.
fn walk<'m>(
    start: &'m ShapeId,
    edges: &HashMap<&'m ShapeId, Vec<&'m ShapeId>>,
    seen: &mut HashSet<&'m ShapeId>,
) -> Vec<&'m ShapeId> {
    let mut left = Vec::new();
    if !seen.insert(start) {
        return left;
    }
    let mut path = vec![(start, 0)];
    while let Some((id, next)) = path.last_mut() {
        match edges.get(*id).and_then(|to| to.get(*next)) {
            Some(to) => {
                *next += 1;
                if seen.insert(to) {
                    path.push((to, 0));
                }
            }
            None => {
                left.push(*id);
                path.pop();
            }
        }
    }
    left
}
