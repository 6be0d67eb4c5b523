//! Prints the secrets that recordings of a service's traffic leave out.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::{Client, FileScope, Format, Recorded, Service};

use super::{Imports, docs, ident};

/// The file `recorded.rs`.
pub(super) fn emit(service: &Service, client: &Client, recorded: &Recorded) -> TokenStream {
    let imports = Imports::new(service, FileScope::recorded());
    let ty = imports.runtime("client::Recorded");
    let formats = imports.generated("client::BodyFormat");
    let sdk_id = &client.sdk_id;
    let format = |format: Format| {
        let variant = ident(match format {
            Format::Json => "Json",
            Format::Cbor => "Cbor",
            Format::Xml => "Xml",
            Format::Form => "Form",
        });
        quote!(#formats::#variant)
    };
    let (sent, received) = (
        format(service.formats.sent),
        format(service.formats.received),
    );
    let list = |method: &str, names: &[String]| {
        let method = ident(method);
        (!names.is_empty()).then(|| quote!(.#method(&[#(#names),*])))
    };
    let secrets = list("secrets", &recorded.secrets);
    let headers = list("headers", &recorded.headers);
    let whole_requests = list("whole_requests", &recorded.whole_requests);
    let whole_responses = list("whole_responses", &recorded.whole_responses);
    let refused = (!recorded.refused.is_empty()).then(|| {
        let refused = recorded.refused.iter();
        let refused = refused.map(|(operation, why)| quote!((#operation, #why)));
        quote!(.refused(&[#(#refused),*]))
    });
    let inner =
        docs::inner(&["The secrets of the service, which recordings of its traffic leave out."]);
    let outer = docs::outer(&[
        "The names of what is secret or random in the messages of the service, for".to_owned(),
        "`Recording::service`.".to_owned(),
    ]);
    let uses = imports.tokens();
    quote! {
        #inner

        #uses

        #outer
        pub const RECORDED: #ty = #ty::new(#sdk_id, #sent, #received)
            #secrets
            #headers
            #whole_requests
            #whole_responses
            #refused;
    }
}
