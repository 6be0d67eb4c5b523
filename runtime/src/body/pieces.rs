//! Known bytes in pieces.

use std::task::{Context, Poll};

use bytes::Bytes;

use super::{Body, BodyError, Chunks};

/// The size of the pieces in which known bytes are given.
pub(crate) const PIECE: usize = 256 * 1024;

/// The chunks of a body, of which known bytes come in pieces: so there is progress to tell, and to
/// watch over.
pub(crate) struct Pieces {
    body: Body,
    /// The rest of known bytes.
    rest: Bytes,
}

impl Pieces {
    /// Takes a body from its beginning.
    pub(crate) fn new(body: Body) -> Self {
        Self {
            body,
            rest: Bytes::new(),
        }
    }
}

impl Chunks for Pieces {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if self.rest.is_empty() {
            let is_known = self.body.bytes().is_some();
            match self.body.poll_next(context) {
                Poll::Ready(Some(Ok(bytes))) if is_known => self.rest = bytes,
                next => return next,
            }
        }
        let length = self.rest.len().min(PIECE);
        Poll::Ready(Some(Ok(self.rest.split_to(length))))
    }
}
