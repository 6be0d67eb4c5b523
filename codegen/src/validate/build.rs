//! Builds the graph of files: definitions and `apply` statements are merged, mixins are flattened
//! ([Smithy 2.0, mixins](https://smithy.io/2.0/spec/mixins.html)).

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::ast::{self, Entries, File, Node, Place, Value};

use super::graph::{Applied, At, Edge, Graph, Rel, Shape, Spot, strings};
use super::ids::{LOCAL_TRAITS, MIXIN, UNIT};
use crate::shape_type::Type;

/// The depth to which mixins may nest. Resolve reports deeper ones.
const MAX_MIXINS: usize = 64;

/// The number of members that all mixins together may give. Resolve reports more.
const MAX_MIXED: usize = 200_000;

/// A shape before members are shapes of their own.
#[derive(Clone)]
struct Draft<'f> {
    id: &'f str,
    kind: Type,
    traits: Vec<Applied<'f>>,
    members: Vec<DraftMember<'f>>,
    edges: Vec<Edge<'f>>,
    spot: Spot<'f>,
    version: Option<&'f str>,
    rename: Vec<(Cow<'f, str>, Node<'f>)>,
    is_known: bool,
    is_flat: bool,
}

#[derive(Clone)]
struct DraftMember<'f> {
    name: &'f str,
    target: Cow<'f, str>,
    target_spot: Spot<'f>,
    traits: Vec<Applied<'f>>,
    spot: Spot<'f>,
    is_mixed_in: bool,
}

/// A conflict of mixins that building finds: the mixin's member and the shape's differ.
pub(super) struct MemberConflict<'f> {
    pub(super) shape: &'f str,
    pub(super) member: &'f str,
    pub(super) mixin: &'f str,
    pub(super) spot: Spot<'f>,
}

/// A trait that a shape or member has twice, with values that can't be joined.
pub(super) struct Twice<'f> {
    pub(super) shape: &'f str,
    pub(super) member: Option<&'f str>,
    pub(super) first: Applied<'f>,
    pub(super) second: Applied<'f>,
}

/// A graph, and what was wrong with mixins and `apply` statements.
pub(crate) struct Built<'f> {
    pub(crate) graph: Graph<'f>,
    pub(super) conflicts: Vec<MemberConflict<'f>>,
    pub(super) twice: Vec<Twice<'f>>,
    /// Ids of shapes that couldn't be read, and have been reported.
    pub(super) broken: HashSet<String>,
}

