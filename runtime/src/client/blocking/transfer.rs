//! Transfers of large objects by the blocking client.

use std::path::PathBuf;

use super::Runtime;
use crate::Operation;
use crate::client::SendOperation;
use crate::client::parts::{
    Download, DownloadByRanges, SendParts, TransferError, Upload, UploadInParts,
};

/// An [`Upload`] or a [`Download`] of a blocking client.
#[derive(Debug)]
#[must_use = "nothing is sent before `send` or `to_file`"]
pub struct Transfer<T> {
    transfer: T,
    runtime: Runtime,
}

impl<T> Transfer<T> {
    /// Makes a transfer that waits by this runtime.
    #[doc(hidden)]
    pub fn new(transfer: T, runtime: &Runtime) -> Self {
        Self {
            transfer,
            runtime: runtime.clone(),
        }
    }

    /// Changes the settings of the transfer.
    pub fn with(self, change: impl FnOnce(T) -> T) -> Self {
        Self {
            transfer: change(self.transfer),
            runtime: self.runtime,
        }
    }
}

impl<C: SendParts<P>, P: UploadInParts> Transfer<Upload<C, P>> {
    /// Sends the object, as [`Upload::send`] does.
    ///
    /// # Errors
    ///
    /// The errors of [`Upload::send`]. A call from an async worker thread is refused.
    pub fn send(self) -> Result<P::Output, TransferError<P::Error>> {
        self.runtime.run(self.transfer.send())
    }
}

impl<C, G> Transfer<Download<C, G>>
where
    C: SendOperation<G> + SendOperation<G::Head> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    /// Asks for the object, as [`Download::send`] does. The client's `reader` reads the body.
    ///
    /// # Errors
    ///
    /// The errors of [`Download::send`]. A call from an async worker thread is refused.
    pub fn send(self) -> Result<<G as Operation>::Output, <G as Operation>::Error> {
        self.runtime.run(self.transfer.send())
    }

    /// Downloads into a file, as [`Download::to_file`] does.
    ///
    /// # Errors
    ///
    /// The errors of [`Download::to_file`]. A call from an async worker thread is refused.
    pub fn to_file(
        self,
        path: impl Into<PathBuf>,
    ) -> Result<<G as Operation>::Output, TransferError<<G as Operation>::Error>> {
        self.runtime.run(self.transfer.to_file(path))
    }
}
