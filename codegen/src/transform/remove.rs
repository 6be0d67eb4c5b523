//! Removes shapes with all that can't be without them, and the references to them.

use std::borrow::Cow;

use foldhash::{HashSet, HashSetExt};

use crate::ast::{File, Reference, Shape};
use crate::shape_type::Type;
use crate::validate::{At, Graph, Rel};

use super::ids::TRAIT;
use super::mixins;

/// The parts of a model that go: shapes and members by their absolute ids, and traits whose definitions go.
#[derive(Default)]
pub(super) struct Gone {
    pub(super) ids: HashSet<String>,
    pub(super) traits: HashSet<String>,
    /// The shapes that a mixin gives a member that goes from them alone.
    flat: HashSet<String>,
}

impl Gone {
    /// Finds what goes with some shapes: their members, and the members of structures and unions
    /// that target them. Definitions that aren't of the model stay.
    pub(super) fn of(graph: &Graph<'_>, first: Vec<At>) -> Self {
        let mut seen: HashSet<At> = HashSet::new();
        let mut left = first;
        while let Some(at) = left.pop() {
            if graph.shape(at).is_known || !seen.insert(at) {
                continue;
            }
            left.extend(graph.members(at));
            left.extend(mixed_in(graph, at, &seen));
            for (rel, from) in graph.referring(at) {
                let container = graph.shape(*from).container.map(|at| graph.kind(at));
                if *rel == Rel::Target && matches!(container, Some(Type::Structure | Type::Union)) {
                    left.push(*from);
                }
            }
        }
        let mut gone = Self::default();
        for at in &seen {
            let shape = graph.shape(*at);
            let id = graph.id(*at).into_owned();
            if shape.container.is_none() && graph.has(*at, TRAIT) {
                gone.traits.insert(id.clone());
            }
            if let Some(container) = shape.container.filter(|it| !seen.contains(it))
                && shape.is_mixed_in
                && is_given(graph, container, &shape.name, &seen)
            {
                gone.flat.insert(graph.id(container).into_owned());
            }
            gone.ids.insert(id);
        }
        gone
    }

    /// Takes everything out of the files.
    pub(super) fn remove(&self, files: &mut [File<'_>]) {
        if !self.flat.is_empty() {
            mixins::flatten(files, Some(&self.flat));
        }
        for file in files {
            file.shapes.retain(|(key, _)| {
                let container = key.name.split('$').next().unwrap_or_default();
                !self.ids.contains(&*key.name) && !self.ids.contains(container)
            });
            for (key, shape) in &mut file.shapes {
                self.clean(&key.name, shape);
            }
        }
    }

    fn clean(&self, id: &str, shape: &mut Shape<'_>) {
        for list in shape.reference_lists_mut() {
            list.retain(|reference| !self.has(reference));
        }
        for single in shape.single_references_mut() {
            if single.as_ref().is_some_and(|reference| self.has(reference)) {
                *single = None;
            }
        }
        if let Some(bindings) = shape.bindings_mut() {
            bindings.rename.retain(|id| !self.ids.contains(id));
        }
        shape
            .members
            .retain(|name| !self.ids.contains(&format!("{id}${name}")));
        for traits in shape.all_traits_mut() {
            traits.retain(|id| !self.traits.contains(id));
        }
    }

    fn has(&self, reference: &Reference<'_>) -> bool {
        let id: Option<Cow<'_, str>> = reference.target.string();
        id.is_some_and(|id| self.ids.contains(&*id))
    }
}

/// Whether a mixin of a shape still gives it a member.
fn is_given(graph: &Graph<'_>, shape: At, name: &str, gone: &HashSet<At>) -> bool {
    graph.shape(shape).to(Rel::Mixin).any(|mixin| {
        let member = graph.member(mixin, name);
        member.is_some_and(|member| !gone.contains(&member))
    })
}

/// The members that shapes have of a mixin's member, and of no other mixin.
fn mixed_in(graph: &Graph<'_>, member: At, gone: &HashSet<At>) -> Vec<At> {
    let shape = graph.shape(member);
    let Some(mixin) = shape.container else {
        return Vec::new();
    };
    let users = graph.referring(mixin).iter();
    let users = users.filter(|(rel, _)| *rel == Rel::Mixin);
    users
        .filter(|(_, user)| !is_given(graph, *user, &shape.name, gone))
        .filter_map(|(_, user)| graph.member(*user, &shape.name))
        .filter(|member| graph.shape(*member).is_mixed_in)
        .collect()
}
