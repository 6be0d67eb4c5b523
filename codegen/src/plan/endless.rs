//! Structures that can't be: those that always hold another of themselves.

use std::collections::{HashMap, HashSet};

use crate::diagnostic::{Diagnostic, Report};
use crate::model::Shape;

use super::{Item, Name, NamedKind, Presence, Structure, Type};

/// Reports each structure that, through members that are always there, holds itself in place
/// ([Smithy 2.0, recursive shapes](https://smithy.io/2.0/spec/aggregate-types.html#recursive-shape-definitions)).
pub(super) fn report(items: &[(&Shape, Item)], report: &mut Report) {
    let structures: HashMap<&Name, &Structure> = items
        .iter()
        .filter_map(|(_, item)| match item {
            Item::Structure(structure) => Some((&structure.name, structure)),
            _ => None,
        })
        .collect();
    for (shape, item) in items {
        let Item::Structure(structure) = item else {
            continue;
        };
        if holds(structure, &structure.name, &structures) {
            let diagnostic = Diagnostic::new(format!(
                "{} always holds another of itself",
                shape.id.name()
            ))
            .shape(&shape.id)
            .help("make one of the members on the way optional, or a list or map");
            report.add(match &shape.location {
                Some(location) => diagnostic.at(location.clone(), "no value of it can end"),
                None => diagnostic,
            });
        }
    }
}

fn holds(from: &Structure, name: &Name, structures: &HashMap<&Name, &Structure>) -> bool {
    let mut seen = HashSet::new();
    let mut open = vec![from];
    while let Some(structure) = open.pop() {
        for member in &structure.members {
            if let (Presence::Always(_), Type::Named(named)) = (&member.presence, &member.ty)
                && named.kind == NamedKind::Structure
            {
                if named.name == *name {
                    return true;
                }
                if seen.insert(&named.name)
                    && let Some(next) = structures.get(&named.name)
                {
                    open.push(next);
                }
            }
        }
    }
    false
}
