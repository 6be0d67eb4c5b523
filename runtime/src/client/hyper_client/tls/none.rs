//! No TLS: no feature has brought a library.

use std::convert::Infallible;
use std::marker::PhantomData;
use std::pin::Pin;

use tokio::io::{AsyncRead, AsyncWrite};

use crate::client::hyper_client::error::BoxError;

const TEXT: &str = "https needs one of the features rustls-ring, rustls-aws-lc-rs and native-tls of \
                    tinsmith-runtime";

/// No trusted certificates.
#[derive(Clone, Default)]
pub(crate) struct Tls(());

impl Tls {
    /// Fails: certificates are for TLS.
    pub(crate) fn from_pem(_: &[u8]) -> Result<Self, BoxError> {
        Err(TEXT.into())
    }

    /// Fails, whatever the host is.
    pub(in crate::client::hyper_client) async fn handshake<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        _: &str,
        _: S,
        _: bool,
    ) -> Result<Session<S>, BoxError> {
        Err(TEXT.into())
    }
}

/// A connection of TLS, of which there is none.
pub(in crate::client::hyper_client) struct Session<S> {
    never: Infallible,
    below: PhantomData<S>,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Session<S> {
    #[cfg(feature = "http2")]
    pub(in crate::client::hyper_client) fn protocol(&self) -> Option<Vec<u8>> {
        match self.never {}
    }

    pub(in crate::client::hyper_client) fn is_drained(&mut self) -> bool {
        match self.never {}
    }

    pub(in crate::client::hyper_client) fn below(&mut self) -> &mut S {
        match self.never {}
    }

    pub(in crate::client::hyper_client) fn is_write_vectored(&self) -> bool {
        match self.never {}
    }

    pub(in crate::client::hyper_client) fn pinned(&mut self) -> Pin<&mut S> {
        match self.never {}
    }
}
