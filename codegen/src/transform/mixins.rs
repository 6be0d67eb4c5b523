//! Gives shapes what their mixins have, and takes the mixins away
//! ([Smithy 2.0, mixins](https://smithy.io/2.0/spec/mixins.html)).

use std::borrow::Cow;

use foldhash::{HashMap, HashMapExt, HashSet};

use crate::ast::{Entries, File, Key, Member, Node, Reference, Shape};
use crate::validate::strings;

use super::ids::MIXIN;

/// The depth to which mixins may nest. Resolve reports deeper ones.
const MAX_DEPTH: usize = 64;

/// The number of members that all mixins together may give. Resolve reports more.
const MAX_MEMBERS: usize = 200_000;

/// Flattens the shapes of some ids, or all. Shapes whose mixins can't be resolved stay as they
/// are.
pub(super) fn flatten(files: &mut [File<'_>], only: Option<&HashSet<String>>) {
    let flat: HashMap<String, Shape<'_>> = {
        let mut mixins = Mixins::of(files);
        let all = files.iter().flat_map(|file| &file.shapes);
        let all = all.filter(|(key, shape)| {
            !shape.mixins.is_empty() && only.is_none_or(|only| only.contains(&*key.name))
        });
        let flat = all.filter_map(|(key, shape)| {
            let flat = mixins.flat(shape, 0)?;
            Some((key.name.to_string(), flat))
        });
        flat.collect()
    };
    for file in files {
        for (key, shape) in &mut file.shapes {
            // A shape that is defined twice is the same both times.
            if !shape.mixins.is_empty()
                && let Some(flat) = flat.get(&*key.name)
            {
                *shape = flat.clone();
            }
        }
    }
}

struct Mixins<'f, 'a> {
    shapes: HashMap<&'f str, &'f Shape<'a>>,
    /// The `apply` statements by the id of the shape, with the member that they name.
    applied: HashMap<&'f str, Vec<(Option<&'f str>, &'f Shape<'a>)>>,
    /// The members and traits that shapes get of mixins that are done.
    passed: HashMap<&'f str, Shape<'a>>,
    members: usize,
}

