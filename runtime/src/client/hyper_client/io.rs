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
    pub(super) stream: Stream,
    /// The buffer through which bytes are copied, as hyper's own buffer isn't initialized.
    buffer: Box<[u8]>,
    /// Why writing failed.
    failure: Option<io::Error>,
    sent: Arc<Sent>,
}

/// The size of the largest TLS record.
const BUFFER: usize = 16 * 1024;

impl Io {
    pub(super) fn new(mut stream: Stream) -> Self {
        let sent = stream.socket().sent();
        Self {
            stream,
            buffer: vec![0; BUFFER].into(),
            failure: None,
            sent,
        }
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
        let length = cursor.remaining().min(this.buffer.len());
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
