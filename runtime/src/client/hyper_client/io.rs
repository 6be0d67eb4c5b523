//! A connection as hyper takes it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::socket::Sent;
use super::stream::Stream;

/// A connection as hyper takes it.
///
/// If writing fails, reading goes on: a service that closes early may have said why. hyper would
/// give up on the first error.
pub(super) struct Io {
    stream: Stream,
    /// The buffer through which bytes are copied, as hyper's own buffer isn't initialized.
    buffer: Vec<u8>,
    /// Why writing failed.
    failure: Option<io::Error>,
    sent: Arc<Sent>,
}

/// The size of the buffer at first: most responses fit into it, and each connection has one.
const BUFFER: usize = 4 * 1024;

/// The size up to which the buffer grows while the other side fills it. Each read costs a call of the
/// kernel, and what is read has to be in the processor's cache still when it is copied.
const MAX_BUFFER: usize = 128 * 1024;

impl Io {
    pub(super) fn new(mut stream: Stream) -> Self {
        let socket = stream.socket();
        let (sent, mut buffer) = (socket.sent(), socket.take_buffer());
        buffer.resize(BUFFER, 0);
        Self {
            stream,
            buffer,
            failure: None,
            sent,
        }
    }

    /// Gives the connection back, with its buffer. A buffer that grew isn't kept.
    pub(super) fn into_stream(mut self) -> Stream {
        if self.buffer.len() == BUFFER {
            self.stream.socket().keep_buffer(self.buffer);
        }
        self.stream
    }

    /// Returns whether all that was written got through, as far as is known.
    pub(super) fn is_sound(&self) -> bool {
        self.failure.is_none()
    }

    fn fail(&mut self, error: io::Error) {
        self.failure = Some(error);
        self.sent.lose();
    }

    /// The result of writing: after a failure, everything counts as written.
    fn wrote(&mut self, result: io::Result<usize>, length: usize) -> usize {
        match result {
            Ok(length) => length,
            Err(error) => {
                self.fail(error);
                length
            }
        }
    }
}

impl Read for Io {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut cursor: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        let wanted = cursor.remaining();
        let length = wanted.min(this.buffer.len());
        let mut buffer = ReadBuf::new(this.buffer.get_mut(..length).unwrap_or_default());
        let result = ready!(Pin::new(&mut this.stream).poll_read(context, &mut buffer));
        let read = buffer.filled();
        if read.is_empty() && length > 0 {
            // There is no more to come that would explain the failure.
            if let Some(failure) = &this.failure {
                return Poll::Ready(Err(io::Error::new(failure.kind(), failure.to_string())));
            }
        }
        result?;
        cursor.put_slice(read);
        if read.len() == this.buffer.len() && wanted >= 2 * length && length < MAX_BUFFER {
            this.buffer.resize(2 * length, 0);
        }
        Poll::Ready(Ok(()))
    }
}

impl Write for Io {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.failure.is_some() {
            return Poll::Ready(Ok(bytes.len()));
        }
        let result = ready!(Pin::new(&mut this.stream).poll_write(context, bytes));
        Poll::Ready(Ok(this.wrote(result, bytes.len())))
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        let length = bytes.iter().map(|bytes| bytes.len()).sum();
        if this.failure.is_some() {
            return Poll::Ready(Ok(length));
        }
        let result = ready!(Pin::new(&mut this.stream).poll_write_vectored(context, bytes));
        Poll::Ready(Ok(this.wrote(result, length)))
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if this.failure.is_none() {
            if let Err(error) = ready!(Pin::new(&mut this.stream).poll_flush(context)) {
                this.fail(error);
            }
        }
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
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
            assert!(io.buffer.len() <= (2 * largest).max(BUFFER));
            let mut read = HyperBuf::new(&mut memory);
            let result = poll_fn(|context| Pin::new(&mut io).poll_read(context, read.unfilled()));
            result.await.unwrap();
            assert!(read.filled().iter().all(|byte| *byte == 7));
            all += read.filled().len();
            largest = largest.max(read.filled().len());
        }
        assert_eq!(
            (all, io.buffer.len(), largest),
            (1 << 20, MAX_BUFFER, MAX_BUFFER)
        );
        sending.await.unwrap().unwrap();
    }
}
