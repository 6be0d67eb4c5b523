//! `ResourceLifecycle`: operations that create, read, change, delete and list resources.

use super::super::findings::Findings;
use super::super::graph::{At, Rel};
use super::super::ids::{IDEMPOTENT, READONLY};
use super::identifiers;
use crate::shape_type::Type;

const ID: &str = "ResourceLifecycle";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for resource in graph.own_of(Type::Resource).collect::<Vec<At>>() {
        for edge in graph
            .shape(resource)
            .edges
            .iter()
            .filter(|it| it.rel.is_lifecycle())
        {
            let Some(operation) = edge.to.filter(|to| graph.kind(*to) == Type::Operation) else {
                continue;
            };
            let role = edge.rel.name();
            let mut wrong = |what: &str, help: &str| {
                let message = format!(
                    "the `{role}` operation {} of {} {what}",
                    graph.short(operation),
                    graph.short(resource)
                );
                findings.error(ID, resource, message, "", help);
            };
            let is_read = matches!(edge.rel, Rel::Read | Rel::List);
            match graph.has(operation, READONLY) {
                true if !is_read => {
                    wrong("is marked as readonly", "take @readonly off the operation");
                }
                false if is_read => {
                    wrong("isn't marked as readonly", "give the operation @readonly");
                }
                _ => {}
            }
            let is_idempotent = match edge.rel {
                Rel::Put | Rel::Delete => true,
                Rel::Create => {
                    graph
                        .shape(resource)
                        .edges_of(Rel::Identifier)
                        .next()
                        .is_some()
                        && identifiers::has_all(graph, resource, operation)
                }
                _ => false,
            };
            if is_idempotent && !graph.has(operation, IDEMPOTENT) {
                wrong(
                    "isn't marked as idempotent",
                    "give the operation @idempotent",
                );
            }
        }
    }
}
