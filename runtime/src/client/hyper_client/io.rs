//! A connection as hyper takes it.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::stream::Stream;

/// A connection as hyper takes it. Its copies are the same connection: hyper has one, and gives no
/// sight of it.
#[derive(Clone)]
pub(super) struct Io(Arc<Mutex<Shared>>);

/// A connection whose reading goes on if writing fails: a service that closes early may have said
/// why. hyper would give up on the first error.
pub(super) struct Shared {
    pub(super) stream: Stream,
    /// The buffer through which bytes are copied, as hyper's own buffer isn't initialized.
    buffer: Vec<u8>,
    /// Whether hyper made a large buffer of its own.
    is_large: bool,
    /// Why writing failed.
    failure: Option<io::Error>,
}

/// The size of the buffer at first: many responses fit into it, and each connection has one.
const BUFFER: usize = 2 * 1024;

/// The size up to which the buffer grows while the other side fills it. Each read costs a call of the
/// kernel, and what is read has to be in the processor's cache still when it is copied.
const MAX_BUFFER: usize = 128 * 1024;

/// The size up to which buffers are kept between requests, ours and hyper's.
const KEPT: usize = 32 * 1024;

impl Io {
    pub(super) fn new(stream: Stream) -> Self {
        Self(Arc::new(Mutex::new(Shared {
            stream,
            buffer: vec![0; BUFFER],
            is_large: false,
            failure: None,
        })))
    }

    /// Locks the connection. Nobody keeps it locked while they wait.
    pub(super) fn lock(&self) -> MutexGuard<'_, Shared> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Shared {
    /// Returns whether the buffer has grown so much that it isn't kept, or one of hyper's.
    pub(super) fn has_grown(&self) -> bool {
        self.buffer.len() > KEPT || self.is_large
    }

    /// Makes the buffer as small as it was.
    pub(super) fn shrink(&mut self) {
        self.is_large = false;
        self.buffer.truncate(BUFFER);
        self.buffer.shrink_to_fit();
    }

    /// Returns whether writing failed, so that bytes are lost that counted as written.
    pub(super) fn has_lost(&self) -> bool {
        self.failure.is_some()
    }

    /// Returns whether the kernel took any byte of the request.
    pub(super) fn has_sent_any(&mut self) -> bool {
        self.stream.socket().sent().any
    }

    /// Returns whether the kernel took all bytes that were to be sent so far.
    pub(super) fn has_sent_all(&mut self) -> bool {
        !self.has_lost() && !self.stream.socket().sent().is_blocked
    }

    fn poll_read(
        &mut self,
        context: &mut Context<'_>,
        mut cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let wanted = cursor.remaining();
        self.is_large |= wanted > KEPT;
        let length = wanted.min(self.buffer.len());
        let mut buffer = ReadBuf::new(self.buffer.get_mut(..length).unwrap_or_default());
        let result = ready!(Pin::new(&mut self.stream).poll_read(context, &mut buffer));
        let read = buffer.filled();
        if read.is_empty() && length > 0 {
            // There is no more to come that would explain the failure.
            if let Some(failure) = &self.failure {
                return Poll::Ready(Err(io::Error::new(failure.kind(), failure.to_string())));
            }
        }
        result?;
        cursor.put_slice(read);
        if read.len() == self.buffer.len() && wanted >= 2 * length && length < MAX_BUFFER {
            self.buffer.resize(2 * length, 0);
        }
        Poll::Ready(Ok(()))
    }

    /// The result of writing: after a failure, everything counts as written.
    fn wrote(&mut self, result: io::Result<usize>, length: usize) -> usize {
        match result {
            Ok(length) => length,
            Err(error) => {
                self.failure = Some(error);
                length
            }
        }
    }
}

impl Read for Io {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        self.lock().poll_read(context, cursor)
    }
}

impl Write for Io {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let mut shared = self.lock();
        if shared.has_lost() {
            return Poll::Ready(Ok(bytes.len()));
        }
        // hyper copies all that it sends into one buffer, if the stream takes no more than one.
        shared.is_large |= bytes.len() > KEPT;
        let result = ready!(Pin::new(&mut shared.stream).poll_write(context, bytes));
        Poll::Ready(Ok(shared.wrote(result, bytes.len())))
    }

    fn is_write_vectored(&self) -> bool {
        self.lock().stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut shared = self.lock();
        let length = bytes.iter().map(|bytes| bytes.len()).sum();
        if shared.has_lost() {
            return Poll::Ready(Ok(length));
        }
        let result = ready!(Pin::new(&mut shared.stream).poll_write_vectored(context, bytes));
        Poll::Ready(Ok(shared.wrote(result, length)))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut shared = self.lock();
        if !shared.has_lost() {
            if let Err(error) = ready!(Pin::new(&mut shared.stream).poll_flush(context)) {
                shared.failure = Some(error);
            }
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.lock().stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use hyper::rt::ReadBuf as HyperBuf;
    use tokio::io::AsyncWriteExt as _;
    use tokio::net::{TcpListener, TcpStream};

    use super::*;

    /// A large body takes few calls of the kernel, and a small one little memory.
    #[tokio::test]
    async fn the_buffer_grows_while_the_other_side_fills_it() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let near = TcpStream::connect(listener.local_addr().unwrap()).await;
        let (mut far, _) = listener.accept().await.unwrap();
        let sending = tokio::spawn(async move { far.write_all(&[7; 1 << 20]).await });
        let mut io = Io::new(Stream::tcp(near.unwrap()));
        let (mut all, mut largest) = (0, 0);
        let mut memory = vec![0; 400 * 1024];
        while all < 1 << 20 {
            // Bytes pile up meanwhile.
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            assert!(io.lock().buffer.len() <= (2 * largest).max(BUFFER));
            let mut read = HyperBuf::new(&mut memory);
            let result = poll_fn(|context| Pin::new(&mut io).poll_read(context, read.unfilled()));
            result.await.unwrap();
            assert!(read.filled().iter().all(|byte| *byte == 7));
            all += read.filled().len();
            largest = largest.max(read.filled().len());
        }
        assert_eq!(
            (all, io.lock().buffer.len(), largest),
            (1 << 20, MAX_BUFFER, MAX_BUFFER)
        );
        sending.await.unwrap().unwrap();
    }

    /// hyper copies a whole request into one buffer and keeps that, if the stream takes no more than one.
    #[tokio::test]
    async fn a_large_buffer_of_hyper_is_noticed() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let near = TcpStream::connect(listener.local_addr().unwrap()).await;
        let mut io = Io::new(Stream::tcp(near.unwrap()));
        for (length, is_noticed) in [(KEPT, false), (KEPT + 1, true)] {
            let bytes = vec![7; length];
            let result = poll_fn(|context| Pin::new(&mut io).poll_write(context, &bytes)).await;
            assert_eq!(result.unwrap(), length);
            assert_eq!(io.lock().has_grown(), is_noticed);
        }
        io.lock().shrink();
        assert!(!io.lock().has_grown());
    }
}
