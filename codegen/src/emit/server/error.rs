//! Prints how errors are answered.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Binding, ErrorShape, FileScope, Service};

use super::super::http_text::Of;
use super::super::read_write::{self, Functions};
use super::super::read_write_file::{SeparateFunctions, User};
use super::super::request;
use super::super::{Imports, docs, ident};
use super::operation;

pub(super) fn emit(service: &Service) -> TokenStream {
    let imports = Imports::new(service, FileScope::in_server());
    let functions = SeparateFunctions::new(service, imports, User::Server);
    let imports = functions.imports();
    let bytes = imports.runtime("bytes::Bytes");
    let response = imports.runtime("http::Response");
    let unknown = imports.generated("server::unknown_operation");
    let rejection = imports.generated("server::Rejection");
    let error = imports.item("super::super::Error");
    let form = imports.item("super::FORM");
    let arms = service
        .errors
        .iter()
        .map(|error| arm(error, &functions))
        .collect::<Vec<_>>();
    let docs = docs::inner(&["How errors are answered."]);
    let uses = imports.tokens();
    quote! {
        #docs

        #uses

        pub(crate) fn encode(error: &#error) -> #response<#bytes> {
            match error {
                #(#arms)*
                #error::Unmodeled(meta) => #form.unmodeled(meta),
                // The handler is a client itself; what became of its call is none of its callers'
                // business.
                _ => #form.rejection(&#rejection::Internal("the service failed".to_owned())),
            }
        }

        /// Makes the answer of a handler's method that isn't written.
        pub(super) fn not_implemented(operation: &'static str) -> #error {
            #error::Unmodeled(Box::new(#unknown(operation)))
        }
    }
}

fn arm(error: &ErrorShape, functions: &SeparateFunctions<'_>) -> TokenStream {
    let imports = functions.imports();
    let variant = ident(&error.variant);
    let status = proc_macro2::Literal::u16_unsuffixed(error.status);
    let code = &error.sent_code;
    let ty = imports.item("super::super::Error");
    let form = imports.item("super::FORM");
    let members = &error.structure.members;
    let in_body = members
        .iter()
        .filter(|member| member.binding == Binding::Body);
    let (attributes, body) = read_write::write_members(in_body, functions);
    let query_error = error.query_error.iter().map(|text| {
        let header = imports.generated("server::header");
        quote!(#header(&mut response, "x-amzn-query-error", #text)?;)
    });
    let headers = request::headers(
        members,
        Of("value"),
        |_, name, text| {
            let header = imports.generated("server::header");
            quote!(#header(&mut response, #name, #text)?;)
        },
        |_, prefix, item| {
            let header = imports.generated("server::prefix_header");
            quote!(#header(&mut response, #prefix, key, #item)?;)
        },
        imports,
    );
    let payload = members
        .iter()
        .find(|member| member.binding == Binding::Payload);
    let is_read =
        !(attributes.is_empty() && body.is_empty() && headers.is_empty() && payload.is_none());
    let headers: Vec<TokenStream> = query_error.chain(headers).collect();
    let value = ident(if !is_read { "_" } else { "value" });
    let write = |members: &[TokenStream]| match members {
        [] => quote!(|_| {}),
        members => quote!(|w| { #(#members)* }),
    };
    let body = write(&body);
    let made = match (payload, &error.payload_type) {
        (Some(payload), Some(content_type)) => {
            let tags = payload.tags.as_ref();
            let root = tags.and_then(|tags| read_write::to_write(&tags.tags, functions));
            let (body, content_type) = operation::payload(payload, content_type, root, functions);
            quote!(#form.error_of_payload(#status, #code, #content_type, #body))
        }
        _ if !attributes.is_empty() => {
            let error_response = functions.writing("error_response_with_attributes");
            let attributes = write(&attributes);
            quote!(#error_response(#form, #status, #code, #attributes, #body))
        }
        _ => {
            let error_response = functions.writing("error_response");
            quote!(#error_response(#form, #status, #code, #body))
        }
    };
    if headers.is_empty() {
        return quote!(#ty::#variant(#value) => #made,);
    }
    quote! {
        #ty::#variant(#value) => {
            let mut response = #made;
            let mut headers = || {
                #(#headers)*
                Ok(())
            };
            match headers() {
                Ok(()) => response,
                Err(rejection) => #form.rejection(&rejection),
            }
        }
    }
}
