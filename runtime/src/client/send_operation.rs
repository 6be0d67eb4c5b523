//! Clients as what can send an operation.

use std::future::Future;

use crate::Operation;

/// A client that can send an operation. Generated clients implement it for all operations of
/// their service, for [`Pages`](super::Pages) and for waiting.
pub trait SendOperation<O: Operation> {
    /// Sends it. Dropping the future cancels the call.
    fn send_operation(
        &self,
        operation: &O,
    ) -> impl Future<Output = Result<O::Output, O::Error>> + Send;
}
