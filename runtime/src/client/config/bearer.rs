//! Bearer tokens of a configuration.

use std::any::Any;
use std::sync::Arc;

use super::builder::Config;
use super::loaded::Loaded;
use super::resources::NoCredentials;
use super::sources::TokenSource;
use crate::client::bearer::{TokenCache, variable};
use crate::client::{BearerToken, BoxFuture, CredentialsError, HttpClient, ProvideBearerToken};

impl Config {
    /// Sets where bearer tokens come from, for services that take them: a [`BearerToken`], or a
    /// provider. Without it, a token is taken from the variable `AWS_BEARER_TOKEN_<SERVICE>`, or
    /// else it is the one of the profile's `sso_session`.
    #[must_use]
    pub fn bearer_token(mut self, provider: impl ProvideBearerToken) -> Self {
        let given = (&provider as &dyn Any).downcast_ref::<BearerToken>();
        self.bearer_token = Some(match given {
            Some(token) => TokenSource::Given(token.clone()),
            None => TokenSource::Asked(Arc::new(provider)),
        });
        self.shared.forget_credentials();
        self
    }

    /// The bearer token that services are called with that have no variable of their own: that
    /// of [`bearer_token`](Self::bearer_token), or else that of the profile's `sso_session`. A
    /// token that is about to expire is renewed. Clients of this configuration use it, too.
    ///
    /// ```
    /// use tinsmith_runtime::client::{BearerToken, Config};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let config = Config::new().bearer_token(BearerToken::new("mF_9.B5f-4.1JqM"));
    /// assert_eq!(config.resolve_bearer_token().await?.token(), "mF_9.B5f-4.1JqM");
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There is no token, or its source can't give it.
    pub async fn resolve_bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        let token = self.resources().tokens.get().await?;
        let value = BearerToken::new(token.session_token().unwrap_or_default());
        Ok(match token.expires_at() {
            Some(time) => value.with_expires_at(time),
            None => value,
        })
    }

    /// The bearer token that a service is called with: that of its variable
    /// `AWS_BEARER_TOKEN_<SERVICE>`, or else what
    /// [`resolve_bearer_token`](Self::resolve_bearer_token) gives. The service is called by its
    /// name in signatures, as the variable is: `bedrock` for Bedrock Runtime, `codecatalyst`.
    ///
    /// The variable isn't looked at if the program set a token, or chose a profile.
    ///
    /// ```
    /// use tinsmith_runtime::client::{Config, Environment};
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let environment = Environment::empty().variable("AWS_BEARER_TOKEN_BEDROCK", "mF_9");
    /// let config = Config::load(environment)?;
    /// assert_eq!(config.resolve_bearer_token_for("bedrock").await?.token(), "mF_9");
    /// assert!(config.resolve_bearer_token_for("codecatalyst").await.is_err());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// There is no token, or its source can't give it.
    pub async fn resolve_bearer_token_for(
        &self,
        signing_name: &str,
    ) -> Result<BearerToken, CredentialsError> {
        match self.token_of_variable(signing_name) {
            Some(token) => Ok(BearerToken::new(token)),
            None => self.resolve_bearer_token().await,
        }
    }

    /// The token in the variable of a service. As with access keys, it isn't looked at if the
    /// program chose a profile; nor if the program gave a token itself.
    pub(super) fn token_of_variable(&self, signing_name: &str) -> Option<String> {
        let Loaded { environment, .. } = self.source.as_deref()?;
        if self.bearer_token.is_some() || environment.chosen_profile().is_some() {
            return None;
        }
        environment.var(&variable(signing_name))
    }

    /// Keeps the tokens that calls carry.
    pub(super) fn token_cache(&self, http: &Arc<dyn HttpClient>) -> TokenCache {
        match &self.bearer_token {
            Some(TokenSource::Given(token)) => TokenCache::given(token),
            Some(TokenSource::Asked(provider)) => TokenCache::new(provider.clone()),
            None => match self.chain(http.clone()) {
                Some(chain) => TokenCache::new(Arc::new(chain)),
                None => TokenCache::new(Arc::new(NoCredentials)),
            },
        }
    }
}

impl ProvideBearerToken for NoCredentials {
    fn provide(&self) -> BoxFuture<'_, Result<BearerToken, CredentialsError>> {
        Box::pin(std::future::ready(Err(CredentialsError::new(
            "there is no bearer token: call Config::bearer_token, or start from Config::from_env",
        ))))
    }
}
