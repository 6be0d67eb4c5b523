//! A service's client: a method per operation, over the runtime's core.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Auth, Client, Crate, FileScope, Operation, Service};

use super::example::{self, Caller};
use super::{
    Imports, client_discovery, client_pages, client_settings, conversation, docs, ident, presigned,
    transfer,
};

/// The file `client.rs`.
pub(super) fn emit(service: &Service, client: &Client, krate: &Crate) -> TokenStream {
    let imports = Imports::new(service, FileScope::client());
    let config = imports.runtime("client::Config");
    let config_error = imports.runtime("client::ConfigError");
    let overrides = imports.runtime("client::Overrides");
    let core = imports.generated("client::Core");
    let info = imports.generated("client::ServiceInfo");
    let service_error = imports.generated("client::impl_service_error");
    let runtime = imports.generated("client::Runtime");
    let bind = imports.runtime("endpoint::Bind");
    let operation = imports.runtime("Operation");
    let params = imports.item("super::endpoint::EndpointParams");
    let resolve = imports.item("super::endpoint::resolve_endpoint");
    let error = imports.item("super::error::Error");
    let rules = quote!(#params::of_builtins, #resolve);
    let methods: Vec<TokenStream> = service
        .operations
        .iter()
        .map(|operation| match &operation.events_in {
            None => method(service, operation, &imports, false),
            Some(events) => conversation::method(operation, events, &rules, &imports),
        })
        .collect();
    let blocking: Vec<TokenStream> = service
        .operations
        .iter()
        .filter(|operation| operation.events_in.is_none())
        .map(|operation| method(service, operation, &imports, true))
        .collect();
    let has_events =
        |operation: &Operation| operation.events_in.is_none() && operation.events_out.is_some();
    let open = service.operations.iter().any(has_events).then(|| {
        let stream = imports.runtime("client::EventStream");
        let event = imports.runtime("event_stream::Event");
        let decoder = imports.runtime("event_stream::EventDecoder");
        quote! {
            /// Sends any operation of the service that is answered by an event stream, and gives
            /// the events as they come.
            ///
            /// # Errors
            /// Any variant of [`Error`].
            pub async fn open_stream<O, E, T>(&self, operation: O) -> Result<#stream<E, T>, #error>
            where
                O: #operation<Error = #error, Output = #decoder<E, T>> + #bind<#params>,
                E: #event<Error = #error>,
                T: Default,
            {
                self.core.open_by_rules(&operation, #rules).await
            }
        }
    });
    let Client {
        sdk_id,
        signing_name,
        endpoint_prefix,
        version,
        content_hash,
        bucket_of_forms,
    } = client;
    let post = bucket_of_forms
        .as_ref()
        .map(|setter| presigned::post_methods(setter, &imports, &rules));
    let (post, blocking_post) = post.unzip();
    let content_hash = content_hash.then(|| quote!(.content_hash()));
    let prefix =
        (endpoint_prefix != signing_name).then(|| quote!(.endpoint_prefix(#endpoint_prefix)));
    let docs = docs::inner(&["Calls the service over HTTP."]);
    let has = |auth| {
        let mut all = service.operations.iter();
        all.any(|operation| operation.auth.contains(&auth))
    };
    let proof = match (has(Auth::SigV4), has(Auth::Bearer)) {
        (true, false) => "are signed, ",
        (false, true) => "carry a bearer token, are ",
        (true, true) => "are signed or carry a bearer token, are ",
        (false, false) => "are ",
    };
    let summary = docs::outer(&[
        format!("Calls {sdk_id}."),
        format!("Requests {proof}sent, and sent again where that may help."),
        String::new(),
        "Cheap to clone; clones share connections, credentials and the retry quota.".to_owned(),
        "[Settings, credentials and retries](tinsmith_runtime::client) have a page of their own."
            .to_owned(),
    ]);
    let example = docs::outer(&example::of_client(krate, service, Caller::Client));
    let blocking_example = docs::outer(&example::of_client(krate, service, Caller::BlockingClient));
    let send_docs = docs::outer(&[
        "Sends any operation of the service. Dropping the future cancels the call.",
        "",
        "# Errors",
        "Any variant of [`Error`].",
    ]);
    let streams = |operation: &Operation| operation.stream_out.is_some();
    let reader = service.operations.iter().any(streams).then(|| {
        let body = imports.runtime("Body");
        let reader = imports.runtime("client::blocking::BodyReader");
        quote! {
            /// Reads the body of an output by the standard library's `Read`.
            pub fn reader(&self, body: #body) -> #reader {
                #reader::new(body, self.runtime.clone())
            }
        }
    });
    let presigned = has(Auth::SigV4).then(|| presigned::methods(&imports, &rules));
    let (presigned, blocking_presigned) = presigned.unzip();
    let (discovery, send, sending_rules) = match &service.discovery {
        Some(discovery) => {
            let asking = imports.ty_of("super::operation", &discovery.input);
            let rules = quote!(#rules, #asking::discovering);
            let discovery = client_discovery::emit(discovery, &imports);
            (discovery, quote!(send_by_discovery), rules)
        }
        None => (quote!(), quote!(send_by_rules), rules.clone()),
    };
    let series = client_pages::emit(service, &imports);
    let (series, blocking_series, sending, send) = match series {
        Some(series) => {
            let send = quote!(self.core.#send(operation, #sending_rules).await);
            let sending = series.implementation(&send, &imports);
            let send = quote!(self.send_operation(&operation).await);
            (series.methods, series.blocking, sending, send)
        }
        None => {
            let send = quote!(self.core.#send(&operation, #sending_rules).await);
            (quote!(), quote!(), quote!(), send)
        }
    };
    let transfers = service.transfers.as_ref();
    let transfers = transfers.map(|transfers| transfer::methods(transfers, &imports));
    let (transfers, blocking_transfers) = transfers.unzip();
    let settings = client_settings::emit(service, &imports);
    let client_settings::Settings {
        definition: settings,
        constructor: with_settings,
        blocking_constructor: blocking_with_settings,
    } = settings;
    let imports = imports.tokens();
    quote! {
        #docs

        #imports

        const SERVICE: #info = #info::new(#sdk_id, #signing_name, #version) #prefix #content_hash;

        #summary
        #example
        #[derive(Clone, Debug)]
        pub struct Client {
            core: #core,
        }

        impl Client {
            /// Creates a client from the environment: variables, and the profile of the shared
            /// configuration files. To change a setting, load a
            /// [`Config`](tinsmith_runtime::client::Config) first.
            ///
            /// # Errors
            /// Every setting that is invalid.
            pub async fn from_env() -> Result<Self, #config_error> {
                Self::new(&#config::from_env().await?)
            }

            /// Creates a client with this configuration. Clients of several services can share one.
            ///
            /// # Errors
            /// A setting that is invalid for the service.
            pub fn new(config: &#config) -> Result<Self, #config_error> {
                #core::new(config, &SERVICE).map(|core| Self { core })
            }

            #with_settings

            /// Makes a client with other settings, which shares the rest with this one: connections,
            /// credentials and the retry quota. A setting that is invalid is an error of each call.
            #[must_use]
            pub fn with(&self, change: impl FnOnce(#overrides) -> #overrides) -> Self {
                Self { core: self.core.with(change) }
            }

            #send_docs
            pub async fn send<O>(&self, operation: O) -> Result<O::Output, #error>
            where
                O: #operation<Error = #error> + #bind<#params>,
            {
                #send
            }

            #open

            #presigned

            #post

            #series

            #transfers

            #(#methods)*
        }

        /// A client for programs without an async runtime: each method waits for the answer.
        #blocking_example
        #[derive(Clone, Debug)]
        pub struct BlockingClient {
            client: Client,
            runtime: #runtime,
        }

        impl BlockingClient {
            /// Creates a client from the environment, as [`Client::from_env`] does.
            ///
            /// # Errors
            /// Every setting that is invalid.
            pub fn from_env() -> Result<Self, #config_error> {
                Self::new(&#config::load(tinsmith_runtime::client::Environment::process())?)
            }

            /// Creates a client with this configuration.
            ///
            /// # Errors
            /// A setting that is invalid for the service.
            pub fn new(config: &#config) -> Result<Self, #config_error> {
                Ok(Self {
                    client: Client::new(config)?,
                    runtime: #runtime::new()?,
                })
            }

            #blocking_with_settings

            /// Makes a client with other settings, as [`Client::with`] does.
            #[must_use]
            pub fn with(&self, change: impl FnOnce(#overrides) -> #overrides) -> Self {
                Self {
                    client: self.client.with(change),
                    runtime: self.runtime.clone(),
                }
            }

            /// Sends any operation of the service.
            ///
            /// # Errors
            /// Any variant of [`Error`]. A call from an async worker thread is refused.
            pub fn send<O>(&self, operation: O) -> Result<O::Output, #error>
            where
                O: #operation<Error = #error> + #bind<#params>,
            {
                self.runtime.run(self.client.send(operation))
            }

            #blocking_presigned

            #blocking_post

            #reader

            #blocking_series

            #blocking_transfers

            #(#blocking)*
        }

        #settings

        #sending

        #discovery

        #service_error!(#error);
    }
}

fn method(
    service: &Service,
    operation: &Operation,
    imports: &Imports<'_>,
    is_blocking: bool,
) -> TokenStream {
    let is_open_among_others =
        operation.is_open && service.operations.iter().any(|other| !other.is_open);
    let method = ident(&operation.client_method);
    let input = imports.ty_of("super::operation", &operation.input.name);
    let output = imports.ty_of("super::operation", &operation.output.name);
    let output = match &operation.events_out {
        None => output,
        Some(events) => {
            let stream = if is_blocking {
                quote!(tinsmith_runtime::client::blocking::EventStream)
            } else {
                imports.runtime("client::EventStream")
            };
            let events = imports.ty_of("super::types", events);
            quote!(#stream<#events, #output>)
        }
    };
    let call = match (&operation.events_out, is_blocking) {
        (None, false) => quote!(self.send(operation).await),
        (None, true) => quote!(self.send(operation)),
        (Some(_), false) => quote!(self.open_stream(operation).await),
        (Some(_), true) => quote! {
            let stream = self.runtime.run(self.client.open_stream(operation))?;
            Ok(tinsmith_runtime::client::blocking::EventStream::new(stream, self.runtime.clone()))
        },
    };
    let error = imports.item("super::error::Error");
    let deprecated = docs::deprecated(operation.input.deprecated.as_ref());
    let link = imports.link("super::operation", &operation.input.name);
    let mut lines = vec![format!("Sends {link}.")];
    lines.extend(operation.summary.iter().cloned());
    if is_open_among_others {
        lines.extend([
            String::new(),
            "Anybody may call it: requests carry no credentials.".to_owned(),
        ]);
    }
    let docs = docs::outer(&lines);
    if is_blocking {
        quote! {
            #docs
            #deprecated
            pub fn #method(&self, operation: #input) -> Result<#output, #error> {
                #call
            }
        }
    } else {
        quote! {
            #docs
            #deprecated
            pub async fn #method(&self, operation: #input) -> Result<#output, #error> {
                #call
            }
        }
    }
}