impl<'f, 'a> Mixins<'f, 'a> {
    fn of(files: &'f [File<'a>]) -> Self {
        let mut shapes = HashMap::new();
        let mut applied: HashMap<&str, Vec<_>> = HashMap::new();
        for (key, shape) in files.iter().flat_map(|file| &file.shapes) {
            if shape.kind.string().as_deref() != Some("apply") {
                shapes.entry(&*key.name).or_insert(shape);
                continue;
            }
            let (id, member) = match key.name.split_once('$') {
                Some((id, member)) => (id, Some(member)),
                None => (&*key.name, None),
            };
            applied.entry(id).or_default().push((member, shape));
        }
        Self {
            shapes,
            applied,
            passed: HashMap::new(),
            members: 0,
        }
    }

    /// A shape with all that its mixins have.
    fn flat(&mut self, shape: &Shape<'a>, depth: usize) -> Option<Shape<'a>> {
        let mut flat: Option<Shape<'a>> = None;
        for reference in &shape.mixins {
            let id = reference.target.string()?;
            self.pass(&id, depth)?;
            let mixin = self.passed.get(&*id)?;
            self.members += mixin.members.len();
            if self.members > MAX_MEMBERS {
                return None;
            }
            match &mut flat {
                None => flat = Some(mixin.clone()),
                Some(flat) => add(flat, mixin),
            }
        }
        let Some(mut flat) = flat else {
            return Some(shape.clone());
        };
        add(&mut flat, shape);
        flat.mixins.clear();
        Some(flat)
    }

    /// Finds what a mixin gives: its members and properties, and the traits that aren't local.
    fn pass(&mut self, id: &str, depth: usize) -> Option<()> {
        if self.passed.contains_key(id) {
            return Some(());
        }
        if depth == MAX_DEPTH {
            return None;
        }
        let (id, shape) = self.shapes.get_key_value(id)?;
        let (id, shape): (&'f str, &'f Shape<'a>) = (id, shape);
        let mut flat = self.flat(shape, depth + 1)?;
        let members = numbers(&flat);
        for (member, statement) in self.applied.get(id).into_iter().flatten() {
            let traits = match member {
                None => Some(&mut flat.traits),
                Some(name) => {
                    let at = members.get(*name).copied();
                    let found = at.and_then(|at| flat.members.iter_mut().nth(at));
                    found.map(|(_, member)| &mut member.traits)
                }
            };
            if let Some(traits) = traits {
                overlay(traits, &statement.traits);
            }
        }
        let mixin = flat.traits.get(MIXIN).copied();
        let local = mixin.and_then(|mixin| mixin.field("localTraits"));
        let local: Vec<Cow<'_, str>> = local.map(strings).unwrap_or_default();
        flat.traits
            .retain(|id| id != MIXIN && !local.iter().any(|local| local == id));
        self.passed.insert(id, flat);
        Some(())
    }
}

/// Adds what a later mixin or the shape itself has, which goes before.
fn add<'a>(flat: &mut Shape<'a>, other: &Shape<'a>) {
    overlay(&mut flat.traits, &other.traits);
    let known = numbers(flat);
    for (key, member) in other.members.iter() {
        let at = known.get(&*key.name).copied();
        match at.and_then(|at| flat.members.iter_mut().nth(at)) {
            Some((_, known)) => overlay(&mut known.traits, &member.traits),
            None => flat.members.push_key(key.clone(), member.clone()),
        }
    }
    flat.kind = other.kind;
    let (elements, new) = (flat.make_elements(), other.elements());
    add_member(&mut elements.member, &new.member);
    add_member(&mut elements.key, &new.key);
    add_member(&mut elements.value, &new.value);
    let (signature, new) = (flat.make_signature(), other.signature());
    add_reference(&mut signature.input, &new.input);
    add_reference(&mut signature.output, &new.output);
    add_references(&mut signature.errors, &new.errors);
    let (bindings, new) = (flat.make_bindings(), other.bindings());
    if let Some(version) = new.version.as_ref().filter(|it| !it.is_empty()) {
        bindings.version = Some(version.clone());
    }
    add_references(&mut bindings.operations, &new.operations);
    add_references(
        &mut bindings.collection_operations,
        &new.collection_operations,
    );
    add_references(&mut bindings.resources, &new.resources);
    for (own, (_, new)) in bindings.lifecycle_mut().into_iter().zip(new.lifecycle()) {
        add_reference(own, new);
    }
    overlay(&mut bindings.rename, &new.rename);
    overlay(&mut bindings.identifiers, &new.identifiers);
    if new.own_properties.is_some() {
        bindings.own_properties = new.own_properties;
    }
}

fn add_references<'a>(own: &mut Vec<Reference<'a>>, new: &[Reference<'a>]) {
    let known: HashSet<String> = own.iter().filter_map(target).collect();
    let new = new
        .iter()
        .filter(|it| target(it).is_none_or(|id| !known.contains(&id)));
    own.extend(new.cloned());
}

fn add_reference<'a>(own: &mut Option<Reference<'a>>, new: &Option<Reference<'a>>) {
    if new.is_some() {
        own.clone_from(new);
    }
}

/// The places of members by their names.
fn numbers(shape: &Shape<'_>) -> HashMap<String, usize> {
    let names = shape.members.iter().map(|(key, _)| key.name.to_string());
    names.zip(0..).collect()
}

fn add_member<'a>(own: &mut Option<Member<'a>>, new: &Option<Member<'a>>) {
    match (own, new) {
        (Some(own), Some(new)) => overlay(&mut own.traits, &new.traits),
        (own, Some(new)) => *own = Some(new.clone()),
        (_, None) => {}
    }
}

fn target(reference: &Reference<'_>) -> Option<String> {
    reference.target.string().map(Cow::into_owned)
}

fn overlay<'a>(own: &mut Entries<'a, Node<'a>>, others: &Entries<'a, Node<'a>>) {
    for (key, value) in others.iter() {
        let key: Key<'a> = key.clone();
        own.set(key, *value);
    }
}
