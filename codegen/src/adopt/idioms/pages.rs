//! Pages and their items in a variable: `let pages = client.list().into_paginator().send()`.

use syn::{Expr, ExprMethodCall};

use super::super::ty::Ty;
use super::super::walker::Walker;
use super::{Idiom, text};

const KIND: &str = "pages";

impl Walker<'_, '_> {
    /// A method of pages that has another form. `value` is a page or an item in its `Result`.
    pub(super) fn of_pages(
        &mut self,
        value: &Ty,
        it: &ExprMethodCall,
        rest: &[&Expr],
    ) -> Option<Idiom> {
        let Ty::Result(page, error) = value else {
            return None;
        };
        let is_of_call = matches!(&**error, Ty::Named { path, .. }
            if matches!(path.as_slice(), [_, operation, _, name] if operation == "operation" && name == "Error"));
        let Some(end @ Expr::Await(_)) = rest.first() else {
            return None;
        };
        if !is_of_call || !it.args.is_empty() || !matches!(&*it.receiver, Expr::Path(_)) {
            return None;
        }
        let whole = Expr::MethodCall(it.clone());
        let of = |ty: Ty| Ty::Result(Box::new(ty), error.clone());
        match it.method.to_string().as_str() {
            // Without a `Result` around all, it is a stream of another kind.
            name @ ("collect" | "try_collect") => {
                let generics = it.turbofish.as_ref().map(text).unwrap_or_default();
                if name == "collect" && !generics.contains("Result") {
                    return None;
                }
                self.becomes(KIND, it, &whole, "collect(usize::MAX)");
                Some(Idiom::alone(of(Ty::Many(page.clone()))))
            }
            "try_next" => {
                self.becomes(KIND, it, end, "next().await.transpose()");
                Some(Idiom {
                    ty: of(Ty::Option(page.clone())),
                    taken: 1,
                })
            }
            _ => None,
        }
    }
}
