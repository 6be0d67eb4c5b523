//! Arguments of setters and of functions that make values: what callers give, and how it becomes
//! a value of a type.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{NamedKind, Scalar, Type};

use super::{Imports, read_write};

/// An argument.
pub(super) struct Argument {
    /// The type of the parameter.
    pub(super) given: TokenStream,
    /// The expression of the value.
    pub(super) value: TokenStream,
}

/// The way from an argument to a value.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// The argument is the value.
    Same,
    Into,
    Boxed,
    IntoBoxed,
}

impl Way {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Scalar(
                Scalar::String
                | Scalar::Blob
                | Scalar::Body
                | Scalar::Document
                | Scalar::IdempotencyToken,
            ) => Self::Into,
            Type::Named(named) => match (named.kind, named.boxed) {
                (NamedKind::Enumeration | NamedKind::Union, false) => Self::Into,
                (NamedKind::Enumeration | NamedKind::Union, true) => Self::IntoBoxed,
                (_, true) => Self::Boxed,
                (_, false) => Self::Same,
            },
            _ => Self::Same,
        }
    }

    fn value(self, name: &TokenStream) -> TokenStream {
        match self {
            Self::Same => quote!(#name),
            Self::Into => quote!(#name.into()),
            Self::Boxed => quote!(Box::new(#name)),
            Self::IntoBoxed => quote!(Box::new(#name.into())),
        }
    }
}

/// The type that callers give for a value which isn't a list or map.
fn given(ty: &Type, way: Way, imports: &Imports<'_>) -> TokenStream {
    let own = match ty {
        Type::Named(named) => imports.ty(&named.name),
        _ => read_write::ty(ty, imports),
    };
    match way {
        Way::Same | Way::Boxed => own,
        Way::Into | Way::IntoBoxed => quote!(impl Into<#own>),
    }
}

/// An argument for a value of a type. Lists and maps are made of whatever has their items.
pub(super) fn of(ty: &Type, name: &TokenStream, imports: &Imports<'_>) -> Argument {
    match ty {
        Type::List { item, sparse, .. } => {
            let way = Way::of(item);
            let item = part(item, *sparse, imports);
            let given = quote!(impl IntoIterator<Item = #item>);
            let each = match way {
                Way::Same => quote!(),
                _ if *sparse => quote!(),
                Way::Into => quote!(.map(Into::into)),
                Way::Boxed => quote!(.map(Box::new)),
                Way::IntoBoxed => quote!(.map(|item| Box::new(item.into()))),
            };
            let value = quote!(#name.into_iter() #each .collect());
            Argument { given, value }
        }
        Type::Map { value, sparse, .. } => {
            let way = Way::of(value);
            let item = part(value, *sparse, imports);
            let given = quote!(impl IntoIterator<Item = (impl Into<String>, #item)>);
            let value = match *sparse {
                true => quote!(value),
                false => way.value(&quote!(value)),
            };
            let value =
                quote!(#name.into_iter().map(|(key, value)| (key.into(), #value)).collect());
            Argument { given, value }
        }
        _ => {
            let way = Way::of(ty);
            Argument {
                given: given(ty, way, imports),
                value: way.value(name),
            }
        }
    }
}

/// An argument for an item of a list or for a value of a map.
pub(super) fn of_part(
    ty: &Type,
    sparse: bool,
    name: &TokenStream,
    imports: &Imports<'_>,
) -> Argument {
    let given = part(ty, sparse, imports);
    let value = match sparse {
        true => quote!(#name),
        false => Way::of(ty).value(name),
    };
    Argument { given, value }
}

/// The type that callers give for an item of a list or for a value of a map.
fn part(ty: &Type, sparse: bool, imports: &Imports<'_>) -> TokenStream {
    match (ty, sparse) {
        (_, true) => {
            let own = read_write::ty(ty, imports);
            quote!(Option<#own>)
        }
        (Type::List { .. } | Type::Map { .. }, false) => read_write::ty(ty, imports),
        _ => given(ty, Way::of(ty), imports),
    }
}
