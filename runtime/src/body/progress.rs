//! Telling how much of a body has moved.

use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::{Body, BodyError, Chunks, Content};

/// The size of the pieces in which known bytes are given, so that there is progress to tell.
const PIECE: usize = 256 * 1024;

impl Body {
    /// Calls `moved` after each chunk with the number of bytes so far. A body that is sent again
    /// begins at 0 again.
    ///
    /// ```
    /// use tinsmith_runtime::Body;
    ///
    /// let body = Body::from(vec![0; 1 << 20]);
    /// let length = body.length();
    /// let body = body.on_progress(move |bytes| eprint!("\r{bytes} of {length:?} bytes"));
    /// # let _ = body;
    /// ```
    #[must_use]
    pub fn on_progress(self, moved: impl Fn(u64) + Send + Sync + 'static) -> Self {
        let moved = Arc::new(moved);
        let length = self.length();
        match (self.can_be_read_again(), length) {
            (true, Some(length)) => {
                let open = move || Told {
                    body: self.clone(),
                    piece: Bytes::new(),
                    bytes: 0,
                    moved: moved.clone(),
                };
                Self::from_source(length, open)
            }
            _ => {
                let told = Told {
                    body: self,
                    piece: Bytes::new(),
                    bytes: 0,
                    moved,
                };
                Self::from_chunks(told, length)
            }
        }
    }
}

/// The chunks of a body whose progress is told.
struct Told<F> {
    body: Body,
    /// The rest of known bytes.
    piece: Bytes,
    bytes: u64,
    moved: Arc<F>,
}

impl<F: Fn(u64) + Send + Sync> Chunks for Told<F> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Content::Known(bytes) = &mut self.body.0 {
            self.piece = std::mem::take(bytes);
        }
        let next = if self.piece.is_empty() {
            std::task::ready!(self.body.poll_next(context))
        } else {
            let length = self.piece.len().min(PIECE);
            Some(Ok(self.piece.split_to(length)))
        };
        if let Some(Ok(chunk)) = &next {
            self.bytes += chunk.len() as u64;
            (self.moved)(self.bytes);
        }
        Poll::Ready(next)
    }
}
