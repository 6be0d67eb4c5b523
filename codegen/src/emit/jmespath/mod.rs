//! Values of JMESPath expressions as Rust: chains over `Option`s and iterators, as one would
//! write them.

mod count;
mod equality;
mod filled;
mod functions;
mod list;
mod truth;
mod unused;
mod value;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::jmespath::{Expr, Ty, Value};

use super::Imports;

pub(super) use unused::uses;

/// The body of a function that gives a value: an `Option` if it is nullable, or if that is
/// wanted of any.
pub(super) fn returned(value: &Value, is_option: bool, imports: &Imports<'_>) -> TokenStream {
    unused::without_unused(body(value, is_option, imports))
}

fn body(value: &Value, is_option: bool, imports: &Imports<'_>) -> TokenStream {
    let emit = Emit { imports };
    // All items of a sparse list count; expressions look at those alone that aren't null.
    if let Ty::StoredList { item, sparse: true } = &value.ty {
        let list = if value.nullable {
            let list = emit.tail(value);
            quote!(#list?)
        } else {
            emit.place(value)
        };
        let items = emit.sparse(&quote!(#list.iter()), item);
        return quote!(Some(#items.collect()));
    }
    // A list is collected; into what, is known from the function.
    let list = match (&value.expr, &value.ty) {
        (Expr::Items { of, stages }, _) => Some((&**of, stages.as_slice())),
        (_, Ty::StoredList { .. }) => Some((value, &[][..])),
        _ => None,
    };
    if let Some((of, stages)) = list
        && of.nullable
        && !has_source(&of.expr)
    {
        let source = emit.tail(of);
        let items = emit.stages(&quote!(#source?), of, stages);
        return quote!(Some(#items.collect()));
    }
    match (value.nullable, is_option) {
        (true, _) => emit.tail(value),
        (false, true) => {
            let value = emit.list(value);
            quote!(Some(#value))
        }
        (false, false) => emit.value(value),
    }
}

#[derive(Clone, Copy)]
struct Emit<'a, 'p> {
    imports: &'a Imports<'p>,
}

/// Whether the items of a list are those of something else, as the keys of a map are.
fn has_source(expr: &Expr) -> bool {
    matches!(
        expr,
        Expr::Keys(_) | Expr::Values(_) | Expr::Members { .. } | Expr::SortedBy(..)
    )
}

fn is_literal(value: &Value) -> bool {
    matches!(value.expr, Expr::Integer(_))
}

/// Whether a value is written as an operator between two others.
fn is_binary(value: &Value) -> bool {
    match &value.expr {
        Expr::Compare(..) => !value.nullable,
        Expr::And(..) | Expr::Or(..) => matches!(value.ty, Ty::Boolean | Ty::Truth),
        // Mostly a comparison with `Some(true)`. What begins with `if` ends a statement.
        Expr::Not(_) | Expr::If(_) => true,
        // Casts, after which `<` would begin generic arguments.
        Expr::Length(_) => !value.nullable,
        Expr::As(of) => value.ty == Ty::Float && !value.nullable && !is_literal(of),
        _ => false,
    }
}
