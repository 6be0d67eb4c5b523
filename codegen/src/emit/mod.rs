//! **Emit**: the plan as tokens, one file per kind of item. No name is made here, and no
//! protocol is asked for.

mod check;
mod client;
mod client_series;
mod codec;
mod codecs;
mod docs;
mod endpoint;
mod enumeration;
mod error;
mod event_stream;
mod event_stream_test;
mod imports;
mod jmespath;
mod krate;
mod literal;
mod operation;
mod paginator;
mod protocol_test;
mod request;
mod response;
mod serde;
mod server;
mod service;
mod structure;
mod union;
mod waiter;

use proc_macro2::{Ident, Span, TokenStream};

use crate::plan::Crate;

use imports::Imports;

/// A file of the generated crate before it is formatted.
pub(crate) struct File {
    /// Relative to the output folder, with forward slashes.
    pub(crate) path: String,
    pub(crate) tokens: TokenStream,
}

/// Every file of the crate.
pub(crate) fn emit(krate: &Crate) -> Vec<File> {
    let mut files = vec![krate::emit(krate)];
    for service in &krate.services {
        files.extend(service::emit(service, krate));
    }
    files
}

/// A name of the plan as a token. Plan has made it one that Rust takes.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
