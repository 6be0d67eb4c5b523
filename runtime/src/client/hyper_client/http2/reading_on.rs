//! A connection that is read to its end although nothing can be written to it any more.
//!
//! A server may answer and close the connection while a request is on its way. h2 ends all streams at
//! the first error of writing, and doesn't read what has arrived meanwhile: the answer would be lost,
//! and "connection reset" would be all that anybody sees.

use std::future::Future as _;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Sleep, sleep};

use super::ends::{Ends, Frames};

/// The time for which bytes are waited for that may have arrived before nothing could be written any
/// more. Usually they are there, and so is the end.
const PATIENCE: Duration = Duration::from_secs(1);

/// A connection whose errors of writing are told once all that has arrived was read.
pub(super) struct ReadingOn<S> {
    stream: S,
    frames: Frames,
    /// The reason why nothing can be written.
    failure: Option<io::Error>,
    /// The end of patience.
    end: Option<Pin<Box<Sleep>>>,
    is_broken: Arc<AtomicBool>,
}

/// Tells whether a connection can't be written to any more.
#[derive(Clone)]
pub(super) struct Broken(Arc<AtomicBool>);

impl Broken {
    pub(super) fn is_so(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

impl<S> ReadingOn<S> {
    pub(super) fn new(stream: S, ends: Ends) -> (Self, Broken) {
        let is_broken = Arc::new(AtomicBool::new(false));
        let reading_on = Self {
            stream,
            frames: Frames::new(ends),
            failure: None,
            end: None,
            is_broken: is_broken.clone(),
        };
        (reading_on, Broken(is_broken))
    }

    /// Keeps an error of writing, after which all is taken and nothing is written.
    fn written<T>(&mut self, result: io::Result<T>, instead: T) -> io::Result<T> {
        result.or_else(|error| {
            self.failure = Some(error);
            self.is_broken.store(true, Ordering::Release);
            Ok(instead)
        })
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for ReadingOn<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let read = Pin::new(&mut self.stream).poll_read(context, buffer);
        let arrived = buffer.filled().get(before..).unwrap_or_default();
        self.frames.read(arrived);
        if !self.is_broken.load(Ordering::Acquire) || !arrived.is_empty() {
            return read;
        }
        if read.is_pending() {
            let end = self.end.get_or_insert_with(|| Box::pin(sleep(PATIENCE)));
            ready!(end.as_mut().poll(context));
        }
        let failure = self.failure.take();
        let again = || io::Error::from(io::ErrorKind::BrokenPipe);
        Poll::Ready(Err(failure.unwrap_or_else(again)))
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for ReadingOn<S> {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.is_broken.load(Ordering::Acquire) {
            return Poll::Ready(Ok(bytes.len()));
        }
        let written = Pin::new(&mut self.stream).poll_write(context, bytes);
        written.map(|result| self.written(result, bytes.len()))
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        pieces: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let length = pieces.iter().map(|piece| piece.len()).sum();
        if self.is_broken.load(Ordering::Acquire) {
            return Poll::Ready(Ok(length));
        }
        let written = Pin::new(&mut self.stream).poll_write_vectored(context, pieces);
        written.map(|result| self.written(result, length))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.is_broken.load(Ordering::Acquire) {
            return Poll::Ready(Ok(()));
        }
        let flushed = Pin::new(&mut self.stream).poll_flush(context);
        flushed.map(|result| self.written(result, ()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};

    use super::*;

    /// Gives pieces, one a poll, and takes nothing.
    struct Closed(VecDeque<&'static [u8]>, bool);

    impl AsyncRead for Closed {
        fn poll_read(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
            buffer: &mut ReadBuf<'_>,
        ) -> Poll<io::Result<()>> {
            match self.0.pop_front() {
                Some(piece) => buffer.put_slice(piece),
                None if self.1 => return Poll::Pending,
                None => {}
            }
            Poll::Ready(Ok(()))
        }
    }

    impl AsyncWrite for Closed {
        fn poll_write(
            self: Pin<&mut Self>,
            _: &mut Context<'_>,
            _: &[u8],
        ) -> Poll<io::Result<usize>> {
            Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
        }

        fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }

        fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
            Poll::Ready(Ok(()))
        }
    }

    #[tokio::test(start_paused = true)]
    async fn what_has_arrived_is_read_before_the_error_of_writing() {
        // The end comes, or nothing comes.
        for is_silent in [false, true] {
            let pieces = [&b"an "[..], b"answer"].into();
            let (mut stream, broken) = ReadingOn::new(Closed(pieces, is_silent), Ends::default());
            assert!(!broken.is_so());
            stream.write_all(b"a request").await.unwrap();
            stream.flush().await.unwrap();
            assert!(broken.is_so());
            let mut answer = [0; 9];
            stream.read_exact(&mut answer).await.unwrap();
            assert_eq!(&answer, b"an answer");
            let error = stream.read(&mut answer).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::ConnectionReset);
            let error = stream.read(&mut answer).await.unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
            assert_eq!(stream.write(b"more").await.unwrap(), 4);
        }
    }

    #[tokio::test]
    async fn an_end_without_an_error_is_one() {
        let closed = Closed([&b"all"[..]].into(), false);
        let (mut stream, _) = ReadingOn::new(closed, Ends::default());
        let mut all = Vec::new();
        stream.read_to_end(&mut all).await.unwrap();
        assert_eq!(all, b"all");
    }
}
