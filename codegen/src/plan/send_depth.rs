//! How deep the compiler goes into the types of a service to see that they are `Send`, which tasks
//! of an async runtime demand. It gives up at 128 levels, unless a crate says otherwise
//! (`recursion_limit`).

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::diagnostic::Report;
use crate::ir::{ErrorShape, Item, Name, NamedKind, Operation, Presence, Structure, Type};
use crate::model::{Graph, Shape};

/// The levels that types may have without a limit of their own. The rest of the compiler's 128 is
/// for futures around them.
const MAX_DEPTH: usize = 96;

/// The levels of a structure or an enum, of a `Box`, and of a `Vec` or `BTreeMap`, as measured with
/// rustc 1.88 and later.
const ITEM: usize = 1;
const BOX: usize = 2;
const COLLECTION: usize = 3;

/// The levels of a type that holds no other of the service, such as `Option<String>`.
const LEAF: usize = 6;

/// The steps that are taken to find the depth, before the most that it could be is taken instead.
const MAX_STEPS: usize = 1_000_000;

/// The types that one holds, in its order of members, each with the levels on the way.
type Edges<'p> = HashMap<&'p Name, Vec<(&'p Name, usize)>>;

/// Returns the recursion limit that crates need that use the service's types, if it isn't the
/// compiler's own, and warns of it.
pub(super) fn recursion_limit(
    service: &Shape,
    operations: &[Operation],
    errors: &[ErrorShape],
    items: &[Item],
    report: &mut Report,
) -> Option<usize> {
    let messages = operations
        .iter()
        .flat_map(|operation| [&operation.input, &operation.output]);
    let roots: Vec<&Structure> = messages
        .chain(errors.iter().map(|error| &error.structure))
        .collect();
    let of_items = items.iter().filter_map(|item| match item {
        Item::Structure(structure) => Some((&structure.name, of_structure(structure))),
        Item::Union(union) => {
            let types = union.variants.iter().filter_map(|it| it.ty.as_ref());
            Some((&union.name, types.filter_map(|ty| edge(ty, 0)).collect()))
        }
        Item::Enumeration(_) | Item::IntEnumeration(_) => None,
    });
    let edges: Edges<'_> = of_items.collect();
    let depth = depth(&roots, &edges);
    if depth <= MAX_DEPTH {
        return None;
    }
    let limit = (2 * depth).next_power_of_two();
    report.warn(service.problem(
        format!(
            "the types of {} nest deeper than the compiler looks by itself",
            service.id.name()
        ),
        &format!("{depth} levels of Rust types"),
        format!(
            "write `#![recursion_limit = \"{limit}\"]` at the root of each crate that uses them; \
                     a generated `lib.rs` has it"
        ),
    ));
    Some(limit)
}

fn of_structure(structure: &Structure) -> Vec<(&Name, usize)> {
    let members = structure.members.iter();
    members
        .filter_map(|member| {
            let option = usize::from(!matches!(member.presence, Presence::Always(_)));
            edge(&member.ty, option)
        })
        .collect()
}

/// The type of the service in a type, with the levels to it.
fn edge(ty: &Type, around: usize) -> Option<(&Name, usize)> {
    match ty {
        Type::Scalar(_) => None,
        Type::Named(named) => match named.kind {
            NamedKind::Structure | NamedKind::Union => {
                let boxed = if named.boxed { BOX } else { 0 };
                Some((&named.name, around + boxed + ITEM))
            }
            NamedKind::Enumeration | NamedKind::IntEnumeration => None,
        },
        Type::List {
            item: inner,
            sparse,
            ..
        }
        | Type::Map {
            value: inner,
            sparse,
            ..
        } => edge(inner, around + COLLECTION + usize::from(*sparse)),
    }
}

/// The levels of the deepest message.
fn depth(roots: &[&Structure], edges: &Edges<'_>) -> usize {
    let bound = bound(edges);
    let mut steps = 0;
    let mut deepest = 0;
    let below = |from: &[(&Name, usize)]| {
        from.iter()
            .map(|(to, levels)| levels + bound.get(to).copied().unwrap_or(0))
            .max()
            .unwrap_or(0)
    };
    for root in roots {
        let from = of_structure(root);
        let most = ITEM + below(&from) + LEAF;
        if most <= MAX_DEPTH.max(deepest) {
            continue;
        }
        let found = walk(&from, edges, &mut steps).map(|levels| ITEM + levels + LEAF);
        deepest = deepest.max(found.unwrap_or(most));
    }
    deepest
}

/// The most levels below each type. Types in a circle may all follow one another.
fn bound<'p>(edges: &Edges<'p>) -> HashMap<&'p Name, usize> {
    let nodes = edges
        .iter()
        .map(|(from, to)| (*from, to.iter().map(|(to, _)| *to).collect()));
    let mut bounds: HashMap<&Name, usize> = HashMap::with_capacity(edges.len());
    for component in Graph::new(nodes).components_from_ends() {
        let within: HashSet<&Name> = component.iter().copied().collect();
        let of = |name: &&'p Name| edges.get(name).into_iter().flatten();
        let circle: usize = component
            .iter()
            .map(|name| {
                let inside = of(name).filter(|(to, _)| within.contains(to));
                inside.map(|(_, levels)| *levels).max().unwrap_or(0)
            })
            .sum();
        let below = component
            .iter()
            .flat_map(of)
            .filter_map(|(to, levels)| Some(bounds.get(to)? + levels))
            .max();
        let levels = circle + below.unwrap_or(0);
        bounds.extend(component.into_iter().map(|name| (name, levels)));
    }
    bounds
}

