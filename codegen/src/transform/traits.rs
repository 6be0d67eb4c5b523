//! Transforms that remove traits and their definitions, and one that gives a trait.

use std::borrow::Cow;

use foldhash::HashSet;

use crate::ast::{File, Key, Node};
use crate::projection::Way;
use crate::validate::{At, Graph, Known, build};

use super::ids::TRAIT;
use super::remove::Gone;
use super::{tags, unused};

const CLIENT_OPTIONAL: &str = "smithy.api#clientOptional";
const IDEMPOTENCY_TOKEN: &str = "smithy.api#idempotencyToken";
const REQUIRED: &str = "smithy.api#required";

/// The id of a trait: one without a namespace is of the prelude.
pub(super) fn absolute(name: &str) -> Cow<'_, str> {
    match name.contains('#') {
        true => Cow::Borrowed(name),
        false => Cow::Owned(format!("smithy.api#{name}")),
    }
}

/// Removes traits by their ids, or those of whole namespaces (`example#`), with the definitions.
pub(super) fn remove(files: &mut [File<'_>], way: Way, names: &[String]) {
    let goes = |id: &str| {
        let is_named = names.iter().any(|name| match name.strip_suffix('#') {
            Some(namespace) => id.split('#').next() == Some(namespace),
            None => absolute(name) == id,
        });
        way.removes(is_named) && !(way == Way::Include && id == TRAIT)
    };
    let mut gone = definitions(files, |graph, at| goes(&graph.id(at)));
    // Definitions of traits that are used needn't be in the model.
    for file in &mut *files {
        for (_, shape) in &mut file.shapes {
            for traits in shape.all_traits_mut() {
                let used = traits.iter().map(|(key, _)| &*key.name);
                gone.traits
                    .extend(used.filter(|id| goes(id)).map(str::to_owned));
            }
        }
    }
    gone.remove(files);
}

/// Removes traits by the tags of their definitions, but none of the prelude.
pub(super) fn remove_by_tag(files: &mut [File<'_>], way: Way, wanted: &[String]) {
    let gone = definitions(files, |graph, at| {
        way.removes(tags::has_any(graph, at, wanted))
    });
    gone.remove(files);
}

/// The parts of a model that go with the definitions that a test chooses.
fn definitions(files: &[File<'_>], goes: impl Fn(&Graph<'_>, At) -> bool) -> Gone {
    let graph = build(files, Known::load().files()).graph;
    let definitions = graph.own_with(TRAIT);
    let first = definitions.filter(|at| graph.shape(*at).container.is_none());
    Gone::of(&graph, first.filter(|at| goes(&graph, *at)).collect())
}

/// Removes definitions, and shapes that only they use, but not the traits.
pub(super) fn remove_definitions(files: &mut [File<'_>], exported: &[String]) {
    let mut gone = {
        let graph = build(files, Known::load().files()).graph;
        let definitions = graph.own_with(TRAIT);
        let first = definitions.filter(|at| !tags::has_any(&graph, *at, exported));
        let swept = unused::swept(&graph, first.collect());
        Gone::of(&graph, swept)
    };
    let traits = std::mem::take(&mut gone.traits);
    gone.remove(files);
    // A trait without a definition isn't to be reported.
    if let Some(file) = files.first_mut() {
        let keys = traits.into_iter().map(|id| Key {
            name: Cow::Owned(id),
        });
        file.broken.extend(keys);
    }
}

/// Lets clients leave out idempotency tokens that are required.
pub(super) fn make_tokens_optional(files: &mut [File<'_>]) {
    // A member may have a part of its traits by `apply`.
    let tokens: HashSet<String> = {
        let graph = build(files, Known::load().files()).graph;
        let all = graph.own_with(IDEMPOTENCY_TOKEN);
        let all = all.filter(|at| graph.has(*at, REQUIRED) && !graph.has(*at, CLIENT_OPTIONAL));
        all.map(|at| graph.id(at).into_owned()).collect()
    };
    for file in files {
        for (key, shape) in &mut file.shapes {
            for (name, member) in shape.members.iter_mut() {
                if tokens.contains(&format!("{}${}", key.name, name.name)) {
                    member.traits.push(CLIENT_OPTIONAL, Node::of("{}"));
                }
            }
        }
    }
}
