//! How many items a list, a map or a text has, and whether it has some.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::jmespath::{Comparison, Expr, Stage, Ty, Value};

use super::super::ident;
use super::Emit;
use super::list::{is_vec, last_condition};

impl Emit<'_, '_> {
    pub(super) fn length(self, of: &Value) -> TokenStream {
        if let Expr::OrEmpty(list) = &of.expr {
            let list = self.or_empty(list);
            return quote!(#list.len() as i64);
        }
        if let (Expr::As(list), Ty::List { .. }) = (&of.expr, &of.ty) {
            let list = self.value(list);
            return quote!(#list.len() as i64);
        }
        match &of.ty {
            Ty::Text | Ty::OwnedText if of.nullable => {
                self.map(of, &quote!(it.chars().count() as i64))
            }
            Ty::Text | Ty::OwnedText => {
                let of = self.value(of);
                quote!(#of.chars().count() as i64)
            }
            Ty::StoredList { .. } | Ty::StoredMap { .. } if of.nullable => {
                self.map(of, &quote!(it.len() as i64))
            }
            Ty::StoredList { .. } | Ty::StoredMap { .. } => {
                let of = self.place(of);
                quote!(#of.len() as i64)
            }
            Ty::List { .. } if is_vec(&of.expr) => {
                if of.nullable {
                    self.map(of, &quote!(it.len() as i64))
                } else {
                    let of = self.value(of);
                    quote!(#of.len() as i64)
                }
            }
            _ => {
                let counted = counted(of);
                match &counted.expr {
                    // Nothing is left out of the list, which knows its length.
                    Expr::Items { of, stages }
                        if stages.is_empty()
                            && (matches!(of.ty, Ty::StoredList { sparse: false, .. })
                                || is_vec(&of.expr)) =>
                    {
                        self.length(of)
                    }
                    _ => self.over(&counted, |items| quote!(#items.count() as i64)),
                }
            }
        }
    }

    /// Whether a list or map has items, or has none; and the answer for null.
    pub(super) fn has_items(self, list: &Value, has: bool, of_null: bool) -> TokenStream {
        let method = if of_null { "is_none_or" } else { "is_some_and" };
        let is_stored = matches!(list.ty, Ty::StoredList { .. } | Ty::StoredMap { .. });
        if is_stored {
            let not = has.then(|| quote!(!));
            return if list.nullable {
                let (list, method) = (self.value(list), ident(method));
                quote!(#list.#method(|list| #not list.is_empty()))
            } else {
                let list = self.place(list);
                quote!(#not #list.is_empty())
            };
        }
        if let Expr::OrEmpty(list) = &list.expr {
            let (not, list) = (has.then(|| quote!(!)), self.or_empty(list));
            return quote!(#not #list.is_empty());
        }
        if let (Expr::As(of), Ty::List { .. }) = (&list.expr, &list.ty) {
            let (not, list) = (has.then(|| quote!(!)), self.value(of));
            return quote!(#not #list.is_empty());
        }
        // The last condition can be asked of the items themselves.
        if let Some((before, condition)) = last_condition(list) {
            let condition = self.truth(condition);
            let not = (!has).then(|| quote!(!));
            return self.over_by(
                method,
                &before,
                |items| quote!(#not #items.any(|it| #condition)),
            );
        }
        self.over_by(method, list, |items| {
            if has {
                quote!(#items.next().is_some())
            } else {
                quote!(#items.next().is_none())
            }
        })
    }

    /// `length(list) == 0` and `> 0`, as one asks that: the latter where null counts as false.
    pub(super) fn emptiness(
        self,
        comparison: Comparison,
        left: &Value,
        right: &Value,
        is_truth: bool,
    ) -> Option<TokenStream> {
        let Expr::Length(list) = &left.expr else {
            return None;
        };
        if right.expr != Expr::Integer(0) || matches!(list.ty, Ty::Text | Ty::OwnedText) {
            return None;
        }
        match comparison {
            Comparison::Equal => Some(self.has_items(list, false, false)),
            Comparison::Greater if is_truth || !list.nullable => {
                Some(self.has_items(list, true, false))
            }
            _ => None,
        }
    }
}

/// A list without what doesn't change how many items it has.
fn counted(list: &Value) -> Value {
    let mut list = list.clone();
    if let Expr::Items { stages, .. } = &mut list.expr {
        loop {
            match stages.last() {
                Some(Stage::Each(body)) if !body.nullable => {}
                Some(Stage::Map(_) | Stage::Reversed | Stage::Sorted) => {}
                _ => break,
            }
            stages.pop();
        }
    }
    list
}
