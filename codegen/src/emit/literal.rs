//! Values of the plan as expressions.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use crate::plan::{FieldLiteral, ItemLiteral, Literal};

use super::{Imports, ident};

pub(super) fn emit(literal: &Literal, imports: &Imports<'_>) -> TokenStream {
    match literal {
        Literal::Boolean(value) => quote!(#value),
        Literal::Integer(value) => {
            let value = Token::i64_unsuffixed(*value);
            quote!(#value)
        }
        Literal::Float { value, is_single } => float(*value, *is_single),
        Literal::String(text) => quote!(#text.to_owned()),
        Literal::Token(text) => {
            let token = imports.runtime("IdempotencyToken");
            quote!(#token::from(#text))
        }
        Literal::Blob(bytes) => {
            let ty = imports.runtime("bytes::Bytes");
            let bytes = Token::byte_string(bytes);
            quote!(#ty::from_static(#bytes))
        }
        Literal::BigInteger(digits) => {
            let ty = imports.runtime("BigInteger");
            quote!(#digits.parse::<#ty>().unwrap_or_default())
        }
        Literal::BigDecimal(digits) => {
            let ty = imports.runtime("BigDecimal");
            quote!(#digits.parse::<#ty>().unwrap_or_default())
        }
        Literal::Timestamp { seconds, nanos } => {
            let ty = imports.runtime("Timestamp");
            let seconds = Token::i64_unsuffixed(*seconds);
            let nanos = Token::u32_unsuffixed(*nanos);
            quote!(#ty::from_epoch(#seconds, #nanos).unwrap_or_default())
        }
        Literal::Document(json) => {
            let reader = imports.runtime("json::Reader");
            quote!(#reader::new(#json.as_bytes()).and_then(|mut r| r.document()).unwrap_or_default())
        }
        Literal::Enumeration { name, value } => {
            let ty = imports.ty(name);
            quote!(#ty::from(#value))
        }
        Literal::IntEnumeration { name, value } => {
            let ty = imports.ty(name);
            let value = Token::i32_unsuffixed(*value);
            quote!(#ty::from(#value))
        }
        Literal::Structure {
            name,
            fields,
            is_whole,
        } => {
            let ty = imports.ty(name);
            let fields = fields.iter().map(|field| self::field(field, imports));
            let rest = (!is_whole).then(|| quote!(..#ty::default()));
            quote!(#ty { #(#fields,)* #rest })
        }
        Literal::Union {
            name,
            variant,
            value,
        } => {
            let ty = imports.ty(name);
            let variant = ident(variant);
            match value {
                Some(value) => {
                    let value = emit(value, imports);
                    quote!(#ty::#variant(#value))
                }
                None => quote!(#ty::#variant),
            }
        }
        Literal::Boxed(value) => {
            let value = emit(value, imports);
            quote!(Box::new(#value))
        }
        Literal::List(items) => {
            let items = items.iter().map(|item| self::item(item, imports));
            quote!(vec![#(#items),*])
        }
        Literal::Map(entries) => {
            let map = imports.item("std::collections::BTreeMap");
            let entries = entries.iter().map(|(key, value)| {
                let value = item(value, imports);
                quote!((#key.to_owned(), #value))
            });
            quote!(#map::from([#(#entries),*]))
        }
    }
}

fn field(field: &FieldLiteral, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&field.field);
    let value = emit(&field.value, imports);
    if field.is_option {
        quote!(#name: Some(#value))
    } else {
        quote!(#name: #value)
    }
}

fn item(item: &ItemLiteral, imports: &Imports<'_>) -> TokenStream {
    match item {
        ItemLiteral::Dense(value) => emit(value, imports),
        ItemLiteral::Sparse(Some(value)) => {
            let value = emit(value, imports);
            quote!(Some(#value))
        }
        ItemLiteral::Sparse(None) => quote!(None),
    }
}

fn float(value: f64, is_single: bool) -> TokenStream {
    let ty = ident(if is_single { "f32" } else { "f64" });
    if value.is_nan() {
        quote!(#ty::NAN)
    } else if value == f64::INFINITY {
        quote!(#ty::INFINITY)
    } else if value == f64::NEG_INFINITY {
        quote!(#ty::NEG_INFINITY)
    } else {
        let value = Token::f64_unsuffixed(value);
        quote!(#value)
    }
}
