//! Operations: the input as the operation's own type, the output, request and response.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Auth, Body, Envelope, Member, Operation, Request, Tag};

use super::http_text::Of;
use super::read_write::Functions;
use super::{
    Imports, check, checksum, conversation, docs, event_stream, ident, paginator, read_write,
    request, request_target, response, streaming_body, structure,
};

pub(super) fn emit(
    operation: &Operation,
    example: &[String],
    imports: &Imports<'_>,
) -> TokenStream {
    let Operation { input, output, .. } = operation;
    let summary = format!("The {} operation.", operation.wire_name);
    let output_definition = structure::definition(output, None, &summary, imports);
    let input_ty = ident(&input.name.ty);
    let input_ty = quote!(#input_ty);
    let output_ty = ident(&output.name.ty);
    let output_ty = quote!(#output_ty);

    let check = check::operation(input, &operation.request, imports);
    let write = input.wire.write.then(|| {
        read_write::write_structure(input, &quote!(pub(crate) fn write), &input_ty, imports)
    });
    let read = output.wire.read.then(|| {
        read_write::read_structure(output, &quote!(pub(crate) fn read), &output_ty, imports)
    });
    let documentation = docs::outer_or(&input.docs, &summary);
    let errors = docs::outer(&operation.error_docs);
    let example = docs::outer(example);
    let before = quote! {
        #documentation
        #errors
        #example
        #[must_use = "an operation does nothing until it is sent"]
    };
    let methods = methods(operation, check.is_some(), imports);
    let pages = operation
        .paginator
        .as_ref()
        .map(|planned| paginator::method(planned, imports));
    let methods = quote!(#pages #methods);
    let input_definition = structure::with_methods(input, None, &before, &methods, imports);
    let implementation = implementation(operation, imports);
    let conversation = conversation::implementation(operation, imports);
    let paginator = operation
        .paginator
        .as_ref()
        .map(|planned| paginator::emit(operation, planned, imports));
    quote! {
        #input_definition

        #implementation
        #conversation
        #paginator

        #output_definition
        #check
        #write
        #read
    }
}

fn methods(operation: &Operation, checked: bool, imports: &Imports<'_>) -> TokenStream {
    let output_ty = event_stream::given(operation, imports);
    let error = imports.item("super::super::error::Error");
    let uri = imports.runtime("http::Uri");
    let request = imports.runtime("http::Request");
    let response = imports.runtime("http::Response");
    let bytes = imports.runtime("bytes::Bytes");
    imports.runtime_trait("Operation");

    let check = checked.then(|| {
        let problems = imports.generated("request::Problems");
        quote! {
            let mut problems = #problems::new();
            check(self, &mut problems);
            problems.finish(Self::NAME)?;
        }
    });
    let members = &operation.input.members;
    let (body_statements, body) = match &operation.stream_in {
        None => body(&operation.request, members, imports),
        Some(stream) => streaming_body::known(stream, imports),
    };
    let of_member = request_target::endpoint(&operation.request, members, imports);
    let host_prefix = request_target::host_prefix(&operation.request, members, imports);
    let target = request_target::target(&operation.request, members, imports);
    let method = method(&operation.request.method, imports);
    let headers = &operation.request.headers;
    let (made_headers, headers) = if headers.is_empty() {
        (None, quote!(&[]))
    } else {
        let header = imports.generated("request::Header");
        let count = Literal::usize_unsuffixed(headers.len());
        let headers = headers
            .iter()
            .map(|(name, value)| quote!(#header::new(#name, #value)));
        let headers = quote!(static HEADERS: [#header; #count] = [#(#headers),*];);
        (Some(headers), quote!(&HEADERS))
    };
    let build = imports.generated("request::build");
    let finish = request::finish(operation, members, imports);
    let built = quote!(#build(Self::NAME, #method, endpoint, &target, #headers, #body)?);
    let made = match (&operation.stream_in, finish.is_empty()) {
        (None, true) => quote!(Ok(#built)),
        (None, false) => quote! {
            let mut request = #built;
            #(#finish)*
            Ok(request)
        },
        (Some(stream), _) => {
            let streaming = streaming_body::request(stream, operation, imports);
            quote! {
                let mut request = #built;
                #(#finish)*
                #streaming
            }
        }
    };
    let to_request = quote! {
        #made_headers
        #check
        #of_member
        #host_prefix
        #body_statements
        #target
        #made
    };
    let (to_request, with_options) = if let Some(stream) = &operation.stream_in {
        let streaming = streaming_body::method(operation, &to_request, imports);
        (streaming_body::in_memory(stream, imports), Some(streaming))
    } else if request::has_options(operation) {
        let options = imports.runtime("RequestOptions");
        let with_options = quote! {
            /// Makes the request with these options.
            ///
            /// # Errors
            /// The errors of [`to_request`](Self::to_request).
            pub fn to_request_with(
                &self,
                endpoint: &#uri,
                options: &#options,
            ) -> Result<#request<#bytes>, #error> {
                #to_request
            }
        };
        let to_request = quote!(self.to_request_with(endpoint, &#options::new()));
        (to_request, Some(with_options))
    } else {
        (to_request, None)
    };
    let success = success(operation, imports);
    let protocol_headers = operation.response_headers.iter().map(|(name, value)| {
        let protocol_header = imports.generated("response::protocol_header");
        quote!(#protocol_header(Self::NAME, &response, #name, #value)?;)
    });
    let of_events: &[&str] = match operation.events_in {
        None => &[],
        Some(_) => &[
            "",
            "The body is what goes before the events: each of them is to follow it as",
            "[`encode`](tinsmith_runtime::event_stream::Event::encode) gives it, wrapped in a signed",
            "message if the service wants that.",
        ],
    };
    let mut request_lines = match (operation.auth.first(), operation.is_open) {
        (Some(Auth::SigV4), _) => vec![
            "Makes the HTTP request for an endpoint such as",
            "`https://service.region.amazonaws.com`, for any HTTP client to send. The request isn't",
            "signed yet. `/` as the endpoint makes a request without a host.",
        ],
        (Some(Auth::Bearer), _) => vec![
            "Makes the HTTP request for an endpoint such as",
            "`https://service.region.amazonaws.com`, for any HTTP client to send. The request has no",
            "bearer token yet. `/` as the endpoint makes a request without a host.",
        ],
        (None, true) => vec![
            "Makes the HTTP request for an endpoint such as",
            "`https://service.region.amazonaws.com`, for any HTTP client to send. `/` as the endpoint",
            "makes a request without a host.",
        ],
        (None, false) => vec![
            "Makes the HTTP request for an endpoint such as",
            "`https://service.region.amazonaws.com`, for any HTTP client to send. The request has no",
            "credentials yet. `/` as the endpoint makes a request without a host.",
        ],
    };
    if operation.request.custom.is_label_in_endpoint {
        request_lines.extend(IN_ENDPOINT);
    }
    request_lines.extend(of_events);
    request_lines.extend([
        "",
        "# Errors",
        "[`Error::InvalidInput`] names every member that is missing or can't be sent.",
    ]);
    let request_docs = docs::outer(&request_lines);
    let summary: &[&str] = match operation.events_out {
        None => &["Reads the output from an HTTP response."],
        Some(_) => &[
            "The events in an HTTP response, and the members besides them. The body is what there",
            "is of it so far, which may be nothing: push the rest as it comes. Of an error, all of",
            "the body has to be there.",
        ],
    };
    let mut response_lines = summary.to_vec();
    response_lines.extend([
        "",
        "# Errors",
        "The error that the service answered with, or [`Error::InvalidResponse`] if the response",
        "isn't one of this operation.",
    ]);
    let response_docs = docs::outer(&response_lines);
    let fails = operation.fails_with_success.then(|| {
        let is_error = imports.reading("is_error");
        quote!(|| #is_error(&response))
    });
    quote! {
        #request_docs
        pub fn to_request(&self, endpoint: &#uri) -> Result<#request<#bytes>, #error> {
            #to_request
        }

        #with_options

        #response_docs
        pub fn from_response(response: #response<#bytes>) -> Result<#output_ty, #error> {
            if !response.status().is_success() #fails {
                return Err(#error::of(Self::NAME, &response));
            }
            #(#protocol_headers)*
            #success
        }
    }
}

/// The documentation for people who send the request without a generated client.
const IN_ENDPOINT: [&str; 4] = [
    "",
    "The bucket isn't in the request's path: the endpoint has it, as the service's endpoint rules",
    "put it there. Such an endpoint is `https://bucket.service.region.amazonaws.com`, or",
    "`https://service.region.amazonaws.com/bucket`.",
];

/// Prints what reads a response of success.
fn success(operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    let output = &operation.output;
    let ty = ident(&output.name.ty);
    if operation.events_out.is_some() {
        return events(operation, imports);
    }
    let headers = response::reads_headers(output).then(|| {
        let headers = imports.generated("response::Headers");
        quote!(let headers = #headers::new(Self::NAME, &response);)
    });
    let body = || {
        let (function, result) = match &operation.serving.envelope {
            Envelope::Unwrapped => ("read_unwrapped", None),
            Envelope::Result { result, .. } => ("read_result", Some(result.local())),
            _ => ("read_body", None),
        };
        let function = imports.reading(function);
        let result = result.into_iter();
        quote!(#function(Self::NAME, &response, #(#result,)* read)?)
    };
    match (output.wire.read, output.is_bound()) {
        (false, false) => quote!(Ok(#ty::default())),
        (true, false) => {
            let body = body();
            quote!(Ok(#body))
        }
        (false, true) => {
            let fields = response::fields(output, operation.events_out.is_some(), imports);
            quote! {
                #headers
                Ok(#ty { #(#fields),* })
            }
        }
        (true, true) => {
            let body = body();
            let receive = response::receive(output, response::From::Response, imports);
            quote! {
                let mut value = #body;
                #headers
                #(#receive)*
                Ok(value)
            }
        }
    }
}

/// Prints what reads a response with events.
fn events(operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    let output = &operation.output;
    let ty = ident(&output.name.ty);
    let decoder = imports.runtime("event_stream::EventDecoder");
    if output.wire.read {
        let body = imports.reading("event_body");
        return quote! {
            Ok(#decoder::with_initial_response(Self::NAME, response, |event| #body(event, read)))
        };
    }
    if !output.is_bound() {
        return quote!(Ok(#decoder::new(Self::NAME, response, #ty::default())));
    }
    let headers = response::reads_headers(output).then(|| {
        let headers = imports.generated("response::Headers");
        quote!(let headers = #headers::new(Self::NAME, &response);)
    });
    let fields = response::fields(output, operation.events_out.is_some(), imports);
    quote! {
        #headers
        let output = #ty { #(#fields),* };
        Ok(#decoder::new(Self::NAME, response, output))
    }
}

/// Statements that make a body, and the expression of it.
fn body(
    request: &Request,
    members: &[Member],
    imports: &Imports<'_>,
) -> (TokenStream, TokenStream) {
    match &request.body {
        Body::Object if request.envelope != Envelope::None => {
            let body = enveloped(&request.envelope, &quote!(write(self, w)), imports);
            (quote!(let body = #body;), quote!(body))
        }
        Body::Object => {
            let writer = imports.writing("Writer");
            let statements = quote! {
                let mut body = #writer::new();
                write(self, &mut body);
            };
            (statements, quote!(body.finish()))
        }
        Body::EmptyObject => {
            let bytes = imports.runtime("bytes::Bytes");
            let empty = match &request.envelope {
                Envelope::Fields { first, .. } => Literal::byte_string(first.as_bytes()),
                _ => request::empty_object(imports),
            };
            (quote!(), quote!(#bytes::from_static(#empty)))
        }
        Body::Empty => {
            let bytes = imports.runtime("bytes::Bytes");
            (quote!(), quote!(#bytes::new()))
        }
        Body::Events { initial: None } => {
            let bytes = imports.runtime("bytes::Bytes");
            (quote!(), quote!(#bytes::new()))
        }
        Body::Events {
            initial: Some(content_type),
        } => {
            let writer = imports.writing("Writer");
            let initial = imports.generated("event_stream::initial_request");
            let statements = quote! {
                let mut body = #writer::new();
                write(self, &mut body);
                let body = #initial(Self::NAME, #content_type, body.finish())?;
            };
            (statements, quote!(body))
        }
        Body::Payload { field, root, .. } => {
            let member = members.iter().find(|member| member.field == *field);
            let payload = member.map(|member| {
                request::payload(
                    member,
                    Of("self"),
                    request::Absent::EmptyObject,
                    root.as_ref(),
                    imports,
                )
            });
            (quote!(let body = #payload;), quote!(body))
        }
    }
}

/// An expression of a body whose members are in something: `write` writes them to `w`.
pub(super) fn enveloped(
    envelope: &Envelope,
    write: &TokenStream,
    functions: &dyn Functions,
) -> TokenStream {
    let name = |tag: &Tag| read_write::name_of(tag, functions);
    let (function, arguments) = match envelope {
        Envelope::None => ("write_body", Vec::new()),
        Envelope::Unwrapped => ("write_unwrapped", Vec::new()),
        Envelope::Root(root) => ("write_body", vec![name(root)]),
        Envelope::Result { root, result } => ("write_result", vec![name(root), name(result)]),
        Envelope::Fields { first, omits_empty } => {
            let function = if *omits_empty {
                "write_ec2_body"
            } else {
                "write_body"
            };
            (function, vec![quote!(#first)])
        }
    };
    let function = functions.writing(function);
    quote!(#function(#(#arguments,)* |w| #write))
}

fn method(method: &str, imports: &Imports<'_>) -> TokenStream {
    let ty = imports.runtime("http::Method");
    match method {
        "GET" | "POST" | "PUT" | "DELETE" | "HEAD" | "OPTIONS" | "PATCH" | "TRACE" | "CONNECT" => {
            let method = ident(method);
            quote!(#ty::#method)
        }
        other => quote!(#ty::from_bytes(#other.as_bytes()).unwrap_or_default()),
    }
}

fn implementation(operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    let input_ty = ident(&operation.input.name.ty);
    let output_ty = event_stream::given(operation, imports);
    let name = &operation.wire_name;
    let trait_ = imports.runtime("Operation");
    let error = imports.item("super::super::error::Error");
    let uri = imports.runtime("http::Uri");
    let request = imports.runtime("http::Request");
    let response = imports.runtime("http::Response");
    let bytes = imports.runtime("bytes::Bytes");
    let has_options = request::has_options(operation) && operation.stream_in.is_none();
    let streaming = streaming_body::implementation(operation, imports);
    let checksums = checksum::responses(operation, imports);
    let sends_events = operation.events_in.is_some().then(|| {
        quote!(
            const SENDS_EVENTS: bool = true;
        )
    });
    let with_options = has_options.then(|| {
        let options = imports.runtime("RequestOptions");
        quote! {
            fn to_request_with(
                &self,
                endpoint: &#uri,
                options: &#options,
            ) -> Result<#request<#bytes>, #error> {
                self.to_request_with(endpoint, options)
            }
        }
    });
    let has_more = checksums.is_some() || sends_events.is_some() || with_options.is_some();
    let is_plain = streaming.is_empty() && operation.events_out.is_none();
    if is_plain && !has_more {
        // The trait is imported for the constant with the name.
        let implement = imports.generated("impl_operation");
        return quote!(#implement!(#input_ty, #name, #output_ty, #error););
    }
    quote! {
        impl #trait_ for #input_ty {
            const NAME: &'static str = #name;

            type Output = #output_ty;
            type Error = #error;
            #streaming
            #checksums
            #sends_events

            fn to_request(&self, endpoint: &#uri) -> Result<#request<#bytes>, #error> {
                self.to_request(endpoint)
            }

            #with_options

            fn from_response(response: #response<#bytes>) -> Result<#output_ty, #error> {
                Self::from_response(response)
            }
        }
    }
}
