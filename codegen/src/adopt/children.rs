//! The expressions in an expression.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Block, Expr, Macro, Stmt};

/// Changes each expression that is directly in another.
pub(super) fn each(expression: &mut Expr, change: &mut dyn FnMut(&mut Expr)) {
    match expression {
        Expr::Array(it) => it.elems.iter_mut().for_each(change),
        Expr::Assign(it) => {
            change(&mut it.left);
            change(&mut it.right);
        }
        Expr::Async(it) => block(&mut it.block, change),
        Expr::Await(it) => change(&mut it.base),
        Expr::Binary(it) => {
            change(&mut it.left);
            change(&mut it.right);
        }
        Expr::Block(it) => block(&mut it.block, change),
        Expr::Break(it) => it.expr.iter_mut().for_each(|it| change(it)),
        Expr::Call(it) => {
            change(&mut it.func);
            it.args.iter_mut().for_each(change);
        }
        Expr::Cast(it) => change(&mut it.expr),
        Expr::Closure(it) => change(&mut it.body),
        Expr::Field(it) => change(&mut it.base),
        Expr::ForLoop(it) => {
            change(&mut it.expr);
            block(&mut it.body, change);
        }
        Expr::Group(it) => change(&mut it.expr),
        Expr::If(it) => {
            change(&mut it.cond);
            block(&mut it.then_branch, change);
            if let Some((_, other)) = &mut it.else_branch {
                change(other);
            }
        }
        Expr::Index(it) => {
            change(&mut it.expr);
            change(&mut it.index);
        }
        Expr::Let(it) => change(&mut it.expr),
        Expr::Loop(it) => block(&mut it.body, change),
        Expr::Macro(it) => in_macro(&mut it.mac, change),
        Expr::Match(it) => {
            change(&mut it.expr);
            it.arms.iter_mut().for_each(|arm| change(&mut arm.body));
        }
        Expr::MethodCall(it) => {
            change(&mut it.receiver);
            it.args.iter_mut().for_each(change);
        }
        Expr::Paren(it) => change(&mut it.expr),
        Expr::Range(it) => {
            let ends = it.start.iter_mut().chain(&mut it.end);
            ends.for_each(|it| change(it));
        }
        Expr::Reference(it) => change(&mut it.expr),
        Expr::Repeat(it) => change(&mut it.expr),
        Expr::Return(it) => it.expr.iter_mut().for_each(|it| change(it)),
        Expr::Struct(it) => {
            it.fields.iter_mut().for_each(|it| change(&mut it.expr));
            it.rest.iter_mut().for_each(|it| change(it));
        }
        Expr::Try(it) => change(&mut it.expr),
        Expr::Tuple(it) => it.elems.iter_mut().for_each(change),
        Expr::Unary(it) => change(&mut it.expr),
        Expr::Unsafe(it) => block(&mut it.block, change),
        Expr::While(it) => {
            change(&mut it.cond);
            block(&mut it.body, change);
        }
        _ => {}
    }
}

fn block(block: &mut Block, change: &mut dyn FnMut(&mut Expr)) {
    for statement in &mut block.stmts {
        match statement {
            Stmt::Local(it) => {
                if let Some(init) = &mut it.init {
                    change(&mut init.expr);
                    if let Some((_, other)) = &mut init.diverge {
                        change(other);
                    }
                }
            }
            Stmt::Expr(it, _) => change(it),
            Stmt::Macro(it) => in_macro(&mut it.mac, change),
            Stmt::Item(_) => {}
        }
    }
}

/// Changes the arguments of a macro whose tokens are expressions with commas between them, as
/// those of `vec!` and `format!` are.
pub(super) fn in_macro(it: &mut Macro, change: &mut dyn FnMut(&mut Expr)) {
    let arguments = Punctuated::<Expr, syn::Token![,]>::parse_terminated;
    if let Ok(mut arguments) = arguments.parse2(it.tokens.clone()) {
        arguments.iter_mut().for_each(change);
        it.tokens = arguments.into_token_stream();
        return;
    }
    // `vec![value; count]`
    let repeated = |input: syn::parse::ParseStream<'_>| -> syn::Result<(Expr, TokenStream)> {
        let value = input.parse()?;
        input.parse::<syn::Token![;]>()?;
        Ok((value, input.parse()?))
    };
    if let Ok((mut value, count)) = repeated.parse2(it.tokens.clone()) {
        change(&mut value);
        it.tokens = quote! { #value; #count };
    }
}
