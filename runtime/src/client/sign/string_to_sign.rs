//! The text that is signed, and its signature.

use ring::hmac;

use super::hash::{Hex, Pieces};
use super::scope::ALGORITHM;
use super::{Scope, Signer};
use crate::client::time::SigningTime;

impl Signer {
    /// Signs a canonical request with this hash: the signature in hexadecimal.
    pub(super) fn signature(
        &self,
        hash: &Hex,
        scope_text: &[u8],
        scope: &Scope<'_>,
        time: &SigningTime,
    ) -> Hex {
        let mut hmac = hmac::Context::with_key(&self.key.get(scope_text, time, scope));
        let mut text = Pieces::new(|text| hmac.update(text));
        text.push(ALGORITHM);
        text.push(b"\n");
        text.push(time.as_bytes());
        text.push(b"\n");
        text.push(scope_text);
        text.push(b"\n");
        text.push(hash.as_bytes());
        text.flush();
        Hex::new(hmac.sign().as_ref())
    }
}
