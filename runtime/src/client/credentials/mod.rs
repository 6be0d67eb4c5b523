//! Credentials, which requests are signed with, and their sources.
//!
//! Each source is a file, and asks over the client's own HTTP client. JSON and STS's XML go through
//! the runtime's readers. STS and SSO have no endpoint rules beyond prefix, region, FIPS and dual stack, so `endpoint` says where they are.
//! Proofs of `aws login` (`dpop`) are signed by ring, which TLS needs anyway; its form of keys takes
//! 40 lines of DER.
//!
//! Crates for the same take more to build, each alone in a package: reqsign-aws-v4 53 crates and
//! 24.5 s of CPU time, aws-config with aws-sigv4 113 and 54.2 s. reqsign did the requests of five
//! sources, and brought 42 of the client's 87 crates then, serde's macros among them.

mod answer;
mod assume_role;
mod bearer;
mod cache;
mod chain;
mod child;
mod command_line;
mod container;
#[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs"))]
mod dpop;
mod endpoint;
mod expiration;
mod flight;
mod http_source;
mod instance;
mod login;
mod mfa;
mod nesting;
mod process;
mod profile;
mod s3_session;
mod search;
mod sso;
mod sso_profile;
mod sso_token;
mod sts;
mod token_cache;
mod token_file;
mod web_identity;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::{BoxFuture, CredentialsError};
use crate::{Redacted, Timestamp};

pub(crate) use cache::Cache;
pub(crate) use chain::Chain;
pub(crate) use instance::region as region_of_instance;
pub(crate) use mfa::MfaToken;
pub(crate) use s3_session::{Bucket, S3Sessions};

/// An access key, perhaps a temporary one. Cheap to clone.
///
/// ```
/// use tinsmith_runtime::client::Credentials;
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI").with_session_token("token");
/// assert_eq!(credentials.access_key_id(), "AKIDEXAMPLE");
/// assert!(!format!("{credentials:?}").contains("wJalr"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials(Arc<Inner>);

#[derive(Clone, PartialEq, Eq)]
struct Inner {
    access_key_id: String,
    secret_access_key: String,
    session_token: Option<String>,
    /// The token as it is sent; nothing if it has characters that a header can't have.
    token_header: Option<HeaderValue>,
    expires_at: Option<Timestamp>,
    account_id: Option<String>,
}

impl Credentials {
    /// A pair of keys that doesn't expire.
    pub fn new(access_key_id: impl Into<String>, secret_access_key: impl Into<String>) -> Self {
        Self(Arc::new(Inner {
            access_key_id: access_key_id.into(),
            secret_access_key: secret_access_key.into(),
            session_token: None,
            token_header: None,
            expires_at: None,
            account_id: None,
        }))
    }

    /// Sets the session token of temporary credentials. An empty token counts as none.
    #[must_use]
    pub fn with_session_token(mut self, token: impl Into<String>) -> Self {
        let inner = Arc::make_mut(&mut self.0);
        let token = Some(token.into()).filter(|token| !token.is_empty());
        let header = token.as_deref().map(HeaderValue::from_str);
        inner.token_header = header.and_then(Result::ok).map(|mut value| {
            value.set_sensitive(true);
            value
        });
        inner.session_token = token;
        self
    }

    /// Sets the time at which the credentials expire.
    #[must_use]
    pub fn with_expires_at(mut self, time: Timestamp) -> Self {
        Arc::make_mut(&mut self.0).expires_at = Some(time);
        self
    }

    /// Sets the id of the account that the credentials belong to, twelve digits. An empty id
    /// counts as none.
    #[must_use]
    pub fn with_account_id(mut self, id: impl Into<String>) -> Self {
        let id = id.into();
        Arc::make_mut(&mut self.0).account_id = Some(id).filter(|id| !id.is_empty());
        self
    }

    /// The id of the key, which isn't secret.
    pub fn access_key_id(&self) -> &str {
        &self.0.access_key_id
    }

    /// The key itself.
    pub fn secret_access_key(&self) -> &str {
        &self.0.secret_access_key
    }

    /// The session token of temporary credentials.
    pub fn session_token(&self) -> Option<&str> {
        self.0.session_token.as_deref()
    }

    /// When they expire, if they do.
    pub fn expires_at(&self) -> Option<Timestamp> {
        self.0.expires_at
    }

    /// The id of the account that they belong to, if their source tells it. It isn't secret.
    pub fn account_id(&self) -> Option<&str> {
        self.0.account_id.as_deref()
    }

    pub(crate) fn token_header(&self) -> Option<&HeaderValue> {
        self.0.token_header.as_ref()
    }
}

impl fmt::Debug for Credentials {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Credentials")
            .field("access_key_id", &self.access_key_id())
            .field("secret_access_key", &Redacted)
            .field("session_token", &self.session_token().map(|_| Redacted))
            .field("expires_at", &self.expires_at())
            .field("account_id", &self.account_id())
            .finish()
    }
}

/// Where credentials come from.
///
/// An implementation needn't cache. The client keeps what it got, and asks again from five
/// minutes before it expires: beside the calls, which use what is valid meanwhile. Only where
/// nothing is valid do calls wait, all of them for one request, and they share what comes of
/// it, also if that is an error. Credentials that have expired as they come are an error.
///
/// An implementation may make calls itself, by clients that have credentials of their own. A
/// call that needs the credentials that it is about to provide gets those that are still valid,
/// or an error.
///
/// The future runs in the tokio runtime of the call that wanted credentials first. It is dropped
/// when no call waits for it any more, unless there are still valid credentials.
pub trait ProvideCredentials: Send + Sync + 'static {
    /// Credentials that are valid now.
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>>;

    /// How long [`provide`](Self::provide) may take: one minute. Who asks a person needs longer.
    fn time_limit(&self) -> Duration {
        Duration::from_secs(60)
    }
}

impl ProvideCredentials for Credentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

#[cfg(test)]
mod account_tests;

#[cfg(test)]
mod tests {
    use super::Credentials;

    #[test]
    fn the_parts_of_credentials_are_those_that_were_given() {
        let credentials = Credentials::new("id", "secret").with_session_token("token");
        assert_eq!(credentials.access_key_id(), "id");
        assert_eq!(credentials.secret_access_key(), "secret");
        assert_eq!(credentials.session_token(), Some("token"));
    }
}
