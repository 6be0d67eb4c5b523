//! `OperationInputOutput`, `InputOutputStructureReuse`: inputs and outputs are of one operation.

use std::collections::BTreeSet;

use super::super::findings::Findings;
use super::super::graph::{At, Rel};
use super::super::ids::{INPUT, OUTPUT, UNIT};
use crate::shape_type::Type;

const ID: &str = "OperationInputOutput";

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for (id, role, rel, other) in [
        (INPUT, "input", Rel::Input, Rel::Output),
        (OUTPUT, "output", Rel::Output, Rel::Input),
    ] {
        for at in graph.own_with(id).collect::<Vec<At>>() {
            let mut operations: BTreeSet<At> = BTreeSet::new();
            for (by, from) in graph.referring(at) {
                if *by == rel {
                    operations.insert(*from);
                    if !graph.short(at).starts_with(&graph.short(*from)) {
                        let message = format!(
                            "the {role} of {} is called {}",
                            graph.short(*from),
                            graph.short(at)
                        );
                        let help = "begin its name with that of the operation";
                        findings.warning(ID, *from, message, "", help);
                    }
                } else if *by == other {
                    let message = format!(
                        "{} is marked as an {role}, and is the {} of {}",
                        graph.short(at),
                        other.name(),
                        graph.short(*from)
                    );
                    findings.error(ID, *from, message, "", "use a structure of its own");
                } else if *by == Rel::Target {
                    let message = format!(
                        "{} is marked as an {role}, and can't be a member",
                        graph.short(at)
                    );
                    findings.error(
                        ID,
                        *from,
                        message,
                        "",
                        "target a structure without the trait",
                    );
                }
            }
            if operations.len() > 1 {
                let names: Vec<String> = operations.iter().map(|it| graph.short(*it)).collect();
                let message = format!(
                    "{} is marked as an {role}, and is that of {}",
                    graph.short(at),
                    names.join(", ")
                );
                findings.error(
                    ID,
                    at,
                    message,
                    "",
                    "give each operation a structure of its own",
                );
            }
        }
    }
    for operation in graph.own_of(Type::Operation).collect::<Vec<At>>() {
        let (input, output) = (graph.input(operation), graph.output(operation));
        if let Some(input) = input.filter(|it| Some(*it) == output && graph.id(*it) != UNIT) {
            let message = format!(
                "{} is both the input and the output of {}",
                graph.short(input),
                graph.short(operation)
            );
            let help = "use two structures, so that either can change";
            findings.warning("InputOutputStructureReuse", operation, message, "", help);
        }
    }
}
