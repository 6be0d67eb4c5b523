//! Values of JMESPath expressions as Rust: chains over `Option`s and iterators, as one would
//! write them.

mod list;
mod uses;
mod value;

use proc_macro2::TokenStream;
use quote::quote;

use crate::plan::jmespath::{Expr, Value};

use super::Imports;

pub(super) use uses::{uses_input, uses_output};

/// The body of a function that gives a value: an `Option` if it is nullable, or if that is
/// wanted of any.
pub(super) fn returned(value: &Value, is_option: bool, imports: &Imports<'_>) -> TokenStream {
    let emit = Emit { imports };
    if value.nullable {
        match &value.expr {
            // What it is collected into is known from the function.
            Expr::Items { of, stages } if !matches!(of.expr, Expr::Keys(_) | Expr::Values(_)) => {
                let source = emit.tail(of);
                let items = emit.stages(&quote!(#source?), of, stages);
                quote!(Some(#items.collect()))
            }
            _ => emit.tail(value),
        }
    } else if is_option {
        let value = emit.list(value);
        quote!(Some(#value))
    } else {
        emit.value(value)
    }
}

#[derive(Clone, Copy)]
struct Emit<'a, 'p> {
    imports: &'a Imports<'p>,
}

/// Whether a value is written as an operator between two others.
fn is_binary(value: &Value) -> bool {
    match &value.expr {
        Expr::Compare(..) => !value.nullable,
        Expr::And(..) | Expr::Or(..) => true,
        // Casts, after which `<` would begin generic arguments.
        Expr::Length(_) => !value.nullable,
        _ => false,
    }
}
