//! Names of the plan as tokens.

use proc_macro2::{Ident, Span};

/// A name of the plan as a token. Plan has made it one that Rust takes.
pub(super) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