/// Builds the graph of a model's files and of known definitions, which the model's own precede.
pub(crate) fn build<'f>(own: &'f [File<'f>], known: &'f [File<'f>]) -> Built<'f> {
    let mut builder = Builder::default();
    for (files, is_known) in [(own, false), (known, true)] {
        for file in files {
            for (key, shape) in &file.shapes {
                builder.add(&file.place, &key.name, shape, is_known);
            }
            let broken = file.broken.iter().map(|key| key.name.to_string());
            builder.broken.extend(broken);
        }
    }
    for number in 0..builder.drafts.len() {
        builder.flatten(number, 0);
    }
    let shapes = numbered(builder.drafts);
    Built {
        graph: Graph::new(shapes),
        conflicts: builder.conflicts,
        twice: builder.twice,
        broken: builder.broken,
    }
}

/// An `apply` statement: the member that it names, and the traits.
type Statement<'f> = (Option<&'f str>, Vec<Applied<'f>>);

#[derive(Default)]
struct Builder<'f> {
    drafts: Vec<Draft<'f>>,
    ids: HashMap<&'f str, usize>,
    applied: HashMap<&'f str, Vec<Statement<'f>>>,
    conflicts: Vec<MemberConflict<'f>>,
    twice: Vec<Twice<'f>>,
    broken: HashSet<String>,
    mixed: usize,
}

impl<'f> Builder<'f> {
    fn add(
        &mut self,
        place: &'f Place<'f>,
        key: &'f str,
        shape: &'f ast::Shape<'f>,
        is_known: bool,
    ) {
        let kind = shape.kind.string();
        if kind.as_deref() == Some("apply") {
            let (id, member) = match key.split_once('$') {
                Some((id, member)) => (id, Some(member)),
                None => (key, None),
            };
            let statements = self.applied.entry(id).or_default();
            statements.push((member, traits(place, &shape.traits)));
            return;
        }
        // Resolve reports types and ids that aren't any, and shapes that are there twice.
        let Some(kind) = kind.and_then(|kind| Type::from_name(&kind)) else {
            self.broken.insert(key.to_owned());
            return;
        };
        if kind == Type::Member || self.ids.contains_key(key) || !key.contains('#') {
            return;
        }
        self.ids.insert(key, self.drafts.len());
        self.drafts.push(draft(place, key, shape, kind, is_known));
    }

    /// Gives a draft what its mixins have, and the traits of `apply` statements.
    fn flatten(&mut self, number: usize, depth: usize) {
        let Some(draft) = self.drafts.get_mut(number) else {
            return;
        };
        if draft.is_flat {
            return;
        }
        draft.is_flat = true;
        let id = draft.id;
        let of_mixed = apply(
            draft,
            self.applied.remove(id).unwrap_or_default(),
            &mut self.twice,
        );
        let mixins: Vec<usize> = draft
            .edges
            .iter()
            .filter(|edge| edge.rel == Rel::Mixin)
            .filter_map(|edge| self.ids.get(&*edge.id).copied())
            .collect();
        if !mixins.is_empty() && depth < MAX_MIXINS {
            for mixin in &mixins {
                self.flatten(*mixin, depth + 1);
            }
            let mixins: Vec<Draft<'f>> = mixins
                .into_iter()
                .filter_map(|mixin| self.drafts.get(mixin).cloned())
                .collect();
            self.mixed += mixins
                .iter()
                .map(|mixin| mixin.members.len())
                .sum::<usize>();
            if self.mixed <= MAX_MIXED
                && let Some(draft) = self.drafts.get_mut(number)
            {
                inherit(draft, &mixins, &mut self.conflicts);
            }
        }
        if let Some(draft) = self.drafts.get_mut(number) {
            for (name, applied) in of_mixed {
                let mut members = draft.members.iter_mut();
                if let Some(member) = members.find(|member| member.name == name) {
                    overlay(&mut member.traits, &applied);
                }
            }
        }
    }
}

/// Gives a draft and its own members the traits of `apply` statements, and returns those of other
/// members. Lists are joined: each is a value of the trait. Other values that differ are reported.
fn apply<'f>(
    draft: &mut Draft<'f>,
    statements: Vec<Statement<'f>>,
    twice: &mut Vec<Twice<'f>>,
) -> Vec<(&'f str, Vec<Applied<'f>>)> {
    let mut others = Vec::new();
    let names = draft.members.iter().map(|member| member.name);
    let names: HashMap<&str, usize> = match statements.is_empty() {
        true => HashMap::new(),
        false => names.zip(0..).collect(),
    };
    for (member, applied) in statements {
        let traits = match member {
            None => &mut draft.traits,
            Some(name) => {
                let at = names.get(name).copied();
                match at.and_then(|at| draft.members.get_mut(at)) {
                    Some(member) => &mut member.traits,
                    None => {
                        others.push((name, applied));
                        continue;
                    }
                }
            }
        };
        for other in applied {
            let Some(known) = traits.iter_mut().find(|known| known.id == other.id) else {
                traits.push(other);
                continue;
            };
            if known.value.is_list() && other.value.is_list() {
                traits.push(other);
                continue;
            }
            let value = |node: Node<'_>| node.decode::<Value>().ok();
            if value(known.value) != value(other.value) {
                twice.push(Twice {
                    shape: draft.id,
                    member,
                    first: *known,
                    second: other,
                });
            }
            *known = other;
        }
    }
    others
}

