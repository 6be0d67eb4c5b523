//! `AuthTrait`: operations use schemes that their service has.

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{At, Graph};
use super::super::ids::{AUTH, AUTH_DEFINITION};
use super::super::value::referred;
use crate::shape_type::Type;

const ID: &str = "AuthTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for service in graph.own_of(Type::Service).collect::<Vec<At>>() {
        let shapes = std::iter::once(service).chain(graph.operations(service));
        for at in shapes.collect::<Vec<At>>() {
            let Some(applied) = graph.get(at, AUTH).copied() else {
                continue;
            };
            for id in applied.strings() {
                let scheme = referred(graph, &id, graph.namespace(at));
                let has = scheme.is_some_and(|scheme| {
                    graph.has(scheme, AUTH_DEFINITION) && graph.has(service, &graph.id(scheme))
                });
                // Definitions of schemes may be in packages that aren't there.
                let is_unknown = scheme.is_none() && has_trait(graph, service, &id);
                if !has && !is_unknown {
                    let message = format!(
                        "{} names {id}, which the service {} doesn't have",
                        graph.short(at),
                        graph.short(service)
                    );
                    let help = "give the service the trait of the scheme";
                    findings.at_trait(ID, Severity::Danger, at, &applied, message, help);
                }
            }
        }
    }
}

fn has_trait(graph: &Graph<'_>, service: At, id: &str) -> bool {
    graph.has(service, id)
}
