//! TCP connections that rest between requests.

use std::io;
use std::net;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// A TCP connection that rests between requests.
///
/// While it rests, no runtime knows of it. So it can be used from another runtime than the one
/// that it was made in, and nothing but the kernel takes in what arrives meanwhile.
pub(super) struct Socket {
    state: State,
    /// The outcome of sending since the socket woke.
    sent: Arc<Sent>,
    /// The memory that requests read into, while there is none. Filling it with zeros takes as long as
    /// the rest of a small request.
    buffer: Vec<u8>,
}

/// The outcome of sending through a socket.
#[derive(Default)]
pub(super) struct Sent {
    any: AtomicBool,
    blocked: AtomicBool,
    lost: AtomicBool,
}

impl Sent {
    /// Returns whether the kernel took anything.
    pub(super) fn has_any(&self) -> bool {
        self.any.load(Ordering::Relaxed)
    }

    /// Returns whether the kernel took all that it was given.
    pub(super) fn has_all(&self) -> bool {
        !self.blocked.load(Ordering::Relaxed) && !self.has_lost()
    }

    /// Returns whether bytes were given that nobody takes any more.
    pub(super) fn has_lost(&self) -> bool {
        self.lost.load(Ordering::Relaxed)
    }

    /// Says that bytes were given that nobody takes any more.
    pub(super) fn lose(&self) {
        self.lost.store(true, Ordering::Relaxed);
    }

    /// Notes what the kernel made of bytes.
    fn note(&self, result: &Poll<io::Result<usize>>) {
        self.blocked.store(result.is_pending(), Ordering::Relaxed);
        if matches!(result, Poll::Ready(Ok(1..))) {
            self.any.store(true, Ordering::Relaxed);
        }
    }
}

enum State {
    InUse(TcpStream),
    Resting(net::TcpStream),
    /// The socket couldn't be moved between the two.
    Gone,
}

impl Socket {
    pub(super) fn new(stream: TcpStream) -> Self {
        Self {
            state: State::InUse(stream),
            sent: Arc::default(),
            buffer: Vec::new(),
        }
    }

    /// Takes the buffer of the request before; it is empty at first.
    pub(super) fn take_buffer(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }

    /// Keeps the buffer of a request for the next one.
    pub(super) fn keep_buffer(&mut self, buffer: Vec<u8>) {
        self.buffer = buffer;
    }

    /// Takes it out of the runtime.
    pub(super) fn rest(&mut self) -> io::Result<()> {
        self.state = match std::mem::replace(&mut self.state, State::Gone) {
            State::InUse(stream) => State::Resting(stream.into_std()?),
            other => other,
        };
        Ok(())
    }

    /// Puts it into the runtime that is running.
    pub(super) fn wake(&mut self) -> io::Result<()> {
        self.state = match std::mem::replace(&mut self.state, State::Gone) {
            State::Resting(stream) => State::InUse(TcpStream::from_std(stream)?),
            other => other,
        };
        self.sent = Arc::default();
        Ok(())
    }

    /// Returns what becomes of the bytes to send since the socket woke.
    pub(super) fn sent(&self) -> Arc<Sent> {
        self.sent.clone()
    }

    /// Stops writing, as if the other side had reset the connection.
    #[cfg(test)]
    pub(super) fn shut_down(&self) {
        if let State::Resting(stream) = &self.state {
            stream.shutdown(net::Shutdown::Write).unwrap();
        }
    }

    /// Returns whether nothing has arrived while the socket rested: no byte, no end and no error.
    /// The kernel is asked, as a runtime knows only what it was told the last time that it looked.
    pub(super) fn is_quiet(&self) -> bool {
        match &self.state {
            State::Resting(stream) => stream
                .peek(&mut [0])
                .is_err_and(|error| error.kind() == io::ErrorKind::WouldBlock),
            State::InUse(_) | State::Gone => false,
        }
    }

    fn stream(&mut self) -> io::Result<Pin<&mut TcpStream>> {
        match &mut self.state {
            State::InUse(stream) => Ok(Pin::new(stream)),
            State::Resting(_) | State::Gone => Err(io::ErrorKind::NotConnected.into()),
        }
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
        self.sent.note(&result);
        result
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = self.stream()?.poll_write_vectored(context, bytes);
        self.sent.note(&result);
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