fn inherit<'f>(
    draft: &mut Draft<'f>,
    mixins: &[Draft<'f>],
    conflicts: &mut Vec<MemberConflict<'f>>,
) {
    let own_traits = std::mem::take(&mut draft.traits);
    let own_members = std::mem::take(&mut draft.members);
    let own_edges = std::mem::take(&mut draft.edges);
    let mut names: HashMap<&'f str, usize> = HashMap::new();
    for mixin in mixins {
        let local: Vec<Cow<'f, str>> = mixin
            .traits
            .iter()
            .find(|applied| applied.id == MIXIN)
            .and_then(|applied| applied.field(LOCAL_TRAITS))
            .map(strings)
            .unwrap_or_default();
        let passed = mixin.traits.iter().copied();
        let passed: Vec<Applied<'f>> = passed
            .filter(|applied| applied.id != MIXIN && !local.iter().any(|id| id == applied.id))
            .collect();
        overlay(&mut draft.traits, &passed);
        for member in &mixin.members {
            let member = DraftMember {
                is_mixed_in: true,
                ..member.clone()
            };
            take(draft, member, &mut names, mixin.id, conflicts);
        }
        for edge in mixin.edges.iter().filter(|edge| edge.rel != Rel::Mixin) {
            let is_there = draft.edges.iter().any(|own| is_same(own, edge));
            let is_unit = matches!(edge.rel, Rel::Input | Rel::Output) && edge.id == UNIT;
            if !is_there && !is_unit {
                draft.edges.push(edge.clone());
            }
        }
        draft.version = draft.version.filter(|it| !it.is_empty()).or(mixin.version);
        for (id, name) in &mixin.rename {
            if !draft.rename.iter().any(|(own, _)| own == id) {
                draft.rename.push((id.clone(), *name));
            }
        }
    }
    overlay(&mut draft.traits, &own_traits);
    for member in own_members {
        take(draft, member, &mut names, draft.id, conflicts);
    }
    for edge in own_edges {
        let single = matches!(edge.rel, Rel::Input | Rel::Output);
        draft
            .edges
            .retain(|mixed| !(is_same(mixed, &edge) || single && mixed.rel == edge.rel));
        draft.edges.push(edge);
    }
}

fn is_same(one: &Edge<'_>, other: &Edge<'_>) -> bool {
    one.rel == other.rel && one.id == other.id && one.name == other.name
}

/// Takes a member over, or its traits if the shape has one of its name.
fn take<'f>(
    draft: &mut Draft<'f>,
    member: DraftMember<'f>,
    names: &mut HashMap<&'f str, usize>,
    from: &'f str,
    conflicts: &mut Vec<MemberConflict<'f>>,
) {
    let shape = draft.id;
    let at = names.get(member.name).copied();
    match at.and_then(|at| draft.members.get_mut(at)) {
        Some(known) => {
            // Values of enums are given by traits, and all members target the unit type.
            if known.target != member.target {
                conflicts.push(MemberConflict {
                    shape,
                    member: member.name,
                    mixin: from,
                    spot: member.spot,
                });
            }
            overlay(&mut known.traits, &member.traits);
            if !member.is_mixed_in {
                known.spot = member.spot;
                known.is_mixed_in = false;
            }
        }
        None => {
            names.insert(member.name, draft.members.len());
            draft.members.push(member);
        }
    }
}

/// Adds traits, which precede those of their ids that are there. A trait has several values if these
/// are lists that are joined.
fn overlay<'f>(traits: &mut Vec<Applied<'f>>, others: &[Applied<'f>]) {
    let mut seen: HashSet<&str> = HashSet::new();
    for other in others {
        let is_first = seen.insert(other.id);
        let known = traits.iter().position(|known| known.id == other.id);
        match known.filter(|_| is_first) {
            Some(at) => {
                let mut number = 0..;
                traits.retain(|known| number.next() <= Some(at) || known.id != other.id);
                if let Some(known) = traits.get_mut(at) {
                    *known = *other;
                }
            }
            None => traits.push(*other),
        }
    }
}

fn traits<'f>(place: &'f Place<'f>, traits: &'f Entries<'f, Node<'f>>) -> Vec<Applied<'f>> {
    let mut all = Vec::new();
    for (key, value) in traits.iter() {
        all.push(Applied {
            id: &key.name,
            value: *value,
            spot: Spot {
                place,
                part: &key.name,
            },
        });
    }
    all
}

