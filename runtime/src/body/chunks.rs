//! The chunks of a body.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::BodyError;

/// The chunks of a body, as they come.
pub trait Chunks: Send {
    /// Takes the next chunk; `None` at the end. It isn't asked again after the end, or after an
    /// error.
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>>;
}

impl<C: Chunks + ?Sized> Chunks for Box<C> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        (**self).poll_chunk(context)
    }
}
