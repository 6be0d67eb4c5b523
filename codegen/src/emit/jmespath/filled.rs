//! Values that may be empty: whether they are, and one of two by that.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::jmespath::{Expr, Ty, Value};

use super::super::ident;
use super::Emit;

impl Emit<'_, '_> {
    /// Whether what a reference refers to has members or bytes, or has none.
    fn has_parts(self, of: &Value, at: &TokenStream, has: bool) -> TokenStream {
        let Ty::Structure(name) = &of.ty else {
            let not = has.then(|| quote!(!));
            return quote!(#not #at.is_empty());
        };
        let structure = match of.expr {
            Expr::Input | Expr::Output => self.imports.ty_of("super::super::operation", name),
            _ => self.imports.ty(name),
        };
        if has {
            quote!(#at != #structure::default())
        } else {
            quote!(#at == #structure::default())
        }
    }

    /// A value that is null where it counts as false.
    pub(super) fn filled(self, of: &Value) -> TokenStream {
        let value = self.value(of);
        let value = if of.nullable {
            value
        } else {
            quote!(Some(#value))
        };
        if let Ty::Structure(_) = of.ty {
            let filled = self.has_parts(of, &quote!(*it), true);
            quote!(#value.filter(|&it| #filled))
        } else {
            let filled = self.has_parts(of, &quote!(it), true);
            quote!(#value.filter(|it| #filled))
        }
    }

    /// Whether a value is there and isn't empty, or the opposite.
    pub(super) fn is_filled(self, of: &Value, is: bool) -> TokenStream {
        let is_structure = matches!(of.ty, Ty::Structure(_));
        if of.nullable {
            let at = if is_structure {
                quote!(*it)
            } else {
                quote!(it)
            };
            let (value, parts) = (self.value(of), self.has_parts(of, &at, is));
            let method = ident(if is { "is_some_and" } else { "is_none_or" });
            return quote!(#value.#method(|it| #parts));
        }
        let at = if is_structure {
            self.referent(of)
        } else {
            self.place(of)
        };
        self.has_parts(of, &at, is)
    }

    /// Whether a value is there and a condition of it holds.
    pub(super) fn there_and(self, of: &Value, condition: &Value) -> TokenStream {
        let (of, condition) = (self.value(of), self.truth(condition));
        match condition.to_string().as_str() {
            "true" => quote!(#of.is_some()),
            "false" => condition,
            _ => quote!(#of.is_some_and(|it| #condition)),
        }
    }

    /// The opposite.
    pub(super) fn null_or_not(self, of: &Value, condition: &Value) -> TokenStream {
        let (of, condition) = (self.value(of), self.not(condition));
        match condition.to_string().as_str() {
            "false" => quote!(#of.is_none()),
            "true" => condition,
            _ => quote!(#of.is_none_or(|it| #condition)),
        }
    }

    /// Prints `&&` or `||` of two values of a type: the first value, unless the second decides.
    pub(super) fn one_of_both(self, is_and: bool, left: &Value, right: &Value) -> TokenStream {
        let (left, is_filled) = match &left.expr {
            Expr::Filled(of) => (&**of, true),
            _ => (left, false),
        };
        let (a, b) = (self.whole(left), self.whole(right));
        // The name of the value, and whether it is empty.
        let (name, is_structure) = match left.ty {
            Ty::Text | Ty::OwnedText => (Some("text"), false),
            Ty::StoredList { .. } | Ty::StoredMap { .. } | Ty::List { .. } => (Some("list"), false),
            Ty::Structure(_) if is_filled => (Some("first"), true),
            Ty::Opaque(_) if is_filled => (Some("bytes"), false),
            _ => (None, false),
        };
        let Some(name) = name else {
            return one_that_is_there(is_and, (left, a), (right, b));
        };
        let name = ident(name);
        let at = if is_structure {
            quote!(*#name)
        } else {
            quote!(#name)
        };
        let empty = |has| self.has_parts(left, &at, has);
        let borrowed = if is_structure {
            quote!(|&#name|)
        } else {
            quote!(|#name|)
        };
        let or = ident(if right.nullable { "or" } else { "unwrap_or" });
        match (is_and, left.nullable) {
            (true, false) => {
                let empty = empty(false);
                quote!(Some(#a).filter(#borrowed #empty).#or(#b))
            }
            (true, true) if right.nullable => {
                let empty = empty(false);
                quote!(#a.and_then(|#name| if #empty { Some(#name) } else { #b }))
            }
            (true, true) => {
                let empty = empty(false);
                quote!(#a.map(|#name| if #empty { #name } else { #b }))
            }
            (false, _) => {
                let a = if left.nullable { a } else { quote!(Some(#a)) };
                let filled = empty(true);
                quote!(#a.filter(#borrowed #filled).#or(#b))
            }
        }
    }

    /// Prints a choice between two values by whether another one counts as true. The values are
    /// `Option`s if one of them is.
    pub(super) fn choice(self, values: &[Value; 3], nullable: bool) -> TokenStream {
        let [condition, then, otherwise] = values;
        let side = |value: &Value| {
            let tokens = self.whole(value);
            if nullable && !value.nullable {
                quote!(Some(#tokens))
            } else {
                tokens
            }
        };
        let (condition, then, otherwise) = (self.truth(condition), side(then), side(otherwise));
        match condition.to_string().as_str() {
            "true" => then,
            "false" => otherwise,
            _ => quote!(if #condition { #then } else { #otherwise }),
        }
    }
}

/// Prints `&&` or `||` of two values that count as true whenever they are present.
fn one_that_is_there(
    is_and: bool,
    (left, a): (&Value, TokenStream),
    (right, b): (&Value, TokenStream),
) -> TokenStream {
    match (is_and, left.nullable) {
        (true, false) => b,
        (false, false) => a,
        (true, true) => {
            let b = if right.nullable { b } else { quote!(Some(#b)) };
            quote!(#a.and(#b))
        }
        (false, true) => {
            let or = ident(if right.nullable { "or" } else { "unwrap_or" });
            quote!(#a.#or(#b))
        }
    }
}
