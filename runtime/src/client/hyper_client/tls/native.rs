//! TLS by the operating system's library: OpenSSL on Linux, Schannel on Windows, Security.framework
//! on macOS.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, ready};

use native_tls::{Certificate, TlsConnector};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio_native_tls::TlsStream;

use super::records::Records;
use crate::client::hyper_client::error::BoxError;

/// The trusted certificates: those of the operating system, or those of a file.
#[derive(Clone, Default)]
pub(crate) struct Tls(Option<Arc<Connectors>>);

/// The settings of handshakes, with and without HTTP/2. The operating system's certificates are read
/// when the first of them is made.
struct Connectors {
    roots: Vec<Certificate>,
    http1: OnceLock<Result<TlsConnector, String>>,
    http2: OnceLock<Result<TlsConnector, String>>,
}

static NATIVE: Connectors = Connectors::of(Vec::new());

impl Connectors {
    const fn of(roots: Vec<Certificate>) -> Self {
        Self {
            roots,
            http1: OnceLock::new(),
            http2: OnceLock::new(),
        }
    }

    fn connector(&self, wants_http2: bool) -> Result<TlsConnector, BoxError> {
        let made = || -> Result<_, native_tls::Error> {
            let mut builder = TlsConnector::builder();
            builder.disable_built_in_roots(!self.roots.is_empty());
            for root in &self.roots {
                builder.add_root_certificate(root.clone());
            }
            if wants_http2 {
                builder.request_alpns(&["h2", "http/1.1"]);
            }
            builder.build()
        };
        let place = match wants_http2 {
            true => &self.http2,
            false => &self.http1,
        };
        let connector = place.get_or_init(|| made().map_err(|error| error.to_string()));
        connector.clone().map_err(Into::into)
    }
}

impl Tls {
    /// Trusts the certificates of a file.
    pub(crate) fn from_pem(text: &[u8]) -> Result<Self, BoxError> {
        let roots = Certificate::stack_from_pem(text)?;
        if roots.is_empty() {
            return Err("there is none".into());
        }
        Ok(Self(Some(Arc::new(Connectors::of(roots)))))
    }

    /// Makes a connection with a host. HTTP/1.1 is offered beside HTTP/2, so that the server says
    /// which one it speaks.
    pub(in crate::client::hyper_client) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
        wants_http2: bool,
    ) -> Result<Session<S>, BoxError> {
        let connectors = self.0.as_deref().unwrap_or(&NATIVE);
        let connector = tokio_native_tls::TlsConnector::from(connectors.connector(wants_http2)?);
        Ok(Session(
            connector.connect(host, Records::new(stream)).await?,
        ))
    }
}

/// A connection of TLS.
pub(in crate::client::hyper_client) struct Session<S>(TlsStream<Records<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    /// Returns the protocol that the other side chose by ALPN.
    #[cfg(feature = "http2")]
    pub(in crate::client::hyper_client) fn protocol(&self) -> Option<Vec<u8>> {
        self.0.get_ref().negotiated_alpn().ok().flatten()
    }

    /// Returns whether all was taken that has arrived, as far as the library has read it.
    pub(in crate::client::hyper_client) fn is_drained(&mut self) -> bool {
        let left = self.0.get_ref().buffered_read_size();
        left.is_ok_and(|left| left == 0) && self.records().are_whole()
    }

    fn records(&mut self) -> &mut Records<S> {
        self.0.get_mut().get_mut().get_mut()
    }

    /// Returns the connection below TLS.
    pub(in crate::client::hyper_client) fn below(&mut self) -> &mut S {
        &mut self.records().stream
    }

    /// The layer, to read and to write.
    pub(in crate::client::hyper_client) fn pinned(&mut self) -> Pin<&mut Self> {
        Pin::new(self)
    }

    fn layer(self: Pin<&mut Self>) -> Pin<&mut TlsStream<Records<S>>> {
        Pin::new(&mut self.get_mut().0)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Session<S> {
    /// An end without the message that ends TLS is an error. OpenSSL's binding takes it for a sound
    /// end, so that anybody on the way could cut a body whose length isn't known.
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(self.as_mut().layer().poll_read(context, buffer))?;
        let is_end = buffer.filled().len() == before && buffer.remaining() > 0;
        if is_end && self.records().have_ended() {
            let text = "the connection ended without the end of TLS";
            return Poll::Ready(Err(io::Error::new(io::ErrorKind::UnexpectedEof, text)));
        }
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Session<S> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.layer().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        self.layer().poll_write_vectored(context, bytes)
    }

    fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.layer().poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.layer().poll_shutdown(context)
    }
}
