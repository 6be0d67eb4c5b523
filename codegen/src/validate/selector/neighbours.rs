//! Shapes that are next to others in the graph.

use foldhash::{HashSet, HashSetExt};

use super::super::graph::{At, Graph, Rel};

/// Calls back with each shape that a shape leads to.
pub(super) type Neighbours<'n> = dyn Fn(At, &mut dyn FnMut(At)) + 'n;

/// Sorts shapes, each once.
pub(super) fn unique(mut shapes: Vec<At>) -> Vec<At> {
    if shapes.len() > 1 {
        shapes.sort_unstable();
        shapes.dedup();
    }
    shapes
}

/// The shapes that are reached from others in one step.
pub(super) fn neighbours(shapes: &[At], of: impl Fn(At, &mut dyn FnMut(At))) -> Vec<At> {
    let mut found = Vec::new();
    for at in shapes {
        of(*at, &mut |to| found.push(to));
    }
    unique(found)
}

/// The shapes that are reached from others in one step or more.
pub(super) fn closure(starts: &[At], of: &Neighbours<'_>) -> Vec<At> {
    let mut seen = HashSet::new();
    let mut left: Vec<At> = starts.to_vec();
    let mut found = Vec::new();
    while let Some(at) = left.pop() {
        of(at, &mut |to| {
            if seen.insert(to) {
                found.push(to);
                left.push(to);
            }
        });
    }
    found.sort_unstable();
    found
}

/// Shapes that a shape refers to, by all names but traits, or by these.
pub(super) fn out(graph: &Graph<'_>, at: At, names: &[String], add: &mut dyn FnMut(At)) {
    if names.is_empty() {
        graph.referred(at).for_each(|(_, to)| add(to));
        return;
    }
    for (rel, to) in graph.referred(at) {
        if names.iter().any(|name| is_called(rel, name)) {
            add(to);
        }
    }
    for name in names {
        match name.as_str() {
            "trait" => {
                let traits = graph.shape(at).traits.iter();
                traits
                    .filter_map(|it| graph.find(it.id))
                    .for_each(&mut *add);
            }
            "bound" => {
                for (rel, from) in graph.referring(at) {
                    if rel.is_operation() || *rel == Rel::Resource {
                        add(*from);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Shapes that refer to a shape, by all names but traits, or by these.
pub(super) fn back(graph: &Graph<'_>, at: At, names: &[String], add: &mut dyn FnMut(At)) {
    for (rel, from) in graph.referring(at) {
        if names.is_empty() || names.iter().any(|name| is_called(*rel, name)) {
            add(*from);
        }
    }
    for name in names {
        match name.as_str() {
            "trait" => {
                let with = graph.with(&graph.id(at));
                with.iter().copied().for_each(&mut *add);
            }
            "bound" => {
                for (rel, to) in graph.referred(at) {
                    if rel.is_operation() || rel == Rel::Resource {
                        add(to);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Whether a name in a selector means a relation.
fn is_called(rel: Rel, name: &str) -> bool {
    match name {
        "operation" => rel.is_operation(),
        "instanceOperation" => rel.is_instance(),
        "collectionOperation" => rel.is_operation() && !rel.is_instance(),
        "target" => false,
        name => rel.name() == name,
    }
}
