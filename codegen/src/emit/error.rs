//! Errors: a structure for each that is modelled, and one flat enum of all.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{ErrorShape, Presence, Service};

use super::read_write::Functions as _;
use super::structure::ExtraField;
use super::{Imports, docs, ident, read_write, response, structure};

/// A modelled error's structure.
pub(super) fn shape(error: &ErrorShape, imports: &Imports<'_>) -> TokenStream {
    let meta = imports.runtime("ErrorMeta");
    let implement = imports.generated("impl_error");
    let extra = ExtraField {
        definition: quote!(pub(crate) meta: #meta,),
        debug: quote!(.field("meta", &self.meta)),
    };
    let definition = structure::definition(
        &error.structure,
        Some(&extra),
        "An error of the service.",
        imports,
    );
    let name = ident(&error.structure.name.ty);
    let variant = ident(&error.variant);
    let ty = quote!(#name);
    let read = error.structure.wire.read.then(|| {
        read_write::read_structure(&error.structure, &quote!(pub(crate) fn read), &ty, imports)
    });
    let receive = error.structure.is_bound().then(|| receive(error, imports));
    quote! {
        #definition

        #implement!(#name, super::Error, #variant);

        #read
        #receive
    }
}

/// The function that reads an error of which members are in headers, or one is the body.
fn receive(error: &ErrorShape, imports: &Imports<'_>) -> TokenStream {
    let ty = ident(&error.structure.name.ty);
    let response = imports.runtime("http::Response");
    let bytes = imports.runtime("bytes::Bytes");
    let signature = quote!(pub(crate) fn receive(response: &#response<#bytes>) -> #ty);
    if !response::reads_headers(&error.structure) {
        let fields = error.structure.members.iter().filter_map(|member| {
            let source = response::source(member, response::From::Error, imports)?;
            let field = ident(&member.field);
            Some(match &member.presence {
                Presence::Always(initial) => {
                    let or = read_write::or_initial(initial, &member.ty, imports);
                    quote!(#field: #source.#or)
                }
                _ => quote!(#field: #source),
            })
        });
        return quote! {
            #signature {
                #ty { #(#fields,)* ..#ty::default() }
            }
        };
    }
    let headers = imports.generated("response::Headers");
    let from_body = if error.structure.wire.read {
        let read_error = imports.reading("read_error");
        quote!(#read_error(response, read))
    } else {
        quote!(#ty::default())
    };
    let statements = response::receive(&error.structure, response::From::Error, imports);
    quote! {
        #signature {
            let mut value = #from_body;
            let headers = #headers::new("", response);
            #(#statements)*
            value
        }
    }
}

/// The variants that only a client has: name, type and what it says.
const OF_CLIENTS: [(&str, &str, &str); 4] = [
    (
        "Config",
        "ConfigError",
        "The configuration lacks something, or there is no endpoint. Nothing was sent.",
    ),
    (
        "Credentials",
        "CredentialsError",
        "There are no credentials to sign with. Nothing was sent.",
    ),
    ("Timeout", "TimeoutError", "The call took too long."),
    (
        "Transport",
        "TransportError",
        "The request or the response didn't get through.",
    ),
];

/// The enum of everything that can go wrong with the service's operations; some only with the
/// client, if that is a feature.
pub(super) fn all(
    service: &Service,
    client: Option<TokenStream>,
    imports: &Imports<'_>,
) -> TokenStream {
    let of_clients = Clients::new(client.as_ref());
    let (client_variants, client_inner, client_metas) =
        (&of_clients.variants, &of_clients.inner, &of_clients.meta);
    let implement = imports.generated("impl_error_enum");
    let meta = imports.runtime("ErrorMeta");
    let invalid_input = imports.runtime("InvalidInput");
    let invalid_response = imports.runtime("InvalidResponse");
    let variants = service.errors.iter().map(|error| {
        let docs = docs::outer(&error.structure.docs);
        let deprecated = docs::deprecated(error.structure.deprecated.as_ref());
        let variant = ident(&error.variant);
        let ty = ident(&error.structure.name.ty);
        quote!(#docs #deprecated #variant(Box<#ty>),)
    });
    let inner = service.errors.iter().map(|error| {
        let variant = ident(&error.variant);
        quote!(Self::#variant(error) => error,)
    });
    let metas = service.errors.iter().map(|error| {
        let variant = ident(&error.variant);
        quote!(Self::#variant(error) => Some(&error.meta),)
    });
    let of = of(service, imports);
    let is_retryable = classify(
        service,
        "is_retryable",
        "Returns whether the same request may succeed later.",
        |error| error.retryable.is_some(),
        client.map(|only| {
            quote! {
                #only
                match self {
                    Self::Timeout(_) => return true,
                    Self::Transport(error) => return error.is_retryable(),
                    _ => {}
                }
            }
        }),
        imports,
    );
    let is_throttling = classify(
        service,
        "is_throttling",
        "Returns whether the service wants requests to come more slowly.",
        |error| {
            error
                .retryable
                .is_some_and(|retryable| retryable.throttling)
        },
        None,
        imports,
    );
    quote! {
        /// The errors of this service's operations.
        #[non_exhaustive]
        #[derive(Clone, Debug, PartialEq)]
        pub enum Error {
            #(#variants)*
            /// An error that the model doesn't know; its code, message and request id are kept.
            Unmodeled(Box<#meta>),
            /// The input can't be sent: members are missing, or can't be written. No request was made.
            InvalidInput(Box<#invalid_input>),
            /// The answer isn't a response of the operation.
            InvalidResponse(Box<#invalid_response>),
            #client_variants
        }

        impl Error {
            #of

            /// Returns what the response says of the error, which is nothing without a response.
            pub fn meta(&self) -> Option<&#meta> {
                match self {
                    #(#metas)*
                    Self::Unmodeled(meta) => Some(meta),
                    Self::InvalidResponse(error) => Some(error.meta()),
                    Self::InvalidInput(_) => None,
                    #client_metas
                }
            }

            /// Returns the error's code, such as `ThrottlingException`, without its namespace.
            pub fn code(&self) -> Option<&str> {
                self.meta().and_then(#meta::code)
            }

            /// Returns the id of the request, which AWS support asks for.
            pub fn request_id(&self) -> Option<&str> {
                self.meta().and_then(#meta::request_id)
            }

            #is_retryable

            #is_throttling

            fn inner(&self) -> &(dyn std::error::Error + 'static) {
                match self {
                    #(#inner)*
                    Self::Unmodeled(meta) => meta,
                    Self::InvalidInput(error) => error,
                    Self::InvalidResponse(error) => error,
                    #client_inner
                }
            }
        }

        #implement!(Error);
    }
}

/// The parts of the error enum for clients only.
#[derive(Default)]
struct Clients {
    variants: TokenStream,
    inner: TokenStream,
    meta: TokenStream,
}

impl Clients {
    fn new(only: Option<&TokenStream>) -> Self {
        let Some(only) = only else {
            return Self::default();
        };
        let mut all = Self::default();
        for (variant, ty, docs) in OF_CLIENTS {
            let (variant, ty) = (ident(variant), ident(ty));
            let docs = docs::outer(&[docs]);
            all.variants.extend(quote! {
                #docs
                #only
                #variant(Box<tinsmith_runtime::client::#ty>),
            });
            all.inner.extend(quote! {
                #only
                Self::#variant(error) => error,
            });
        }
        let variants = OF_CLIENTS.map(|(variant, ..)| ident(variant));
        all.meta = quote! {
            #only
            #(Self::#variants(_))|* => None,
        };
        all
    }
}

/// The constructor from an error response.
fn of(service: &Service, imports: &Imports<'_>) -> TokenStream {
    let response = imports.runtime("http::Response");
    let bytes = imports.runtime("bytes::Bytes");
    let error_meta = imports.reading("error_meta");
    let members = &service.error_code_members;
    // Which error it is, the service's own code says; the query protocol's is what it is
    // called from then on.
    let of_query = |meta: TokenStream| {
        if service.is_query_compatible {
            let query_compatible = imports.generated("response::query_compatible");
            quote!(#query_compatible(#meta, response))
        } else {
            meta
        }
    };
    // An error whose codes are all another's is never told.
    let told = service
        .errors
        .iter()
        .filter(|error| !error.codes.is_empty());
    let arms = told.map(|error| {
        let codes = &error.codes;
        let variant = ident(&error.variant);
        let name = &error.structure.name;
        let ty = ident(&name.ty);
        let meta = if error.message_is_sensitive {
            quote!(meta.without_message())
        } else {
            quote!(meta)
        };
        let is_plain = !error.message_is_sensitive && !service.is_query_compatible;
        let meta = of_query(meta);
        let module = ident(&name.module);
        let read = if error.structure.is_bound() {
            quote!(#module::receive(response))
        } else if error.structure.wire.read {
            let read_error = imports.reading("read_error");
            quote!(#read_error(response, #module::read))
        } else {
            let meta = match is_plain {
                true => meta,
                false => quote!(meta: #meta),
            };
            return quote!(Some(#(#codes)|*) => Self::#variant(Box::new(#ty { #meta })),);
        };
        quote! {
            Some(#(#codes)|*) => {
                let mut error = #read;
                error.meta = #meta;
                Self::#variant(Box::new(error))
            }
        }
    });
    let unmodeled = of_query(quote!(meta));
    let of_status = (!service.codes_of_status.is_empty()).then(|| {
        let code_of_status = imports.generated("response::code_of_status");
        let codes = service.codes_of_status.iter().map(|(status, code)| {
            let status = Literal::u16_unsuffixed(*status);
            quote!((#status, #code))
        });
        quote!(let meta = #code_of_status(meta, response, &[#(#codes),*]);)
    });
    let body = if service.errors.is_empty() {
        quote! {
            let meta = #error_meta(operation, response, &[#(#members),*]);
            #of_status
            Self::Unmodeled(Box::new(#unmodeled))
        }
    } else {
        quote! {
            let meta = #error_meta(operation, response, &[#(#members),*]);
            #of_status
            match meta.code() {
                #(#arms)*
                _ => Self::Unmodeled(Box::new(#unmodeled)),
            }
        }
    };
    quote! {
        pub(crate) fn of(operation: &'static str, response: &#response<#bytes>) -> Self {
            #body
        }
    }
}

/// A method that is true for the errors that the model says so of, and otherwise for what the
/// code and status tell.
fn classify(
    service: &Service,
    method: &str,
    summary: &str,
    applies: impl Fn(&ErrorShape) -> bool,
    before: Option<TokenStream>,
    imports: &Imports<'_>,
) -> TokenStream {
    let meta = imports.runtime("ErrorMeta");
    let method = ident(method);
    let told = quote!(self.meta().is_some_and(#meta::#method));
    let variants: Vec<_> = service
        .errors
        .iter()
        .filter(|error| applies(error))
        .map(|error| ident(&error.variant))
        .collect();
    let body = if variants.is_empty() {
        told
    } else {
        quote!(matches!(self, #(Self::#variants(_))|*) || #told)
    };
    let docs = docs::outer(&[summary]);
    quote! {
        #docs
        pub fn #method(&self) -> bool {
            #before
            #body
        }
    }
}
