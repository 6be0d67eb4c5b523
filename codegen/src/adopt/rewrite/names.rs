//! The names that new code has.

use crate::ir::{Item, Service};

use super::super::edits::Edit;
use super::super::operations::squashed;

/// The names that code has: those of a service, of getters, and of imports.
pub(in super::super) struct Names<'s> {
    pub(in super::super) service: &'s Service,
    /// The changes in the part of the file that is rewritten.
    pub(in super::super) changes: Vec<&'s Edit>,
    /// Types under other names, and their own.
    pub(in super::super) aliases: &'s [(String, String)],
}

impl Names<'_> {
    /// The name of a type in the SDK.
    pub(in super::super) fn of_type<'n>(&'n self, name: &'n str) -> &'n str {
        let mut aliases = self.aliases.iter();
        aliases
            .find(|(alias, _)| alias == name)
            .map_or(name, |(_, own)| own)
    }
}

/// The variant of an enum or a union that the SDK has under a name.
pub(super) fn variant(item: &Item, name: &str) -> Option<String> {
    let names: Vec<&String> = match item {
        Item::Union(it) => it.variants.iter().map(|it| &it.name).collect(),
        Item::Enumeration(it) => it.variants.iter().map(|it| &it.name).collect(),
        Item::IntEnumeration(it) => it.variants.iter().map(|it| &it.name).collect(),
        Item::Structure(_) => Vec::new(),
    };
    let mut names = names.into_iter();
    names.find(|it| squashed(it) == squashed(name)).cloned()
}
