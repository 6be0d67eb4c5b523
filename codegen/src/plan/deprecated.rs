//! Whether anything in a service is deprecated.

use crate::ir::waiter::Waiter;
use crate::ir::{ErrorShape, Item, Operation, Structure};

/// Whether anything is deprecated, so that the service's module must not warn of itself.
pub(super) fn any(
    items: &[Item],
    operations: &[Operation],
    errors: &[ErrorShape],
    waiters: &[Waiter],
) -> bool {
    let messages = operations
        .iter()
        .flat_map(|operation| [&operation.input, &operation.output]);
    let errors = errors.iter().map(|error| &error.structure);
    messages.chain(errors).any(in_structure)
        || items.iter().any(in_item)
        || waiters.iter().any(|waiter| waiter.deprecated.is_some())
}

fn in_structure(structure: &Structure) -> bool {
    let mut members = structure.members.iter();
    structure.deprecated.is_some() || members.any(|member| member.deprecated.is_some())
}

fn in_item(item: &Item) -> bool {
    match item {
        Item::Structure(structure) => in_structure(structure),
        Item::Union(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|v| v.deprecated.is_some())
        }
        Item::Enumeration(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|v| v.deprecated.is_some())
        }
        Item::IntEnumeration(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|v| v.deprecated.is_some())
        }
    }
}
