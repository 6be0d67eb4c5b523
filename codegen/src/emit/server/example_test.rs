//! The examples of the model as tests: the input goes through client and server, and the outcome
//! back.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{ExampleTest, Outcome, Service};

use super::super::{Imports, ident, literal};
use super::routed;

/// The body of the function of an example.
pub(super) fn emit(test: &ExampleTest, service: &Service, imports: &Imports<'_>) -> TokenStream {
    let index = routed::index(service, &test.operation);
    let incoming = imports.generated("server::Incoming");
    let routes = imports.item("super::ROUTES");
    let uri = imports.runtime("http::Uri");
    let same = imports.generated("testing::same");
    let operation = imports.ty(&test.operation);
    let decode = imports.function_of("super", &test.operation, "decode");
    let input = literal::emit(&test.input, imports);
    let received = (test.received != test.input).then(|| {
        let received = literal::emit(&test.received, imports);
        quote!(let input = #received;)
    });
    let outcome = match &test.outcome {
        Outcome::Output(output) => {
            let encode = imports.function_of("super", &test.operation, "encode");
            let output = literal::emit(output, imports);
            let finish = routed::finish(service, imports);
            quote! {
                let output = #output;
                let response = #encode(&output).map_err(|error| error.to_string())?;
                #finish
                let answer = #operation::from_response(response).map_err(|error| error.to_string())?;
                #same(&answer, &output)
            }
        }
        Outcome::Error(variant, error) => {
            let ty = imports.item("super::super::Error");
            let encode = imports.item("super::error");
            let name = ident(variant);
            let error = literal::emit(error, imports);
            let finish = routed::finish(service, imports);
            quote! {
                let mut error = #error;
                let response = #encode::encode(&#ty::#name(Box::new(error.clone())));
                #finish
                match #operation::from_response(response) {
                    Err(#ty::#name(answer)) => {
                        error.meta = answer.meta().clone();
                        #same(&*answer, &error)
                    }
                    other => Err(format!("expected the error {}, not {other:?}", #variant)),
                }
            }
        }
    };
    quote! {
        let input = #input;
        let endpoint = #uri::from_static("https://service.example");
        let request = input.to_request(&endpoint).map_err(|error| error.to_string())?;
        let mut incoming = #incoming::new(request);
        let route = incoming.route(&#routes);
        if route != Ok(#index) {
            return Err(format!("the request is routed to {route:?}"));
        }
        #received
        #same(&#decode(&incoming).map_err(|error| error.to_string())?, &input)?;
        #outcome
    }
}
