//! The protocol tests that a server runs: a function per case.

use proc_macro2::TokenStream;
use quote::quote;

use crate::config::ProtocolTests;
use crate::ir::{FileScope, Literal, MalformedTest, RequestTest, ResponseTest, Route, Service};

use super::super::protocol_test::{Case, body, file};
use super::super::{Imports, event_stream_test, ident, literal};
use super::{example_test, routed};

/// Whether there are any, and they are wanted.
pub(super) fn has_any(service: &Service, style: ProtocolTests) -> bool {
    let server = &service.server;
    style != ProtocolTests::None
        && !(server.request_tests.is_empty()
            && server.response_tests.is_empty()
            && server.malformed_tests.is_empty()
            && server.example_tests.is_empty()
            && server.event_stream_tests.is_empty())
}

pub(super) fn emit(service: &Service, style: ProtocolTests) -> TokenStream {
    let imports = Imports::new(service, FileScope::server_protocol_tests());
    let server = &service.server;
    let requests = server.request_tests.iter().map(|test| Case {
        function: &test.function,
        id: format!("server-request:{}", test.case.id),
        body: request(test, service, &imports),
    });
    let responses = server.response_tests.iter().map(|test| Case {
        function: &test.function,
        id: format!("server-response:{}", test.case.id),
        body: response(test, service, &imports),
    });
    let malformed = server.malformed_tests.iter().map(|test| Case {
        function: &test.function,
        id: format!("server-malformed:{}", test.case.id),
        body: malformed(test, &imports),
    });
    let events = server.event_stream_tests.iter().map(|test| Case {
        function: &test.function,
        id: format!("server-events:{}", test.id),
        body: event_stream_test::emit(test, "super::super", true, &imports),
    });
    let examples = server.example_tests.iter().map(|test| Case {
        function: &test.function,
        id: format!("server-example:{}:{}", test.operation.ty, test.title),
        body: example_test::emit(test, service, &imports),
    });
    let cases = requests.chain(responses).chain(malformed).chain(events);
    let cases = cases.chain(examples);
    let cases: Vec<_> = cases.collect();
    let handler = (!server.malformed_tests.is_empty()).then(|| {
        let handler = imports.item("super::Handler");
        quote! {
            /// Malformed requests don't get to it.
            struct Nobody;

            impl #handler for Nobody {}
        }
    });
    let cases = file(
        "The protocol tests for servers and the examples that the model carries, one function each.",
        &cases,
        style,
        &imports,
    );
    quote!(#cases #handler)
}

fn request(test: &RequestTest, service: &Service, imports: &Imports<'_>) -> TokenStream {
    let case = &test.case;
    let index = routed::index(service, &test.operation);
    // Some cases leave out the header that says the operation.
    let target = |name: &String| name.eq_ignore_ascii_case("x-amz-target");
    let is_routable = service
        .operations
        .iter()
        .find(|operation| operation.input.name == test.operation)
        .is_some_and(|operation| match operation.serving.route {
            Route::Target(_) => case.headers.keys().any(target),
            Route::Http { .. } | Route::Rpc { .. } | Route::Action { .. } => true,
        });
    let routing = is_routable.then(|| {
        let routes = imports.item("super::ROUTES");
        quote! {
            let route = incoming.route(&#routes);
            if route != Ok(#index) {
                return Err(format!("the request is routed to {route:?}"));
            }
        }
    });
    // Only routing changes a request: it keeps the labels.
    let mutable = routing.is_some().then(|| quote!(mut));
    let request = imports.generated("testing::request");
    let incoming = imports.generated("server::Incoming");
    let same = imports.generated("testing::same");
    let decode = imports.function_of("super", &test.operation, "decode");
    let expected = literal::emit(&test.input, imports);
    let (method, uri) = (&case.method, &case.uri);
    let query = case.query_params.iter().chain(&case.require_query_params);
    let headers = case
        .headers
        .iter()
        .map(|(name, value)| quote!((#name, #value)));
    let body = body(case.body.as_deref(), imports.formats().sent, imports);
    quote! {
        let request = #request(#method, #uri, &[#(#query),*], &[#(#headers),*], #body)?;
        let #mutable incoming = #incoming::new(request);
        #routing
        let input = #decode(&incoming).map_err(|error| error.to_string())?;
        let expected = #expected;
        #same(&input, &expected)
    }
}

fn response(test: &ResponseTest, service: &Service, imports: &Imports<'_>) -> TokenStream {
    let case = &test.case;
    let expected = imports.generated("testing::ExpectedResponse");
    let value = literal::emit(&test.expected, imports);
    let code = case.code;
    let mut fields = vec![quote!(code: #code)];
    if !case.headers.is_empty() {
        let headers = case
            .headers
            .iter()
            .map(|(name, value)| quote!((#name, #value)));
        fields.push(quote!(headers: &[#(#headers),*]));
    }
    for (field, values) in [
        ("forbid_headers", &case.forbid_headers),
        ("require_headers", &case.require_headers),
    ] {
        if !values.is_empty() {
            let field = ident(field);
            fields.push(quote!(#field: &[#(#values),*]));
        }
    }
    if let Some(body) = &case.body {
        fields.push(quote!(body: Some(#body)));
    }
    if let Some(media_type) = &case.body_media_type {
        fields.push(quote!(media_type: Some(#media_type)));
    }
    let made = match (&test.error, &test.expected) {
        (Some(variant), Literal::Structure { .. }) => {
            let error = imports.item("super::super::Error");
            let encode = imports.item("super::error");
            let variant = ident(variant);
            quote! {
                let error = #error::#variant(Box::new(#value));
                let response = #encode::encode(&error);
            }
        }
        _ => {
            let encode = imports.function_of("super", &test.operation, "encode");
            let events = test.has_events.then(|| {
                let body = imports.runtime("Body");
                quote!(, #body::new())
            });
            quote! {
                let output = #value;
                let response = #encode(&output #events).map_err(|error| error.to_string())?;
            }
        }
    };
    let finish = routed::finish(service, imports);
    quote! {
        #made
        #finish
        let expected = #expected { #(#fields,)* ..#expected::NONE };
        expected.check(&response)
    }
}

fn malformed(test: &MalformedTest, imports: &Imports<'_>) -> TokenStream {
    let case = &test.case;
    let request = imports.generated("testing::request");
    let expected = imports.generated("testing::ExpectedResponse");
    let now = imports.generated("testing::now");
    let server = imports.item("super::Server");
    let (method, uri) = (&case.request.method, &case.request.uri);
    let query = &case.request.query_params;
    let pairs = |headers: &indexmap::IndexMap<String, String>| -> Vec<TokenStream> {
        let pairs = headers.iter();
        pairs.map(|(name, value)| quote!((#name, #value))).collect()
    };
    let sent = pairs(&case.request.headers);
    let headers = pairs(&case.response.headers);
    let body = body(
        case.request.body.as_deref(),
        imports.formats().sent,
        imports,
    );
    let code = case.response.code;
    let mut fields = vec![quote!(code: #code), quote!(headers: &[#(#headers),*])];
    if let Some(body) = &case.response.body {
        if let Some(contents) = &body.assertion.contents {
            let media_type = imports.formats().received.media_type();
            fields.push(quote!(body: Some(#contents)));
            fields.push(quote!(media_type: Some(#media_type)));
        }
        if let Some(regex) = &body.assertion.message_regex {
            fields.push(quote!(message: Some(#regex)));
        }
    }
    quote! {
        let request = #request(#method, #uri, &[#(#query),*], &[#(#sent),*], #body)?;
        let response = #now(#server::new(Nobody).answer(request));
        let expected = #expected { #(#fields,)* ..#expected::NONE };
        expected.check(&response)
    }
}
