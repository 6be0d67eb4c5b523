//! The methods of clients that presign operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::Imports;

/// Prints the method of a client, and that of a blocking client.
pub(super) fn methods(imports: &Imports<'_>, rules: &TokenStream) -> (TokenStream, TokenStream) {
    let bind = imports.runtime("endpoint::Bind");
    let error = imports.item("super::error::Error");
    let operation = imports.runtime("Operation");
    let options = imports.runtime("client::PresignOptions");
    let params = imports.item("super::endpoint::EndpointParams");
    let request = imports.runtime("client::PresignedRequest");
    let method = quote! {
        /// Presigns any operation of the service whose requests are signed, for a duration from a
        /// second to 7 days: anybody can send the result until it expires. Nothing is sent here.
        ///
        /// # Errors
        /// Any variant of [`Error`].
        pub async fn presigned<O>(
            &self,
            operation: O,
            options: impl Into<#options>,
        ) -> Result<#request, #error>
        where
            O: #operation<Error = #error> + #bind<#params>,
        {
            self.core.presigned_by_rules(&operation, options.into(), #rules).await
        }
    };
    let blocking = quote! {
        /// Presigns any operation of the service, as [`Client::presigned`] does.
        ///
        /// # Errors
        /// Any variant of [`Error`]. A call from an async worker thread is refused.
        pub fn presigned<O>(
            &self,
            operation: O,
            options: impl Into<#options>,
        ) -> Result<#request, #error>
        where
            O: #operation<Error = #error> + #bind<#params>,
        {
            self.runtime.run(self.client.presigned(operation, options))
        }
    };
    (method, blocking)
}
