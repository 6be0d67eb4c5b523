//! Choices for a presigned request.

use std::time::Duration;

use http::Method;

use crate::client::ConfigError;

/// The choices for a presigned request. A duration is one, where nothing else is chosen.
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::client::PresignOptions;
/// use tinsmith_runtime::http::Method;
///
/// // Polly's speech as a link.
/// let options = PresignOptions::new(Duration::from_secs(900)).method(Method::GET);
/// assert_eq!(PresignOptions::from(Duration::from_secs(900)).method(Method::GET), options);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct PresignOptions {
    pub(super) expires_in: Duration,
    pub(super) method: Option<Method>,
}

/// The longest time that a signature in a query is good for, by the rules of version 4: 7 days.
const MAX_SECONDS: u64 = 7 * 24 * 60 * 60;

impl PresignOptions {
    /// Creates the options of a request that can be sent for this long: from 1 second to 7 days,
    /// in whole seconds; a fraction of a second is left off.
    pub const fn new(expires_in: Duration) -> Self {
        Self {
            expires_in,
            method: None,
        }
    }

    /// Sets the method, in the place of the operation's.
    ///
    /// A form is sent with `GET` unless another method is set here, and always has its
    /// parameters in the query. With `GET` or `HEAD`, the members of a JSON body are parameters
    /// of the query, too, which few services read: Polly's `SynthesizeSpeech` is made for it.
    pub fn method(mut self, method: Method) -> Self {
        self.method = Some(method);
        self
    }

    /// The number of seconds, if it is one that a signature may have.
    pub(super) fn seconds(&self) -> Result<u64, ConfigError> {
        let seconds = self.expires_in.as_secs();
        if (1..=MAX_SECONDS).contains(&seconds) {
            return Ok(seconds);
        }
        Err(ConfigError::new(format!(
            "a presigned request is to last {:?}: expected 1 second through 7 days",
            self.expires_in
        )))
    }
}

impl From<Duration> for PresignOptions {
    fn from(expires_in: Duration) -> Self {
        Self::new(expires_in)
    }
}
