//! Blocks as functions, which take the values that they use.

use std::collections::BTreeSet;

use crate::ir::endpoint::{Block, End, Expression, Function, Library, Step, Test, Type};

/// Makes a function of a block.
pub(super) fn function(name: String, docs: Vec<String>, block: Block) -> Function {
    Function {
        name,
        docs,
        captures: captures(&block),
        uses_params: uses_params(&block),
        uses_partitions: uses_partitions(&block),
        block,
    }
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
            Step::Else {
                name, value, block, ..
            } => {
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
