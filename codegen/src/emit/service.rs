//! A service's module: operations, types and errors, each in a file of its own.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::ProtocolTests;
use crate::ir::endpoint::Param;
use crate::ir::{Crate, FileScope, Item, Name, Service};

use super::client_feature::only_with_clients;
use super::{
    File, Imports, client, docs, endpoint, enumeration, error, example, ident, items, operation,
    order, protocol_test, read_write_file, recorded, serde, server, structure, transfer, union,
    waiter,
};

pub(super) fn emit<'p>(service: &'p Service, krate: &'p Crate) -> Vec<File<'p>> {
    let root = &service.module;
    let mut files = vec![File::new(format!("{root}/mod.rs"), || {
        module(service, krate)
    })];
    files.extend(service.endpoint.as_ref().map(|rules| {
        File::new(format!("{root}/endpoint.rs"), || {
            endpoint::emit(service, rules, krate.endpoints_only)
        })
    }));
    if krate.endpoints_only {
        return files;
    }
    for planned in &service.operations {
        let path = format!("{root}/operation/{}.rs", planned.input.name.module);
        files.push(File::new(path, || {
            let scope = FileScope::of_operation(&planned.input.name, &planned.output.name);
            let imports = Imports::new(service, scope);
            let example = example::of_operation(krate, service, planned);
            let items = operation::emit(planned, &example, &imports);
            with(&imports, &items)
        }));
    }
    for item in &service.items {
        let name = item.name();
        let path = format!("{root}/types/{}.rs", name.module);
        files.push(File::new(path, move || {
            let imports = Imports::new(service, FileScope::of_type(name));
            let items = match item {
                Item::Structure(item) => structure::emit(item, &imports),
                Item::Union(item) => union::emit(item, service, &imports),
                Item::Enumeration(item) => enumeration::strings(item, &imports),
                Item::IntEnumeration(item) => enumeration::integers(item, &imports),
            };
            with(&imports, &items)
        }));
    }
    for planned in &service.errors {
        let path = format!("{root}/error/{}.rs", planned.structure.name.module);
        files.push(File::new(path, || {
            let scope = FileScope::of_error(&planned.structure.name);
            let imports = Imports::new(service, scope);
            let items = error::shape(planned, &imports);
            with(&imports, &items)
        }));
    }
    for planned in &service.waiters {
        let path = format!("{root}/waiter/{}.rs", planned.name.module);
        files.push(File::new(path, || {
            let imports = Imports::new(service, FileScope::of_waiter(&planned.name));
            let items = waiter::emit(planned, &imports);
            with(&imports, &items)
        }));
    }
    if !service.waiters.is_empty() {
        files.push(File::new(format!("{root}/waiter/mod.rs"), || {
            let waiters = service.waiters.iter();
            let modules: Vec<Vec<Name>> = waiters.map(|waiter| vec![waiter.name.clone()]).collect();
            index("States that a client can wait for.", &modules)
        }));
    }
    files.push(File::new(format!("{root}/operation/mod.rs"), || {
        let of = |operation: &'_ crate::ir::Operation| {
            vec![operation.input.name.clone(), operation.output.name.clone()]
        };
        let modules: Vec<Vec<Name>> = service.operations.iter().map(of).collect();
        index(
            "The operations: each input makes a request, and each output is read from a response.",
            &modules,
        )
    }));
    if !service.items.is_empty() {
        files.push(File::new(format!("{root}/types/mod.rs"), || {
            let modules: Vec<Vec<Name>> = service
                .items
                .iter()
                .map(|item| vec![item.name().clone()])
                .collect();
            index("The types of members of operations and errors.", &modules)
        }));
    }
    files.push(File::long(format!("{root}/error/mod.rs"), |_| {
        let imports = Imports::new(service, FileScope::errors());
        let items = error::all(service, only_with_clients(krate), &imports);
        let modules: Vec<Vec<Name>> = service
            .errors
            .iter()
            .map(|error| vec![error.structure.name.clone()])
            .collect();
        let index = index(
            "The errors of the service, and the enum of all that can go wrong.",
            &modules,
        );
        let items = with(&imports, &items);
        quote!(#index #items)
    }));
    if service.has_read_write {
        files.push(File::long(format!("{root}/read_write.rs"), |rest| {
            read_write_file::emit(service, rest)
        }));
    }
    if krate.server_feature.is_some() {
        files.extend(server::emit(service, krate));
    }
    if let Some(planned) = &service.client {
        files.push(File::long(format!("{root}/client.rs"), |_| {
            client::emit(service, planned, krate)
        }));
    }
    let recorded = service.client.as_ref().zip(service.recorded.as_ref());
    files.extend(recorded.map(|(client, planned)| {
        File::new(format!("{root}/recorded.rs"), || {
            recorded::emit(service, client, planned)
        })
    }));
    files.extend(service.transfers.as_ref().map(|planned| {
        File::new(format!("{root}/transfer.rs"), || {
            transfer::emit(service, planned)
        })
    }));
    if krate.serde_feature.is_some() {
        files.push(File::long(format!("{root}/serde.rs"), |rest| {
            serde::emit(service, rest)
        }));
        if let Some((union, variants)) = service.attributes() {
            files.push(File::new(format!("{root}/items.rs"), || {
                items::emit(service, union, variants)
            }));
        }
    }
    if has_tests(service, krate) {
        files.push(File::new(format!("{root}/protocol_tests.rs"), || {
            protocol_test::emit(service, krate)
        }));
    }
    files
}

