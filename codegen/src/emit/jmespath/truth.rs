//! Comparisons, and what counts as true.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::jmespath::{Comparison, Expr, Ty, Value};

use super::super::ident;
use super::Emit;
use super::functions::there_and;

impl Emit<'_, '_> {
    /// Text as `&str` or an `Option` of that, and a number as what the other one is.
    pub(super) fn comparable(self, value: &Value, other: &Value) -> TokenStream {
        let tokens = self.operand(value);
        match (&value.ty, &other.ty, value.nullable) {
            (Ty::OwnedText, _, true) => quote!(#tokens.as_deref()),
            (Ty::OwnedText, _, false) => quote!(#tokens.as_str()),
            (Ty::Integer, Ty::Float, true) => quote!(#tokens.map(|number| number as f64)),
            (Ty::Integer, Ty::Float, false) => match &value.expr {
                Expr::Integer(number) => {
                    let number = Literal::f64_unsuffixed(*number as f64);
                    quote!(#number)
                }
                // It is in parentheses already if it has a cast of its own.
                _ => quote!((#tokens as f64)),
            },
            _ => tokens,
        }
    }

    pub(super) fn compare(
        self,
        comparison: Comparison,
        left: &Value,
        right: &Value,
    ) -> TokenStream {
        if let Some(emptiness) = self.emptiness(comparison, left, right, false) {
            return emptiness;
        }
        let is_equal = comparison == Comparison::Equal;
        if let Some(equality) = self.equality(is_equal, left, right) {
            return equality;
        }
        let operator = operator(comparison);
        let (a, b) = (self.comparable(left, right), self.comparable(right, left));
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            return match (&left.expr, &right.expr) {
                // The name of a type, which is known from the model.
                (Expr::Text(left), Expr::Text(right)) if left == right => quote!(#is_equal),
                (Expr::Null, _) => self.is_null(right, is_equal),
                (_, Expr::Null) => self.is_null(left, is_equal),
                (Expr::Boolean(value), _) if !right.nullable => {
                    if *value == is_equal {
                        self.value(right)
                    } else {
                        quote!(!#b)
                    }
                }
                (_, Expr::Boolean(value)) if !left.nullable => {
                    if *value == is_equal {
                        self.value(left)
                    } else {
                        quote!(!#a)
                    }
                }
                _ => match (left.nullable, right.nullable) {
                    (true, false) => quote!(#a #operator Some(#b)),
                    (false, true) => quote!(Some(#a) #operator #b),
                    _ => quote!(#a #operator #b),
                },
            };
        }
        if left.nullable || right.nullable {
            return self.ordered(comparison, left, right, "map");
        }
        quote!(#a #operator #b)
    }

    /// A comparison by order of what may be null, by a method of `Option`.
    fn ordered(
        self,
        comparison: Comparison,
        left: &Value,
        right: &Value,
        method: &str,
    ) -> TokenStream {
        let (operator, method) = (operator(comparison), ident(method));
        let (a, b) = (self.comparable(left, right), self.comparable(right, left));
        match (left.nullable, right.nullable) {
            (true, true) => quote!(#a.zip(#b).#method(|(left, right)| left #operator right)),
            (false, _) => quote!(#b.#method(|right| #a #operator right)),
            (true, false) => quote!(#a.#method(|left| left #operator #b)),
        }
    }

    pub(super) fn is_null(self, value: &Value, is_equal: bool) -> TokenStream {
        if !value.nullable || value.expr == Expr::Null {
            let is_null = (value.expr == Expr::Null) == is_equal;
            return quote!(#is_null);
        }
        let value = self.value(value);
        if is_equal {
            quote!(#value.is_none())
        } else {
            quote!(#value.is_some())
        }
    }

    /// Both or one of two booleans, as JMESPath has them: the one that decides.
    pub(super) fn and_or(self, value: &Value, left: &Value, right: &Value) -> TokenStream {
        let is_and = matches!(value.expr, Expr::And(..));
        if value.ty == Ty::Truth || value.ty == Ty::Boolean && !value.nullable {
            return self.truth_of_both(is_and, left, right);
        }
        if value.ty != Ty::Boolean {
            return self.one_of_both(is_and, left, right);
        }
        let some = |value: &Value| {
            let tokens = self.value(value);
            if value.nullable {
                tokens
            } else {
                quote!(Some(#tokens))
            }
        };
        let (left, right) = (some(left), some(right));
        if is_and {
            quote!(match #left { Some(true) => #right, other => other })
        } else {
            quote!(match #left { Some(true) => Some(true), _ => #right })
        }
    }

    fn truth_of_both(self, is_and: bool, left: &Value, right: &Value) -> TokenStream {
        let side = |value: &Value| {
            let truth = self.truth(value);
            let is_other = match value.expr {
                Expr::Or(..) => is_and,
                Expr::And(..) => !is_and,
                _ => false,
            };
            if is_other { quote!((#truth)) } else { truth }
        };
        let (left, right) = (side(left), side(right));
        // A side that the model knows: the one decides, the other leaves it to the other side.
        let (decides, leaves) = if is_and {
            ("false", "true")
        } else {
            ("true", "false")
        };
        match (left.to_string().as_str(), right.to_string().as_str()) {
            (known, _) if known == decides => left,
            (_, known) if known == decides => right,
            (known, _) if known == leaves => right,
            (_, known) if known == leaves => left,
            _ if is_and => quote!(#left && #right),
            _ => quote!(#left || #right),
        }
    }

    /// Whether a value counts as true.
    pub(super) fn truth(self, value: &Value) -> TokenStream {
        match (&value.ty, &value.expr) {
            (_, Expr::And(left, right)) => self.truth_of_both(true, left, right),
            (_, Expr::Or(left, right)) => self.truth_of_both(false, left, right),
            (Ty::Boolean, Expr::Compare(comparison, left, right)) if value.nullable => {
                match self.emptiness(*comparison, left, right, true) {
                    Some(emptiness) => emptiness,
                    None => self.ordered(*comparison, left, right, "is_some_and"),
                }
            }
            (_, Expr::Filled(of)) => self.is_filled(of, true),
            (Ty::Boolean, Expr::Within { of, body }) => self.there_and(of, body),
            (Ty::Text | Ty::OwnedText | Ty::Float, Expr::As(of)) => self.truth(of),
            (Ty::Structure(_) | Ty::Union(_) | Ty::Hash(_) | Ty::Opaque(_), _) => {
                self.is_null(value, false)
            }
            (Ty::Boolean, _) if value.nullable => {
                let value = self.value(value);
                quote!(#value == Some(true))
            }
            (Ty::Boolean | Ty::Truth, _) => self.value(value),
            (Ty::Null, _) => quote!(false),
            (Ty::Integer | Ty::Float, _) => self.is_null(value, false),
            (Ty::Text | Ty::OwnedText, _) if value.nullable => {
                let value = self.value(value);
                quote!(#value.is_some_and(|text| !text.is_empty()))
            }
            (Ty::Text | Ty::OwnedText, _) => {
                let value = self.value(value);
                quote!(!#value.is_empty())
            }
            _ => self.has_items(value, true, false),
        }
    }

    pub(super) fn not(self, of: &Value) -> TokenStream {
        match (&of.expr, &of.ty) {
            (Expr::Not(of), _) => self.truth(of),
            (Expr::Filled(of), _) => self.is_filled(of, false),
            (Expr::As(of), Ty::Text | Ty::OwnedText | Ty::Float) => self.not(of),
            (Expr::Within { of, body }, Ty::Boolean) => self.null_or_not(of, body),
            (Expr::NotNull(values), _) if there_and(values).is_some() => there_and(values)
                .map_or_else(TokenStream::new, |(of, condition)| {
                    self.null_or_not(of, condition)
                }),
            (Expr::Compare(Comparison::Equal, left, right), _) => match &left.expr {
                Expr::Length(list)
                    if self
                        .emptiness(Comparison::Equal, left, right, true)
                        .is_some() =>
                {
                    self.has_items(list, true, true)
                }
                _ => self.compare(Comparison::NotEqual, left, right),
            },
            (Expr::Compare(Comparison::NotEqual, left, right), _) => {
                self.compare(Comparison::Equal, left, right)
            }
            (Expr::Compare(comparison, left, right), _) if of.nullable => {
                self.ordered(opposite(*comparison), left, right, "is_none_or")
            }
            (Expr::And(..) | Expr::Or(..), _) => {
                let truth = self.truth(of);
                quote!(!(#truth))
            }
            (_, Ty::List { .. } | Ty::StoredList { .. } | Ty::StoredMap { .. }) => {
                self.has_items(of, false, true)
            }
            (_, Ty::Boolean) if of.nullable => {
                let of = self.value(of);
                quote!(#of != Some(true))
            }
            (_, Ty::Boolean | Ty::Truth) => {
                let of = self.operand(of);
                quote!(!#of)
            }
            (_, Ty::Text | Ty::OwnedText) => {
                let value = self.value(of);
                if of.nullable {
                    quote!(#value.is_none_or(|text| text.is_empty()))
                } else {
                    quote!(#value.is_empty())
                }
            }
            (_, Ty::Null) => quote!(true),
            _ => self.is_null(of, true),
        }
    }
}

pub(super) fn operator(comparison: Comparison) -> TokenStream {
    match comparison {
        Comparison::Equal => quote!(==),
        Comparison::NotEqual => quote!(!=),
        Comparison::Less => quote!(<),
        Comparison::LessOrEqual => quote!(<=),
        Comparison::Greater => quote!(>),
        Comparison::GreaterOrEqual => quote!(>=),
    }
}

/// The comparison that holds where this one doesn't, among numbers that JSON can have.
fn opposite(comparison: Comparison) -> Comparison {
    match comparison {
        Comparison::Equal => Comparison::NotEqual,
        Comparison::NotEqual => Comparison::Equal,
        Comparison::Less => Comparison::GreaterOrEqual,
        Comparison::LessOrEqual => Comparison::Greater,
        Comparison::Greater => Comparison::LessOrEqual,
        Comparison::GreaterOrEqual => Comparison::Less,
    }
}
