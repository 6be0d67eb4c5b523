//! The parts of tests that a server has besides decoding and encoding: the number of a route, and the
//! headers of every response.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::ir::{Name, Service};

use super::super::Imports;

/// The number of an operation among the routes, by the name of its type.
pub(super) fn index(service: &Service, operation: &Name) -> Literal {
    let is_it = |index: &usize| {
        let planned = service.operations.get(*index);
        planned.is_some_and(|planned| planned.input.name == *operation)
    };
    let order = &service.server.order;
    Literal::usize_unsuffixed(order.iter().position(is_it).unwrap_or_default())
}

/// The statements that give a response the headers that every response of the protocol has.
pub(super) fn finish(service: &Service, imports: &Imports<'_>) -> Option<TokenStream> {
    (!service.server.headers.is_empty()).then(|| {
        let form = imports.item("super::FORM");
        quote! {
            let mut response = response;
            #form.finish(&mut response);
        }
    })
}
