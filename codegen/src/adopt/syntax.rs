//! Code as text, and chains of methods.

use quote::ToTokens;
use syn::{Expr, ExprMethodCall};

/// The code of a node.
pub(super) fn text(node: &impl ToTokens) -> String {
    node.to_token_stream().to_string()
}

/// The base of a chain of methods, and the methods from the base on.
pub(super) fn chain(expression: &Expr) -> (&Expr, Vec<&ExprMethodCall>) {
    let mut steps = Vec::new();
    let mut base = expression;
    while let Expr::MethodCall(it) = base {
        steps.push(it);
        base = &it.receiver;
    }
    steps.reverse();
    (base, steps)
}
