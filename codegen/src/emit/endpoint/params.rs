//! `EndpointParams`: the parameters of the rules.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::endpoint::{Param, ParamType, Presence};
use crate::model::rules::Default;

use super::super::{Imports, docs, ident};

pub(super) fn emit(params: &[Param], by_name: bool, imports: &Imports<'_>) -> TokenStream {
    let fields = params.iter().map(|param| {
        let docs = docs::outer(&param.docs);
        let deprecated = docs::deprecated(param.deprecated.as_ref());
        let field = ident(&param.field);
        let ty = ty(param);
        let ty = if is_option(param) {
            quote!(Option<#ty>)
        } else {
            ty
        };
        quote!(#docs #deprecated pub #field: #ty,)
    });
    let setters = params.iter().map(setter);
    let of_builtins = of_builtins(params, imports);
    let set = by_name.then(|| set(params, imports));
    let is_derived = params.iter().all(|param| match &param.presence {
        Presence::Always(default) => is_type_default(default),
        Presence::Optional | Presence::Required => true,
    });
    let (derive, default) = if is_derived {
        (quote!(Default,), quote!())
    } else {
        let fields = params.iter().map(|param| {
            let field = ident(&param.field);
            let value = match &param.presence {
                Presence::Always(default) => value(default),
                Presence::Optional | Presence::Required => quote!(None),
            };
            quote!(#field: #value,)
        });
        let default = quote! {
            impl Default for EndpointParams {
                fn default() -> Self {
                    Self { #(#fields)* }
                }
            }
        };
        (quote!(), default)
    };
    let docs = docs::outer(&["The parameters of the endpoint rules."]);
    quote! {
        #docs
        #[non_exhaustive]
        #[derive(Clone, Debug, #derive PartialEq)]
        pub struct EndpointParams { #(#fields)* }

        impl EndpointParams {
            /// Creates parameters with the defaults of the rules.
            pub fn new() -> Self {
                Self::default()
            }

            #of_builtins
            #(#setters)*
            #set
        }

        #default
    }
}

fn is_option(param: &Param) -> bool {
    !matches!(param.presence, Presence::Always(_))
}

pub(in crate::emit) fn ty(param: &Param) -> TokenStream {
    match param.ty {
        ParamType::String => quote!(String),
        ParamType::Boolean => quote!(bool),
        ParamType::StringArray => quote!(Vec<String>),
    }
}

fn setter(param: &Param) -> TokenStream {
    let doc = docs::outer(&[format!("Sets `{}`.", param.field)]);
    let deprecated = docs::deprecated(param.deprecated.as_ref());
    let setter = ident(&param.setter);
    let field = ident(&param.field);
    let ty = ty(param);
    let (argument, value) = match param.ty {
        ParamType::Boolean => (ty, quote!(#field)),
        _ => (quote!(impl Into<#ty>), quote!(#field.into())),
    };
    let value = if is_option(param) {
        quote!(Some(#value))
    } else {
        value
    };
    quote! {
        #doc
        #deprecated
        pub fn #setter(mut self, #field: #argument) -> Self {
            self.#field = #value;
            self
        }
    }
}

fn of_builtins(params: &[Param], imports: &Imports<'_>) -> TokenStream {
    let ty = imports.runtime("endpoint::Builtins");
    let bound: Vec<_> = params
        .iter()
        .filter(|param| param.built_in.is_some() || param.setting.is_some())
        .collect();
    let fields = bound.iter().map(|param| {
        let field = ident(&param.field);
        let is_copy = param.ty == ParamType::Boolean;
        let found = match param.built_in {
            Some(built_in) => {
                let built_in = ident(built_in);
                let clone = (!is_copy).then(|| quote!(.clone()));
                quote!(#built_in #clone)
            }
            None => {
                let name = &param.name;
                let getter = ident(match param.ty {
                    ParamType::String => "text",
                    ParamType::Boolean => "flag",
                    ParamType::StringArray => "texts",
                });
                quote!(#getter(#name))
            }
        };
        let or = match &param.presence {
            Presence::Always(default) if is_copy => {
                let default = value(default);
                quote!(.unwrap_or(#default))
            }
            Presence::Always(default) => {
                let default = value(default);
                quote!(.unwrap_or_else(|| #default))
            }
            Presence::Optional | Presence::Required => quote!(),
        };
        quote!(#field: builtins.#found #or,)
    });
    let rest = (bound.len() < params.len()).then(|| quote!(..Self::default()));
    let argument = ident(if bound.is_empty() {
        "_builtins"
    } else {
        "builtins"
    });
    let value = if bound.is_empty() {
        quote!(Self::default())
    } else {
        quote!(Self { #(#fields)* #rest })
    };
    quote! {
        /// Takes the parameters that a client's configuration has; others keep their defaults.
        pub fn of_builtins(#argument: &#ty) -> Self {
            #value
        }
    }
}

/// Sets a parameter by the model's name.
fn set(params: &[Param], imports: &Imports<'_>) -> TokenStream {
    let document = imports.runtime("Document");
    let arms = params.iter().map(|param| {
        let name = &param.name;
        let field = ident(&param.field);
        let value = match param.ty {
            ParamType::String => quote!(value.as_str().unwrap_or_default().to_owned()),
            ParamType::Boolean => quote!(value.as_bool().unwrap_or_default()),
            ParamType::StringArray => quote! {
                value
                    .as_array()
                    .unwrap_or_default()
                    .iter()
                    .filter_map(|item| item.as_str().map(str::to_owned))
                    .collect()
            },
        };
        let value = if is_option(param) {
            quote!(Some(#value))
        } else {
            value
        };
        quote!(#name => self.#field = #value,)
    });
    quote! {
        #[doc(hidden)]
        pub fn set(&mut self, name: &str, value: &#document) -> bool {
            match name {
                #(#arms)*
                _ => return false,
            }
            true
        }
    }
}

/// Whether the type's own `Default` gives this value.
fn is_type_default(default: &Default) -> bool {
    match default {
        Default::Boolean(value) => !value,
        Default::String(text) => text.is_empty(),
        Default::StringArray(items) => items.is_empty(),
    }
}

/// A default, or a static value.
pub(super) fn value(default: &Default) -> TokenStream {
    match default {
        Default::Boolean(value) => quote!(#value),
        Default::String(text) => quote!(#text.to_owned()),
        Default::StringArray(items) => quote!(vec![#(#items.to_owned()),*]),
    }
}