/// A file's items below the imports that they have asked for.
fn with(imports: &Imports<'_>, items: &TokenStream) -> TokenStream {
    let imports = imports.tokens();
    quote!(#imports #items)
}

/// Whether the model's protocol tests are emitted, and there are any.
fn has_tests(service: &Service, krate: &Crate) -> bool {
    krate.protocol_tests != ProtocolTests::None
        && !(service.request_tests.is_empty()
            && service.response_tests.is_empty()
            && service.event_stream_tests.is_empty())
}

/// A `mod.rs` that declares files and re-exports their types.
fn index(summary: &str, modules: &[Vec<Name>]) -> TokenStream {
    let docs = docs::inner(&[summary]);
    let mut sorted: Vec<&Vec<Name>> = modules.iter().collect();
    let module = |names: &&Vec<Name>| names.first().map(|name| name.module.clone());
    // rustfmt sorts declarations of modules by letters, and imports by `order::key`.
    sorted.sort_by_cached_key(module);
    let declarations: Vec<TokenStream> = sorted
        .iter()
        .filter_map(|names| {
            let module = ident(&names.first()?.module);
            Some(quote!(pub(crate) mod #module;))
        })
        .collect();
    sorted.sort_by_cached_key(|names| module(names).map(|module| order::key(&module)));
    let exports = sorted.iter().filter_map(|names| {
        let module = ident(&names.first()?.module);
        let types = names.iter().map(|name| ident(&name.ty));
        Some(if names.len() == 1 {
            quote!(pub use #module::#(#types)*;)
        } else {
            quote!(pub use #module::{#(#types),*};)
        })
    });
    quote!(#docs #(#declarations)* #(#exports)*)
}

/// The most operations that the page of a service lists.
const MOST_LISTED: usize = 30;

/// The service's `mod.rs`. The page of a service shows modules and clients, however many operations
/// there are: what is in the modules is re-exported, and hidden there.
fn module(service: &Service, krate: &Crate) -> TokenStream {
    let mut lines = service.docs.clone();
    if !lines.is_empty() {
        lines.push(String::new());
    }
    lines.push(format!("The service is `{}`.", service.id));
    if let Some(first) = service.operations.first() {
        let of_types = if service.items.is_empty() {
            ""
        } else {
            " its types in [`types`],"
        };
        lines.push(format!(
            "Its operations are in [`operation`],{of_types} and its errors in [`error`]."
        ));
        lines.push(format!(
            "All of them can be imported from here, too: `{}::{}`.",
            service.module, first.input.name.ty
        ));
    }
    // A page of many operations begins with its modules.
    if service.operations.len() <= MOST_LISTED {
        lines.push(String::new());
        for operation in &service.operations {
            lines.push(format!("- [`{}`]", operation.input.name.ty));
        }
    }
    if !service.skipped.is_empty() {
        lines.push(String::new());
        lines.push("Left out, as they need what isn't supported:".to_owned());
        lines.push(String::new());
        for skipped in &service.skipped {
            lines.push(skipped.line.clone());
        }
    }
    let tests = match krate.protocol_tests {
        _ if !has_tests(service, krate) => quote!(),
        ProtocolTests::Cases => quote!(
            pub mod protocol_tests;
        ),
        _ => quote! {
            #[cfg(test)]
            mod protocol_tests;
        },
    };
    let docs = docs::inner(&lines);
    let allow = service
        .has_deprecated
        .then(|| quote!(#![allow(deprecated)]));
    let deep = service.has_deep_types.then(
        || quote!(#![allow(clippy::type_complexity, reason = "the model's types are so deep")]),
    );
    // Enums have the model's names. Crates that ask for the pedantic lints mean their own code.
    let strict = quote!(
        #![allow(clippy::enum_variant_names, clippy::pedantic, reason = "generated code")]
    );
    let allow = quote!(#strict #allow #deep);
    let serde = krate.serde_feature.as_ref().map(|feature| {
        quote! {
            #[cfg(feature = #feature)]
            mod serde;
        }
    });
    let serde_feature = krate.serde_feature.as_ref();
    let of_serde = serde_feature.filter(|_| service.serde_is_on_wire);
    let read_write = service
        .has_read_write
        .then(|| match (of_serde, &krate.server_feature) {
            (Some(serde), Some(server)) => quote! {
                #[cfg(any(feature = #serde, feature = #server))]
                mod read_write;
            },
            (Some(feature), None) | (None, Some(feature)) => quote! {
                #[cfg(feature = #feature)]
                mod read_write;
            },
            (None, None) => quote!(),
        });
    let has_items = service.attributes().is_some();
    let items = serde_feature.filter(|_| has_items).map(|feature| {
        quote! {
            #[cfg(feature = #feature)]
            pub mod items;
        }
    });
    let server = krate.server_feature.as_ref().map(|feature| {
        quote! {
            #[cfg(feature = #feature)]
            pub mod server;
        }
    });
    let (client, client_export) = client_module(service, krate);
    let only = only_with_clients(krate);
    let only = only.filter(|_| service.recorded.is_some());
    let recorded = only.as_ref().map(|only| quote!(#only mod recorded;));
    let recorded_export = only.map(|only| quote!(#only pub use recorded::RECORDED;));
    let endpoint = service.endpoint.as_ref().map(|_| {
        let only = only_with_clients(krate);
        quote! {
            #only
            pub mod endpoint;
        }
    });
    if krate.endpoints_only {
        return quote!(#docs #endpoint);
    }
    let errors = sorted(service.errors.iter().map(|error| &error.structure.name.ty));
    let all_errors = quote!(
        pub use error::Error;
    );
    let own_errors = (!errors.is_empty()).then(|| {
        quote! {
            #[doc(hidden)]
            pub use error::{#(#errors),*};
        }
    });
    // rustfmt sorts a single name among others, and puts a list behind them.
    let errors_export = match errors.as_slice() {
        [only] if only < &ident("Error") => quote!(#own_errors #all_errors),
        _ => quote!(#all_errors #own_errors),
    };
    let operations = sorted(
        service
            .operations
            .iter()
            .flat_map(|operation| [&operation.input.name.ty, &operation.output.name.ty]),
    );
    let (types, types_export) = if service.items.is_empty() {
        (quote!(), quote!())
    } else {
        let types = sorted(service.items.iter().map(|item| &item.name().ty));
        (
            quote!(
                pub mod types;
            ),
            quote!(
                #[doc(hidden)]
                pub use types::{#(#types),*};
            ),
        )
    };
    let waiter = (!service.waiters.is_empty()).then(|| {
        quote!(
            pub mod waiter;
        )
    });
    quote! {
        #docs
        #allow

        #client
        #endpoint
        pub mod error;
        #items
        pub mod operation;
        #tests
        #read_write
        #recorded
        #serde
        #server
        #types
        #waiter

        #client_export
        #errors_export
        #[doc(hidden)]
        pub use operation::{#(#operations),*};
        #recorded_export
        #types_export
    }
}

/// The client's module, and its types as the service's.
fn client_module(service: &Service, krate: &Crate) -> (TokenStream, TokenStream) {
    let (Some(_), Some(only)) = (&service.client, only_with_clients(krate)) else {
        return (quote!(), quote!());
    };
    let transfer = service.transfers.as_ref().map(|_| {
        quote! {
            #only
            mod transfer;
        }
    });
    let module = quote! {
        #only
        mod client;
        #transfer
    };
    let rules = service.endpoint.as_ref();
    let has_settings = rules.is_some_and(|rules| rules.params.iter().any(Param::is_setting));
    let settings = has_settings.then(|| quote!(, ClientSettings));
    let export = quote! {
        #only
        pub use client::{BlockingClient, Client #settings};
    };
    (module, export)
}

fn sorted<'n>(names: impl Iterator<Item = &'n String>) -> Vec<proc_macro2::Ident> {
    let mut names: Vec<&String> = names.collect();
    names.sort_by_cached_key(|name| order::key(name));
    names.into_iter().map(|name| ident(name)).collect()
}
