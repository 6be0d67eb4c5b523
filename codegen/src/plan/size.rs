//! The rough size of values. Where a union's variants differ much, clippy is told that this is on
//! purpose.

use foldhash::{HashMap, HashMapExt};

use crate::ir::{Item, Name, Presence, Structure, Type, Union};

/// A difference, in bytes, that clippy may call large: its line is at 200, ours leaves room
/// for what is only estimated here.
const LARGE: usize = 150;

/// Marks the unions whose variants differ much in size.
pub(super) fn mark(items: &mut [Item]) {
    let uneven: Vec<bool> = {
        let mut sizes = Sizes {
            items: items.iter().map(|item| (item.name(), item)).collect(),
            known: HashMap::new(),
        };
        items
            .iter()
            .map(|item| match item {
                Item::Union(union) => sizes.is_uneven(union),
                _ => false,
            })
            .collect()
    };
    for (item, is_uneven) in items.iter_mut().zip(uneven) {
        if let Item::Union(union) = item {
            union.is_uneven = is_uneven;
        }
    }
}

struct Sizes<'i> {
    items: HashMap<&'i Name, &'i Item>,
    known: HashMap<&'i Name, usize>,
}

impl<'i> Sizes<'i> {
    fn is_uneven(&mut self, union: &'i Union) -> bool {
        // The unknown member has a name and a value, the unknown event a whole message.
        let mut sizes = vec![if union.stream.is_some() { 72 } else { 32 }];
        for variant in &union.variants {
            sizes.push(variant.ty.as_ref().map_or(0, |ty| self.of(ty)));
        }
        sizes.sort_unstable();
        matches!(sizes.as_slice(), [.., second, first] if first - second >= LARGE)
    }

    fn of(&mut self, ty: &'i Type) -> usize {
        match ty {
            Type::Scalar(_) | Type::List { .. } | Type::Map { .. } => 24,
            Type::Named(named) if named.boxed => 8,
            Type::Named(named) => self.of_item(&named.name),
        }
    }

    fn of_item(&mut self, name: &Name) -> usize {
        let Some((name, item)) = self.items.get_key_value(name) else {
            return 0;
        };
        let (name, item) = (*name, *item);
        if let Some(size) = self.known.get(name) {
            return *size;
        }
        // Recursive members are boxed, so this is only here should that ever change.
        self.known.insert(name, 0);
        let size = match item {
            Item::Structure(structure) => self.of_structure(structure),
            Item::Union(union) => {
                let sizes = union
                    .variants
                    .iter()
                    .filter_map(|variant| variant.ty.as_ref());
                sizes.map(|ty| self.of(ty)).max().unwrap_or(0).max(32)
            }
            Item::Enumeration(_) => 24,
            Item::IntEnumeration(_) => 8,
        };
        self.known.insert(name, size);
        size
    }

    fn of_structure(&mut self, structure: &'i Structure) -> usize {
        let members = structure.members.iter();
        members
            .map(|member| match (&member.ty, &member.presence) {
                (ty @ Type::Named(_), Presence::Always(_)) => self.of(ty),
                (ty @ Type::Named(_), _) => self.of(ty) + 8,
                (ty, _) => self.of(ty),
            })
            .sum()
    }
}
