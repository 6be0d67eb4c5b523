//! The form of a body whose checksum follows it.

use http::HeaderMap;

use super::sign::{Scope, Signer};
use super::time::SigningTime;
use crate::Body;
use crate::checksum::ChecksumAlgorithm;
use crate::checksum::frame::{self, FrameSignatures};

/// The form of a body whose checksum follows it.
pub(super) struct Frames {
    algorithm: ChecksumAlgorithm,
    /// The text in the place of the body's hash.
    pub(super) hash: &'static str,
    signatures: Option<Box<dyn FrameSignatures>>,
}

impl Frames {
    /// Makes the form of a body in whose hash's place this text stands.
    pub(super) fn new(algorithm: ChecksumAlgorithm, hash: &'static str) -> Self {
        Self {
            algorithm,
            hash,
            signatures: None,
        }
    }

    /// Signs the frames after the head of a request, if they are to be signed.
    pub(super) fn sign(
        &mut self,
        headers: &HeaderMap,
        signer: &Signer,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) {
        if self.hash == frame::SIGNED {
            self.signatures = Some(Box::new(signer.frames(headers, scope, time)));
        }
    }

    /// Frames a body.
    pub(super) fn around(self, body: Body) -> Body {
        frame::framed(body, self.algorithm, self.signatures)
    }
}
