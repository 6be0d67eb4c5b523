//! A service's endpoint rules: parameters, the function that decides, and what operations say
//! of parameters.

mod bind;
mod expression;
pub(super) mod params;
mod rules;

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::endpoint::{EndpointRules, Fallback};
use crate::ir::{FileScope, Service};

use super::{Imports, docs};

/// The file `endpoint.rs`; `by_name` is for tests, which set parameters by the model's names.
pub(super) fn emit(service: &Service, endpoint: &EndpointRules, by_name: bool) -> TokenStream {
    let imports = Imports::new(service, FileScope::endpoint(endpoint));
    let params = params::emit(&endpoint.params, by_name, &imports);
    let functions = rules::emit(endpoint, &imports);
    let binds = bind::emit(&endpoint.binds, &imports);
    let mut lines = vec!["Where requests go: the service's endpoint rules."];
    lines.extend(match endpoint.fallback {
        None => &[][..],
        Some(Fallback::None) => &["", "The model has none, so that an endpoint has to be set."],
        Some(Fallback::LeftOut) => &[
            "",
            "The model's need what isn't supported and are left out, so that an endpoint has to",
            "be set.",
        ],
    });
    let docs = docs::inner(&lines);
    let is_deprecated = |param: &crate::ir::endpoint::Param| param.deprecated.is_some();
    let deprecated = endpoint.params.iter().any(is_deprecated);
    let deprecated = deprecated.then(|| quote!(#![allow(deprecated)]));
    let imports = imports.tokens();
    quote! {
        #docs
        #deprecated
        #![allow(clippy::collapsible_if, reason = "let chains need Rust 1.88")]
        #imports
        #params
        #functions
        #binds
    }
}
