//! The text that is signed, and its signature.

use std::ops::Range;

use crate::client::crypto::hmac;

use super::hash::{Hex, Pieces};
use super::{Scope, Signer};
use crate::client::CredentialsError;
use crate::client::time::SigningTime;

impl Signer {
    /// Appends the signature of a canonical request with this hash, in hexadecimal. The scope's
    /// text is a part of what is there.
    pub(super) fn push_signature(
        &self,
        text: &mut Vec<u8>,
        scope_text: Range<usize>,
        hash: &Hex,
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Result<(), CredentialsError> {
        let credentials = scope.credentials;
        if credentials.access_key_id().is_empty() || credentials.secret_access_key().is_empty() {
            return Err(CredentialsError::new(
                "the access key id or the secret key is empty",
            ));
        }
        let scope_text = text.get(scope_text).unwrap_or_default();
        #[cfg(feature = "sigv4a")]
        if scope.settings.is_asymmetric {
            let lines = [
                scope.algorithm().as_bytes(),
                time.as_bytes(),
                scope_text,
                hash.as_bytes(),
            ];
            let key = self.asymmetric_key.get(credentials)?;
            let signature = key.sign(&lines.join(&b'\n'));
            text.extend_from_slice(signature.as_bytes());
            return Ok(());
        }
        let mut hmac = hmac::Context::with_key(&self.key.get(scope_text, time, scope));
        let mut pieces = Pieces::new(|text| hmac.update(text));
        pieces.push(scope.algorithm());
        pieces.push(b"\n");
        pieces.push(time.as_bytes());
        pieces.push(b"\n");
        pieces.push(scope_text);
        pieces.push(b"\n");
        pieces.push(hash.as_bytes());
        pieces.flush();
        text.extend_from_slice(Hex::new(hmac.sign().as_ref()).as_bytes());
        Ok(())
    }
}
