//! Functions of texts, numbers and lists, and values as others.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::jmespath::{Expr, Ty, Value};

use super::super::ident;
use super::Emit;
use super::value::is_whole;

impl Emit<'_, '_> {
    pub(super) fn of_texts(self, of: &Value, what: &Value, method: &str) -> TokenStream {
        let method = ident(method);
        let (a, b) = (self.comparable(of, what), self.comparable(what, of));
        match (of.nullable, what.nullable) {
            (false, false) => quote!(#a.#method(#b)),
            (true, false) => quote!(#a.map(|text| text.#method(#b))),
            (false, true) => quote!(#b.map(|part| #a.#method(part))),
            (true, true) => quote!(#a.zip(#b).map(|(text, part)| text.#method(part))),
        }
    }

    pub(super) fn contains(self, of: &Value, what: &Value) -> TokenStream {
        if matches!(of.ty, Ty::Text | Ty::OwnedText) {
            return self.of_texts(of, what, "contains");
        }
        let (item, sparse) = match &of.ty {
            Ty::StoredList { item, .. } => (Ty::of(item), false),
            Ty::List { item, nullable } => ((**item).clone(), *nullable),
            _ => (Ty::Null, false),
        };
        let wanted = Value {
            expr: Expr::Item,
            ty: item.clone(),
            nullable: false,
        };
        let what_tokens = self.comparable(what, &wanted);
        let item = match (&item, &what.ty, sparse) {
            (Ty::Integer, Ty::Float, false) => quote!(item as f64),
            (Ty::Integer, Ty::Float, true) => quote!(item.map(|item| item as f64)),
            (Ty::OwnedText, _, false) => quote!(item.as_str()),
            (Ty::OwnedText, _, true) => quote!(item.as_deref()),
            _ => quote!(item),
        };
        let equal = match (&what.expr, sparse, what.nullable) {
            (Expr::Null, _, _) => quote!(item.is_none()),
            (Expr::Boolean(true), false, _) => quote!(item),
            (Expr::Boolean(false), false, _) => quote!(!item),
            (_, false, true) => quote!(Some(#item) == #what_tokens),
            (_, true, false) => quote!(#item == Some(#what_tokens)),
            (_, false, false) if is_whole(&what.ty) => {
                if let Ty::StoredList { .. } = of.ty {
                    return self.stored_contains(of, what);
                }
                let what = self.referent(what);
                quote!(*item == #what)
            }
            _ => quote!(#item == #what_tokens),
        };
        let any = |items: TokenStream| quote!(#items.any(|item| #equal));
        self.over_with("map", of, &what_tokens, any)
    }

    /// Whether a list as a type has it contains a value as it has it.
    fn stored_contains(self, list: &Value, what: &Value) -> TokenStream {
        let what = self.value(what);
        if list.nullable {
            let list = self.value(list);
            quote!(#list.map(|list| list.contains(#what)))
        } else {
            let list = self.place(list);
            quote!(#list.contains(#what))
        }
    }

    pub(super) fn not_null(self, values: &[Value]) -> TokenStream {
        if let Some((of, condition)) = there_and(values) {
            return self.there_and(of, condition);
        }
        let mut values = values.iter();
        let Some(first) = values.next() else {
            return quote!(None);
        };
        let first = self.whole(first);
        values.fold(first, |before, value| {
            let tokens = self.whole(value);
            match (value.nullable, &value.ty) {
                (true, _) => quote!(#before.or(#tokens)),
                (false, Ty::OwnedText) => quote!(#before.unwrap_or_else(|| #tokens)),
                (false, _) => quote!(#before.unwrap_or(#tokens)),
            }
        })
    }

    pub(super) fn join(self, glue: &Value, list: &Value) -> TokenStream {
        let joined = |glue: TokenStream| {
            let join = |items: TokenStream| quote!(#items.collect::<Vec<_>>().join(#glue));
            self.over_with("map", list, &glue, join)
        };
        if !glue.nullable {
            return joined(self.comparable(glue, glue));
        }
        let (glue, joined) = (self.comparable(glue, glue), joined(quote!(glue)));
        let method = ident(if list.nullable { "and_then" } else { "map" });
        quote!(#glue.#method(|glue| #joined))
    }

    /// A text or a number as one of the other type.
    pub(super) fn as_other(self, of: &Value, ty: &Ty) -> TokenStream {
        let is_text = *ty == Ty::OwnedText;
        match (ty, &of.ty) {
            (Ty::Text, _) => return self.comparable(of, of),
            (Ty::List { .. }, _) | (_, Ty::OwnedText) => {
                let of = self.value(of);
                return quote!(#of.clone());
            }
            _ => {}
        }
        match (&of.expr, is_text, of.nullable) {
            (Expr::Integer(number), false, _) => {
                let number = Literal::f64_unsuffixed(*number as f64);
                quote!(#number)
            }
            (_, true, true) => {
                let of = self.value(of);
                quote!(#of.map(str::to_owned))
            }
            (_, true, false) => {
                let of = self.value(of);
                quote!(#of.to_owned())
            }
            (_, false, true) => {
                let of = self.value(of);
                quote!(#of.map(|number| number as f64))
            }
            (_, false, false) => {
                let of = self.operand(of);
                quote!(#of as f64)
            }
        }
    }

    /// A number on which a method can be called: a literal says of which type it is.
    pub(super) fn number(self, value: &Value) -> TokenStream {
        match value.expr {
            Expr::Integer(number) if number >= 0 => {
                let number = Literal::i64_suffixed(number);
                quote!(#number)
            }
            Expr::Integer(number) => {
                let number = Literal::i64_suffixed(number);
                quote!((#number))
            }
            Expr::Float(number) => {
                let number = Literal::f64_suffixed(number);
                quote!((#number))
            }
            _ => self.operand(value),
        }
    }
}

/// The value and the condition, if the first of two values is a condition of a value and the
/// second one says `false` where that is null.
pub(super) fn there_and(values: &[Value]) -> Option<(&Value, &Value)> {
    let [first, otherwise] = values else {
        return None;
    };
    match &first.expr {
        Expr::Within { of, body } if otherwise.expr == Expr::Boolean(false) => Some((of, body)),
        _ => None,
    }
}
