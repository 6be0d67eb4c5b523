//! The part of a client that asks its service for endpoints.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::ir::Discovery;

use super::{Imports, ident};

/// Implements the trait by which the runtime asks for endpoints.
pub(super) fn emit(discovery: &Discovery, imports: &Imports<'_>) -> TokenStream {
    let discover = imports.runtime_trait("generated::client::DiscoverEndpoints");
    let endpoint = imports.generated("client::DiscoveredEndpoint");
    let map = imports.item("std::collections::BTreeMap");
    let input = imports.ty_of("super::operation", &discovery.input);
    let output = imports.ty_of("super::operation", &discovery.output);
    let error = match &discovery.error {
        Some(code) => quote!(Some(#code)),
        None => quote!(None),
    };
    let takes_operation = discovery.operation_setter.as_ref().map(|setter| {
        let setter = ident(setter);
        let takes = quote!(
            const TAKES_OPERATION: bool = true;
        );
        (takes, quote!(.#setter(operation)))
    });
    let (takes_operation, set_operation) = takes_operation.unzip();
    let takes_identifiers = discovery.identifiers_setter.as_ref().map(|setter| {
        let setter = ident(setter);
        let takes = quote!(
            const TAKES_IDENTIFIERS: bool = true;
        );
        (takes, quote!(.#setter(identifiers.clone())))
    });
    let (takes_identifiers, set_identifiers) = takes_identifiers.unzip();
    let operation = argument("operation", set_operation.is_some());
    let identifiers = argument("identifiers", set_identifiers.is_some());
    let endpoints = ident(&discovery.endpoints);
    let flat = discovery.endpoints_are_option.then(|| quote!(.flatten()));
    let (address, minutes) = (ident(&discovery.address), ident(&discovery.minutes));
    quote! {
        impl #discover for #input {
            const ERROR: Option<&'static str> = #error;
            #takes_operation
            #takes_identifiers

            fn discovering(#operation: &str, #identifiers: &#map<String, String>) -> Self {
                Self::new() #set_operation #set_identifiers
            }

            fn endpoints(output: #output) -> Vec<#endpoint> {
                output
                    .#endpoints
                    .into_iter()
                    #flat
                    .map(|endpoint| {
                        let minutes = endpoint.#minutes;
                        #endpoint::new(endpoint.#address, minutes)
                    })
                    .collect()
            }
        }
    }
}

/// The name of an argument that may not be used.
fn argument(name: &str, is_used: bool) -> TokenStream {
    match is_used {
        true => ident(name).into_token_stream(),
        false => quote!(_),
    }
}
