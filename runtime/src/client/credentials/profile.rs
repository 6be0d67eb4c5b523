//! Credentials as a profile of the shared files describes them.

use super::assume_role::{self, AssumeRole};
use super::chain::Chain;
use super::sso::{self, Sso};
use super::{Credentials, container, instance, login, process, web_identity};
use crate::client::config::Section;
use crate::client::{BoxFuture, CredentialsError};

/// The profile's credentials; nothing if it has none, or there is no profile.
pub(super) async fn credentials(chain: &Chain) -> Result<Option<Credentials>, CredentialsError> {
    let name = chain.loaded.profile_name.clone();
    let mut seen = Vec::new();
    match of_profile(chain, &name, &mut seen).await? {
        Some(credentials) => {
            tracing::debug!(profile = name, "credentials from the profile");
            Ok(Some(credentials))
        }
        None => Ok(None),
    }
}

/// A profile may get its credentials by those of another, so this calls itself.
fn of_profile<'a>(
    chain: &'a Chain,
    name: &'a str,
    seen: &'a mut Vec<String>,
) -> BoxFuture<'a, Result<Option<Credentials>, CredentialsError>> {
    Box::pin(async move {
        let Some(section) = chain.loaded.profiles.profile(name) else {
            return Ok(None);
        };
        let profile = Profile { name, section };
        // A profile that is its own source stands for its static credentials.
        let is_source_of_itself = seen.iter().any(|seen| seen == name);
        let role = profile.get("role_arn").filter(|_| !is_source_of_itself);
        if let Some(role) = role {
            seen.push(name.to_owned());
            return by_role(chain, &profile, role, seen).await.map(Some);
        }
        if let Some(credentials) = by_sso(chain, &profile).await? {
            return Ok(Some(credentials));
        }
        if let Some(credentials) = profile.keys()? {
            return Ok(Some(credentials));
        }
        if let Some(session) = profile.get("login_session") {
            return login::credentials(chain, session).await.map(Some);
        }
        if let Some(command) = profile.get("credential_process") {
            let credentials = process::credentials(command).await?;
            return Ok(Some(profile.with_account_id(credentials)));
        }
        if is_source_of_itself {
            return Err(profile.error("its source profiles go round in a circle"));
        }
        Ok(None)
    })
}

struct Profile<'a> {
    name: &'a str,
    section: &'a Section,
}

impl<'a> Profile<'a> {
    fn get(&self, key: &str) -> Option<&'a str> {
        let property = self.section.get(key)?;
        Some(property.value.as_str()).filter(|value| !value.is_empty())
    }

    fn expect(&self, key: &str, because: &str) -> Result<&'a str, CredentialsError> {
        self.get(key)
            .ok_or_else(|| self.error(&format!("{because}, but no `{key}`")))
    }

    fn error(&self, text: &str) -> CredentialsError {
        CredentialsError::new(format!("profile {:?}: {text}", self.name))
    }

    /// The credentials with the account that the profile names, unless their source named one.
    fn with_account_id(&self, credentials: Credentials) -> Credentials {
        match self.get("aws_account_id") {
            Some(id) if credentials.account_id().is_none() => credentials.with_account_id(id),
            _ => credentials,
        }
    }

    fn keys(&self) -> Result<Option<Credentials>, CredentialsError> {
        let (id, secret) = ("aws_access_key_id", "aws_secret_access_key");
        match (self.get(id), self.get(secret)) {
            (None, None) => Ok(None),
            (Some(_), None) => {
                Err(self.error("it has `aws_access_key_id`, but no `aws_secret_access_key`"))
            }
            (None, Some(_)) => {
                Err(self.error("it has `aws_secret_access_key`, but no `aws_access_key_id`"))
            }
            (Some(id), Some(secret)) => {
                let credentials = self.with_account_id(Credentials::new(id, secret));
                Ok(Some(match self.get("aws_session_token") {
                    Some(token) => credentials.with_session_token(token),
                    None => credentials,
                }))
            }
        }
    }
}

async fn by_role(
    chain: &Chain,
    profile: &Profile<'_>,
    arn: &str,
    seen: &mut Vec<String>,
) -> Result<Credentials, CredentialsError> {
    let region = profile.get("region").or(chain.region.as_deref());
    let session = profile.get("role_session_name");
    if let Some(file) = profile.get("web_identity_token_file") {
        return web_identity::credentials(chain, file, arn, session, region).await;
    }
    let mfa = match (profile.get("mfa_serial"), &chain.mfa_token) {
        (None, _) => None,
        (Some(serial), Some(token)) => Some((serial, token)),
        (Some(_), None) => {
            return Err(profile.error(
                "it has `mfa_serial`, and nobody can be asked for a code: call Config::mfa_token",
            ));
        }
    };
    let duration_seconds = match profile.get("duration_seconds") {
        None => None,
        Some(text) => Some(text.parse().map_err(|_| {
            profile.error(&format!(
                "`duration_seconds` is {text:?}: expected a number"
            ))
        })?),
    };
    let source = match (
        profile.get("source_profile"),
        profile.get("credential_source"),
    ) {
        (Some(source), None) => of_profile(chain, source, seen).await?.ok_or_else(|| {
            profile.error(&format!("its source profile {source:?} has no credentials"))
        })?,
        (None, Some("Environment")) => chain.variables()?.ok_or_else(|| {
            profile.error("its credential source is the environment, which has none")
        })?,
        (None, Some("EcsContainer")) => container::credentials(chain).await?.ok_or_else(|| {
            profile.error("its credential source is the container, which has none")
        })?,
        (None, Some("Ec2InstanceMetadata")) => {
            instance::credentials(chain).await?.ok_or_else(|| {
                profile.error("its credential source is the instance, which is not asked")
            })?
        }
        (None, Some(other)) => {
            return Err(profile.error(&format!(
                "`credential_source` is {other:?}: expected `Environment`, `EcsContainer` or \
                 `Ec2InstanceMetadata`"
            )));
        }
        (Some(_), Some(_)) | (None, None) => {
            return Err(profile.error(
                "with `role_arn` goes either `source_profile`, `credential_source` or \
                 `web_identity_token_file`",
            ));
        }
    };
    let role = AssumeRole {
        arn,
        session,
        external_id: profile.get("external_id"),
        duration_seconds,
        mfa,
        region,
    };
    assume_role::credentials(chain, &source, role).await
}

async fn by_sso(
    chain: &Chain,
    profile: &Profile<'_>,
) -> Result<Option<Credentials>, CredentialsError> {
    let (cache_key, region) = if let Some(name) = profile.get("sso_session") {
        let Some(section) = chain.loaded.profiles.sso_session(name) else {
            return Err(profile.error(&format!("there is no section `[sso-session {name}]`")));
        };
        let session = Profile { name, section };
        (name, session.expect("sso_region", "it is an SSO session")?)
    } else if let Some(url) = profile.get("sso_start_url") {
        (url, profile.expect("sso_region", "it has `sso_start_url`")?)
    } else {
        return Ok(None);
    };
    let sso = Sso {
        cache_key,
        is_session: profile.get("sso_session").is_some(),
        region,
        account: profile.expect("sso_account_id", "it is for SSO")?,
        role: profile.expect("sso_role_name", "it is for SSO")?,
    };
    sso::credentials(chain, sso).await.map(Some)
}
