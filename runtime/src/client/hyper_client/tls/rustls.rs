//! TLS by rustls, with ring or aws-lc-rs.

use std::pin::Pin;
use std::sync::{Arc, OnceLock};

use ::rustls::pki_types::pem::PemObject;
use ::rustls::pki_types::{CertificateDer, ServerName};
use ::rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

use super::records::Records;
use super::roots;
use crate::client::hyper_client::error::BoxError;

/// The trusted certificates: those of the operating system, or those of a file.
#[derive(Clone, Default)]
pub(crate) struct Tls(Option<Arc<ClientConfig>>);

impl Tls {
    /// Trusts the certificates of a file.
    pub(crate) fn from_pem(text: &[u8]) -> Result<Self, BoxError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(text) {
            roots.add(certificate?)?;
        }
        if roots.is_empty() {
            return Err("there is none".into());
        }
        Ok(Self(Some(config(roots)?)))
    }

    /// Makes a connection with a host. HTTP/1.1 is offered beside HTTP/2, so that the server says
    /// which one it speaks.
    pub(in crate::client::hyper_client) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        host: &str,
        stream: S,
        wants_http2: bool,
    ) -> Result<Session<S>, BoxError> {
        let name = ServerName::try_from(host.to_owned())?;
        let mut config = self.config()?;
        if wants_http2 {
            let config = Arc::make_mut(&mut config);
            config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        }
        let connector = TlsConnector::from(config);
        Ok(Session(
            connector.connect(name, Records::new(stream)).await?,
        ))
    }

    /// The configuration of rustls. The operating system's certificates are read once per
    /// process, and not before they are needed: a system without any can still go without TLS.
    fn config(&self) -> Result<Arc<ClientConfig>, BoxError> {
        static NATIVE: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
        if let Some(config) = &self.0 {
            return Ok(config.clone());
        }
        let native = || config(roots::of_system()?).map_err(|error| error.to_string());
        NATIVE.get_or_init(native).clone().map_err(Into::into)
    }
}

fn config(roots: RootCertStore) -> Result<Arc<ClientConfig>, BoxError> {
    #[cfg(feature = "rustls-aws-lc-rs")]
    let provider = ::rustls::crypto::aws_lc_rs::default_provider();
    #[cfg(not(feature = "rustls-aws-lc-rs"))]
    let provider = ::rustls::crypto::ring::default_provider();
    let config = ClientConfig::builder_with_provider(Arc::new(provider))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}

/// A connection of TLS.
pub(in crate::client::hyper_client) struct Session<S>(TlsStream<Records<S>>);

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    /// Returns the protocol that the other side chose by ALPN.
    #[cfg(feature = "http2")]
    pub(in crate::client::hyper_client) fn protocol(&self) -> Option<Vec<u8>> {
        self.0.get_ref().1.alpn_protocol().map(<[u8]>::to_vec)
    }

    /// Returns whether all was taken that has arrived, as far as rustls has read it.
    pub(in crate::client::hyper_client) fn is_drained(&mut self) -> bool {
        let (records, session) = self.0.get_mut();
        let is_read = session
            .process_new_packets()
            .is_ok_and(|state| state.plaintext_bytes_to_read() == 0 && !state.peer_has_closed());
        is_read && records.are_whole()
    }

    /// Returns the connection below TLS.
    pub(in crate::client::hyper_client) fn below(&mut self) -> &mut S {
        &mut self.0.get_mut().0.stream
    }

    pub(in crate::client::hyper_client) fn is_write_vectored(&self) -> bool {
        self.0.is_write_vectored()
    }

    /// The layer, to read and to write.
    pub(in crate::client::hyper_client) fn pinned(&mut self) -> Pin<&mut TlsStream<Records<S>>> {
        Pin::new(&mut self.0)
    }
}
