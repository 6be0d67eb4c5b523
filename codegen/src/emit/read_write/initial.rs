//! The values of fields that are always there.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Initial, Literal, NamedKind, Type};

use super::super::{Imports, literal};

/// Whether an initial value is what `Default` gives.
pub(super) fn is_default(initial: &Initial, ty: &Type) -> bool {
    let has_default = match ty {
        Type::Named(named) => named.kind == NamedKind::Structure,
        _ => true,
    };
    *initial == Initial::TypeDefault && has_default
}

/// The method that puts the initial value in the place of what is absent.
pub(in crate::emit) fn or_initial(
    initial: &Initial,
    ty: &Type,
    imports: &Imports<'_>,
) -> TokenStream {
    if is_default(initial, ty) {
        return quote!(unwrap_or_default());
    }
    let value = initial_value(initial, ty, imports);
    match initial {
        Initial::Value(Literal::Boolean(_) | Literal::Integer(_) | Literal::Float { .. }) => {
            quote!(unwrap_or(#value))
        }
        _ => quote!(unwrap_or_else(|| #value)),
    }
}

/// The value that stands in for a missing one.
pub(in crate::emit) fn type_default(ty: &Type, imports: &Imports<'_>) -> TokenStream {
    match ty {
        Type::Named(named) => {
            let name = imports.ty(&named.name);
            let value = match named.kind {
                NamedKind::Structure => quote!(#name::default()),
                NamedKind::Enumeration => quote!(#name::from("")),
                NamedKind::IntEnumeration => quote!(#name::from(0)),
                NamedKind::Union => {
                    let unknown = imports.runtime("UnknownMember");
                    quote!(#name::Unknown(#unknown::new("")))
                }
            };
            if named.boxed {
                quote!(Box::new(#value))
            } else {
                value
            }
        }
        _ => quote!(Default::default()),
    }
}

/// Prints the initial value of a field that is always there.
pub(in crate::emit) fn initial_value(
    initial: &Initial,
    ty: &Type,
    imports: &Imports<'_>,
) -> TokenStream {
    match initial {
        Initial::TypeDefault => type_default(ty, imports),
        Initial::Value(value) => literal::emit(value, imports),
    }
}
