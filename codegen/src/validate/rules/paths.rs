//! JMESPath expressions that traits have: those of waiters
//! ([Smithy, waiters](https://smithy.io/2.0/additional-specs/waiters.html)), and those that give
//! parameters of endpoint rules
//! ([Smithy, rules engine parameters](https://smithy.io/2.0/additional-specs/rules-engine/parameters.html)).

use crate::ast::Node;
use crate::diagnostic::Diagnostic;
use crate::jmespath::parse;
use crate::shape_type::Type;

use super::super::event::{Event, Severity};
use super::super::findings::Findings;
use super::super::graph::{Applied, At};
use super::super::ids::{OPERATION_CONTEXT_PARAMS, WAITABLE};
use super::path_types::{Finder, Found};
use super::waiters::acceptors;

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for id in [WAITABLE, OPERATION_CONTEXT_PARAMS] {
        let with = graph.own_with(id);
        for at in with
            .filter(|at| graph.kind(*at) == Type::Operation)
            .collect::<Vec<At>>()
        {
            let Some(applied) = graph.get(at, id).copied() else {
                continue;
            };
            if id == WAITABLE {
                of_waiters(findings, at, &applied);
            } else {
                of_parameters(findings, at, &applied);
            }
        }
    }
}

fn of_waiters(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>) {
    let graph = findings.graph;
    let found = |shape: Option<At>| shape.map_or(Found::Any, |shape| Found::of(graph, shape));
    let (input, output) = (found(graph.input(at)), found(graph.output(at)));
    let both = Found::Object(vec![
        ("input".to_owned(), input),
        ("output".to_owned(), output.clone()),
    ]);
    for (name, waiter) in applied.fields() {
        let matchers = acceptors(waiter).into_iter();
        let matchers = matchers.filter_map(|acceptor| acceptor.field("matcher"));
        for matcher in matchers {
            for (kind, root) in [("output", &output), ("inputOutput", &both)] {
                let Some(rule) = matcher.field(kind) else {
                    continue;
                };
                let comparator = rule.field("comparator").and_then(|it| it.string());
                let expected = match comparator.as_deref() {
                    Some("booleanEquals") => Some(Found::Boolean),
                    Some("stringEquals") => Some(Found::Text),
                    Some("allStringEquals" | "anyStringEquals") => {
                        Some(Found::List(Box::new(Found::Text)))
                    }
                    _ => None,
                };
                let path = Path {
                    of: format!("the waiter {}", name.name),
                    ids: ["WaitableTrait", "WaitableTraitJmespathProblem"],
                    root,
                    expected,
                };
                path.check(findings, at, applied, rule.field("path"));
            }
        }
    }
}

fn of_parameters(findings: &mut Findings<'_, '_>, at: At, applied: &Applied<'_>) {
    let graph = findings.graph;
    let input = graph.input(at);
    let root = input.map_or(Found::Any, |input| Found::of(graph, input));
    for (name, parameter) in applied.fields() {
        let path = Path {
            of: format!("the parameter {}", name.name),
            ids: ["OperationContextParams"; 2],
            root: &root,
            expected: None,
        };
        path.check(findings, at, applied, parameter.field("path"));
    }
}

/// An expression of a trait.
struct Path<'a> {
    /// The part of the trait that has the expression, for reports.
    of: String,
    /// The ids of events about expressions that aren't JMESPath, and about types.
    ids: [&'static str; 2],
    root: &'a Found,
    /// The type that the expression has to come to.
    expected: Option<Found>,
}

impl Path<'_> {
    fn check(
        &self,
        findings: &mut Findings<'_, '_>,
        at: At,
        applied: &Applied<'_>,
        node: Option<Node<'_>>,
    ) {
        let Some((node, text)) = node.and_then(|node| Some((node, node.string()?))) else {
            return;
        };
        let graph = findings.graph;
        let mut report = |id, severity, problem: String, help| {
            let message = format!("the path {text} of {} {problem}", self.of);
            let diagnostic = Diagnostic::new(message)
                .shape(graph.id(at))
                .at(applied.location_of(node), "")
                .help(help);
            findings.add(Event::new(id, severity, diagnostic));
        };
        let ast = match parse(&text) {
            Ok(ast) => ast,
            Err(problem) => {
                let help = "paths are JMESPath expressions";
                report(self.ids[0], Severity::Error, problem, help);
                return;
            }
        };
        let mut finder = Finder {
            graph,
            problems: Vec::new(),
        };
        let found = finder.find(&ast, self.root);
        let problems = finder.problems;
        let is_sound = problems.is_empty();
        for problem in problems {
            let help = "name members that the model has";
            report(self.ids[1], Severity::Danger, problem, help);
        }
        if let Some(expected) = &self.expected
            && is_sound
            && !found.may_be(expected)
        {
            let problem = format!(
                "comes to {}, and its comparator compares {}",
                found.name(),
                expected.name()
            );
            let help = "use the comparator for what the path comes to";
            report(self.ids[1], Severity::Danger, problem, help);
        }
    }
}
