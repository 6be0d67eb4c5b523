//! **Emit**: the plan as tokens, one file per kind of item. No name is made here, and no
//! protocol is asked for.

mod argument;
mod check;
mod checksum;
mod client;
mod client_discovery;
mod client_feature;
mod client_pages;
mod client_settings;
mod conversation;
mod docs;
mod endpoint;
mod enumeration;
mod error;
mod event_stream;
mod event_stream_test;
mod example;
mod file;
mod http_text;
mod ident;
mod imports;
mod items;
mod jmespath;
mod krate;
mod literal;
mod operation;
mod order;
mod paginator;
mod presigned;
mod protocol_test;
mod read_write;
mod read_write_file;
mod recorded;
mod request;
mod request_target;
mod response;
mod serde;
mod server;
mod service;
mod setter;
pub(crate) mod shown;
mod streaming_body;
mod structure;
mod transfer;
mod union;
mod union_methods;
mod waiter;

pub(crate) use file::{File, FileItems};
use ident::ident;
use imports::Imports;

use crate::ir::Crate;

/// Every file of the crate. Those that take longest come first, while there is little text
/// yet to be kept beside their tokens, and so that no thread is left with one at the end.
pub(crate) fn emit(krate: &Crate) -> Vec<File<'_>> {
    let mut files = vec![krate::emit(krate)];
    for service in &krate.services {
        files.extend(service::emit(service, krate));
    }
    files.sort_by_key(|file| !file.is_long);
    files
}
