//! Shapes that nothing uses, and shapes of a service.

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

use crate::shape_type::Type;
use crate::validate::{At, Graph, Rel};

use super::ids::TRAIT;
use super::problem::Problem;
use super::tags;

/// The shapes that neither a service nor an exported shape uses, nor the definition of a trait that
/// one of these has.
pub(super) fn unused(graph: &Graph<'_>, exported: &[String]) -> Vec<At> {
    let is_root = |at: &At| graph.kind(*at) == Type::Service || tags::has_any(graph, *at, exported);
    let used = connected(graph, graph.own().filter(is_root).collect(), true);
    let tops = graph
        .own()
        .filter(|at| graph.shape(*at).container.is_none());
    tops.filter(|at| !used.contains(at)).collect()
}

/// All that shapes refer to; if wanted, with the definitions of their traits and with shapes that
/// values of these name.
fn connected(graph: &Graph<'_>, roots: Vec<At>, with_traits: bool) -> HashSet<At> {
    let mut seen = HashSet::new();
    let mut left = roots;
    while let Some(at) = left.pop() {
        if !seen.insert(at) {
            continue;
        }
        let shape = graph.shape(at);
        left.extend(graph.referred(at).map(|(_, to)| to));
        left.extend(shape.container);
        for applied in shape.traits.iter().filter(|_| with_traits) {
            left.extend(graph.find(applied.id));
            // Ids have no escapes, and text that is an id by chance keeps a shape.
            let texts = applied
                .value
                .text()
                .split('"')
                .filter(|it| it.contains('#'));
            left.extend(texts.filter_map(|id| graph.find(id)));
        }
    }
    seen
}

/// Shapes, and those that only they refer to.
pub(super) fn swept(graph: &Graph<'_>, first: Vec<At>) -> Vec<At> {
    let mut swept: HashSet<At> = HashSet::new();
    // The number of references to a shape from others that stay.
    let mut references: HashMap<At, usize> = HashMap::new();
    let top = |at: At| graph.shape(at).container.unwrap_or(at);
    let mut left = first;
    while let Some(at) = left.pop() {
        if graph.shape(at).is_known || !swept.insert(at) {
            continue;
        }
        let members = graph.members(at).chain([at]);
        let referred = members.flat_map(|from| graph.referred(from));
        for (_, to) in referred.filter(|(rel, _)| *rel != Rel::Member) {
            if to == at {
                continue;
            }
            let count = references.entry(to).or_insert_with(|| {
                let all = graph.referring(to).iter();
                all.filter(|(rel, from)| *rel != Rel::Member && top(*from) != to)
                    .count()
            });
            *count = count.saturating_sub(1);
            if *count == 0 {
                left.push(to);
            }
        }
    }
    swept.into_iter().collect()
}

/// The shapes of a service by their ids, with those in one namespace. Tagged shapes follow unless
/// the service has one of the name.
pub(super) fn namespaces(
    graph: &Graph<'_>,
    namespace: &str,
    service: &str,
    tagged: &[String],
) -> Result<Vec<(String, String)>, Problem> {
    let found = graph.find(service);
    let Some(service) = found.filter(|at| graph.kind(*at) == Type::Service) else {
        let message = format!("there is no service {service}");
        return Err((message, "set `service` to the shape id of a service"));
    };
    let renamed = |at: &At| {
        let id = graph.id(*at).into_owned();
        let name = id.split_once('#').map_or("", |(_, name)| name);
        let new = format!("{namespace}#{name}");
        (id, new)
    };
    let connected = connected(graph, vec![service], false);
    let all = graph.own().filter(|at| {
        let shape = graph.shape(*at);
        shape.container.is_none() && connected.contains(at) && !graph.has(*at, TRAIT)
    });
    let mut ids: Vec<(String, String)> = all.map(|at| renamed(&at)).collect();
    let mut taken: HashSet<String> = ids.iter().map(|(_, new)| new.clone()).collect();
    let others = graph.own().filter(|at| {
        let shape = graph.shape(*at);
        shape.container.is_none() && !connected.contains(at) && tags::has_any(graph, *at, tagged)
    });
    for (id, new) in others.map(|at| renamed(&at)) {
        if taken.insert(new.clone()) {
            ids.push((id, new));
        }
    }
    Ok(ids)
}
