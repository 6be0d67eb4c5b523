//! Blocks as a person would write them: tests joined by `&&`, short ways out first, so that
//! the rest isn't indented.

use crate::ir::endpoint::{Block, End, Expression, Step, Test};

/// Tidies a block from the inside out. Variables that nothing uses have been taken out.
pub(super) fn tidy(block: &mut Block) {
    for step in &mut block.steps {
        match step {
            Step::If { test, block, rule } => {
                tidy(block);
                compare(test, block);
                join(test, block, rule);
            }
            Step::Else { block, .. } => tidy(block),
            Step::Let { .. } => {}
        }
    }
    leave_early(block);
}

/// A value that may be missing, and is only compared with what it should be: one test.
fn compare(test: &mut Test, block: &mut Block) {
    let Test::Some { name, value } = test else {
        return;
    };
    if block.end.is_some() {
        return;
    }
    let [
        Step::If {
            test: inner,
            block: rest,
            ..
        },
    ] = block.steps.as_slice()
    else {
        return;
    };
    let mut is_used = false;
    rest.visit(&mut |expression| is_used |= is_variable(expression, name));
    let Test::Is(inner) = inner else { return };
    if let Expression::Equal(_, right) = inner {
        is_used |= right.mentions(name);
    }
    let wanted = match inner {
        inner if is_variable(inner, name) => value.clone(),
        Expression::Not(of) if is_variable(of, name) => Expression::Not(Box::new(value.clone())),
        Expression::Equal(left, right)
            if is_variable(left, name) && matches!(**right, Expression::Text(_)) =>
        {
            Expression::Equal(Box::new(value.clone()), right.clone())
        }
        _ => return,
    };
    if !is_used {
        let rest = rest.clone();
        *test = Test::Is(wanted);
        *block = rest;
    }
}

fn is_variable(expression: &Expression, variable: &str) -> bool {
    matches!(expression, Expression::Variable { name, .. } if name == variable)
}

/// A test with nothing below it but another test.
fn join(test: &mut Test, block: &mut Block, rule: &mut String) {
    let Test::Is(outer) = test else { return };
    if block.end.is_some() {
        return;
    }
    let [
        Step::If {
            test: Test::Is(inner),
            block: rest,
            rule: inner_rule,
        },
    ] = block.steps.as_mut_slice()
    else {
        return;
    };
    let all = [&*outer, &*inner].into_iter().flat_map(|test| match test {
        Expression::All(tests) => tests.clone(),
        test => vec![test.clone()],
    });
    *outer = Expression::All(all.collect());
    rule.push_str("` and `");
    rule.push_str(inner_rule);
    let rest = std::mem::take(rest);
    *block = rest;
}

/// Puts a short end first where the last test decides between it and a long block.
fn leave_early(block: &mut Block) {
    let is_short = matches!(
        block.end,
        Some(End::Error(_) | End::NoRule | End::Missing(_))
    );
    if !is_short {
        return;
    }
    let Some(Step::If {
        test,
        block: inner,
        rule,
    }) = block.steps.last()
    else {
        return;
    };
    // With one step more it isn't indented any more; an end alone reads as well either way.
    if inner.end.is_none() || (inner.steps.is_empty() && matches!(test, Test::Is(_))) {
        return;
    }
    let early = Block {
        steps: Vec::new(),
        end: block.end.clone(),
        text: None,
    };
    let step = match test {
        Test::Some { name, value } => Step::Else {
            name: name.clone(),
            value: value.clone(),
            block: early,
            rule: format!("not({rule})"),
        },
        Test::Is(Expression::All(_)) => return,
        Test::Is(value) if is_of_optional(value) => return,
        Test::Is(value) => Step::If {
            test: Test::Is(match value {
                Expression::Not(of) => (**of).clone(),
                value => Expression::Not(Box::new(value.clone())),
            }),
            block: early,
            rule: format!("not({rule})"),
        },
    };
    let inner = inner.clone();
    block.steps.pop();
    block.steps.push(step);
    block.steps.extend(inner.steps);
    block.end = inner.end;
}

/// Whether it is compared with something that may be missing: then the opposite isn't the
/// opposite comparison.
fn is_of_optional(value: &Expression) -> bool {
    match value {
        Expression::Equal(left, _) => left.is_optional(),
        Expression::Not(of) => of.is_optional() || is_of_optional(of),
        value => value.is_optional(),
    }
}
