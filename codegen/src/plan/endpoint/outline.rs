//! Blocks as functions: variables that nothing uses are taken out, and large blocks become
//! functions of their own, so that none is too long to read and to compile.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::endpoint::{Block, End, Expression, Function, Library, Param, Step, Test, Type};

use super::tidy;

/// The number of ends that a function may have before parts are taken out.
const MAX_ENDS: usize = 14;

/// The least number of ends of a part that is worth a function.
const MIN_ENDS: usize = 4;

/// The function that people call.
const ENTRY: &str = "resolve_endpoint";

/// The functions of a rule set, the one to call first.
pub(super) fn functions(mut block: Block, params: &[Param]) -> Vec<Function> {
    drop_unused(&mut block);
    tidy::tidy(&mut block);
    let mut functions = Vec::new();
    split(&mut block, &mut functions);
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
    functions.push(entry);
    functions.reverse();
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

fn function(name: String, docs: Vec<String>, block: Block) -> Function {
    Function {
        name,
        docs,
        captures: captures(&block),
        uses_params: uses_params(&block),
        uses_partitions: uses_partitions(&block),
        block,
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
            Step::Else { name, value, block } if !uses(&rest, &name) => {
                let is_set = Expression::IsSet(Box::new(value));
                Step::If {
                    rule: String::new(),
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

fn ends(block: &Block) -> usize {
    let steps = block.steps.iter();
    let below: usize = steps
        .map(|step| match step {
            Step::If { block, .. } | Step::Else { block, .. } => ends(block),
            Step::Let { .. } => 0,
        })
        .sum();
    below + usize::from(block.end.is_some())
}

/// Takes the largest parts out of a block until it is small enough.
fn split(block: &mut Block, functions: &mut Vec<Function>) {
    for step in block.steps.iter_mut().rev() {
        if let Step::If { block, .. } = step {
            split(block, functions);
        }
    }
    while ends(block) > MAX_ENDS {
        let Some((part, rule)) = largest(block, MIN_ENDS) else {
            return;
        };
        let name = format!("rules_{}", functions.len() + 1);
        let docs = vec![format!("The rules where `{rule}`.")];
        let function = function(name.clone(), docs, std::mem::take(part));
        part.end = Some(End::Call {
            function: name,
            captures: function.captures.clone(),
            uses_params: function.uses_params,
            uses_partitions: function.uses_partitions,
        });
        functions.push(function);
    }
}

/// The largest block below this one that always comes to an end, and the condition that it
/// is behind.
fn largest(block: &mut Block, min: usize) -> Option<(&mut Block, String)> {
    let mut best: Option<(&mut Block, String)> = None;
    let mut size = min;
    for step in &mut block.steps {
        let Step::If { block, rule, .. } = step else {
            continue;
        };
        let own = ends(block);
        if own < size {
            continue;
        }
        if block.end.is_some() {
            size = own;
            best = Some((block, rule.clone()));
        } else if let Some((inner, rule)) = largest(block, size) {
            size = ends(inner);
            best = Some((inner, rule));
        }
    }
    best
}

/// The variables that a block uses and doesn't make, in the order of their use.
fn captures(block: &Block) -> Vec<(String, Type)> {
    let mut found = Vec::new();
    free(block, &mut BTreeSet::new(), &mut found);
    found
}

fn free(block: &Block, own: &mut BTreeSet<String>, found: &mut Vec<(String, Type)>) {
    let add = |name: &str, ty: Type, own: &BTreeSet<String>, found: &mut Vec<(String, Type)>| {
        if !own.contains(name) && !found.iter().any(|(known, _)| known == name) {
            found.push((name.to_owned(), ty));
        }
    };
    let of = |expression: &Expression, own: &BTreeSet<String>, found: &mut Vec<_>| {
        expression.visit(&mut |expression| {
            if let Expression::Variable { name, ty } = expression {
                add(name, *ty, own, found);
            }
        });
    };
    let before = own.clone();
    for step in &block.steps {
        match step {
            Step::Let { name, value } => {
                of(value, own, found);
                own.insert(name.clone());
            }
            Step::Else { name, value, block } => {
                of(value, own, found);
                free(block, own, found);
                own.insert(name.clone());
            }
            Step::If { test, block, .. } => match test {
                Test::Is(value) => {
                    of(value, own, found);
                    free(block, own, found);
                }
                Test::Some { name, value } => {
                    of(value, own, found);
                    let is_new = own.insert(name.clone());
                    free(block, own, found);
                    if is_new {
                        own.remove(name);
                    }
                }
            },
        }
    }
    match &block.end {
        Some(End::Endpoint(endpoint)) => endpoint.visit(&mut |expression| {
            if let Expression::Variable { name, ty } = expression {
                add(name, *ty, own, found);
            }
        }),
        Some(End::Error(message)) => of(message, own, found),
        Some(End::Call { captures, .. }) => {
            for (name, ty) in captures {
                add(name, *ty, own, found);
            }
        }
        Some(End::NoRule | End::Missing(_)) | None => {}
    }
    *own = before;
}

fn uses_params(block: &Block) -> bool {
    let mut found = false;
    block.visit(&mut |expression| {
        found |= matches!(expression, Expression::Parameter { .. });
    });
    found
        || any_call(block, &|end| {
            matches!(
                end,
                End::Call {
                    uses_params: true,
                    ..
                }
            )
        })
}

fn uses_partitions(block: &Block) -> bool {
    let mut found = false;
    block.visit(&mut |expression| {
        found |= matches!(
            expression,
            Expression::Call {
                function: Library::Partition,
                ..
            }
        );
    });
    found
        || any_call(block, &|end| {
            matches!(
                end,
                End::Call {
                    uses_partitions: true,
                    ..
                }
            )
        })
}

fn any_call(block: &Block, test: &impl Fn(&End) -> bool) -> bool {
    block.end.as_ref().is_some_and(test)
        || block.steps.iter().any(|step| match step {
            Step::If { block, .. } | Step::Else { block, .. } => any_call(block, test),
            Step::Let { .. } => false,
        })
}
