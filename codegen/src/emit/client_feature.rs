//! The attribute of what only clients need.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Crate;

/// Makes the attribute that leaves an item out unless a feature of clients is on; nothing if there
/// are no clients.
pub(super) fn only_with_clients(krate: &Crate) -> Option<TokenStream> {
    let client = krate.client_feature.as_ref()?;
    Some(match &krate.client_core_feature {
        Some(core) => quote!(#[cfg(any(feature = #client, feature = #core))]),
        None => quote!(#[cfg(feature = #client)]),
    })
}
