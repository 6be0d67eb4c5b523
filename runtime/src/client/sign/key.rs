//! Keys of signatures.

use std::sync::{Arc, Mutex, PoisonError};

use crate::client::crypto::hmac;

use super::Scope;
use crate::client::Credentials;
use crate::client::time::SigningTime;

/// The key that was derived last: deriving a key takes four HMACs, and a key is good for a day.
#[derive(Default)]
pub(super) struct KeptKey(Mutex<Option<Key>>);

struct Key {
    credentials: Credentials,
    scope: Vec<u8>,
    hmac: Arc<hmac::Key>,
}

impl KeptKey {
    /// Creates a place without a key.
    pub(super) const fn new() -> Self {
        Self(Mutex::new(None))
    }

    /// Returns the signing key of a scope, whose text is `text`.
    pub(super) fn get(&self, text: &[u8], time: &SigningTime, scope: &Scope<'_>) -> Arc<hmac::Key> {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let is_of_scope =
            |kept: &&Key| kept.scope == text && kept.credentials == *scope.credentials;
        if let Some(kept) = kept.as_ref().filter(is_of_scope) {
            return kept.hmac.clone();
        }
        let key = Arc::new(signing_key(scope, time));
        *kept = Some(Key {
            credentials: scope.credentials.clone(),
            scope: text.to_owned(),
            hmac: key.clone(),
        });
        key
    }
}

/// Derives the key of a day.
pub(crate) fn signing_key(scope: &Scope<'_>, time: &SigningTime) -> hmac::Key {
    let secret = format!("AWS4{}", scope.credentials.secret_access_key());
    let mut key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let [region, service] = [scope.region, scope.service].map(str::as_bytes);
    for part in [time.date(), region, service, b"aws4_request"] {
        let next = hmac::sign(&key, part);
        key = hmac::Key::new(hmac::HMAC_SHA256, next.as_ref());
    }
    key
}
