//! Settings that only the clients of one service have.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Service;
use crate::ir::endpoint::{Param, ParamType};

use super::endpoint::params;
use super::{Imports, docs, ident};

/// The parts of `client.rs` that settings need; empty for services without settings.
#[derive(Default)]
pub(super) struct Settings {
    /// The type.
    pub(super) definition: TokenStream,
    /// The constructor of the client.
    pub(super) constructor: TokenStream,
    /// The constructor of the blocking client.
    pub(super) blocking_constructor: TokenStream,
}

pub(super) fn emit(service: &Service, imports: &Imports<'_>) -> Settings {
    let rules = service.endpoint.as_ref();
    let params = rules.map(|rules| rules.params.as_slice());
    let settings: Vec<(&Param, &[String])> = params
        .into_iter()
        .flatten()
        .filter_map(|param| Some((param, param.setting.as_deref()?)))
        .collect();
    if settings.is_empty() {
        return Settings::default();
    }
    let builtins = imports.runtime("endpoint::Builtins");
    let config = imports.runtime("client::Config");
    let config_error = imports.runtime("client::ConfigError");
    let info = imports.generated("client::ServiceInfo");
    let service_settings = imports.runtime("client::ServiceSettings");
    let runtime = imports.generated("client::Runtime");
    let fields = settings.iter().map(|(param, lines)| {
        let docs = docs::outer(lines);
        let deprecated = docs::deprecated(param.deprecated.as_ref());
        let field = ident(&param.field);
        let ty = params::ty(param);
        quote!(#docs #deprecated pub #field: Option<#ty>,)
    });
    let setters = settings.iter().map(|(param, _)| setter(param));
    let applied = settings.iter().map(|(param, _)| apply(param));
    let is_deprecated = settings.iter().any(|(param, _)| param.deprecated.is_some());
    let allow = is_deprecated.then(|| quote!(#[allow(deprecated)]));
    Settings {
        definition: quote! {
            /// Settings that only clients of this service have, for
            /// [`Config::settings`](tinsmith_runtime::client::Config::settings). An unset one is left to
            /// variables and files, and then to the endpoint rules.
            #[non_exhaustive]
            #[derive(Clone, Debug, Default, PartialEq, Eq)]
            pub struct ClientSettings { #(#fields)* }

            #allow
            impl ClientSettings {
                /// Creates settings with nothing set.
                pub fn new() -> Self {
                    Self::default()
                }

                #(#setters)*
            }

            #allow
            impl #service_settings for ClientSettings {
                fn service(&self) -> &'static #info {
                    &SERVICE
                }

                fn apply(&self, builtins: &mut #builtins) {
                    #(#applied)*
                }
            }
        },
        constructor: quote! {
            /// Creates a client with this configuration and with settings that only this service
            /// has.
            ///
            /// # Errors
            /// A setting that is invalid for the service.
            pub fn with_settings(config: &#config, settings: &ClientSettings) -> Result<Self, #config_error> {
                Self::new(&config.clone().settings(settings.clone()))
            }
        },
        blocking_constructor: quote! {
            /// Creates a client with this configuration and with settings that only this service
            /// has.
            ///
            /// # Errors
            /// A setting that is invalid for the service.
            pub fn with_settings(config: &#config, settings: &ClientSettings) -> Result<Self, #config_error> {
                Ok(Self {
                    client: Client::with_settings(config, settings)?,
                    runtime: #runtime::new()?,
                })
            }
        },
    }
}

fn setter(param: &Param) -> TokenStream {
    let docs = docs::outer(&[format!("Sets `{}`.", param.field)]);
    let deprecated = docs::deprecated(param.deprecated.as_ref());
    let (setter, field) = (ident(&param.setter), ident(&param.field));
    let ty = params::ty(param);
    let (argument, value) = match param.ty {
        ParamType::Boolean => (ty, quote!(#field)),
        ParamType::String | ParamType::StringArray => {
            (quote!(impl Into<#ty>), quote!(#field.into()))
        }
    };
    quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, #field: #argument) -> Self {
            self.#field = Some(#value);
            self
        }
    }
}

/// Lays a setting over that of the configuration.
fn apply(param: &Param) -> TokenStream {
    let field = ident(&param.field);
    let name = &param.name;
    let is_copy = param.ty == ParamType::Boolean;
    let (at, value) = if is_copy {
        (quote!(self.#field), quote!(value))
    } else {
        (quote!(&self.#field), quote!(value.clone()))
    };
    let set = match (param.built_in, param.ty) {
        (Some(built_in), _) => {
            let built_in = ident(built_in);
            quote!(builtins.#built_in = Some(#value))
        }
        (None, ParamType::Boolean) => quote!(builtins.set_flag(#name, #value)),
        (None, ParamType::String) => quote!(builtins.set_text(#name, #value)),
        (None, ParamType::StringArray) => quote!(builtins.set_texts(#name, #value)),
    };
    quote!(if let Some(value) = #at { #set; })
}
