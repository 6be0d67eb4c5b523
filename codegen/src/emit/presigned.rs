//! The methods of clients that presign operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::{Imports, ident};

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

/// Prints the method of a client that presigns a form, and that of a blocking client. `setter` sets
/// the bucket of the endpoint's parameters.
pub(super) fn post_methods(
    setter: &str,
    imports: &Imports<'_>,
    rules: &TokenStream,
) -> (TokenStream, TokenStream) {
    let error = imports.item("super::error::Error");
    let params = imports.item("super::endpoint::EndpointParams");
    let policy = imports.runtime("client::PostPolicy");
    let post = imports.runtime("client::PresignedPost");
    let setter = ident(setter);
    let method = quote! {
        /// Presigns a form that anybody can upload a file with until it expires. Nothing is sent
        /// here.
        ///
        /// # Errors
        /// Any variant of [`Error`].
        pub async fn presigned_post(&self, policy: &#policy) -> Result<#post, #error> {
            let of_bucket = |params: #params, bucket: &str| params.#setter(bucket);
            Ok(self.core.presigned_post_by_rules(policy, of_bucket, #rules).await?)
        }
    };
    let blocking = quote! {
        /// Presigns a form, as [`Client::presigned_post`] does.
        ///
        /// # Errors
        /// Any variant of [`Error`]. A call from an async worker thread is refused.
        pub fn presigned_post(&self, policy: &#policy) -> Result<#post, #error> {
            self.runtime.run(self.client.presigned_post(policy))
        }
    };
    (method, blocking)
}
