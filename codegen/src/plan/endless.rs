//! Structures that can't be: those that always hold another of themselves.

use crate::diagnostic::Report;
use crate::ir::{Item, Name, NamedKind, Presence, Structure, Type};
use crate::model::{Graph, Shape};

/// Reports each structure that, through members that must be there, holds itself in place
/// ([Smithy 2.0, recursive shapes](https://smithy.io/2.0/spec/aggregate-types.html#recursive-shape-definitions)).
pub(super) fn report(items: &[(&Shape, Item)], report: &mut Report) {
    let structures = items.iter().filter_map(|(_, item)| match item {
        Item::Structure(structure) => Some((&structure.name, always(structure))),
        _ => None,
    });
    let endless = Graph::new(structures).cycles();
    for (shape, item) in items {
        let Item::Structure(structure) = item else {
            continue;
        };
        if endless.contains_key(&structure.name) {
            report.add(shape.problem(
                format!("{} always holds another of itself", shape.id.name()),
                "no value of it can end",
                "make one of the members on the way optional, or a list or map",
            ));
        }
    }
}

/// The structures that are in every value of one.
fn always(structure: &Structure) -> Vec<&Name> {
    let members = structure.members.iter();
    members
        .filter_map(|member| match (&member.presence, &member.ty) {
            (Presence::Always(_) | Presence::Required, Type::Named(named))
                if named.kind == NamedKind::Structure =>
            {
                Some(&named.name)
            }
            _ => None,
        })
        .collect()
}
