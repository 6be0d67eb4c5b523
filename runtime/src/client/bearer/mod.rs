//! Bearer tokens: what requests carry to services that take them (`smithy.api#httpBearerAuth`).

mod cache;

use std::fmt;
use std::sync::Arc;

use http::{HeaderValue, Uri};

use super::{BoxFuture, ConfigError, CredentialsError};
use crate::{Redacted, Timestamp};

pub(crate) use cache::{TokenCache, variable};

/// A token that a service takes for who sends a request
/// ([RFC 6750](https://www.rfc-editor.org/rfc/rfc6750)). Cheap to clone.
///
/// ```
/// use tinsmith_runtime::client::{BearerToken, Config};
///
/// let token = BearerToken::new("mF_9.B5f-4.1JqM");
/// assert!(!format!("{token:?}").contains("mF_9"));
/// let config = Config::new().bearer_token(token);
/// # let _ = config;
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct BearerToken {
    token: Arc<str>,
    expires_at: Option<Timestamp>,
}

impl BearerToken {
    /// Makes a token that doesn't expire.
    pub fn new(token: impl Into<Arc<str>>) -> Self {
        Self {
            token: token.into(),
            expires_at: None,
        }
    }

    /// Sets the time from which on the token is no longer valid.
    #[must_use]
    pub fn with_expires_at(mut self, time: Timestamp) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Returns the token, which is secret.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// Returns the time at which the token expires, if it does.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.expires_at
    }
}

impl fmt::Debug for BearerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BearerToken")
            .field("token", &Redacted)
            .field("expires_at", &self.expires_at)
            .finish()
    }
}

/// A source of bearer tokens.
///
/// The client asks again shortly before a token expires, and keeps the answer meanwhile: an
/// implementation needn't cache.
pub trait ProvideBearerToken: Send + Sync + 'static {
    /// Provides a token that is valid now.
    fn provide(&self) -> BoxFuture<'_, Result<BearerToken, CredentialsError>>;
}

impl ProvideBearerToken for BearerToken {
    fn provide(&self) -> BoxFuture<'_, Result<BearerToken, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// The header `authorization` with a token, for a request to this URL.
///
/// # Errors
///
/// A URL without TLS: who reads the request has the token
/// ([RFC 6750, section 5.3](https://www.rfc-editor.org/rfc/rfc6750#section-5.3)). Only this
/// machine may be called without. A token that is empty, or that a header can't have.
pub(crate) fn authorization(url: &Uri, token: &str) -> Result<HeaderValue, ConfigError> {
    if url.scheme_str() != Some("https") && !is_loopback(url) {
        return Err(ConfigError::new(format!(
            "the endpoint {url} isn't HTTPS: a bearer token isn't sent without it, except to this \
             machine"
        )));
    }
    if token.is_empty() {
        return Err(ConfigError::new("the bearer token is empty"));
    }
    let value = HeaderValue::from_maybe_shared(bytes::Bytes::from(format!("Bearer {token}")));
    let mut value = value.map_err(|_| {
        ConfigError::new("the bearer token has characters that a header can't have")
    })?;
    value.set_sensitive(true);
    Ok(value)
}

fn is_loopback(url: &Uri) -> bool {
    let Some(host) = url.host() else {
        return false;
    };
    let address = host.trim_start_matches('[').trim_end_matches(']');
    let address = address.parse::<std::net::IpAddr>();
    host.eq_ignore_ascii_case("localhost") || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(url: &str, token: &str) -> Result<HeaderValue, String> {
        authorization(&url.parse().unwrap(), token).map_err(|error| error.to_string())
    }

    #[test]
    fn a_token_goes_over_tls_or_stays_on_this_machine() {
        for url in [
            "https://service.example",
            "http://localhost:8080",
            "http://127.0.0.1:1",
            "http://[::1]:1",
        ] {
            let header = header(url, "mF_9.B5f-4.1JqM").unwrap();
            assert_eq!(header, "Bearer mF_9.B5f-4.1JqM");
            assert!(header.is_sensitive());
        }
        for url in [
            "http://service.example",
            "http://localhost.example",
            "http://10.0.0.1",
        ] {
            let error = header(url, "mF_9").unwrap_err();
            assert!(error.contains("isn't HTTPS"), "{error}");
            assert!(!error.contains("mF_9"), "{error}");
        }
    }

    #[test]
    fn a_token_has_to_fit_into_a_header() {
        for token in ["a\nb", "a\0"] {
            let error = header("https://service.example", token).unwrap_err();
            assert!(error.ends_with("that a header can't have"), "{error}");
        }
        let error = header("https://service.example", "").unwrap_err();
        assert!(error.ends_with("the bearer token is empty"), "{error}");
    }
}
