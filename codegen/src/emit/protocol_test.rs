//! The model's protocol tests: a function per case, with typed values
//! ([Smithy 2.0, HTTP protocol compliance tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html)).

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::ProtocolTests;
use crate::ir::{Crate, FileScope, Format, Literal, RequestTest, ResponseTest, Service};

use super::{Imports, docs, event_stream_test, ident, literal};

pub(super) fn emit(service: &Service, krate: &Crate) -> TokenStream {
    let imports = Imports::new(service, FileScope::protocol_tests());
    let requests = service.request_tests.iter().map(|test| Case {
        function: &test.function,
        id: test.case.id.clone(),
        body: request(test, &imports),
    });
    let responses = service.response_tests.iter().map(|test| Case {
        function: &test.function,
        id: test.case.id.clone(),
        body: response(test, &imports),
    });
    let events = service.event_stream_tests.iter().map(|test| Case {
        function: &test.function,
        id: test.id.clone(),
        body: event_stream_test::emit(test, "super", false, &imports),
    });
    let cases: Vec<_> = requests.chain(responses).chain(events).collect();
    file(
        "The protocol tests that the model carries, one function each.",
        &cases,
        krate.protocol_tests,
        &imports,
    )
}

/// A case: the function that runs it.
pub(super) struct Case<'c> {
    pub(super) function: &'c str,
    pub(super) id: String,
    pub(super) body: TokenStream,
}

/// A file of cases.
pub(super) fn file(
    summary: &str,
    cases: &[Case<'_>],
    style: ProtocolTests,
    imports: &Imports<'_>,
) -> TokenStream {
    let functions = cases.iter().map(|Case { function, id, body }| {
        let function = ident(function);
        let docs = docs::outer(&[format!("`{id}`")]);
        let test = (style == ProtocolTests::Tests).then(|| quote!(#[test]));
        quote! {
            #docs
            #test
            fn #function() -> Result<(), String> {
                #body
            }
        }
    });
    let table = (style == ProtocolTests::Cases).then(|| {
        let rows = cases.iter().map(|case| {
            let (id, function) = (&case.id, ident(case.function));
            quote!((#id, #function))
        });
        quote! {
            /// Runs a case: `Err` tells all that differs.
            pub type Run = fn() -> Result<(), String>;

            /// Every case by its id.
            pub const CASES: &[(&str, Run)] = &[#(#rows),*];
        }
    });
    let functions: Vec<TokenStream> = functions.collect();
    let uses = imports.tokens();
    let docs = docs::inner(&[summary]);
    quote! {
        #docs
        #![allow(clippy::needless_update, clippy::excessive_precision, clippy::approx_constant)]
        #uses
        #table
        #(#functions)*
    }
}

fn request(test: &RequestTest, imports: &Imports<'_>) -> TokenStream {
    let case = &test.case;
    let input = literal::emit(&test.input, imports);
    let uri = imports.runtime("http::Uri");
    let expected = imports.generated("testing::ExpectedRequest");
    let endpoint = &test.endpoint;
    let mut fields = Vec::new();
    let (method, path, host) = (&case.method, &case.uri, &test.host);
    fields.push(quote!(method: #method));
    fields.push(quote!(uri: #path));
    fields.push(quote!(host: Some(#host)));
    for (field, values) in [
        ("query", &case.query_params),
        ("forbid_query", &case.forbid_query_params),
        ("require_query", &case.require_query_params),
        ("forbid_headers", &case.forbid_headers),
        ("require_headers", &case.require_headers),
    ] {
        if !values.is_empty() {
            let field = ident(field);
            fields.push(quote!(#field: &[#(#values),*]));
        }
    }
    if !case.headers.is_empty() {
        let headers = case
            .headers
            .iter()
            .map(|(name, value)| quote!((#name, #value)));
        fields.push(quote!(headers: &[#(#headers),*]));
    }
    if let Some(body) = &case.body {
        fields.push(quote!(body: Some(#body)));
    }
    if let Some(media_type) = &case.body_media_type {
        fields.push(quote!(media_type: Some(#media_type)));
    }
    quote! {
        let input = #input;
        let endpoint = #uri::from_static(#endpoint);
        let request = input.to_request(&endpoint).map_err(|error| error.to_string())?;
        let expected = #expected { #(#fields,)* ..#expected::NONE };
        expected.check(&request)
    }
}

/// An expression of the body of a case.
pub(super) fn body(body: Option<&str>, format: Format, imports: &Imports<'_>) -> TokenStream {
    let body = body.unwrap_or_default();
    if format.is_binary() && !body.is_empty() {
        let base64 = imports.generated("testing::base64");
        quote!(#base64(#body))
    } else {
        quote!(#body)
    }
}

fn response(test: &ResponseTest, imports: &Imports<'_>) -> TokenStream {
    let case = &test.case;
    let response = imports.generated("testing::response");
    let operation = imports.ty(&test.operation);
    let status = case.code;
    let headers = case
        .headers
        .iter()
        .map(|(name, value)| quote!((#name, #value)));
    let body = body(case.body.as_deref(), imports.formats().received, imports);
    let received = quote! {
        let response = #response(#status, &[#(#headers),*], #body);
    };
    if test.fails {
        return quote! {
            #received
            match #operation::from_response(response) {
                Err(_) => Ok(()),
                Ok(output) => Err(format!("expected an error, not {output:?}")),
            }
        };
    }
    let same = imports.generated("testing::same");
    let expected = literal::emit(&test.expected, imports);
    match (&test.error, &test.expected) {
        (Some(variant), Literal::Structure { name, .. }) => {
            let error = imports.item("super::Error");
            let variant_name = ident(variant);
            imports.ty(name);
            quote! {
                #received
                let mut expected = #expected;
                match #operation::from_response(response) {
                    Err(#error::#variant_name(error)) => {
                        expected.meta = error.meta().clone();
                        #same(&*error, &expected)
                    }
                    other => Err(format!("expected the error {}, not {other:?}", #variant)),
                }
            }
        }
        _ if test.has_events => quote! {
            #received
            let mut events = #operation::from_response(response).map_err(|error| error.to_string())?;
            let output = events.output().map_err(|error| error.to_string())?;
            let expected = #expected;
            #same(output.ok_or("there is no output")?, &expected)
        },
        _ => quote! {
            #received
            let output = #operation::from_response(response).map_err(|error| error.to_string())?;
            let expected = #expected;
            #same(&output, &expected)
        },
    }
}
