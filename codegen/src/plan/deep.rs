//! Types that are lists and maps in one another, several deep, which clippy's `type_complexity`
//! minds.

use crate::ir::{ErrorShape, Item, Operation, Structure, Type};

/// The number of levels that is too much for clippy, with an `Option` around them.
const DEEP: usize = 3;

/// Whether any member's type is so deep.
pub(super) fn any(items: &[Item], operations: &[Operation], errors: &[ErrorShape]) -> bool {
    let messages = operations
        .iter()
        .flat_map(|operation| [&operation.input, &operation.output]);
    let errors = errors.iter().map(|error| &error.structure);
    messages.chain(errors).any(has_deep_member) || items.iter().any(is_deep)
}

fn has_deep_member(structure: &Structure) -> bool {
    let mut members = structure.members.iter();
    members.any(|member| nesting(&member.ty) >= DEEP)
}

fn is_deep(item: &Item) -> bool {
    match item {
        Item::Structure(structure) => has_deep_member(structure),
        Item::Union(union) => {
            let variants = union.variants.iter();
            let mut types = variants.filter_map(|variant| variant.ty.as_ref());
            types.any(|ty| nesting(ty) >= DEEP)
        }
        Item::Enumeration(_) | Item::IntEnumeration(_) => false,
    }
}

/// How many lists, maps and options a type is, one in another.
fn nesting(ty: &Type) -> usize {
    match ty {
        Type::Scalar(_) | Type::Named(_) => 0,
        Type::List {
            item: inner,
            sparse,
            ..
        }
        | Type::Map {
            value: inner,
            sparse,
            ..
        } => 1 + usize::from(*sparse) + nesting(inner),
    }
}
