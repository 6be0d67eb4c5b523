//! The crate's `lib.rs`.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Crate, Service};

use super::client_feature::only_with_clients;
use super::{File, docs, ident};

pub(super) fn emit(krate: &Crate) -> File<'_> {
    File::new("lib.rs".to_owned(), || tokens(krate))
}

fn tokens(krate: &Crate) -> TokenStream {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in &krate.docs {
        lines.extend(paragraph.lines().map(str::to_owned));
        lines.push(String::new());
    }
    lines.push("Services:".to_owned());
    lines.push(String::new());
    for service in &krate.services {
        lines.push(format!("- [`{}`] is `{}`", service.module, service.id));
    }
    if let Some(feature) = &krate.client_feature {
        lines.push(String::new());
        lines.push(format!(
            "The module `client` describes settings, credentials and retries (feature `{feature}`)."
        ));
    }
    for service in krate.services.iter().filter(|it| !it.skipped.is_empty()) {
        lines.push(String::new());
        lines.push(format!(
            "Left out of [`{}`], as they need what isn't supported:",
            service.module
        ));
        lines.push(String::new());
        for skipped in &service.skipped {
            lines.push(skipped.line.clone());
        }
    }
    if !krate.left_out.is_empty() {
        lines.push(String::new());
        lines.push("Services that were left out, as they need what isn't supported:".to_owned());
        lines.push(String::new());
        lines.extend(krate.left_out.iter().map(|service| service.line.clone()));
    }
    let limits = krate.services.iter().map(|it| it.recursion_limit);
    let limit = limits.max().flatten().map(|limit| {
        lines.push(String::new());
        lines.push(format!(
            "Types nest so deep that crates which use them need `#![recursion_limit = \"{limit}\"]`, too."
        ));
        let limit = limit.to_string();
        quote!(#![recursion_limit = #limit])
    });
    let docs = docs::inner(&lines);
    let mut services: Vec<&Service> = krate.services.iter().collect();
    services.sort_by_key(|service| &service.module);
    let modules = services.into_iter().map(|service| {
        let module = ident(&service.module);
        match &krate.buildtime_feature {
            // rustfmt doesn't go into what it is told to skip: the generator's own formatting
            // is what the freshness check compares.
            Some(feature) => quote! {
                #[cfg(not(feature = #feature))]
                #[rustfmt::skip]
                pub mod #module;
            },
            None => quote! {
                #[rustfmt::skip]
                pub mod #module;
            },
        }
    });
    let buildtime = krate.buildtime_feature.as_ref().map(|feature| {
        quote! {
            #[cfg(feature = #feature)]
            include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
        }
    });
    let client = only_with_clients(krate).map(|only| {
        quote! {
            #only
            #[doc(no_inline)]
            pub use tinsmith_runtime::client;
        }
    });
    quote! {
        #docs

        #limit

        #(#modules)*
        #buildtime

        #client
        #[doc(no_inline)]
        pub use tinsmith_runtime::{self as runtime, Operation};
    }
}
