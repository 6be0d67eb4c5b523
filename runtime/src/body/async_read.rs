//! Bodies from and as tokio's `AsyncRead`.

use std::future::Future as _;
use std::io;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::io::{AsyncRead, AsyncReadExt as _, ReadBuf};

use super::{Body, BodyError, Chunks};

/// The size of a chunk.
const CHUNK: usize = 64 * 1024;

impl Body {
    /// Makes a body of what `reader` reads until its end: a stream, which comes once. With a
    /// `length`, other than that many bytes are an error.
    pub fn from_async_read(reader: impl AsyncRead + Send + 'static, length: Option<u64>) -> Self {
        let chunks = Read {
            reader: Box::pin(reader),
            buffer: BytesMut::new(),
        };
        Self::from_chunks(chunks, length)
    }

    /// Reads the body by tokio's `AsyncRead`.
    ///
    /// ```
    /// use tinsmith_runtime::Body;
    /// use tokio::io::AsyncReadExt;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build()?.block_on(async {
    /// let mut text = String::new();
    /// Body::from("a text").into_async_read().read_to_string(&mut text).await?;
    /// assert_eq!(text, "a text");
    /// # Ok::<(), std::io::Error>(())
    /// # })?;
    /// # Ok::<(), std::io::Error>(())
    /// ```
    pub fn into_async_read(self) -> BodyReader {
        BodyReader {
            body: self,
            chunk: Bytes::new(),
        }
    }
}

struct Read {
    reader: Pin<Box<dyn AsyncRead + Send>>,
    buffer: BytesMut,
}

impl Chunks for Read {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if self.buffer.capacity() == 0 {
            self.buffer.reserve(CHUNK);
        }
        let read = pin!(self.reader.read_buf(&mut self.buffer));
        Poll::Ready(match ready!(read.poll(context)) {
            Ok(0) => None,
            Ok(_) => Some(Ok(self.buffer.split().freeze())),
            Err(error) => Some(Err(error.into())),
        })
    }
}

/// Reads a [`Body`] by tokio's `AsyncRead`.
#[derive(Debug)]
pub struct BodyReader {
    body: Body,
    chunk: Bytes,
}

impl AsyncRead for BodyReader {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.chunk.is_empty() {
            match ready!(this.body.poll_next(context)) {
                None => return Poll::Ready(Ok(())),
                Some(Ok(chunk)) => this.chunk = chunk,
                Some(Err(error)) => return Poll::Ready(Err(error.into())),
            }
        }
        let length = this.chunk.len().min(buffer.remaining());
        buffer.put_slice(this.chunk.get(..length).unwrap_or_default());
        this.chunk.advance(length);
        Poll::Ready(Ok(()))
    }
}
