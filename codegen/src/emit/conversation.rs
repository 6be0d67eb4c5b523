//! Prints what an operation has whose request carries events.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Name, Operation};

use super::{Imports, docs, ident};

/// The method of a client: it gives the sender and the answer.
pub(super) fn method(
    operation: &Operation,
    events: &Name,
    rules: &TokenStream,
    imports: &Imports<'_>,
) -> TokenStream {
    let method = ident(&operation.client_method);
    let input = imports.ty_of("super::operation", &operation.input.name);
    let output = imports.ty_of("super::operation", &operation.output.name);
    let events = imports.ty_of("super::types", events);
    let sender = imports.runtime("client::EventSender");
    let answer = imports.runtime("client::Answer");
    let error = imports.item("super::error::Error");
    let (received, send) = match &operation.events_out {
        Some(received) => {
            let stream = imports.runtime("client::EventStream");
            let received = imports.ty_of("super::types", received);
            (
                quote!(#stream<#received, #output>),
                quote!(converse_by_rules),
            )
        }
        None => (output, quote!(tell_by_rules)),
    };
    let deprecated = docs::deprecated(operation.input.deprecated.as_ref());
    let link = imports.link("super::operation", &operation.input.name);
    let docs = docs::outer(&[
        format!("Begins to send {link}. Its events go out by the sender, while the answer comes or is"),
        "waited for.".to_owned(),
        String::new(),
        "# Errors".to_owned(),
        "[`Error::InvalidInput`], or an endpoint that can't be told. Other errors come with the answer"
            .to_owned(),
        "and with what is sent.".to_owned(),
    ]);
    quote! {
        #docs
        #deprecated
        pub async fn #method(
            &self,
            operation: #input,
        ) -> Result<(#sender<#events>, #answer<#received, #error>), #error> {
            self.core.#send(operation, #rules).await
        }
    }
}

/// The implementation of `SendsEvents`.
pub(super) fn implementation(operation: &Operation, imports: &Imports<'_>) -> TokenStream {
    let Some(events) = &operation.events_in else {
        return quote!();
    };
    let trait_ = imports.runtime("event_stream::SendsEvents");
    let input = ident(&operation.input.name.ty);
    let events = imports.ty(events);
    quote! {
        impl #trait_ for #input {
            type Sent = #events;
        }
    }
}
