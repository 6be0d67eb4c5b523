//! `PrivateAccess`: private shapes are referred to from their namespace only.

use super::super::findings::Findings;
use super::super::graph::Graph;
use super::super::ids::PRIVATE;

const ID: &str = "PrivateAccess";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own() {
        let shape = graph.shape(at);
        for edge in shape.edges.iter().filter(|_| !shape.is_mixed_in) {
            if let Some(to) = edge.to.filter(|to| graph.has(*to, PRIVATE))
                && graph.namespace(to) != graph.namespace(at)
            {
                let message = format!("{} is private to its namespace", edge.id);
                findings.error(ID, at, message, "", "define a shape of your own");
            }
        }
        for applied in &shape.traits {
            if is_private(graph, applied.id, graph.namespace(at)) {
                let message = format!("the trait {} is private to its namespace", applied.id);
                let severity = super::super::event::Severity::Error;
                findings.at_trait(
                    ID,
                    severity,
                    at,
                    applied,
                    message,
                    "define a trait of your own",
                );
            }
        }
    }
}

fn is_private(graph: &Graph<'_>, id: &str, namespace: &str) -> bool {
    let definition = graph.find(id);
    definition.is_some_and(|it| graph.has(it, PRIVATE) && graph.namespace(it) != namespace)
}
