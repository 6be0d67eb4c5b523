//! Types that have another name and are the same: what is gone under one name and has come
//! under another, with the same members.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Item, Structure, Type};

use super::forms::wire_form;
use super::side::Service;

/// Old names of types and what the new version calls them.
#[derive(Debug, Default)]
pub(super) struct Renames(BTreeMap<String, String>);

impl Renames {
    /// Finds the types that were renamed. Types with the same members are told apart by who
    /// holds them; what stays ambiguous counts as removed and added.
    pub(super) fn find(old: &Service<'_>, new: &Service<'_>) -> Self {
        let old_holders = holders(old);
        let new_holders = holders(new);
        let mut by_signature: BTreeMap<String, (Vec<&str>, Vec<&str>)> = BTreeMap::new();
        for item in only_in(old, new) {
            if let Some(signature) = signature(item) {
                let (gone, _) = by_signature.entry(signature).or_default();
                gone.push(&item.name().ty);
            }
        }
        for item in only_in(new, old) {
            if let Some(signature) = signature(item) {
                let (_, come) = by_signature.entry(signature).or_default();
                come.push(&item.name().ty);
            }
        }
        let mut found = BTreeMap::new();
        for (gone, come) in by_signature.values() {
            let is_same = |old: &str, new: &str| match (old_holders.get(old), new_holders.get(new))
            {
                (Some(old), Some(new)) => !old.is_disjoint(new),
                _ => false,
            };
            for old in gone {
                let mut candidates = come.iter().filter(|new| is_same(old, new));
                if let (Some(new), None) = (candidates.next(), candidates.next())
                    && gone.iter().filter(|other| is_same(other, new)).count() == 1
                {
                    found.insert((*old).to_owned(), (*new).to_owned());
                }
            }
        }
        Self(found)
    }

    /// The name that the new version has for a type of the old one.
    pub(super) fn apply<'n>(&'n self, old: &'n str) -> &'n str {
        self.0.get(old).map_or(old, String::as_str)
    }

    /// Whether the new version's type is an old one under another name.
    pub(super) fn is_target(&self, new: &str) -> bool {
        self.0.values().any(|name| name == new)
    }

    pub(super) fn is_source(&self, old: &str) -> bool {
        self.0.contains_key(old)
    }
}

fn only_in<'s>(service: &Service<'s>, other: &Service<'_>) -> Vec<&'s Item> {
    let items = service.items.iter();
    items
        .filter(|(name, _)| !other.items.contains_key(*name))
        .map(|(_, item)| *item)
        .collect()
}

/// The names of the members that hold each type; what they are members of may have been
/// renamed, too.
type Holders<'s> = BTreeMap<&'s str, BTreeSet<String>>;

fn holders<'s>(service: &Service<'s>) -> Holders<'s> {
    let mut holders: Holders<'s> = BTreeMap::new();
    let mut add = |ty: &'s Type, member: &str| {
        if let Some(name) = named(ty) {
            holders.entry(name).or_default().insert(member.to_owned());
        }
    };
    let of = |structure: &'s Structure, add: &mut dyn FnMut(&'s Type, &str)| {
        for member in &structure.members {
            add(&member.ty, &member.name);
        }
    };
    for operation in service.operations.values() {
        of(&operation.plan.input, &mut add);
        of(&operation.plan.output, &mut add);
    }
    for error in service.errors.values() {
        of(&error.structure, &mut add);
    }
    for item in service.items.values() {
        match item {
            Item::Structure(structure) => of(structure, &mut add),
            Item::Union(union) => {
                for variant in &union.variants {
                    if let Some(ty) = &variant.ty {
                        add(ty, &variant.member);
                    }
                }
            }
            Item::Enumeration(_) | Item::IntEnumeration(_) => {}
        }
    }
    holders
}

fn named(ty: &Type) -> Option<&str> {
    match ty {
        Type::Scalar(_) => None,
        Type::Named(named) => Some(&named.name.ty),
        Type::List { item, .. } => named(item),
        Type::Map { value, .. } => named(value),
    }
}

/// The signature of a type. `None` if it is too little to know the type again.
fn signature(item: &Item) -> Option<String> {
    let members: Vec<String> = match item {
        Item::Structure(structure) => structure
            .members
            .iter()
            .map(|member| format!("{}: {}", member.wire_name, wire_form(&member.ty)))
            .collect(),
        Item::Union(union) => union
            .variants
            .iter()
            .map(|variant| {
                let form = variant.ty.as_ref().map(wire_form).unwrap_or_default();
                format!("{}: {form}", variant.wire_name)
            })
            .collect(),
        Item::Enumeration(item) => item.variants.iter().map(|v| v.value.clone()).collect(),
        Item::IntEnumeration(item) => item.variants.iter().map(|v| v.value.to_string()).collect(),
    };
    let kind = super::forms::kind(item);
    (!members.is_empty()).then(|| format!("{kind} {{ {} }}", members.join(", ")))
}
