//! TLS: trusted certificates and handshakes.

use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, ConfigBuilder, RootCertStore, WantsVerifier};

use super::error::BoxError;

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
        let config = builder()?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(Self(Some(Arc::new(config))))
    }

    /// The configuration of rustls. The operating system's certificates are read once per
    /// process, and not before they are needed: that takes some 10 ms, and a system
    /// without any can still go without TLS.
    pub(super) fn config(&self) -> Result<Arc<ClientConfig>, BoxError> {
        static NATIVE: OnceLock<Result<Arc<ClientConfig>, String>> = OnceLock::new();
        if let Some(config) = &self.0 {
            return Ok(config.clone());
        }
        let native = || -> Result<_, BoxError> {
            let loaded = rustls_native_certs::load_native_certs();
            let mut roots = RootCertStore::empty();
            // Systems have some that rustls can't read.
            roots.add_parsable_certificates(loaded.certs);
            if roots.is_empty() {
                let errors: Vec<_> = loaded.errors.iter().map(ToString::to_string).collect();
                let errors = errors.join("; ");
                return Err(format!("the system has no certificates to trust: {errors}").into());
            }
            let config = builder()?
                .with_root_certificates(roots)
                .with_no_client_auth();
            Ok(Arc::new(config))
        };
        let config = NATIVE.get_or_init(|| native().map_err(|error| error.to_string()));
        config.clone().map_err(Into::into)
    }

    /// The configuration of rustls for a server that is asked for HTTP/2. HTTP/1.1 is offered, too,
    /// so that the server says which one it speaks.
    #[cfg(feature = "http2")]
    pub(super) fn config_of_http2(&self) -> Result<Arc<ClientConfig>, BoxError> {
        let mut config = ClientConfig::clone(&*self.config()?);
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn builder() -> Result<ConfigBuilder<ClientConfig, WantsVerifier>, BoxError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider);
    Ok(builder.with_safe_default_protocol_versions()?)
}
