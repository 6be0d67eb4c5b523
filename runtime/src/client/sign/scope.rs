//! The scope of a signature: credentials, service, region and settings.

use super::SigningSettings;
use crate::client::Credentials;
use crate::client::time::SigningTime;

/// The scope of a signature, and what it covers.
pub(crate) struct Scope<'a> {
    pub(crate) credentials: &'a Credentials,
    pub(crate) service: &'a str,
    /// The region; with version 4a, the set of regions.
    pub(crate) region: &'a str,
    pub(crate) settings: SigningSettings,
    /// A header that may be there but isn't signed.
    pub(crate) left_out: Option<&'a str>,
}

/// The name of the algorithm of version 4.
pub(crate) const ALGORITHM: &str = "AWS4-HMAC-SHA256";

/// The name of the algorithm of version 4a.
pub(super) const ASYMMETRIC: &str = "AWS4-ECDSA-P256-SHA256";

impl Scope<'_> {
    /// The name of the algorithm.
    pub(super) fn algorithm(&self) -> &'static str {
        if self.settings.is_asymmetric {
            ASYMMETRIC
        } else {
            ALGORITHM
        }
    }

    /// Appends the scope as the signature has it: `20150830/eu-west-1/s3/aws4_request`. Version 4a
    /// has no region there.
    pub(crate) fn push(&self, time: &SigningTime, text: &mut Vec<u8>) {
        text.extend_from_slice(time.date());
        text.push(b'/');
        if !self.settings.is_asymmetric {
            text.extend_from_slice(self.region.as_bytes());
            text.push(b'/');
        }
        text.extend_from_slice(self.service.as_bytes());
        text.extend_from_slice(b"/aws4_request");
    }

    /// The length of the key's id and the scope, with a slash between them.
    pub(super) fn credential_length(&self) -> usize {
        self.credentials.access_key_id().len()
            + self.region.len()
            + self.service.len()
            + "/20150830///aws4_request".len()
    }
}
