//! The search for credentials: the sources in the order in which AWS's SDKs try them.

use std::time::Duration;

use super::chain::Chain;
use super::{Credentials, ProvideCredentials, container, instance, profile};
use crate::client::{BoxFuture, CredentialsError};

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
}

impl ProvideCredentials for Chain {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.credentials())
    }

    /// Sources have limits of their own, and this is for several of them, one after the other.
    /// A person needs longer.
    fn time_limit(&self) -> Duration {
        let minutes = if self.mfa_token.is_some() { 5 } else { 2 };
        Duration::from_secs(60 * minutes)
    }
}
