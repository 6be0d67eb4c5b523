//! `WaitableTrait…`: waiters ([Smithy, waiters](https://smithy.io/2.0/additional-specs/waiters.html)).
//! Paths have [rules of their own](super::paths).

use foldhash::{HashMap, HashMapExt};

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Rel};
use super::super::ids::{UNIT, WAITABLE};
use super::super::value::integer;
use crate::ast::Node;
use crate::shape_type::Type;

const ID: &str = "WaitableTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let operations: Vec<At> = graph
        .own_with(WAITABLE)
        .filter(|at| graph.kind(*at) == Type::Operation)
        .collect();
    for at in &operations {
        let Some(applied) = graph.get(*at, WAITABLE).copied() else {
            continue;
        };
        for (name, waiter) in applied.fields() {
            one(findings, *at, &applied, &name.name, waiter);
        }
    }
    for service in graph.own_of(Type::Service).collect::<Vec<At>>() {
        let mut seen: HashMap<String, At> = HashMap::new();
        for at in graph.operations(service) {
            let Some(applied) = graph.get(at, WAITABLE).copied() else {
                continue;
            };
            for (name, _) in applied.fields() {
                let Some(first) = seen.insert(name.name.to_lowercase(), at) else {
                    continue;
                };
                if first != at {
                    let message = format!(
                        "the waiter {} is of both {} and {}",
                        name.name,
                        graph.short(first),
                        graph.short(at)
                    );
                    let help = "give one of them another name, also by case";
                    findings.at_trait(ID, Severity::Error, at, &applied, message, help);
                }
            }
        }
    }
}

/// The acceptors of a waiter.
pub(super) fn acceptors(waiter: Node<'_>) -> Vec<Node<'_>> {
    let acceptors = waiter.field("acceptors");
    acceptors
        .and_then(|it| it.decode().ok())
        .unwrap_or_default()
}

fn one(
    findings: &mut Findings<'_, '_>,
    at: At,
    applied: &Applied<'_>,
    name: &str,
    waiter: Node<'_>,
) {
    let graph = findings.graph;
    let delay = |key: &str, default: i128| {
        let delay = waiter.field(key).and_then(|it| integer(it.text()));
        delay.unwrap_or(default)
    };
    if delay("minDelay", 2) > delay("maxDelay", 120) {
        let message = format!(
            "the waiter {name} waits at least {} seconds and at most {}",
            delay("minDelay", 2),
            delay("maxDelay", 120)
        );
        let help = "minDelay is 2 and maxDelay 120 unless they are given";
        findings.at_trait(ID, Severity::Error, at, applied, message, help);
    }
    let mut has_success = false;
    for acceptor in acceptors(waiter) {
        let state = acceptor.field("state").and_then(|it| it.string());
        has_success |= state.as_deref() == Some("success");
        let Some(matcher) = acceptor.field("matcher") else {
            continue;
        };
        for kind in ["output", "inputOutput"] {
            let Some(path) = matcher.field(kind) else {
                continue;
            };
            let is_there = |shape: Option<At>| shape.is_some_and(|it| graph.id(it) != UNIT);
            let has_all =
                is_there(graph.output(at)) && (kind == "output" || is_there(graph.input(at)));
            if !has_all {
                let message =
                    format!("the waiter {name} looks at the {kind} of an operation that has none");
                findings.at_trait(
                    ID,
                    Severity::Error,
                    at,
                    applied,
                    message,
                    "use another matcher",
                );
            }
            let comparator = path.field("comparator").and_then(|it| it.string());
            let expected = path.field("expected").and_then(|it| it.string());
            let is_truth = matches!(expected.as_deref(), Some("true" | "false"));
            if comparator.as_deref() == Some("booleanEquals") && !is_truth {
                let message = format!(
                    "the waiter {name} expects {:?}, which is neither true nor false",
                    expected.unwrap_or_default()
                );
                findings.at_trait(
                    ID,
                    Severity::Error,
                    at,
                    applied,
                    message,
                    "expect true or false",
                );
            }
        }
        let error = matcher.field("errorType").and_then(|it| it.string());
        if let Some(error) = error {
            let services = graph.services().iter().copied();
            let of_services = services.flat_map(|it| graph.shape(it).to(Rel::Error));
            let mut errors = graph.shape(at).to(Rel::Error).chain(of_services);
            let wanted = error.rsplit('#').next().unwrap_or_default();
            if !errors.any(|it| graph.id(it) == *error || graph.short(it) == wanted) {
                let message = format!(
                    "the waiter {name} looks for the error {error}, which {} doesn't have",
                    graph.short(at)
                );
                let id = "WaitableTraitInvalidErrorType";
                let help = "add it to the errors of the operation";
                findings.at_trait(id, Severity::Warning, at, applied, message, help);
            }
        }
    }
    if !has_success {
        let message = format!("the waiter {name} never succeeds");
        let help = "give it an acceptor with the state success";
        findings.at_trait(ID, Severity::Warning, at, applied, message, help);
    }
}
