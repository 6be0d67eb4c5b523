//! Telling how much of a body has moved.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::pieces::Pieces;
use super::{Body, BodyError, Chunks};

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
                let open = move || Told::new(self.clone(), moved.clone());
                Self::from_source(length, open)
            }
            _ => Self::from_chunks(Told::new(self, moved), length),
        }
    }
}

/// The chunks of a body whose progress is told.
struct Told<F> {
    pieces: Pieces,
    bytes: u64,
    moved: Arc<F>,
}

impl<F> Told<F> {
    fn new(body: Body, moved: Arc<F>) -> Self {
        Self {
            pieces: Pieces::new(body),
            bytes: 0,
            moved,
        }
    }
}

impl<F: Fn(u64) + Send + Sync> Chunks for Told<F> {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = ready!(self.pieces.poll_chunk(context));
        if let Some(Ok(chunk)) = &next {
            self.bytes += chunk.len() as u64;
            (self.moved)(self.bytes);
        }
        Poll::Ready(next)
    }
}
