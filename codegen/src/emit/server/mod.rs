//! A service's server side: a trait for handlers, routing, and per operation how its requests
//! are decoded and its responses encoded.

mod error;
mod example_test;
mod operation;
mod protocol_test;
mod routed;
mod validation;

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::ProtocolTests;
use crate::ir::{Crate, ErrorBody, ErrorWrapping, FileScope, Operation, Route, Segment, Service};

use super::read_write::Functions as _;
use super::{File, Imports, docs, ident};

/// The files of `<service>/server`.
pub(super) fn emit<'p>(service: &'p Service, krate: &'p Crate) -> Vec<File<'p>> {
    let tests = krate.protocol_tests;
    let root = format!("{}/server", service.module);
    let mut files = vec![
        File::long(format!("{root}/mod.rs"), move |_| module(service, tests)),
        File::new(format!("{root}/error.rs"), || error::emit(service)),
    ];
    if !service.server.checks.is_empty() {
        files.push(File::long(format!("{root}/validation.rs"), |rest| {
            validation::emit(service, rest)
        }));
    }
    if protocol_test::has_any(service, tests) {
        files.push(File::new(format!("{root}/protocol_tests.rs"), move || {
            protocol_test::emit(service, tests)
        }));
    }
    for planned in &service.operations {
        let path = format!("{root}/{}.rs", planned.input.name.module);
        files.push(File::new(path, move || operation::emit(planned, service)));
    }
    files
}

