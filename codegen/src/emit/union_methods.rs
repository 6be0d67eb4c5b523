//! The methods of a union: those that make a variant, return its value, or tell whether it is
//! there, and the types that a union is made from.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Conversion, ConversionFrom, Scalar, Type, Union, Variant};

use super::{Imports, argument, docs, ident, read_write};

/// The methods and conversions of a union.
pub(super) fn emit(union: &Union, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&union.name.ty);
    let methods: Vec<TokenStream> = union
        .variants
        .iter()
        .map(|variant| methods(variant, imports))
        .collect();
    let conversions = union
        .conversions
        .iter()
        .map(|conversion| self::conversion(conversion, &union.name.ty, imports));
    let implementation = (!methods.is_empty()).then(|| quote!(impl #name { #(#methods)* }));
    quote! {
        #implementation
        #(#conversions)*
    }
}

fn methods(variant: &Variant, imports: &Imports<'_>) -> TokenStream {
    let name = ident(&variant.name);
    let test = ident(&variant.methods.test);
    let test_docs = docs::outer(&[format!("Returns whether this is `{}`.", variant.name)]);
    let deprecated = docs::deprecated(variant.deprecated.as_ref());
    let Some(ty) = &variant.ty else {
        return quote! {
            #test_docs
            #deprecated
            pub fn #test(&self) -> bool {
                matches!(self, Self::#name)
            }
        };
    };
    let new = ident(&variant.methods.new);
    let get = ident(&variant.methods.get);
    let new_docs = docs::outer(&[format!("Creates `{}`.", variant.name)]);
    let get_docs = docs::outer(&[format!("Returns the value of `{}`.", variant.name)]);
    let argument::Argument { given, value } = argument::of(ty, &quote!(value), imports);
    let (borrowed, got) = borrowed(ty, imports);
    quote! {
        #new_docs
        #deprecated
        pub fn #new(value: #given) -> Self {
            Self::#name(#value)
        }

        #get_docs
        #deprecated
        pub fn #get(&self) -> Option<#borrowed> {
            match self {
                Self::#name(value) => Some(#got),
                _ => None,
            }
        }

        #test_docs
        #deprecated
        pub fn #test(&self) -> bool {
            matches!(self, Self::#name(_))
        }
    }
}

/// The type in which a value is returned, and the expression of it: numbers and such are copied,
/// and others borrowed.
fn borrowed(ty: &Type, imports: &Imports<'_>) -> (TokenStream, TokenStream) {
    match ty {
        Type::Scalar(Scalar::String) => (quote!(&str), quote!(value)),
        Type::Scalar(
            Scalar::Boolean
            | Scalar::Byte
            | Scalar::Short
            | Scalar::Integer
            | Scalar::Long
            | Scalar::Float
            | Scalar::Double
            | Scalar::Timestamp(_),
        ) => {
            let own = read_write::ty(ty, imports);
            (own, quote!(*value))
        }
        Type::List { item, sparse, .. } => {
            let item = read_write::ty(item, imports);
            match sparse {
                true => (quote!(&[Option<#item>]), quote!(value)),
                false => (quote!(&[#item]), quote!(value)),
            }
        }
        Type::Named(named) => {
            let own = imports.ty(&named.name);
            (quote!(&#own), quote!(value))
        }
        Type::Scalar(_) | Type::Map { .. } => {
            let own = read_write::ty(ty, imports);
            (quote!(&#own), quote!(value))
        }
    }
}

fn conversion(conversion: &Conversion, union: &str, imports: &Imports<'_>) -> TokenStream {
    let union = ident(union);
    let variant = ident(&conversion.variant);
    let (from, value) = match &conversion.from {
        ConversionFrom::Value(ty) => (read_write::ty(ty, imports), quote!(value)),
        ConversionFrom::Text => (quote!(&str), quote!(value.to_owned())),
        ConversionFrom::Integer(ty) => {
            let ty = ident(ty);
            (quote!(#ty), quote!(value.to_string()))
        }
    };
    quote! {
        impl From<#from> for #union {
            fn from(value: #from) -> Self {
                Self::#variant(#value)
            }
        }
    }
}
