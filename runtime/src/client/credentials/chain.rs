//! The credential chain: the sources in the order in which AWS's SDKs try them.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use super::{
    Credentials, MfaToken, ProvideCredentials, container, instance, profile, web_identity,
};
use crate::client::config::Loaded;
use crate::client::{BoxFuture, CredentialsError, HttpClient};
use crate::endpoint::Partitions;

/// Environment variables, the profile, web identity, container, instance.
pub(crate) struct Chain {
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) http: Arc<dyn HttpClient>,
    pub(crate) region: Option<String>,
    pub(crate) use_fips: bool,
    pub(crate) use_dual_stack: bool,
    pub(crate) partitions: Arc<Partitions>,
    pub(crate) mfa_token: Option<MfaToken>,
    /// The last that the instance gave.
    pub(crate) instance_credentials: Mutex<Option<Credentials>>,
}

impl Chain {
    async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let environment = &self.loaded.environment;
        // A profile that the program chose is what it wants, whatever the variables say.
        if environment.chosen_profile().is_none() {
            if let Some(credentials) = self.variables()? {
                tracing::debug!("credentials from environment variables");
                return Ok(credentials);
            }
        }
        if let Some(credentials) = profile::credentials(self).await? {
            return Ok(credentials);
        }
        if let Some(credentials) = self.web_identity().await? {
            tracing::debug!("credentials from web identity");
            return Ok(credentials);
        }
        if let Some(credentials) = container::credentials(self).await? {
            tracing::debug!("credentials from the container");
            return Ok(credentials);
        }
        let nowhere = |instance: &str| {
            CredentialsError::new(format!(
                "neither in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
                 nor in profile {:?}, nor by AWS_WEB_IDENTITY_TOKEN_FILE, \
                 nor from a container, nor from the instance ({instance})",
                self.loaded.profile_name
            ))
        };
        match instance::credentials(self).await {
            Ok(Some(credentials)) => {
                tracing::debug!("credentials from the instance");
                Ok(credentials)
            }
            Ok(None) => Err(nowhere("by AWS_EC2_METADATA_DISABLED it isn't asked")),
            Err(error) => Err(nowhere(error.message()).with_source(error)),
        }
    }

    /// A setting of the credential sources: the variable's value, or else that of the key
    /// in the profile.
    pub(super) fn setting(&self, variable: &str, key: &str) -> Option<String> {
        let of_profile = || {
            let profile = self.loaded.profiles.profile(&self.loaded.profile_name)?;
            Some(profile.get(key)?.value.clone()).filter(|value| !value.is_empty())
        };
        self.loaded.environment.var(variable).or_else(of_profile)
    }

    pub(super) fn variables(&self) -> Result<Option<Credentials>, CredentialsError> {
        let var = |name| self.loaded.environment.var(name);
        match (var("AWS_ACCESS_KEY_ID"), var("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => {
                let account = var("AWS_ACCOUNT_ID").unwrap_or_default();
                let credentials = Credentials::new(id, secret).with_account_id(account);
                Ok(Some(match var("AWS_SESSION_TOKEN") {
                    Some(token) => credentials.with_session_token(token),
                    None => credentials,
                }))
            }
            (None, None) => Ok(None),
            (Some(_), None) => Err(CredentialsError::new(
                "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not",
            )),
            (None, Some(_)) => Err(CredentialsError::new(
                "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not",
            )),
        }
    }

    async fn web_identity(&self) -> Result<Option<Credentials>, CredentialsError> {
        let var = |name| self.loaded.environment.var(name);
        let (Some(file), Some(role)) = (var("AWS_WEB_IDENTITY_TOKEN_FILE"), var("AWS_ROLE_ARN"))
        else {
            return Ok(None);
        };
        let session = var("AWS_ROLE_SESSION_NAME");
        let region = self.region.as_deref();
        web_identity::credentials(self, &file, &role, session.as_deref(), region)
            .await
            .map(Some)
    }
}

impl ProvideCredentials for Chain {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.credentials())
    }

    /// Sources have limits of their own, which together are less; a person doesn't.
    fn time_limit(&self) -> Duration {
        let minutes = if self.mfa_token.is_some() { 5 } else { 1 };
        Duration::from_secs(60 * minutes)
    }
}
