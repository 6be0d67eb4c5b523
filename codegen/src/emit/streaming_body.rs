//! Prints what an operation has whose body streams.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Operation, StreamIn};

use super::{Imports, checksum, docs, ident};

/// Statements that make the part of the body that is in memory, and the expression of it.
pub(super) fn known(stream: &StreamIn, imports: &Imports<'_>) -> (TokenStream, TokenStream) {
    let field = ident(&stream.field);
    let body = if stream.is_in_memory {
        let known_body = imports.generated("request::known_body");
        let name = &stream.name;
        quote!(#known_body(Self::NAME, #name, &self.#field)?)
    } else {
        quote!(self.#field.bytes().cloned().unwrap_or_default())
    };
    (quote!(let body = #body;), quote!(body))
}

/// The end of the function that makes a request: the body is put in.
pub(super) fn request(
    stream: &StreamIn,
    operation: &Operation,
    imports: &Imports<'_>,
) -> TokenStream {
    let with_body = imports.generated("request::with_body");
    let StreamIn {
        name,
        field,
        requires_length,
        ..
    } = stream;
    let field = ident(field);
    let made = quote!(#with_body(Self::NAME, #name, request, &self.#field, #requires_length)?);
    match checksum::add_to_stream(operation, imports) {
        None => quote!(Ok(#made)),
        Some(add) => quote! {
            let request = #made;
            #add
        },
    }
}

/// The body of the function that makes a request in memory.
pub(super) fn in_memory(stream: &StreamIn, imports: &Imports<'_>) -> TokenStream {
    let in_memory = imports.generated("request::in_memory");
    let options = imports.runtime("RequestOptions");
    let name = &stream.name;
    quote! {
        let request = self.to_streaming_request(endpoint, &#options::new())?;
        Ok(#in_memory(Self::NAME, #name, request)?)
    }
}

/// The function that makes a request whose body needn't be in memory.
pub(super) fn method(
    operation: &Operation,
    to_request: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let error = imports.item("super::super::error::Error");
    let uri = imports.runtime("http::Uri");
    let request = imports.runtime("http::Request");
    let body = imports.runtime("Body");
    let options = imports.runtime("RequestOptions");
    let argument = ident(if super::request::has_options(operation) {
        "options"
    } else {
        "_options"
    });
    let docs = docs::outer(&[
        "Makes the HTTP request as [`to_request`](Self::to_request) does, with a body that needn't be",
        "in memory.",
        "",
        "# Errors",
        "[`Error::InvalidInput`] names every member that is missing or can't be sent.",
    ]);
    quote! {
        #docs
        pub fn to_streaming_request(
            &self,
            endpoint: &#uri,
            #argument: &#options,
        ) -> Result<#request<#body>, #error> {
            #to_request
        }
    }
}

/// The part of the trait `Operation` that is about streaming bodies.
pub(super) fn implementation(operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    if operation.stream_in.is_none() && operation.stream_out.is_none() {
        return quote!();
    }
    let body = imports.runtime("Body");
    let input = operation.stream_in.as_ref().map(|stream| {
        let error = imports.item("super::super::error::Error");
        let uri = imports.runtime("http::Uri");
        let request = imports.runtime("http::Request");
        let options = imports.runtime("RequestOptions");
        let with_options = super::request::has_options(operation).then(|| {
            let in_memory = imports.generated("request::in_memory");
            let bytes = imports.runtime("bytes::Bytes");
            let name = &stream.name;
            quote! {
                fn to_request_with(
                    &self,
                    endpoint: &#uri,
                    options: &#options,
                ) -> Result<#request<#bytes>, #error> {
                    let request = self.to_streaming_request(endpoint, options)?;
                    Ok(#in_memory(Self::NAME, #name, request)?)
                }
            }
        });
        quote! {
            const STREAMS_INPUT: bool = true;

            #with_options

            fn to_streaming_request(
                &self,
                endpoint: &#uri,
                options: &#options,
            ) -> Result<#request<#body>, #error> {
                self.to_streaming_request(endpoint, options)
            }
        }
    });
    let output = operation.stream_out.as_ref().map(|field| {
        let field = ident(field);
        let ty = super::event_stream::given(operation, imports);
        quote! {
            const STREAMS_OUTPUT: bool = true;

            fn set_body(output: &mut #ty, body: #body) {
                output.#field = body;
            }
        }
    });
    quote!(#input #output)
}
