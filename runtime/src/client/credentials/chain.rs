//! The credential chain: the sources in the order in which AWS's SDKs try them.

use std::sync::Arc;

use super::reqsign::Context;
use super::{Credentials, ProvideCredentials, profile};
use crate::client::config::Loaded;
use crate::client::{BoxFuture, CredentialsError, HttpClient};

/// Environment variables, the profile, web identity, container, instance.
pub(crate) struct Chain {
    pub(super) loaded: Arc<Loaded>,
    pub(super) region: Option<String>,
    pub(super) context: Context,
}

impl Chain {
    pub(crate) fn new(
        loaded: Arc<Loaded>,
        region: Option<String>,
        http: Arc<dyn HttpClient>,
    ) -> Self {
        let context = Context::new(loaded.environment.clone(), http);
        Self {
            loaded,
            region,
            context,
        }
    }

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
        if let Some(credentials) = self.context.container().await? {
            tracing::debug!("credentials from the container");
            return Ok(credentials);
        }
        let nowhere = || {
            CredentialsError::new(format!(
                "neither in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
                 nor in profile {:?}, nor by AWS_WEB_IDENTITY_TOKEN_FILE, \
                 nor from a container, nor from the instance",
                self.loaded.profile_name
            ))
        };
        match self.context.instance().await {
            Ok(Some(credentials)) => {
                tracing::debug!("credentials from the instance");
                Ok(credentials)
            }
            Ok(None) => Err(nowhere()),
            Err(error) => Err(nowhere().with_source(error)),
        }
    }

    pub(super) fn variables(&self) -> Result<Option<Credentials>, CredentialsError> {
        let var = |name| self.loaded.environment.var(name);
        match (var("AWS_ACCESS_KEY_ID"), var("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => {
                let credentials = Credentials::new(id, secret);
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
        self.context
            .web_identity(&file, &role, session, self.region.as_deref())
            .await
            .map(Some)
    }
}

impl ProvideCredentials for Chain {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(self.credentials())
    }
}
