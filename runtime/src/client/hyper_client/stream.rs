//! A connection: TCP, or TLS over another connection.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::error::BoxError;
use super::socket::Socket;

/// A connection: TCP, or TLS over another connection. Through a proxy with TLS, there are two
/// layers of it.
pub(super) enum Stream {
    Tcp(Socket),
    Tls(Box<TlsStream<Records>>),
}

impl Stream {
    pub(super) fn tcp(stream: TcpStream) -> Self {
        Self::Tcp(Socket::new(stream))
    }

    /// TLS with a host over this connection.
    pub(super) async fn with_tls(
        self,
        host: &str,
        config: Arc<ClientConfig>,
    ) -> Result<Self, BoxError> {
        // An IPv6 address has brackets in URLs.
        let host = host.trim_start_matches('[').trim_end_matches(']');
        let name = ServerName::try_from(host.to_owned())?;
        let connector = TlsConnector::from(config);
        let stream = connector.connect(name, Records::new(self)).await?;
        Ok(Self::Tls(Box::new(stream)))
    }

    /// Returns the protocol that the other side chose by ALPN.
    #[cfg(feature = "http2")]
    pub(super) fn protocol(&self) -> Option<Vec<u8>> {
        match self {
            Self::Tcp(_) => None,
            Self::Tls(stream) => stream.get_ref().1.alpn_protocol().map(<[u8]>::to_vec),
        }
    }

    /// Takes the connection out of the runtime, unless something has arrived that nobody has
    /// read: it isn't to be used again then.
    pub(super) fn rest(&mut self) -> bool {
        match self {
            Self::Tcp(socket) => socket.rest().is_ok(),
            Self::Tls(stream) => {
                let (records, session) = stream.get_mut();
                let is_read = session.process_new_packets().is_ok_and(|state| {
                    state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed()
                });
                is_read && records.are_whole() && records.stream.rest()
            }
        }
    }

    /// Puts the connection into the runtime that is running.
    pub(super) fn wake(&mut self) -> io::Result<()> {
        self.socket().wake()
    }

    /// Returns whether nothing has arrived while the connection rested.
    pub(super) fn is_quiet(&mut self) -> bool {
        self.socket().is_quiet()
    }

    /// The socket below all layers.
    pub(super) fn socket(&mut self) -> &mut Socket {
        match self {
            Self::Tcp(socket) => socket,
            Self::Tls(stream) => stream.get_mut().0.stream.socket(),
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
            Stream::Tls(stream) => {
                let $layer = Pin::new(&mut **stream);
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
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        layers!(self, layer => layer.poll_flush(context))
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        layers!(self, layer => layer.poll_shutdown(context))
    }
}

/// Below TLS: knows whether the records that were read are whole. rustls keeps the beginning of
/// a record to itself, and such a beginning after a response belongs to nobody's request.
pub(super) struct Records {
    stream: Stream,
    /// The head of a record, as far as it was read: its last two bytes are the record's length.
    head: [u8; HEAD],
    head_length: usize,
    /// The missing bytes of a record whose head was read.
    missing: usize,
}

/// The length of the head of a record (RFC 8446, section 5.1).
const HEAD: usize = 5;

impl Records {
    fn new(stream: Stream) -> Self {
        Self {
            stream,
            head: [0; HEAD],
            head_length: 0,
            missing: 0,
        }
    }

    fn are_whole(&self) -> bool {
        self.head_length == 0 && self.missing == 0
    }

    fn read(&mut self, mut bytes: &[u8]) {
        while let Some((&byte, rest)) = bytes.split_first() {
            if self.missing > 0 {
                let (_, rest) = bytes.split_at(self.missing.min(bytes.len()));
                self.missing -= bytes.len() - rest.len();
                bytes = rest;
                continue;
            }
            if let Some(place) = self.head.get_mut(self.head_length) {
                *place = byte;
                self.head_length += 1;
            }
            if self.head_length == HEAD {
                let [.., high, low] = self.head;
                self.missing = usize::from(u16::from_be_bytes([high, low]));
                self.head_length = 0;
            }
            bytes = rest;
        }
    }
}

impl AsyncRead for Records {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(context, buffer))?;
        self.read(buffer.filled().get(before..).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Records {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_are_whole_at_their_ends_only() {
        let text = [
            &[22, 3, 3, 0, 2, 7, 7][..],
            &[23, 3, 3, 0, 0],
            &[23, 3, 3, 1, 0],
            &[9; 256],
        ]
        .concat();
        let ends = [0, 7, 12, text.len()];
        for size in [1, 2, 3, 5, 7, 100, text.len()] {
            let mut records = Records::new(Stream::Tcp(Socket::gone()));
            let mut read = 0;
            assert!(records.are_whole());
            for part in text.chunks(size) {
                records.read(part);
                read += part.len();
                assert_eq!(records.are_whole(), ends.contains(&read), "{size} {read}");
            }
        }
    }
}
