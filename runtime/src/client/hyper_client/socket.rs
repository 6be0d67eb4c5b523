//! TCP connections that outlive the runtime that they were made in.

use std::io;
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::task::{Context, Poll};

use socket2::SockRef;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::runtime::{Handle, Id};

/// A TCP connection that outlives the runtime that it was made in.
pub(super) struct Socket {
    /// `None` if the connection couldn't be moved to another runtime.
    stream: Option<TcpStream>,
    /// The runtime that tells when bytes can be read and written.
    runtime: Id,
    sent: Sent,
}

/// The outcome of sending since the socket woke.
#[derive(Clone, Copy, Default)]
pub(super) struct Sent {
    /// The kernel took some.
    pub(super) any: bool,
    /// The kernel took none of the last ones.
    pub(super) is_blocked: bool,
}

impl Socket {
    /// Takes a connection of the runtime that is running.
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            stream: Some(stream),
            runtime: Handle::current().id(),
            sent: Sent::default(),
        }
    }

    /// Makes the connection ready for a request in the runtime that is running, which may be another
    /// one than that of the last request.
    pub(super) fn wake(&mut self) -> io::Result<()> {
        self.sent = Sent::default();
        self.follow().map(|_| ())
    }

    /// Moves the connection to the runtime that is running, if there is one. Returns whether it was in
    /// another one.
    pub(super) fn follow(&mut self) -> io::Result<bool> {
        let running = Handle::try_current().map_or(self.runtime, |running| running.id());
        let has_moved = self.runtime != running;
        if has_moved {
            if let Some(stream) = self.stream.take() {
                self.stream = Some(TcpStream::from_std(stream.into_std()?)?);
                self.runtime = running;
            }
        }
        Ok(has_moved)
    }

    /// Returns the outcome of sending.
    pub(super) fn sent(&self) -> Sent {
        self.sent
    }

    /// Stops writing, as if the other side had reset the connection.
    #[cfg(test)]
    pub(super) fn shut_down(&self) {
        let stream = SockRef::from(self.stream.as_ref().unwrap());
        stream.shutdown(std::net::Shutdown::Write).unwrap();
    }

    /// Returns whether there is nothing to read: no byte, no end and no error. The kernel is asked, as
    /// a runtime knows only what it was told the last time that it looked.
    pub(super) fn is_quiet(&self) -> bool {
        self.stream.as_ref().is_some_and(|stream| {
            SockRef::from(stream)
                .peek(&mut [MaybeUninit::uninit()])
                .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock)
        })
    }

    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        let gone = || io::Error::from(io::ErrorKind::NotConnected);
        self.stream.as_mut().map(Pin::new).ok_or_else(gone)
    }

    /// Notes what the kernel made of bytes.
    fn note(&mut self, result: &Poll<io::Result<usize>>) {
        self.sent.is_blocked = result.is_pending();
        self.sent.any |= matches!(result, Poll::Ready(Ok(1..)));
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        self.stream()?.poll_read(context, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let result = self.stream()?.poll_write(context, bytes);
        self.note(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = self.stream()?.poll_write_vectored(context, bytes);
        self.note(&result);
        result
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.stream()?.poll_shutdown(context)
    }
}
