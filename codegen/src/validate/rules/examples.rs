//! `ExamplesTrait`: examples of operations are values of their inputs, outputs and errors.

use crate::ast::{Entries, Node};

use super::super::event::{Event, Severity};
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Rel};
use super::super::ids::EXAMPLES;
use super::super::value::{Class, Values, referred};
use super::trait_values;
use crate::shape_type::Type;

const ID: &str = "ExamplesTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>, values: &Values<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own_with(EXAMPLES) {
        if graph.kind(at) != Type::Operation {
            continue;
        }
        let Some(applied) = graph.get(at, EXAMPLES).copied() else {
            continue;
        };
        let examples: Vec<Entries<'_, Node<'_>>> = applied.value.decode().unwrap_or_default();
        for example in examples {
            one(findings, values, at, &applied, &example);
        }
    }
}

fn one(
    findings: &mut Findings<'_, '_>,
    values: &Values<'_, '_>,
    at: At,
    applied: &Applied<'_>,
    example: &Entries<'_, Node<'_>>,
) {
    let graph = findings.graph;
    let field = |name: &str| example.get(name).copied();
    let title = field("title")
        .and_then(|it| it.string())
        .unwrap_or_default();
    let may_break = field("allowConstraintErrors").is_some_and(|it| it.text() == "true");
    let compare = |findings: &mut Findings<'_, '_>, shape: At, node: Node<'_>, role: &str| {
        let context = format!("the {role} of the example {title:?}");
        let namespace = graph.namespace(at);
        for mismatch in values.compare(shape, node, applied.spot.place, &context, namespace) {
            let is_constraint = matches!(mismatch.class, Class::Constraint | Class::ZeroOutOfRange);
            let event = trait_values::event(ID, mismatch, graph.id(at).into_owned());
            findings.add(match is_constraint && may_break {
                true => Event::new(ID, Severity::Warning, event.into_diagnostic()),
                false => event,
            });
        }
    };
    for (role, shape) in [("input", graph.input(at)), ("output", graph.output(at))] {
        if let (Some(node), Some(shape)) = (field(role), shape) {
            compare(findings, shape, node, role);
        }
    }
    let Some(error) = field("error") else { return };
    if field("output").is_some() {
        let message = format!("the example {title:?} has both an output and an error");
        findings.at_trait(
            ID,
            Severity::Error,
            at,
            applied,
            message,
            "leave one of them",
        );
    }
    let parts: Entries<'_, Node<'_>> = error.decode().unwrap_or_default();
    let part = |name: &str| parts.get(name).copied();
    let Some(id) = part("shapeId").and_then(|it| it.string()) else {
        return;
    };
    let Some(shape) = referred(graph, &id, graph.namespace(at)) else {
        return;
    };
    let is_declared = graph.shape(at).to(Rel::Error).any(|it| it == shape)
        || graph
            .own_of(Type::Service)
            .any(|service| graph.shape(service).to(Rel::Error).any(|it| it == shape));
    if !is_declared {
        let message =
            format!("the example {title:?} is of the error {id}, which the operation doesn't have");
        findings.at_trait(
            ID,
            Severity::Error,
            at,
            applied,
            message,
            "add it to the errors",
        );
    }
    if let Some(content) = part("content") {
        compare(findings, shape, content, "error");
    }
}