fn module(service: &Service, tests: ProtocolTests) -> TokenStream {
    let imports = Imports::new(service, FileScope::server());
    let bytes = imports.runtime("bytes::Bytes");
    let response = imports.runtime("http::Response");
    let dispatch = imports.runtime("server::Dispatch");
    let mock = imports.runtime("server::Mock");
    let context = imports.runtime("server::Context");
    let failure = imports.generated("server::Failure");
    let form = imports.generated("server::ErrorForm");
    let incoming = imports.generated("server::Incoming");
    let rejection = imports.generated("server::Rejection");
    let route = imports.generated("server::Route");
    let mut modules: Vec<&str> = service
        .operations
        .iter()
        .map(|operation| operation.input.name.module.as_str())
        .chain(["error"])
        .collect();
    if !service.server.checks.is_empty() {
        modules.push("validation");
    }
    modules.sort_unstable();
    let modules = modules.into_iter().map(ident);
    let methods = service.operations.iter().map(|operation| {
        let input = generated(&operation.input.name.ty);
        let output = generated(&operation.output.name.ty);
        let output = match &operation.events_out {
            None => output,
            Some(events) => {
                let response = imports.runtime("server::EventResponse");
                let events = generated(&events.ty);
                quote!(#response<#events, #output>)
            }
        };
        let events = operation.events_in.as_ref().map(|events| {
            let receiver = imports.runtime("server::EventReceiver");
            let events = generated(&events.ty);
            quote!(events: #receiver<#events>,)
        });
        let ignored_events = operation.events_in.as_ref().map(|_| quote!(drop(events);));
        let method = ident(&operation.method);
        let text = &operation.input.name.ty;
        let deprecated = docs::deprecated(operation.input.deprecated.as_ref());
        let docs = docs::outer(&[format!("Answers [`{text}`](super::{text}).")]);
        // Clippy has a say in what methods with `self` are called; the name is the model's.
        let is_odd = operation.method == "new"
            || ["from_", "into_"]
                .iter()
                .any(|start| operation.method.starts_with(start));
        let allow = is_odd
            .then(|| quote!(#[allow(clippy::wrong_self_convention, reason = "the model's name")]));
        quote! {
            #docs
            #deprecated
            #allow
            fn #method(
                &self,
                input: #input,
                #events
                context: &#context,
            ) -> impl Future<Output = Result<#output, super::Error>> + Send {
                #ignored_events
                self.otherwise(input, context)
            }
        }
    });
    let methods: Vec<TokenStream> = methods.collect();
    let in_order: Vec<&Operation> = service
        .server
        .order
        .iter()
        .filter_map(|index| service.operations.get(*index))
        .collect();
    let routes = in_order
        .iter()
        .map(|operation| self::route(&operation.serving.route, &imports))
        .collect::<Vec<_>>();
    let count = proc_macro2::Literal::usize_unsuffixed(in_order.len());
    let body = imports.runtime("Body");
    let streams: Vec<usize> = in_order
        .iter()
        .enumerate()
        .filter(|(_, operation)| takes_stream(operation))
        .map(|(index, _)| index)
        .collect();
    let (streams, streams_of_protocol, found) = if streams.is_empty() {
        (quote!(), quote!(), quote!(incoming.route(&ROUTES)?))
    } else {
        let streams = streams
            .iter()
            .map(|index| proc_macro2::Literal::usize_unsuffixed(*index));
        (
            quote! {
                /// The routes whose operations take their body as a stream.
                const STREAMS: &[usize] = &[#(#streams),*];
            },
            quote!(
                const STREAMS: &'static [usize] = STREAMS;
            ),
            quote!(incoming.route_streaming(&ROUTES, STREAMS).await?),
        )
    };
    let checksums = in_order
        .iter()
        .enumerate()
        .filter_map(|(index, operation)| {
            let index = proc_macro2::Literal::usize_unsuffixed(index);
            let is_required = operation.checksum_in.as_ref()?.is_required;
            Some(quote!((#index, #is_required)))
        });
    let checksums: Vec<TokenStream> = checksums.collect();
    let has_streams = in_order.iter().any(|operation| takes_stream(operation));
    let (checksums, found) = if checksums.is_empty() {
        (quote!(), found)
    } else {
        let streams = if has_streams {
            quote!(STREAMS)
        } else {
            quote!(&[])
        };
        (
            quote! {
                /// The routes whose operations have checksums, and whether there has to be one.
                const CHECKSUMS: &[(usize, bool)] = &[#(#checksums),*];
            },
            quote!(incoming.route_checked(&ROUTES, #streams, CHECKSUMS).await?),
        )
    };
    // Where the body says which operation it is for, it is decompressed before that is looked for.
    let is_form = in_order
        .iter()
        .any(|operation| matches!(operation.serving.route, Route::Action { .. }));
    let unzip = |is_zipped: bool| is_zipped.then(|| quote!(incoming.unzip()?;));
    let unzip_form = unzip(is_form && in_order.iter().any(|it| it.request.is_compressed));
    let arms = in_order.iter().enumerate().map(|(index, operation)| {
        let module = ident(&operation.input.name.module);
        let method = ident(&operation.method);
        let index = proc_macro2::Literal::usize_unsuffixed(index);
        let input = generated(&operation.input.name.ty);
        let events = operation
            .events_in
            .as_ref()
            .map(|_| quote!(let events = incoming.events(#input::NAME);));
        let unzip = unzip(operation.request.is_compressed && !is_form);
        let has_initial = operation.events_in.is_some() && operation.request.body.has_object();
        let begin = has_initial.then(|| quote!(incoming.begin_events().await?;));
        let event_argument = operation.events_in.as_ref().map(|_| quote!(events,));
        let encode = match operation.events_out {
            None if operation.stream_out.is_some() => quote!(Ok(#module::encode(&output)?)),
            None => quote!(Ok(#module::encode(&output)?.map(#body::from))),
            Some(_) => quote! {
                let (output, events) = output.into_body()?;
                Ok(#module::encode(&output, events)?)
            },
        };
        quote! {
            #index => {
                #unzip
                #begin
                let input = #module::decode(incoming)?;
                #events
                let output = handler.#method(input, #event_argument context).await;
                let output = output.map_err(#failure::Failed)?;
                #encode
            }
        }
    });
    let tests = match tests {
        _ if !protocol_test::has_any(service, tests) => quote!(),
        ProtocolTests::Cases => quote!(
            pub mod protocol_tests;
        ),
        _ => quote! {
            #[cfg(test)]
            mod protocol_tests;
        },
    };
    let docs = docs::inner(&[
        "The service's other side: implement [`Handler`], and [`Server`] speaks the protocol.",
    ]);
    let content_type = &service.server.error_type;
    let error_body = match service.server.error_body {
        ErrorBody::Object { has_code } => quote!(#has_code),
        ErrorBody::Element(wrapping) => {
            let ty = imports.reading("Wrapping");
            let wrapping = ident(match wrapping {
                ErrorWrapping::ErrorResponse => "ErrorResponse",
                ErrorWrapping::Query => "Query",
                ErrorWrapping::Bare => "Bare",
                ErrorWrapping::Errors => "Errors",
            });
            quote!(#ty::#wrapping)
        }
    };
    let error_form = imports.reading("error_form");
    let headers = service.server.headers;
    let headers = (!headers.is_empty()).then(|| {
        let headers = headers.iter().map(|(name, value)| quote!((#name, #value)));
        quote!(.with_headers(&[#(#headers),*]))
    });
    let receives_events = in_order.iter().any(|it| it.events_in.is_some());
    let operation = if receives_events {
        imports.runtime_trait("Operation")
    } else {
        imports.runtime("Operation")
    };
    let imports = imports.tokens();
    quote! {
        #docs

        #(mod #modules;)*
        #tests

        #imports

        /// The operations of the service. A method that isn't written answers as a service
        /// without the operation does.
        pub trait Handler: Send + Sync + 'static {
            #(#methods)*

            /// Answers the operations whose methods aren't written. `A` is the operation's
            /// output, or its `EventResponse`.
            fn otherwise<O, A>(
                &self,
                input: O,
                context: &#context,
            ) -> impl Future<Output = Result<A, super::Error>> + Send
            where
                O: #operation<Error = super::Error> + Clone + std::fmt::Debug + Send + 'static,
                A: Send + 'static,
            {
                let _ = (input, context);
                async { Err(error::not_implemented(O::NAME)) }
            }
        }

        impl Handler for #mock {
            async fn otherwise<O, A>(
                &self,
                input: O,
                context: &#context,
            ) -> Result<A, super::Error>
            where
                O: #operation<Error = super::Error> + Clone + std::fmt::Debug + Send + 'static,
                A: Send + 'static,
            {
                self.answer(input, context, super::Error::Unmodeled).await
            }
        }

        /// A service with its handler: a `tower::Service` for HTTP requests with any body.
        pub type Server<H> = tinsmith_runtime::server::Server<H, Protocol>;

        /// The protocol that [`Server`] speaks.
        #[derive(Debug)]
        pub enum Protocol {}

        const FORM: #form = #error_form(#content_type, #error_body) #headers;

        /// The routes, more specific ones first.
        static ROUTES: [#route; #count] = [#(#routes),*];

        #streams
        #checksums

        impl<H: Handler> #dispatch<H> for Protocol {
            type Error = super::Error;
            const FORM: #form = FORM;
            #streams_of_protocol

            async fn dispatch(
                handler: &H,
                incoming: &mut #incoming,
                context: &#context,
            ) -> Result<#response<#body>, #failure<super::Error>> {
                #unzip_form
                match #found {
                    #(#arms)*
                    _ => Err(#rejection::UnknownOperation.into()),
                }
            }

            fn encode_error(error: &super::Error) -> #response<#bytes> {
                error::encode(error)
            }
        }
    }
}

/// Whether the body of an operation's request isn't collected.
fn takes_stream(operation: &Operation) -> bool {
    operation.stream_in.is_some() || operation.events_in.is_some()
}

/// A type of the service, from a file of `server`.
fn generated(ty: &str) -> TokenStream {
    let ty = ident(ty);
    quote!(super::#ty)
}

fn route(route: &Route, imports: &Imports<'_>) -> TokenStream {
    let ty = imports.generated("server::Route");
    match route {
        Route::Target(target) => quote!(#ty::Target(#target)),
        Route::Rpc {
            header: (name, value),
            path,
        } => quote!(#ty::Rpc { header: (#name, #value), path: #path }),
        Route::Action { action, version } => {
            quote!(#ty::Action { action: #action, version: #version })
        }
        Route::Http {
            method,
            path,
            query,
            headers,
        } => {
            let segment = imports.generated("server::Segment");
            let path = path.iter().map(|part| match part {
                Segment::Literal(text) => quote!(#segment::Literal(#text)),
                Segment::Label(_) => quote!(#segment::Label),
                Segment::Greedy(_) => quote!(#segment::Greedy),
            });
            let query = query.iter().map(|(name, value)| match value {
                Some(value) => quote!((#name, Some(#value))),
                None => quote!((#name, None)),
            });
            if !headers.is_empty() {
                return quote! {
                    #ty::HttpWithHeaders {
                        method: #method,
                        path: &[#(#path),*],
                        query: &[#(#query),*],
                        headers: &[#(#headers),*],
                    }
                };
            }
            quote! {
                #ty::Http {
                    method: #method,
                    path: &[#(#path),*],
                    query: &[#(#query),*],
                }
            }
        }
    }
}
