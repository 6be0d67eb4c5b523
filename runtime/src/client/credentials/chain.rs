//! The configuration, as the sources of credentials look at it.

use std::sync::{Arc, Mutex};

use super::{Credentials, MfaToken, expiration};
use crate::client::config::{Loaded, Section};
use crate::client::{ConfigError, CredentialsError, HttpClient};
use crate::endpoint::Partitions;

/// Environment variables, the profile with the variables for web identity, container,
/// instance.
pub(crate) struct Chain {
    pub(crate) loaded: Arc<Loaded>,
    pub(crate) http: Arc<dyn HttpClient>,
    pub(crate) region: Option<String>,
    pub(crate) use_fips: bool,
    /// Whether the region of the calls is a pseudo-region for FIPS.
    pub(crate) is_fips_region: bool,
    pub(crate) use_dual_stack: bool,
    /// Whether STS is called where it was when it had one endpoint (`sts_regional_endpoints`).
    pub(crate) is_sts_global: bool,
    pub(crate) partitions: Arc<Partitions>,
    pub(crate) mfa_token: Option<MfaToken>,
    /// The last that the instance gave.
    pub(crate) instance_credentials: Mutex<Option<Credentials>>,
}

impl Chain {
    /// A setting of the credential sources: the variable's value, or else that of the key
    /// in the profile.
    pub(super) fn setting(&self, variable: &str, key: &str) -> Option<String> {
        let of_profile = || {
            let profile = self.profile(&self.loaded.profile_name).ok()??;
            Some(profile.get(key)?.value.clone()).filter(|value| !value.is_empty())
        };
        self.loaded.environment.var(variable).or_else(of_profile)
    }

    pub(super) fn profile(&self, name: &str) -> Result<Option<&Section>, CredentialsError> {
        self.loaded.profiles.profile(name).map_err(unsound)
    }

    pub(super) fn sso_session(&self, name: &str) -> Result<Option<&Section>, CredentialsError> {
        self.loaded.profiles.sso_session(name).map_err(unsound)
    }

    /// Whether FIPS is wanted in the region of the calls. A pseudo-region says nothing of
    /// other regions.
    pub(super) fn fips_of_calls(&self) -> bool {
        self.use_fips || self.is_fips_region
    }

    /// The keys in variables. Of the two names of the token, the older one wins, as in
    /// botocore.
    pub(super) fn variables(&self) -> Result<Option<Credentials>, CredentialsError> {
        let var = |name| self.loaded.environment.var(name);
        let (id, secret) = match (var("AWS_ACCESS_KEY_ID"), var("AWS_SECRET_ACCESS_KEY")) {
            (Some(id), Some(secret)) => (id, secret),
            (None, None) => return Ok(None),
            (Some(_), None) => {
                return Err(CredentialsError::new(
                    "AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not",
                ));
            }
            (None, Some(_)) => {
                return Err(CredentialsError::new(
                    "AWS_SECRET_ACCESS_KEY is set, but AWS_ACCESS_KEY_ID is not",
                ));
            }
        };
        let account = var("AWS_ACCOUNT_ID").unwrap_or_default();
        let mut credentials = Credentials::new(id, secret).with_account_id(account);
        if let Some(token) = var("AWS_SECURITY_TOKEN").or_else(|| var("AWS_SESSION_TOKEN")) {
            credentials = credentials.with_session_token(token);
        }
        if let Some(text) = var("AWS_CREDENTIAL_EXPIRATION") {
            let time = expiration::parse(&text).ok_or_else(|| {
                CredentialsError::new(format!(
                    "AWS_CREDENTIAL_EXPIRATION is {text:?}: expected a time such as \
                     `2030-01-01T00:00:00Z`"
                ))
            })?;
            credentials = credentials.with_expires_at(time);
        }
        Ok(Some(credentials))
    }
}

/// Of a section that was needed.
fn unsound(error: ConfigError) -> CredentialsError {
    CredentialsError::new(error.to_string()).with_source(error)
}