/// The levels below a message, by the compiler's way: depth first, by the order of members, and into
/// no type twice. `None` if there are too many steps.
fn walk(from: &[(&Name, usize)], edges: &Edges<'_>, steps: &mut usize) -> Option<usize> {
    let mut seen = HashSet::new();
    let mut deepest = 0;
    let mut path = vec![(from, 0, 0)];
    while let Some((to, next, levels)) = path.last_mut() {
        let Some((name, more)) = to.get(*next) else {
            path.pop();
            continue;
        };
        *next += 1;
        *steps += 1;
        if *steps > MAX_STEPS {
            return None;
        }
        let levels = *levels + more;
        if seen.insert(*name) {
            deepest = deepest.max(levels);
            path.push((edges.get(name).map_or(&[], Vec::as_slice), 0, levels));
        }
    }
    Some(deepest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(number: usize) -> Name {
        Name {
            ty: format!("S{number}"),
            module: format!("s{number}"),
        }
    }

    /// The levels from the first of these names on, and the most that they could be.
    fn levels(names: &[Name], edges: &[(usize, usize, usize)]) -> (Option<usize>, usize) {
        let mut of: Edges<'_> = names.iter().map(|name| (name, Vec::new())).collect();
        for (from, to, levels) in edges {
            of.entry(&names[*from])
                .or_default()
                .push((&names[*to], *levels));
        }
        let most = bound(&of)[&names[0]];
        (walk(&of[&names[0]], &of, &mut 0), most)
    }

    #[test]
    fn the_longest_way_counts() {
        let names: Vec<Name> = (0..5).map(name).collect();
        let edges = [(0, 1, 2), (0, 2, 5), (1, 3, 4), (3, 4, 1)];
        assert_eq!(levels(&names, &edges), (Some(7), 7));
    }

    #[test]
    fn circles_are_gone_round_once() {
        let names: Vec<Name> = (0..40).map(name).collect();
        let mut edges: Vec<(usize, usize, usize)> =
            (0..40).map(|at| (at, (at + 1) % 40, 4)).collect();
        assert_eq!(levels(&names, &edges), (Some(160), 160));
        // A circle in which each holds all others is the longest if it is gone round in order.
        edges = (0..40)
            .flat_map(|at| (0..40).map(move |to| (at, to, 4)))
            .collect();
        assert_eq!(levels(&names, &edges), (Some(160), 160));
        // And one with a hub is short, whatever it could be: to it, back, and to another.
        edges = (1..40).flat_map(|at| [(0, at, 4), (at, 0, 4)]).collect();
        assert_eq!(levels(&names, &edges), (Some(12), 160));
    }

    #[test]
    fn steps_have_an_end() {
        let names: Vec<Name> = (0..2).map(name).collect();
        let of: Edges<'_> = [(&names[0], vec![(&names[1], 1)])].into_iter().collect();
        assert_eq!(walk(&of[&names[0]], &of, &mut MAX_STEPS.clone()), None);
    }
}
