//! Code as text, and chains of methods.

use quote::ToTokens;
use syn::parse::Parser;
use syn::{Expr, ExprMethodCall};

use super::lines::lines;

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

/// Code of the project as reports show it. What fits on a line stays as it is.
pub(super) fn shown(code: &str) -> String {
    match code.chars().count() <= WIDTH {
        true => code.to_owned(),
        false => formatted(code).unwrap_or_else(|| code.to_owned()),
    }
}

/// The width of a line.
const WIDTH: usize = 90;

/// Code as the formatter sets it.
pub(super) fn formatted(text: &str) -> Option<String> {
    let statements = syn::Block::parse_within.parse_str(text).ok()?;
    let file: syn::File = syn::parse_quote! { fn f() { #(#statements)* } };
    let printed = prettyplease::unparse(&file);
    let mut all = lines(&printed);
    if all.len() < 3 {
        return None;
    }
    all.pop();
    all.remove(0);
    // What is in a string stays as it is.
    let lines = all.into_iter().map(|(is_inside, line)| match is_inside {
        true => line,
        false => line.strip_prefix("    ").unwrap_or(line),
    });
    Some(lines.collect::<Vec<_>>().join("\n"))
}

/// A value that a method can stand behind.
pub(super) fn receiver(code: &str) -> String {
    let is_plain = matches!(
        syn::parse_str::<Expr>(code),
        Ok(Expr::Array(_)
            | Expr::Await(_)
            | Expr::Call(_)
            | Expr::Field(_)
            | Expr::Index(_)
            | Expr::Lit(_)
            | Expr::Macro(_)
            | Expr::MethodCall(_)
            | Expr::Paren(_)
            | Expr::Path(_)
            | Expr::Struct(_)
            | Expr::Try(_)
            | Expr::Tuple(_))
    );
    match is_plain {
        true => code.to_owned(),
        false => format!("({code})"),
    }
}
