//! The text that is signed, and its signature.

use ring::hmac;

use super::hash::{Hex, Pieces};
use super::{Scope, Signer};
use crate::client::CredentialsError;
use crate::client::time::SigningTime;

/// A signature in hexadecimal.
pub(super) enum Signature {
    /// The signature of version 4, whose length is always the same.
    Symmetric(Hex),
    /// The signature of version 4a.
    #[cfg(feature = "sigv4a")]
    Asymmetric(String),
}

impl std::ops::Deref for Signature {
    type Target = str;

    fn deref(&self) -> &str {
        match self {
            Self::Symmetric(hex) => hex,
            #[cfg(feature = "sigv4a")]
            Self::Asymmetric(text) => text,
        }
    }
}

impl Signer {
    /// Signs a canonical request with this hash: the signature in hexadecimal.
    pub(super) fn signature(
        &self,
        hash: &Hex,
        scope_text: &[u8],
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Result<Signature, CredentialsError> {
        #[cfg(feature = "sigv4a")]
        if scope.settings.is_asymmetric {
            let lines = [
                scope.algorithm().as_bytes(),
                time.as_bytes(),
                scope_text,
                hash.as_bytes(),
            ];
            let key = self.asymmetric_key.get(scope.credentials)?;
            return Ok(Signature::Asymmetric(key.sign(&lines.join(&b'\n'))));
        }
        let mut hmac = hmac::Context::with_key(&self.key.get(scope_text, time, scope));
        let mut text = Pieces::new(|text| hmac.update(text));
        text.push(scope.algorithm());
        text.push(b"\n");
        text.push(time.as_bytes());
        text.push(b"\n");
        text.push(scope_text);
        text.push(b"\n");
        text.push(hash.as_bytes());
        text.flush();
        Ok(Signature::Symmetric(Hex::new(hmac.sign().as_ref())))
    }
}
