//! The shapes that code is generated from.

use foldhash::{HashSet, HashSetExt};

use crate::config::ServiceConfig;

use super::graph::{At, Graph, Rel};
use crate::shape_type::Type;

/// The services and operations that are chosen, and all that they need.
pub(super) fn chosen(graph: &Graph<'_>, services: &[ServiceConfig]) -> HashSet<At> {
    let is_named = |at: At, name: &str| graph.id(at) == name || graph.short(at) == name;
    let all: Vec<At> = graph.own_of(Type::Service).collect();
    let default = [ServiceConfig::default()];
    let services = if services.is_empty() {
        &default
    } else {
        services
    };
    let mut seen: HashSet<At> = HashSet::new();
    let mut left: Vec<At> = Vec::new();
    for config in services {
        let meant = all.iter().copied().filter(|at| match &config.service {
            Some(name) => is_named(*at, name),
            None => true,
        });
        for service in meant.collect::<Vec<At>>() {
            seen.insert(service);
            left.extend(graph.shape(service).to(Rel::Error));
            left.extend(graph.operations(service).into_iter().filter(|at| {
                let names = config.operations.as_ref();
                names.is_none_or(|names| names.iter().any(|name| is_named(*at, name)))
            }));
        }
    }
    while let Some(at) = left.pop() {
        if seen.insert(at) {
            left.extend(graph.referred(at).map(|(_, to)| to));
        }
    }
    seen
}
