//! The parts of a client for operations that the runtime sends: pages, waiting, transfers.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ir::Service;

use super::Imports;

/// The methods of both clients.
pub(super) struct Series {
    pub(super) methods: TokenStream,
    pub(super) blocking: TokenStream,
}

/// Returns `None` if there is nothing to go through, to wait for, or to move in parts.
pub(super) fn emit(service: &Service, imports: &Imports<'_>) -> Option<Series> {
    let mut operations = service.operations.iter();
    let pages = operations
        .any(|operation| operation.paginator.is_some())
        .then(|| pages(imports));
    let waits = (!service.waiters.is_empty()).then(|| wait_for(imports));
    if pages.is_none() && waits.is_none() && service.transfers.is_none() {
        return None;
    }
    let (methods, blocking) = pages
        .into_iter()
        .chain(waits)
        .unzip::<_, _, Vec<_>, Vec<_>>();
    Some(Series {
        methods: quote!(#(#methods)*),
        blocking: quote!(#(#blocking)*),
    })
}

impl Series {
    /// Implements the trait by which the runtime sends operations, with an expression that does
    /// so.
    pub(super) fn implementation(&self, send: &TokenStream, imports: &Imports<'_>) -> TokenStream {
        let send_operation = imports.runtime_trait("client::SendOperation");
        let bounds = bounds(imports);
        let error = imports.item("super::error::Error");
        quote! {
            impl<O> #send_operation<O> for Client
            where
                O: #bounds,
            {
                async fn send_operation(&self, operation: &O) -> Result<O::Output, #error> {
                    #send
                }
            }
        }
    }
}

/// The bounds that the client has for an operation.
fn bounds(imports: &Imports<'_>) -> TokenStream {
    let operation = imports.runtime("Operation");
    let bind = imports.runtime("endpoint::Bind");
    let params = imports.item("super::endpoint::EndpointParams");
    let error = imports.item("super::error::Error");
    quote!(#operation<Error = #error> + #bind<#params>)
}

fn pages(imports: &Imports<'_>) -> (TokenStream, TokenStream) {
    let bind = imports.runtime("endpoint::Bind");
    let params = imports.item("super::endpoint::EndpointParams");
    let error = imports.item("super::error::Error");
    let paginated = imports.runtime("Paginated");
    let pages = imports.runtime("client::Pages");
    // Both are called `Pages`: one of them goes by its path.
    let blocking_pages = quote!(tinsmith_runtime::client::blocking::Pages);
    let methods = quote! {
        /// Returns all pages of a listing. Each page is fetched when it is asked for.
        pub fn pages<O>(&self, operation: O) -> #pages<Self, O>
        where
            O: #paginated<Error = #error> + #bind<#params>,
        {
            #pages::new(self.clone(), operation)
        }
    };
    let blocking = quote! {
        /// Returns all pages of a listing. Each page is fetched when it is asked for.
        pub fn pages<O>(&self, operation: O) -> #blocking_pages<Client, O>
        where
            O: #paginated<Error = #error> + #bind<#params>,
        {
            #blocking_pages::new(self.client.clone(), operation, &self.runtime)
        }
    };
    (methods, blocking)
}

fn wait_for(imports: &Imports<'_>) -> (TokenStream, TokenStream) {
    let wait = imports.runtime("Wait");
    let waiter = imports.runtime("Waiter");
    let result = imports.runtime("client::WaitResult");
    let bounds = bounds(imports);
    let methods = quote! {
        /// Sends a waiter's operation until the answer is the awaited one, and returns that answer.
        /// The module [`waiter`](super::waiter) has the waiters. Dropping the future ends the wait.
        ///
        /// # Errors
        /// The state can't be reached any more, the operation failed, or time is over.
        pub async fn wait_for<W>(&self, wait: #wait<W>) -> #result<W>
        where
            W: #waiter<Operation: #bounds>,
        {
            tinsmith_runtime::generated::client::wait_for(self, wait).await
        }
    };
    let blocking = quote! {
        /// Sends a waiter's operation until the answer is the awaited one, and returns that answer.
        /// The module [`waiter`](super::waiter) has the waiters.
        ///
        /// # Errors
        /// The state can't be reached any more, the operation failed, or time is over. A call
        /// from an async worker thread is refused.
        pub fn wait_for<W>(&self, wait: #wait<W>) -> #result<W>
        where
            W: #waiter<Operation: #bounds>,
        {
            self.runtime.run(self.client.wait_for(wait))
        }
    };
    (methods, blocking)
}
