//! Telling how much of a body has moved.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::pieces::Pieces;
use super::stream::{Quiet, Source};
use super::{Body, BodyError, Chunks, Comparison, Content};

impl Body {
    /// Calls `moved` after each chunk with the number of bytes so far. A body that is sent again
    /// begins at 0 again. Reading it for a checksum or a signature doesn't count.
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
                let quiet = match self.quiet().0 {
                    Content::Known(bytes) => Some(Quiet::Known(bytes)),
                    Content::Source(source) => Some(Quiet::Source(source)),
                    Content::Stream(_) => None,
                };
                let open =
                    move || -> Box<dyn Chunks> { Box::new(Told::new(self.clone(), moved.clone())) };
                let mut source = Source::new(Box::new(open), length);
                source.quiet = quiet;
                Self(Content::Source(Arc::new(source)), Comparison::Unwanted)
            }
            _ => Self::from_chunks(Told::new(self, moved), length),
        }
    }

    /// Returns the same body without anybody who is told of progress, to be read for something else
    /// than sending it. A stream can't be read for anything else.
    pub(crate) fn quiet(&self) -> Self {
        let quiet = match &self.0 {
            Content::Source(source) => source.quiet.clone(),
            Content::Known(_) | Content::Stream(_) => None,
        };
        match quiet {
            Some(Quiet::Known(bytes)) => Self::from(bytes),
            Some(Quiet::Source(source)) => Self(Content::Source(source), Comparison::Unwanted),
            None => self.clone(),
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
