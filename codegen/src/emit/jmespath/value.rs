//! Single values.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::jmespath::{Expr, Ty, Value};
use crate::ir::{NamedKind, Scalar, Type};

use super::super::ident;
use super::{Emit, has_source, is_binary};

impl Emit<'_, '_> {
    /// The value, or an `Option` of it if it is nullable.
    pub(super) fn value(self, value: &Value) -> TokenStream {
        match &value.expr {
            Expr::Input => quote!(operation),
            Expr::Output => quote!(output),
            Expr::Item => quote!(it),
            Expr::Null | Expr::Hash | Expr::Merged => quote!(None),
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
            Expr::Entry {
                of,
                key,
                ty,
                sparse,
            } => self.entry(of, key, ty, *sparse),
            Expr::Items { .. }
            | Expr::Array(_)
            | Expr::Keys(_)
            | Expr::Values(_)
            | Expr::Members { .. }
            | Expr::OrEmpty(_)
            | Expr::SortedBy(..) => self.list(value),
            Expr::Within { of, body } => self.within(of, body),
            Expr::Filled(of) => self.filled(of),
            Expr::As(of) if value.nullable && !of.nullable => {
                let of = if of.ty == value.ty {
                    self.value(of)
                } else {
                    self.as_other(of, &value.ty)
                };
                quote!(Some(#of))
            }
            Expr::As(of) => self.as_other(of, &value.ty),
            Expr::If(values) => self.choice(values, value.nullable),
            Expr::Rounded(method, of) => {
                let method = ident(method);
                if of.nullable {
                    self.map(of, &quote!(it.#method()))
                } else {
                    let of = self.number(of);
                    quote!(#of.#method())
                }
            }
            Expr::Reversed(of) => {
                let reversed = |text: TokenStream| quote!(#text.chars().rev().collect::<String>());
                if of.nullable {
                    self.map(of, &reversed(quote!(it)))
                } else {
                    reversed(self.value(of))
                }
            }
            Expr::Sum(of) => self.over(of, |items| match value.ty {
                Ty::Integer => quote!(#items.fold(0, i64::saturating_add)),
                _ => quote!(#items.sum::<f64>()),
            }),
            Expr::Average(of) => {
                let average = self.imports.generated("waiter::average");
                self.over_by("and_then", of, |items| {
                    let is_integers =
                        matches!(&of.ty, Ty::List { item, .. } if **item == Ty::Integer);
                    let number = is_integers.then(|| quote!(.map(|number| number as f64)));
                    quote!(#average(#items #number))
                })
            }
            Expr::Extreme { is_max, of, by } => self.extreme(*is_max, of, by.as_deref()),
            Expr::TypeOf(name, of) => {
                let of = self.value(of);
                quote!(#of.map_or("null", |_| #name))
            }
            Expr::Compare(comparison, left, right) => self.compare(*comparison, left, right),
            Expr::And(left, right) => self.and_or(value, left, right),
            Expr::Or(left, right) => self.and_or(value, left, right),
            Expr::Not(of) => self.not(of),
            Expr::Length(of) => self.length(of),
            Expr::Contains(of, what) => self.contains(of, what),
            Expr::StartsWith(of, what) => self.of_texts(of, what, "starts_with"),
            Expr::EndsWith(of, what) => self.of_texts(of, what, "ends_with"),
            Expr::Join(glue, of) => self.join(glue, of),
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
            Expr::Items { of, stages } if of.nullable && !has_source(&of.expr) => {
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
            Type::Scalar(Scalar::Timestamp(_)) => Some(self.imports.generated("waiter::seconds")),
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

    /// Prints a value, in parentheses where an operator may be beside it.
    pub(super) fn operand(self, value: &Value) -> TokenStream {
        let tokens = self.value(value);
        if is_binary(value) {
            quote!((#tokens))
        } else {
            tokens
        }
    }

    /// Prints the target of a reference.
    pub(super) fn referent(self, value: &Value) -> TokenStream {
        match &value.expr {
            Expr::Field {
                of,
                is_option: false,
                ty,
                ..
            } if !of.nullable && is_reference(ty) => {
                let place = self.place(value);
                match ty {
                    Type::Named(named) if named.boxed => quote!(*#place),
                    _ => place,
                }
            }
            _ => {
                let value = self.operand(value);
                quote!(*#value)
            }
        }
    }

    /// A value; a list as a `Vec`.
    pub(super) fn whole(self, value: &Value) -> TokenStream {
        match value.ty {
            Ty::List { .. } => self.list(value),
            _ => self.value(value),
        }
    }

    fn within(self, of: &Value, body: &Value) -> TokenStream {
        let of_tokens = self.value(of);
        let of = if of.nullable {
            of_tokens
        } else {
            quote!(Some(#of_tokens))
        };
        if body.nullable {
            let body = self.tail(body);
            quote!(#of.and_then(|it| #body))
        } else {
            let body = self.whole(body);
            quote!(#of.map(|it| #body))
        }
    }
}

fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => *scalar == Scalar::String,
        Type::Named(named) => named.kind == NamedKind::Enumeration,
        _ => false,
    }
}

/// Whether values of a type are references to what a type of the model has.
pub(super) fn is_whole(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::Structure(_)
            | Ty::Union(_)
            | Ty::StoredList { .. }
            | Ty::StoredMap { .. }
            | Ty::Opaque(_)
    )
}

/// Whether values of a type are gone on with by reference.
pub(super) fn is_reference(ty: &Type) -> bool {
    match ty {
        Type::Scalar(scalar) => matches!(
            scalar,
            Scalar::Blob
                | Scalar::Body
                | Scalar::BigInteger(_)
                | Scalar::BigDecimal(_)
                | Scalar::Document
                | Scalar::IdempotencyToken
        ),
        Type::Named(named) => matches!(named.kind, NamedKind::Structure | NamedKind::Union),
        Type::List { .. } | Type::Map { .. } => true,
    }
}
