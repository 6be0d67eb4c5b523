//! Values of the plan as expressions.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;

use crate::ir::{DocumentLiteral, FieldLiteral, ItemLiteral, Literal};

use super::{Imports, ident};

/// A string literal, a raw one if its text has backslashes or quotation marks: it reads as the
/// model has it. Raw literals can't have characters that need an escape.
pub(super) fn text(text: &str) -> TokenStream {
    let has_marks = text.contains(['\\', '"']);
    let is_plain = text.chars().all(|c| c == ' ' || c.is_ascii_graphic());
    if !has_marks || !is_plain {
        return quote!(#text);
    }
    let mut hashes = String::new();
    while text.contains(&format!("\"{hashes}")) {
        hashes.push('#');
    }
    let raw = format!("r{hashes}\"{text}\"{hashes}");
    raw.parse().unwrap_or_else(|_| quote!(#text))
}

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
        Literal::Body(bytes) => {
            let ty = imports.runtime("Body");
            let bytes = Token::byte_string(bytes);
            quote!(#ty::from(#bytes))
        }
        Literal::BigInteger(digits) => number("BigInteger", digits, imports),
        Literal::BigDecimal(text) => number("BigDecimal", text, imports),
        Literal::Timestamp { seconds, nanos } => {
            let ty = imports.runtime("Timestamp");
            let seconds = Token::i64_unsuffixed(*seconds);
            let nanos = Token::u32_unsuffixed(*nanos);
            quote!(#ty::__new(#seconds, #nanos))
        }
        Literal::Document(value) => document(value, imports),
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

/// A number of any size: from an integer where Rust takes its digits for one without a suffix,
/// and otherwise from its text, which plan has looked at.
fn number(ty: &str, text: &str, imports: &Imports<'_>) -> TokenStream {
    let ty = imports.runtime(ty);
    match text.parse::<i32>() {
        Ok(value) if value.to_string() == text => {
            let value = Token::i32_unsuffixed(value);
            quote!(#ty::from(#value))
        }
        _ => quote!(#ty::__new(#text)),
    }
}

fn document(value: &DocumentLiteral, imports: &Imports<'_>) -> TokenStream {
    let ty = imports.runtime("Document");
    match value {
        DocumentLiteral::Null => quote!(#ty::Null),
        DocumentLiteral::Boolean(value) => quote!(#ty::Bool(#value)),
        DocumentLiteral::Number(text) => {
            let number = number("Number", text, imports);
            quote!(#ty::Number(#number))
        }
        DocumentLiteral::String(text) => quote!(#ty::String(#text.to_owned())),
        DocumentLiteral::Array(items) => {
            let items = items.iter().map(|item| document(item, imports));
            quote!(#ty::Array(vec![#(#items),*]))
        }
        DocumentLiteral::Object(members) => {
            let map = imports.item("std::collections::BTreeMap");
            let members = members.iter().map(|(name, value)| {
                let value = document(value, imports);
                quote!((#name.to_owned(), #value))
            });
            quote!(#ty::Object(#map::from([#(#members),*])))
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
        // An `f32` has fewer digits: clippy minds those that change nothing (`excessive_precision`).
        let value = match is_single {
            true => Token::f32_unsuffixed(value as f32),
            false => Token::f64_unsuffixed(value),
        };
        quote!(#value)
    }
}
