//! The signer, and the keys and hashes that it keeps between signatures.

#[cfg(feature = "sigv4a")]
use super::asymmetric_key::KeptAsymmetricKey;
use super::hash::KeptHead;
use super::key::KeptKey;

/// Signs requests, and keeps the key that it derived last: deriving a key takes four HMACs, and a
/// key is good for a day.
///
/// The signer makes the `authorization` header that botocore makes, too, for all services that
/// encode paths twice, which are all but S3.
///
/// ```
/// use tinsmith_runtime::Timestamp;
/// use tinsmith_runtime::client::{Credentials, Signer};
/// use tinsmith_runtime::http::Request;
///
/// let mut request = Request::post("https://elasticmapreduce.eu-west-1.amazonaws.com/")
///     .body(b"{}")?;
/// let time = Timestamp::from_epoch_seconds(1_440_938_160)?;
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
/// Signer::new().sign(&mut request, &credentials, "elasticmapreduce", "eu-west-1", time)?;
/// assert_eq!(request.headers()["x-amz-date"], "20150830T123600Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Default)]
pub struct Signer {
    pub(super) key: KeptKey,
    pub(super) head: KeptHead,
    #[cfg(feature = "sigv4a")]
    pub(super) asymmetric_key: KeptAsymmetricKey,
}

impl Signer {
    /// Creates a signer that has derived no key yet.
    pub const fn new() -> Self {
        Self {
            key: KeptKey::new(),
            head: KeptHead::new(),
            #[cfg(feature = "sigv4a")]
            asymmetric_key: KeptAsymmetricKey::new(),
        }
    }
}

impl std::fmt::Debug for Signer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer").finish_non_exhaustive()
    }
}
