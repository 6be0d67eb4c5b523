//! Structures by the types of members.

use crate::ir::{Item, Structure, Type};

/// Returns the structure that a type is.
pub(super) fn structure<'i>(ty: &Type, items: &'i [Item]) -> Option<&'i Structure> {
    let Type::Named(named) = ty else {
        return None;
    };
    let mut items = items.iter();
    items.find_map(|item| match item {
        Item::Structure(structure) if structure.name == named.name => Some(structure),
        _ => None,
    })
}

/// Returns the structure in a list.
pub(super) fn structure_in_list<'i>(ty: &Type, items: &'i [Item]) -> Option<&'i Structure> {
    match ty {
        Type::List {
            item,
            sparse: false,
            ..
        } => structure(item, items),
        _ => None,
    }
}