fn draft<'f>(
    place: &'f Place<'f>,
    id: &'f str,
    shape: &'f ast::Shape<'f>,
    kind: Type,
    is_known: bool,
) -> Draft<'f> {
    let member = |name: &'f str, member: &'f ast::Member<'f>, part: &'f str| DraftMember {
        name,
        target: member.target.string().unwrap_or_default(),
        target_spot: Spot {
            place,
            part: member.target.text(),
        },
        traits: traits(place, &member.traits),
        spot: Spot { place, part },
        is_mixed_in: false,
    };
    let mut members: Vec<DraftMember<'f>> = Vec::new();
    if matches!(
        kind,
        Type::Structure | Type::Union | Type::Enum | Type::IntEnum
    ) {
        let named = shape.members.iter();
        let mut seen = HashSet::new();
        members.extend(
            named
                .filter(|(key, _)| seen.insert(&*key.name))
                .map(|(key, it)| member(&key.name, it, &key.name)),
        );
    }
    for (name, it) in shape.elements().named() {
        let is_its = match kind {
            Type::List | Type::Set => name == "member",
            Type::Map => name != "member",
            _ => false,
        };
        if let Some(it) = it.as_ref().filter(|_| is_its) {
            members.push(member(name, it, it.target.text()));
        }
    }
    let edge = |rel: Rel, reference: &'f ast::Reference<'f>| Edge {
        rel,
        name: Cow::Borrowed(""),
        id: reference.target.string().unwrap_or_default(),
        to: None,
        spot: Spot {
            place,
            part: reference.target.text(),
        },
    };
    let mut edges = Vec::new();
    let (signature, bindings) = (shape.signature(), shape.bindings());
    let lists = [
        (Rel::Mixin, &shape.mixins),
        (Rel::Operation, &bindings.operations),
        (Rel::CollectionOperation, &bindings.collection_operations),
        (Rel::Resource, &bindings.resources),
        (Rel::Error, &signature.errors),
    ];
    for (rel, list) in lists {
        edges.extend(list.iter().map(|reference| edge(rel, reference)));
    }
    let singles = [
        (Rel::Input, &signature.input),
        (Rel::Output, &signature.output),
        (Rel::Create, &bindings.create),
        (Rel::Put, &bindings.put),
        (Rel::Read, &bindings.read),
        (Rel::Update, &bindings.update),
        (Rel::Delete, &bindings.delete),
        (Rel::List, &bindings.list),
    ];
    for (rel, single) in singles {
        edges.extend(single.iter().map(|reference| edge(rel, reference)));
    }
    let properties: Option<Entries<'f, Node<'f>>> =
        bindings.own_properties.and_then(|node| node.decode().ok());
    let properties = properties.into_iter().flatten();
    let properties = properties.map(|(key, node)| (Rel::Property, key.name, node));
    let identifiers = bindings.identifiers.iter();
    let identifiers = identifiers.map(|(key, node)| (Rel::Identifier, key.name.clone(), *node));
    for (rel, name, node) in identifiers.chain(properties) {
        if let Ok(reference) = node.decode::<ast::Reference<'f>>() {
            edges.push(Edge {
                rel,
                name,
                id: reference.target.string().unwrap_or_default(),
                to: None,
                spot: Spot {
                    place,
                    part: reference.target.text(),
                },
            });
        }
    }
    let renames = bindings.rename.iter();
    Draft {
        id,
        kind,
        traits: traits(place, &shape.traits),
        members,
        edges,
        spot: Spot { place, part: id },
        version: bindings.version.as_deref(),
        rename: renames
            .map(|(key, name)| (Cow::Borrowed(&*key.name), *name))
            .collect(),
        is_known,
        is_flat: false,
    }
}

fn numbered(drafts: Vec<Draft<'_>>) -> Vec<Shape<'_>> {
    let count: usize = drafts.iter().map(|draft| 1 + draft.members.len()).sum();
    let mut shapes: Vec<Shape<'_>> = Vec::with_capacity(count);
    for draft in drafts {
        let at = Graph::next(&shapes);
        let is_known = draft.is_known;
        shapes.push(Shape {
            name: Cow::Borrowed(draft.id),
            kind: draft.kind,
            traits: draft.traits,
            members: Vec::with_capacity(draft.members.len()),
            container: None,
            edges: draft.edges,
            spot: draft.spot,
            version: draft.version,
            rename: draft.rename,
            is_known,
            is_mixed_in: false,
        });
        let mut members: Vec<At> = Vec::with_capacity(draft.members.len());
        for member in draft.members {
            members.push(Graph::next(&shapes));
            shapes.push(Shape {
                name: Cow::Borrowed(member.name),
                kind: Type::Member,
                traits: member.traits,
                members: Vec::new(),
                container: Some(at),
                edges: vec![Edge {
                    rel: Rel::Target,
                    name: Cow::Borrowed(""),
                    id: member.target,
                    to: None,
                    spot: member.target_spot,
                }],
                spot: member.spot,
                version: None,
                rename: Vec::new(),
                is_known,
                is_mixed_in: member.is_mixed_in,
            });
        }
        if let Some(shape) = shapes.get_mut(at.index()) {
            shape.members = members;
        }
    }
    shapes
}
