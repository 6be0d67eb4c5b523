//! Documentation and other attributes of items.

use proc_macro2::TokenStream;
use quote::quote;

/// Makes a `#[doc]` per line, with the space that makes it `/// text`.
pub(super) fn outer<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| padded(line.as_ref()));
    quote!(#(#[doc = #lines])*)
}

/// Documents the enclosing module, as [`outer`] does an item.
pub(super) fn inner<S: AsRef<str>>(lines: &[S]) -> TokenStream {
    let lines = lines.iter().map(|line| padded(line.as_ref()));
    quote!(#(#![doc = #lines])*)
}

fn padded(line: &str) -> String {
    if line.is_empty() {
        String::new()
    } else {
        format!(" {line}")
    }
}

/// Documentation, or the given line if the model has none.
pub(super) fn outer_or(lines: &[String], otherwise: &str) -> TokenStream {
    if lines.is_empty() {
        outer(&[otherwise])
    } else {
        outer(lines)
    }
}

/// `#[deprecated]`, if there is a note.
pub(super) fn deprecated(note: Option<&String>) -> TokenStream {
    match note {
        Some(note) => quote!(#[deprecated(note = #note)]),
        None => quote!(),
    }
}
