//! Blocks as functions: variables that nothing uses are taken out, and parts become functions of their
//! own.

use std::collections::BTreeMap;

use crate::ir::endpoint::{Block, End, Expression, Function, Param, Step, Test};

use super::captures::function;
use super::parts::Parts;
use super::tidy;

/// The function that people call.
const ENTRY: &str = "resolve_endpoint";

/// The functions of a rule set, the one to call first.
pub(super) fn functions(mut block: Block, params: &[Param]) -> Vec<Function> {
    drop_unused(&mut block);
    tidy::tidy(&mut block);
    let mut parts = Parts::default();
    parts.take_repeated(&mut block);
    parts.split_all();
    parts.split(&mut block);
    let mut docs =
        vec!["Returns where to send a request, by the service's endpoint rules.".to_owned()];
    docs.extend([
        String::new(),
        "# Errors".to_owned(),
        "The rules' own message about parameters that don't go together, or that no rule fits."
            .to_owned(),
    ]);
    if params.is_empty() {
        docs.truncate(1);
    }
    let entry = function(ENTRY.to_owned(), docs, block);
    let mut functions = parts.in_order(entry);
    renumber(&mut functions);
    functions
}

/// Gives the parts numbers in the order in which they stand.
fn renumber(functions: &mut [Function]) {
    let numbers: BTreeMap<String, String> = functions
        .iter()
        .zip(0..)
        .skip(1)
        .map(|(function, number)| (function.name.clone(), format!("rules_{number}")))
        .collect();
    for function in functions {
        if let Some(name) = numbers.get(&function.name) {
            function.name.clone_from(name);
        }
        rename_calls(&mut function.block, &numbers);
    }
}

fn rename_calls(block: &mut Block, names: &BTreeMap<String, String>) {
    for step in &mut block.steps {
        if let Step::If { block, .. } | Step::Else { block, .. } = step {
            rename_calls(block, names);
        }
    }
    if let Some(End::Call { function, .. }) = &mut block.end
        && let Some(name) = names.get(function)
    {
        function.clone_from(name);
    }
}

/// Takes out variables that nothing uses: the values have no effects.
fn drop_unused(block: &mut Block) {
    for step in &mut block.steps {
        if let Step::Else { block, .. } = step {
            drop_unused(block);
        }
        if let Step::If { test, block, .. } = step {
            drop_unused(block);
            if let Test::Some { name, value } = test
                && !uses(block, name)
            {
                *test = Test::Is(Expression::IsSet(Box::new(value.clone())));
            }
        }
    }
    let mut kept: Vec<Step> = Vec::new();
    let mut rest = Block {
        steps: Vec::new(),
        end: block.end.clone(),
        text: None,
    };
    while let Some(step) = block.steps.pop() {
        let step = match step {
            Step::Let { name, .. } if !uses(&rest, &name) => continue,
            Step::Else {
                name,
                value,
                block,
                rule,
            } if !uses(&rest, &name) => {
                let is_set = Expression::IsSet(Box::new(value));
                Step::If {
                    rule,
                    test: Test::Is(Expression::Not(Box::new(is_set))),
                    block,
                }
            }
            step => step,
        };
        rest.steps.insert(0, step.clone());
        kept.insert(0, step);
    }
    block.steps = kept;
}

fn uses(block: &Block, variable: &str) -> bool {
    let mut found = false;
    block.visit(&mut |expression| {
        found |= matches!(expression, Expression::Variable { name, .. } if name == variable);
    });
    found || calls_with(block, variable)
}

fn calls_with(block: &Block, variable: &str) -> bool {
    let ends = match &block.end {
        Some(End::Call { captures, .. }) => captures.iter().any(|(name, _)| name == variable),
        _ => false,
    };
    ends || block.steps.iter().any(|step| match step {
        Step::If { block, .. } | Step::Else { block, .. } => calls_with(block, variable),
        Step::Let { .. } => false,
    })
}
