//! Single values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::plan::jmespath::{Comparison, Expr, Ty, Value};
use crate::plan::{NamedKind, Scalar, Type};

use super::super::ident;
use super::{Emit, is_binary};

impl Emit<'_, '_> {
    /// The value, or an `Option` of it if it is nullable.
    pub(super) fn value(self, value: &Value) -> TokenStream {
        match &value.expr {
            Expr::Input => quote!(operation),
            Expr::Output => quote!(output),
            Expr::Item => quote!(it),
            Expr::Null | Expr::Hash => quote!(None),
            Expr::Text(text) => quote!(#text),
            Expr::Boolean(value) => quote!(#value),
            Expr::Integer(value) => {
                let value = Literal::i64_unsuffixed(*value);
                quote!(#value)
            }
            Expr::Float(value) => {
                let value = Literal::f64_unsuffixed(*value);
                quote!(#value)
            }
            Expr::Field {
                of,
                field,
                is_option,
                ty,
            } => {
                let get = |at: TokenStream| self.get(&at, field, *is_option, ty);
                match (of.nullable, is_option) {
                    (false, _) => get(self.place(of)),
                    (true, true) => self.and_then(of, &get(quote!(it))),
                    (true, false) => self.map(of, &get(quote!(it))),
                }
            }
            Expr::Variant { of, variant, ty } => {
                let found = self.variant(of, variant, ty);
                if of.nullable {
                    self.and_then(of, &found(quote!(it)))
                } else {
                    found(self.value(of))
                }
            }
            Expr::Index { of, index } => self.index(of, *index, false),
            Expr::Items { .. } | Expr::Array(_) | Expr::Keys(_) | Expr::Values(_) => {
                self.list(value)
            }
            Expr::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Expr::And(left, right) => self.and_or(value, left, right),
            Expr::Or(left, right) => self.and_or(value, left, right),
            Expr::Not(of) => self.not(of),
            Expr::Length(of) => self.length(of),
            Expr::Contains(of, what) => self.contains(of, what),
            Expr::StartsWith(of, what) => self.of_texts(of, what, "starts_with"),
            Expr::EndsWith(of, what) => self.of_texts(of, what, "ends_with"),
            Expr::Join(glue, of) => {
                let glue = self.value(glue);
                self.over(of, |items| quote!(#items.collect::<Vec<_>>().join(#glue)))
            }
            Expr::NotNull(values) => self.not_null(values),
            Expr::ToNumber(of) => {
                let parse = |text: TokenStream| quote!(#text.parse::<f64>().ok().filter(|number| number.is_finite()));
                if of.nullable {
                    let parsed = parse(quote!(it));
                    self.and_then(of, &parsed)
                } else {
                    parse(self.value(of))
                }
            }
            Expr::ToText(of) if of.nullable => self.map(of, &quote!(it.to_string())),
            Expr::ToText(of) => {
                let of = self.operand(of);
                quote!(#of.to_string())
            }
        }
    }

    /// A nullable value where `?` may be used: in what gives an `Option`.
    pub(super) fn tail(self, value: &Value) -> TokenStream {
        match &value.expr {
            Expr::Field {
                of,
                field,
                is_option,
                ty,
            } if of.nullable => {
                let of = self.tail(of);
                let found = self.get(&quote!(#of?), field, *is_option, ty);
                if *is_option {
                    found
                } else {
                    quote!(Some(#found))
                }
            }
            Expr::Index { of, index } if of.nullable => self.index(of, *index, true),
            Expr::Items { of, stages }
                if of.nullable && !matches!(of.expr, Expr::Keys(_) | Expr::Values(_)) =>
            {
                let source = self.tail(of);
                let items = self.stages(&quote!(#source?), of, stages);
                quote!(Some(#items.collect::<Vec<_>>()))
            }
            _ => self.value(value),
        }
    }

    /// A structure as a place: without the `&` that makes a reference of it.
    pub(super) fn place(self, value: &Value) -> TokenStream {
        match &value.expr {
            Expr::Field {
                of,
                field,
                is_option: false,
                ty,
            } if !of.nullable && is_reference(ty) => {
                let (of, field) = (self.place(of), ident(field));
                quote!(#of.#field)
            }
            _ => self.value(value),
        }
    }

    pub(super) fn and_then(self, of: &Value, then: &TokenStream) -> TokenStream {
        let of = self.value(of);
        quote!(#of.and_then(|it| #then))
    }

    pub(super) fn map(self, of: &Value, then: &TokenStream) -> TokenStream {
        let of = self.value(of);
        quote!(#of.map(|it| #then))
    }

    /// A field, as the type of its value.
    fn get(self, at: &TokenStream, field: &str, is_option: bool, ty: &Type) -> TokenStream {
        let field = ident(field);
        let at = quote!(#at.#field);
        if is_option {
            return match ty {
                Type::Scalar(Scalar::String) => quote!(#at.as_deref()),
                Type::Named(named) if named.boxed => quote!(#at.as_deref()),
                _ if is_reference(ty) => quote!(#at.as_ref()),
                _ => match self.conversion(ty) {
                    Some(conversion) if is_text(ty) => quote!(#at.as_ref().map(#conversion)),
                    Some(conversion) => quote!(#at.map(#conversion)),
                    None => at,
                },
            };
        }
        match ty {
            Type::Named(named) if named.boxed => quote!(&*#at),
            _ if is_reference(ty) => quote!(&#at),
            _ if is_text(ty) => quote!(#at.as_str()),
            Type::Named(_) => quote!(i64::from(#at.as_i32())),
            _ => match self.conversion(ty) {
                Some(conversion) => quote!(#conversion(#at)),
                None => at,
            },
        }
    }

    /// The function that makes a value what it is here, if there has to be one: of a
    /// reference for text, and of the value itself for numbers.
    pub(super) fn conversion(self, ty: &Type) -> Option<TokenStream> {
        match ty {
            Type::Scalar(Scalar::String) => Some(quote!(String::as_str)),
            Type::Scalar(Scalar::Byte | Scalar::Short | Scalar::Integer) => Some(quote!(i64::from)),
            Type::Scalar(Scalar::Float) => Some(quote!(f64::from)),
            Type::Named(named) => match named.kind {
                NamedKind::Enumeration => {
                    let name = self.imports.ty(&named.name);
                    Some(quote!(#name::as_str))
                }
                NamedKind::IntEnumeration => Some(quote!(|number| i64::from(number.as_i32()))),
                NamedKind::Structure | NamedKind::Union => None,
            },
            _ => None,
        }
    }

    /// The data of a union's member, given the union.
    fn variant(
        self,
        of: &Value,
        variant: &str,
        ty: &Type,
    ) -> impl Fn(TokenStream) -> TokenStream + use<> {
        let union = match &of.ty {
            Ty::Union(name) => self.imports.ty(name),
            _ => quote!(Self),
        };
        let variant = ident(variant);
        let data = match ty {
            Type::Named(named) if named.boxed => quote!(&**data),
            _ if is_text(ty) => quote!(data.as_str()),
            _ if is_reference(ty) => quote!(data),
            _ => match self.conversion(ty) {
                Some(_) if matches!(ty, Type::Named(_)) => quote!(i64::from(data.as_i32())),
                Some(conversion) => quote!(#conversion(*data)),
                None => quote!(*data),
            },
        };
        move |at| {
            quote! {
                match #at {
                    #union::#variant(data) => Some(#data),
                    _ => None,
                }
            }
        }
    }

    /// In parentheses where an operator may be beside it.
    pub(super) fn operand(self, value: &Value) -> TokenStream {
        let tokens = self.value(value);
        if is_binary(value) {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    /// Text as `&str` or an `Option` of that, and a number as what the other one is.
    fn comparable(self, value: &Value, other: &Value) -> TokenStream {
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

    fn compare(self, comparison: Comparison, left: &Value, right: &Value) -> TokenStream {
        if let Some(emptiness) = self.emptiness(comparison, left, right, false) {
            return emptiness;
        }
        let operator = operator(comparison);
        let (a, b) = (self.comparable(left, right), self.comparable(right, left));
        let is_equal = comparison == Comparison::Equal;
        if matches!(comparison, Comparison::Equal | Comparison::NotEqual) {
            return match (&left.expr, &right.expr) {
                (Expr::Null, _) => self.is_null(right, is_equal),
                (_, Expr::Null) => self.is_null(left, is_equal),
                (Expr::Boolean(value), _) if !right.nullable => negated(&b, *value == is_equal),
                (_, Expr::Boolean(value)) if !left.nullable => negated(&a, *value == is_equal),
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

    fn is_null(self, value: &Value, is_equal: bool) -> TokenStream {
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
    fn and_or(self, value: &Value, left: &Value, right: &Value) -> TokenStream {
        let is_and = matches!(value.expr, Expr::And(..));
        if value.ty == Ty::Truth || !value.nullable {
            return self.truth_of_both(is_and, left, right);
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
        if is_and {
            quote!(#left && #right)
        } else {
            quote!(#left || #right)
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
            (Ty::Boolean, _) if value.nullable => {
                let value = self.value(value);
                quote!(#value == Some(true))
            }
            (Ty::Boolean, _) => self.value(value),
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

    fn not(self, of: &Value) -> TokenStream {
        match (&of.expr, &of.ty) {
            (Expr::Not(of), _) => self.truth(of),
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
            (_, Ty::Boolean) => {
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

    fn of_texts(self, of: &Value, what: &Value, method: &str) -> TokenStream {
        let method = ident(method);
        let (a, b) = (self.comparable(of, what), self.comparable(what, of));
        match (of.nullable, what.nullable) {
            (false, false) => quote!(#a.#method(#b)),
            (true, false) => quote!(#a.map(|text| text.#method(#b))),
            (false, true) => quote!(#b.map(|part| #a.#method(part))),
            (true, true) => quote!(#a.zip(#b).map(|(text, part)| text.#method(part))),
        }
    }

    fn contains(self, of: &Value, what: &Value) -> TokenStream {
        if matches!(of.ty, Ty::Text | Ty::OwnedText) {
            return self.of_texts(of, what, "contains");
        }
        let sparse = matches!(of.ty, Ty::List { nullable: true, .. });
        let equal = match (&what.expr, sparse, what.nullable) {
            (Expr::Boolean(true), false, _) => quote!(item),
            (Expr::Boolean(false), false, _) => quote!(!item),
            (_, false, true) => {
                let what = self.comparable(what, what);
                quote!(Some(item) == #what)
            }
            (_, true, false) => {
                let what = self.comparable(what, what);
                quote!(item == Some(#what))
            }
            _ => {
                let what = self.comparable(what, what);
                quote!(item == #what)
            }
        };
        self.over(of, |items| quote!(#items.any(|item| #equal)))
    }

    fn not_null(self, values: &[Value]) -> TokenStream {
        let mut values = values.iter();
        let Some(first) = values.next() else {
            return quote!(None);
        };
        let first = self.value(first);
        values.fold(first, |before, value| {
            let tokens = self.value(value);
            if value.nullable {
                quote!(#before.or(#tokens))
            } else {
                quote!(#before.unwrap_or(#tokens))
            }
        })
    }
}

fn operator(comparison: Comparison) -> TokenStream {
    match comparison {
        Comparison::Equal => quote!(==),
        Comparison::NotEqual => quote!(!=),
        Comparison::Less => quote!(<),
        Comparison::LessOrEqual => quote!(<=),
        Comparison::Greater => quote!(>),
        Comparison::GreaterOrEqual => quote!(>=),
    }
}

/// What holds where a comparison doesn't, among numbers that JSON can have.
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

fn negated(value: &TokenStream, is_positive: bool) -> TokenStream {
    if is_positive {
        quote!(#value)
    } else {
        quote!(!#value)
    }
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => *scalar == Scalar::String,
        Type::Named(named) => named.kind == NamedKind::Enumeration,
        _ => false,
    }
}

/// Whether values of a type are gone on with by reference.
pub(super) fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(
            scalar,
            Scalar::Blob
                | Scalar::BigInteger
                | Scalar::BigDecimal
                | Scalar::Document
                | Scalar::IdempotencyToken
                | Scalar::Timestamp(_)
        ),
        Type::Named(named) => matches!(named.kind, NamedKind::Structure | NamedKind::Union),
        Type::List { .. } | Type::Map { .. } => true,
    }
}
