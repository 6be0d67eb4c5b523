//! A connection: TCP, or TLS over another connection.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

use super::error::BoxError;
use super::socket::Socket;
use super::tls::{Session, Tls};

/// A connection: TCP, or TLS over another connection. Through a proxy with TLS, there are two
/// layers of it.
pub(super) enum Stream {
    Tcp(Socket),
    Tls(Box<Session<Stream>>),
}

impl Stream {
    pub(super) fn tcp(stream: TcpStream) -> Self {
        Self::Tcp(Socket::new(stream))
    }

    /// TLS with a host over this connection. The host is asked for HTTP/2, if that is wanted.
    pub(super) async fn with_tls(
        self,
        host: &str,
        tls: &Tls,
        wants_http2: bool,
    ) -> Result<Self, BoxError> {
        // An IPv6 address has brackets in URLs.
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let session = tls.handshake(host, self, wants_http2).await?;
        Ok(Self::Tls(Box::new(session)))
    }

    /// Returns the protocol that the other side chose by ALPN.
    #[cfg(feature = "http2")]
    pub(super) fn protocol(&self) -> Option<Vec<u8>> {
        match self {
            Self::Tcp(_) => None,
            Self::Tls(session) => session.protocol(),
        }
    }

    /// Returns whether all was read that has been taken from the socket. What is left belongs to
    /// nobody's request.
    pub(super) fn is_drained(&mut self) -> bool {
        match self {
            Self::Tcp(_) => true,
            Self::Tls(session) => session.is_drained() && session.below().is_drained(),
        }
    }

    /// The socket below all layers.
    pub(super) fn socket(&mut self) -> &mut Socket {
        match self {
            Self::Tcp(socket) => socket,
            Self::Tls(session) => session.below().socket(),
        }
    }
}

macro_rules! layers {
    ($stream:expr, $layer:ident => $do:expr) => {
        match $stream.get_mut() {
            Stream::Tcp(socket) => {
                let $layer = Pin::new(socket);
                $do
            }
            Stream::Tls(session) => {
                let $layer = session.pinned();
                $do
            }
        }
    };
}

impl AsyncRead for Stream {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        layers!(self, layer => layer.poll_read(context, buffer))
    }
}

impl AsyncWrite for Stream {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        layers!(self, layer => layer.poll_write(context, bytes))
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        layers!(self, layer => layer.poll_write_vectored(context, bytes))
    }

    fn is_write_vectored(&self) -> bool {
        match self {
            Self::Tcp(socket) => socket.is_write_vectored(),
            Self::Tls(session) => session.is_write_vectored(),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        layers!(self, layer => layer.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        layers!(self, layer => layer.poll_shutdown(context))
    }
}
