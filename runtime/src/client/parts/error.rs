//! Errors of transfers.

use std::fmt;
use std::io;

use crate::BodyError;
use crate::client::CallError;

/// An upload in parts, or a download into a file, failed.
#[derive(Debug)]
pub struct TransferError<E> {
    kind: TransferErrorKind<E>,
    pub(super) unfinished: Option<String>,
}

/// The reason why a transfer failed.
#[derive(Debug)]
#[non_exhaustive]
pub enum TransferErrorKind<E> {
    /// A call failed. The other parts were given up.
    Call(E),
    /// The body couldn't be read.
    Body(BodyError),
    /// The file couldn't be written.
    File(io::Error),
    /// The program asked for what can't be done, or the service answered what makes no sense.
    Invalid(String),
    /// The runtime ended before the transfer did.
    Stopped,
}

impl<E> TransferError<E> {
    pub(super) fn invalid(text: impl Into<String>) -> Self {
        TransferErrorKind::Invalid(text.into()).into()
    }

    /// Returns the reason.
    pub fn kind(&self) -> &TransferErrorKind<E> {
        &self.kind
    }

    /// Returns the reason, for those who want the error of the call.
    pub fn into_kind(self) -> TransferErrorKind<E> {
        self.kind
    }

    /// Returns the id of an upload that the service still has, with the parts that it got: because
    /// the program wanted them kept, or because giving them up failed. The upload can be
    /// [resumed](super::Upload::resume), and costs money until it is aborted.
    pub fn unfinished_upload(&self) -> Option<&str> {
        self.unfinished.as_deref()
    }
}

impl<E> From<TransferErrorKind<E>> for TransferError<E> {
    fn from(kind: TransferErrorKind<E>) -> Self {
        Self {
            kind,
            unfinished: None,
        }
    }
}

/// A call that can't be made at all.
impl<E: From<CallError>> From<CallError> for TransferError<E> {
    fn from(error: CallError) -> Self {
        TransferErrorKind::Call(error.into()).into()
    }
}

impl<E: fmt::Display> fmt::Display for TransferError<E> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            TransferErrorKind::Call(error) => error.fmt(f)?,
            TransferErrorKind::Body(error) => error.fmt(f)?,
            TransferErrorKind::File(error) => write!(f, "the file couldn't be written: {error}")?,
            TransferErrorKind::Invalid(text) => f.write_str(text)?,
            TransferErrorKind::Stopped => {
                f.write_str("the runtime ended before the transfer did")?;
            }
        }
        match &self.unfinished {
            Some(id) => write!(f, " (the service keeps the parts of the upload {id:?})"),
            None => Ok(()),
        }
    }
}

impl<E: std::error::Error + 'static> std::error::Error for TransferError<E> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.kind {
            TransferErrorKind::Call(error) => error.source(),
            TransferErrorKind::Body(error) => error.source(),
            TransferErrorKind::File(error) => Some(error),
            TransferErrorKind::Invalid(_) | TransferErrorKind::Stopped => None,
        }
    }
}
