//! Variables for new texts and lists from which a value is borrowed. Without a variable, the text or
//! list would be gone at the end of the statement, or of the branch that it stands in.

use std::collections::BTreeSet;

use crate::ir::endpoint::{Block, Expression, Function, Library, Step, Test, Type};

use super::super::names::free_rule_name;
use super::texts::names;

/// Binds what is borrowed from, just before the step that borrows.
pub(super) fn bind(functions: &mut [Function]) {
    for function in functions {
        let taken = names(function);
        in_block(&mut function.block, &taken);
    }
}

fn in_block(block: &mut Block, taken: &BTreeSet<String>) {
    for mut step in std::mem::take(&mut block.steps) {
        let mut lenders = Lenders {
            taken,
            bound: Vec::new(),
        };
        match &mut step {
            Step::Let { value, .. } => lenders.within(value, Lives::NotEnough),
            Step::Else { value, block, .. } => {
                lenders.within(value, Lives::NotEnough);
                in_block(block, taken);
            }
            Step::If { test, block, .. } => {
                let (Test::Is(value) | Test::Some { value, .. }) = test;
                lenders.within(value, Lives::Enough);
                in_block(block, taken);
            }
        }
        let lenders = lenders.bound.into_iter();
        let lenders = lenders.map(|(name, value)| Step::Let { name, value });
        block.steps.extend(lenders);
        block.steps.push(step);
    }
}

/// How long a temporary value lives at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lives {
    /// As long as what is borrowed from it: as part of a test, to the end of the test's block.
    Enough,
    /// To the end of a statement or a branch.
    NotEnough,
}

/// The values that a step borrows from.
struct Lenders<'t> {
    taken: &'t BTreeSet<String>,
    bound: Vec<(String, Expression)>,
}

impl Lenders<'_> {
    /// Binds what is borrowed from within an expression.
    fn within(&mut self, value: &mut Expression, lives: Lives) {
        match value {
            Expression::Text(_)
            | Expression::Boolean(_)
            | Expression::Integer(_)
            | Expression::Variable { .. }
            | Expression::Parameter { .. } => {}
            // Both are borrowed from what the attribute is one of.
            Expression::Attribute { of, .. } => self.within(of, lives),
            Expression::Item { of, .. } => match &mut **of {
                Expression::Attribute { of, .. } => self.within(of, lives),
                list => self.lent(list, lives),
            },
            Expression::Call {
                function,
                arguments,
            } => {
                for argument in arguments {
                    if borrows(*function) {
                        self.lent(argument, lives);
                    } else {
                        self.within(argument, lives);
                    }
                }
            }
            Expression::Not(of) | Expression::IsSet(of) => self.within(of, lives),
            Expression::Equal(left, right) => {
                self.within(left, lives);
                self.within(right, lives);
            }
            Expression::All(tests) => {
                for test in tests {
                    self.within(test, lives);
                }
            }
            Expression::Coalesce(values) => {
                for value in values {
                    match value.ty().0 {
                        Type::Text => self.within(value, lives),
                        _ => self.lent(value, lives),
                    }
                }
            }
            Expression::Choose {
                test,
                then,
                otherwise,
            } => {
                self.within(test, lives);
                let is_optional = then.is_optional() || otherwise.is_optional();
                for branch in [then, otherwise] {
                    if is_optional || branch.ty().0 != Type::Text {
                        self.lent(branch, Lives::NotEnough);
                    } else {
                        self.within(branch, Lives::NotEnough);
                    }
                }
            }
        }
    }

    /// Binds an expression that is borrowed from, if it makes a new value.
    fn lent(&mut self, value: &mut Expression, lives: Lives) {
        self.within(value, lives);
        if lives == Lives::Enough || !value.is_new() {
            return;
        }
        let known = self.bound.iter().find(|(_, bound)| bound == value);
        let name = known.map(|(name, _)| name.clone());
        let name = name.unwrap_or_else(|| {
            let name = free_rule_name(&wanted(value), |name| {
                self.taken.contains(name) || self.bound.iter().any(|(bound, _)| bound == name)
            });
            self.bound.push((name.clone(), value.clone()));
            name
        });
        let ty = value.ty().0;
        *value = Expression::Variable { name, ty };
    }
}

/// Whether the value of a function is part of an argument.
fn borrows(function: Library) -> bool {
    match function {
        Library::ParseArn
        | Library::ParseUrl
        | Library::Substring
        | Library::Split
        | Library::HostPart => true,
        Library::Partition
        | Library::IsVirtualHostableBucket
        | Library::IsValidHostLabel
        | Library::UriEncode => false,
    }
}

/// The name that says what a value is: `bucket_parts`, or `encoded_bucket`.
fn wanted(value: &Expression) -> String {
    let of = match value {
        Expression::Call { arguments, .. } => arguments.first(),
        _ => None,
    };
    let of = match of {
        Some(Expression::Variable { name, .. }) => Some(name),
        Some(Expression::Parameter { field, .. }) => Some(field),
        _ => None,
    };
    match (value, of) {
        (
            Expression::Call {
                function: Library::Split,
                ..
            },
            Some(of),
        ) => format!("{of}_parts"),
        (
            Expression::Call {
                function: Library::UriEncode,
                ..
            },
            Some(of),
        ) => format!("encoded_{of}"),
        (value, _) if value.ty().0 == Type::Text => "text".to_owned(),
        _ => "parts".to_owned(),
    }
}
