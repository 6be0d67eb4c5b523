//! Keeps a bearer token until shortly before it expires.

use std::sync::Arc;

use super::{BearerToken, ProvideBearerToken};
use crate::client::credentials::Cache;
use crate::client::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};

/// The rules for keeping and refreshing tokens are those for credentials, so the cache of
/// credentials keeps them: a token takes the place of a session token there.
pub(crate) struct TokenCache(Cache);

struct AsCredentials(Arc<dyn ProvideBearerToken>);

impl ProvideCredentials for AsCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let token = self.0.provide().await?;
            Ok(as_credentials(&token))
        })
    }
}

fn as_credentials(token: &BearerToken) -> Credentials {
    let credentials = Credentials::new("", "").with_session_token(token.token());
    match token.expires_at() {
        Some(time) => credentials.with_expires_at(time),
        None => credentials,
    }
}

impl TokenCache {
    pub(crate) fn new(provider: Arc<dyn ProvideBearerToken>) -> Self {
        Self(Cache::new(Arc::new(AsCredentials(provider))))
    }

    /// For a token that is here, so that nobody has to be asked.
    pub(crate) fn given(token: &BearerToken) -> Self {
        Self(Cache::given(as_credentials(token)))
    }

    /// A valid token, as the session token of what is returned.
    pub(crate) async fn get(&self) -> Result<Credentials, CredentialsError> {
        self.0.get().await
    }

    /// Forgets a token, because the service says that it has expired.
    pub(crate) fn forget(&self, token: &Credentials) {
        self.0.forget(token);
    }
}

/// The variable with the token of a service, such as `AWS_BEARER_TOKEN_BEDROCK`: it is named
/// after the service's name in signatures, as botocore has it.
pub(crate) fn variable(signing_name: &str) -> String {
    let name = signing_name.replace([' ', '-'], "_").to_ascii_uppercase();
    format!("AWS_BEARER_TOKEN_{name}")
}
