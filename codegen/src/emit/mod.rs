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

use imports::Imports;
use proc_macro2::{Ident, Span, TokenStream};

use crate::ir::Crate;

/// A file of the generated crate before it is formatted.
///
/// Its tokens are made when they are asked for, by whichever thread formats them: tokens take
/// many times the room of their text, so there should be few of them at a time.
pub(crate) struct File<'p> {
    /// Relative to the output folder, with forward slashes.
    pub(crate) path: String,
    is_long: bool,
    tokens: Box<Emit<'p>>,
}

/// Makes a file's tokens, or those of its head: what goes to the [`Rest`] follows them.
type Emit<'p> = dyn Fn(&mut Rest<'_>) -> TokenStream + Send + Sync + 'p;

/// Takes the items of a long file one after the other, so that only their texts have to be
/// kept. Its head, which has the imports, is known when they are all made.
pub(crate) struct Rest<'t> {
    take: &'t mut dyn FnMut(TokenStream),
}

impl Rest<'_> {
    fn add(&mut self, items: TokenStream) {
        if !items.is_empty() {
            (self.take)(items);
        }
    }
}

impl<'p> File<'p> {
    fn new(path: String, tokens: impl Fn() -> TokenStream + Send + Sync + 'p) -> Self {
        Self {
            is_long: false,
            ..Self::long(path, move |_| tokens())
        }
    }

    /// A file that has something for every operation or type of a service.
    fn long(
        path: String,
        tokens: impl Fn(&mut Rest<'_>) -> TokenStream + Send + Sync + 'p,
    ) -> Self {
        Self {
            path,
            is_long: true,
            tokens: Box::new(tokens),
        }
    }

    /// The tokens, but for those of the items that `rest` is given, which follow them.
    pub(crate) fn tokens(&self, rest: &mut dyn FnMut(TokenStream)) -> TokenStream {
        (self.tokens)(&mut Rest { take: rest })
    }
}

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

/// A name of the plan as a token. Plan has made it one that Rust takes.
fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
