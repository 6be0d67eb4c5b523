//! `PaginatedTrait`: what an operation with pages names is there
//! ([Smithy 2.0, pagination](https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait)).

use super::super::event::Severity;
use super::super::findings::Findings;
use super::super::graph::{Applied, At, Graph};
use super::super::ids::{PAGINATED, REQUIRED, UNIT};
use crate::shape_type::Type;

const ID: &str = "PaginatedTrait";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    let operations: Vec<At> = graph
        .own_with(PAGINATED)
        .filter(|at| graph.kind(*at) == Type::Operation)
        .collect();
    if operations.is_empty() {
        return;
    }
    let services: Vec<(At, Vec<At>)> = graph
        .own_of(Type::Service)
        .map(|service| (service, graph.operations(service)))
        .collect();
    for operation in operations {
        let Some(applied) = graph.get(operation, PAGINATED).copied() else {
            continue;
        };
        let mut merged = vec![(None, None)];
        for (service, all) in &services {
            if all.binary_search(&operation).is_ok() {
                merged.push((Some(*service), graph.get(*service, PAGINATED).copied()));
            }
        }
        for (service, defaults) in merged {
            let is_fine = one(findings, operation, &applied, service, defaults.as_ref());
            if !is_fine {
                break;
            }
        }
    }
}

struct Part {
    name: &'static str,
    is_input: bool,
    is_needed: bool,
    must_be_optional: bool,
    kinds: &'static [Type],
    what: &'static str,
}

const PARTS: [Part; 4] = [
    Part {
        name: "inputToken",
        is_input: true,
        is_needed: true,
        must_be_optional: true,
        kinds: &[Type::String, Type::Map],
        what: "a string or a map",
    },
    Part {
        name: "outputToken",
        is_input: false,
        is_needed: true,
        must_be_optional: true,
        kinds: &[Type::String, Type::Map],
        what: "a string or a map",
    },
    Part {
        name: "items",
        is_input: false,
        is_needed: false,
        must_be_optional: false,
        kinds: &[Type::List, Type::Map],
        what: "a list or a map",
    },
    Part {
        name: "pageSize",
        is_input: true,
        is_needed: false,
        must_be_optional: false,
        kinds: &[
            Type::Byte,
            Type::Short,
            Type::Integer,
            Type::Long,
            Type::BigInteger,
            Type::BigDecimal,
            Type::Float,
            Type::Double,
        ],
        what: "a number",
    },
];

/// Reports whether all is fine.
fn one(
    findings: &mut Findings<'_, '_>,
    operation: At,
    applied: &Applied<'_>,
    service: Option<At>,
    defaults: Option<&Applied<'_>>,
) -> bool {
    let graph = findings.graph;
    let mut is_fine = true;
    let mut report = |findings: &mut Findings<'_, '_>, severity, message: String, help: &str| {
        is_fine &= severity < Severity::Error;
        findings.at_trait(ID, severity, operation, applied, message, help);
    };
    for (role, structure) in [
        ("input", graph.input(operation)),
        ("output", graph.output(operation)),
    ] {
        if service.is_none() && structure.is_none_or(|it| graph.id(it) == UNIT) {
            let message = format!("{} has pages, and no {role}", graph.short(operation));
            report(
                findings,
                Severity::Error,
                message,
                "give it one with a token",
            );
        }
    }
    for part in &PARTS {
        let name = part.name;
        let path = applied.text(name).or_else(|| defaults?.text(name));
        let Some(path) = path else {
            if part.is_needed
                && let Some(service) = service
            {
                let message = format!(
                    "neither {} nor the service {} has an {name}",
                    graph.short(operation),
                    graph.short(service)
                );
                report(
                    findings,
                    Severity::Error,
                    message,
                    "name the member of the token",
                );
            }
            continue;
        };
        if part.is_input && path.contains('.') {
            let message = format!("{name} is the path {path}");
            report(
                findings,
                Severity::Error,
                message,
                "name a member of the input itself",
            );
            continue;
        }
        let structure = match part.is_input {
            true => graph.input(operation),
            false => graph.output(operation),
        };
        let Some(structure) = structure else { continue };
        let Some(member) = resolve(graph, structure, &path) else {
            let message = format!(
                "{name} names {path}, which {} doesn't have",
                graph.short(structure)
            );
            let names: Vec<String> = graph
                .members(structure)
                .map(|it| graph.shape(it).name.to_string())
                .collect();
            let near = graph.nearest(&path, names.iter().map(String::as_str));
            let help = match near {
                Some(near) => format!("did you mean {near}?"),
                None => format!("its members are {}", names.join(", ")),
            };
            report(findings, Severity::Error, message, &help);
            continue;
        };
        if graph.has(member, REQUIRED) {
            let message = format!("{name} names {path}, which is required");
            if part.must_be_optional {
                let help = "the first page is asked for without a token, and the last has none";
                report(findings, Severity::Error, message, help);
            } else if name == "pageSize" && service.is_none() {
                report(
                    findings,
                    Severity::Danger,
                    message,
                    "take @required off the member",
                );
            }
        }
        let target = graph.target(member);
        if let Some(target) =
            target.filter(|it| !part.kinds.iter().any(|kind| graph.kind(*it).is(*kind)))
        {
            let message = format!("{name} names {path}, a {}", graph.kind(target).name());
            let severity = match name {
                "items" => Severity::Error,
                "pageSize" => Severity::Danger,
                _ => Severity::Danger,
            };
            report(findings, severity, message, &format!("name {}", part.what));
        }
        if path.matches('.').count() > 1 && service.is_none() {
            let message = format!("{name} is a path of more than two parts");
            report(
                findings,
                Severity::Warning,
                message,
                "put it nearer to the top",
            );
        }
    }
    is_fine
}

fn resolve(graph: &Graph<'_>, structure: At, path: &str) -> Option<At> {
    let mut at = structure;
    let mut found = None;
    for name in path.split('.') {
        let member = graph.member(at, name)?;
        found = Some(member);
        at = graph.target(member)?;
    }
    found
}
