//! Equality of whole values: lists, maps, structures and unions.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::jmespath::{Comparison, Expr, Ty, Value};

use super::super::ident;
use super::Emit;
use super::truth::operator;
use super::value::is_whole;

impl Emit<'_, '_> {
    /// Whether two values are equal, or aren't: values that are more than a text, a number or a
    /// boolean.
    pub(super) fn equality(
        self,
        is_equal: bool,
        left: &Value,
        right: &Value,
    ) -> Option<TokenStream> {
        if left.expr == Expr::Null || right.expr == Expr::Null {
            return None;
        }
        let is_list = |value: &Value| matches!(value.ty, Ty::List { .. });
        let is_emptiness = match &right.expr {
            Expr::Array(items) => items.is_empty(),
            Expr::Hash => matches!(left.ty, Ty::StoredMap { .. }),
            _ => false,
        };
        if is_emptiness {
            return Some(self.has_items(left, !is_equal, !is_equal));
        }
        if is_list(left) || is_list(right) {
            return Some(self.equal_lists(is_equal, left, right));
        }
        if !is_whole(&left.ty) {
            return None;
        }
        let operator = operator(if is_equal {
            Comparison::Equal
        } else {
            Comparison::NotEqual
        });
        Some(match (left.nullable, right.nullable) {
            (false, false) => {
                let (left, right) = (self.referent(left), self.referent(right));
                quote!(#left #operator #right)
            }
            (left_nullable, right_nullable) => {
                let some = |value: TokenStream, nullable| {
                    if nullable {
                        value
                    } else {
                        quote!(Some(#value))
                    }
                };
                let left = some(self.operand(left), left_nullable);
                let right = some(self.operand(right), right_nullable);
                quote!(#left #operator #right)
            }
        })
    }

    /// Lists, item by item.
    fn equal_lists(self, is_equal: bool, left: &Value, right: &Value) -> TokenStream {
        let (left, right) = if right.nullable || matches!(left.expr, Expr::Array(_)) {
            (right, left)
        } else {
            (left, right)
        };
        if right.nullable {
            let some = |value: &Value| {
                let list = self.list(value);
                if value.nullable || !(left.nullable || right.nullable) {
                    list
                } else {
                    quote!(Some(#list))
                }
            };
            let (left, right) = (some(left), some(right));
            return if is_equal {
                quote!(#left == #right)
            } else {
                quote!(#left != #right)
            };
        }
        let items = match (&right.expr, &right.ty) {
            (Expr::Array(items), Ty::List { nullable, .. }) => self.array(items, *nullable),
            _ => self.over(right, |items| items),
        };
        let (method, of_null) = if is_equal {
            ("eq", "is_some_and")
        } else {
            ("ne", "is_none_or")
        };
        let method = ident(method);
        let equal = |list: TokenStream| quote!(#list.#method(#items));
        self.over_with(of_null, left, &items, equal)
    }
}
