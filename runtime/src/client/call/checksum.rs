//! The checksum of a call's request: in a header, or behind the body.

use http::uri::Scheme;

use super::super::frames::Frames;
use super::super::service_endpoint::Scheme as Signatures;
use super::super::sign::{Hex, PayloadHash};
use super::super::{Auth, CallError, ConfigError, TransportError};
use super::Call;
use crate::checksum::{Checksum, ChecksumAlgorithm, Sum, frame};
use crate::request::checksum::set;
use crate::{Body, BodyError};

impl Call<'_> {
    /// Adds the checksum of the body to the request: in a header, if the body can be read again.
    /// Otherwise the checksum follows the body.
    pub(super) async fn add_checksum(
        &mut self,
        algorithm: ChecksumAlgorithm,
    ) -> Result<(), CallError> {
        self.frames = None;
        if self.body.as_ref().is_some_and(|it| !it.can_be_read_again()) {
            return self.frame(algorithm);
        }
        let kept = self.sum.filter(|sum| sum.algorithm() == algorithm);
        let sum = match kept {
            Some(sum) => Some(sum),
            None => self.sum_of_body(algorithm).await?,
        };
        self.sum = sum;
        sum.iter()
            .for_each(|sum| set(self.request.headers_mut(), sum));
        Ok(())
    }

    /// Makes the checksum of a body that can be read again, and with it the hash that the signature
    /// may need: so the body is read once.
    async fn sum_of_body(
        &mut self,
        algorithm: ChecksumAlgorithm,
    ) -> Result<Option<Checksum>, CallError> {
        let Some(body) = &self.body else {
            return Ok(Sum::of(algorithm, self.request.body()));
        };
        let needs_hash = matches!(self.auth, Some(Auth::SigV4)) && !self.is_unsigned();
        let hash = needs_hash.then(PayloadHash::new);
        let read = read(body.quiet(), algorithm, hash).await;
        let (sum, hash) = read.map_err(TransportError::of_request)?;
        self.hash = hash.or(self.hash.take());
        Ok(sum)
    }

    /// Has the checksum follow the body. Frames are signed where TLS doesn't protect them.
    fn frame(&mut self, algorithm: ChecksumAlgorithm) -> Result<(), CallError> {
        let is_over_tls = self.request.uri().scheme() == Some(&Scheme::HTTPS);
        let is_signed = matches!(self.auth, Some(Auth::SigV4)) && !is_over_tls;
        let is_symmetric = match self.endpoint.scheme {
            Signatures::SigV4 | Signatures::S3Express => true,
            #[cfg(feature = "sigv4a")]
            Signatures::SigV4a => false,
        };
        if is_signed && !is_symmetric {
            let text = "the body is a stream that can be read once, and signatures of version 4a \
                        cover it, as the endpoint has no TLS: give bytes, a file or another source \
                        that can be read again, or use an endpoint with https";
            return Err(ConfigError::new(text).into());
        }
        let hash = if is_signed {
            frame::SIGNED
        } else {
            frame::UNSIGNED
        };
        frame::headers(self.request.headers_mut(), algorithm, hash);
        self.frames = Some(Frames::new(algorithm, hash));
        Ok(())
    }
}

/// Reads a body for its checksum, and for its hash.
async fn read(
    mut body: Body,
    algorithm: ChecksumAlgorithm,
    mut hash: Option<PayloadHash>,
) -> Result<(Option<Checksum>, Option<Hex>), BodyError> {
    let mut sum = Sum::new(algorithm);
    while let Some(chunk) = body.next().await? {
        sum.iter_mut().for_each(|sum| sum.update(&chunk));
        hash.iter_mut().for_each(|hash| hash.update(&chunk));
    }
    Ok((sum.map(Sum::finish), hash.map(PayloadHash::finish)))
}
