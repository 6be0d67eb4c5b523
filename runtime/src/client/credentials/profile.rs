//! Credentials as a profile of the shared files describes them, in botocore's order.

use super::assume_role::{self, AssumeRole};
use super::chain::Chain;
use super::sso;
use super::sso_profile::Sso;
use super::{Credentials, container, instance, login, process, web_identity};
use crate::client::config::{File, Property, Section};
use crate::client::{BoxFuture, CredentialsError};

/// The credentials of the profile in use; nothing if it has none, or there is no profile.
pub(super) async fn credentials(chain: &Chain) -> Result<Option<Credentials>, CredentialsError> {
    let name = &*chain.loaded.profile_name;
    let nothing = Section::default();
    let profile = Profile {
        name,
        section: chain.profile(name)?.unwrap_or(&nothing),
        // The program that chose the profile wants what that says and not the variables.
        with_variables: chain.loaded.environment.chosen_profile().is_none(),
    };
    // It has to be there, whether it is needed or not.
    sso_session(chain, &profile)?;
    let credentials = match profile.has_role() {
        true => Some(by_role(chain, &profile, &[]).await?),
        false => of_itself(chain, &profile).await?,
    };
    if credentials.is_some() {
        tracing::debug!(profile = name, "credentials from the profile");
    }
    Ok(credentials)
}

#[derive(Clone, Copy)]
struct Profile<'a> {
    name: &'a str,
    section: &'a Section,
    /// Whether the variables for web identity count.
    with_variables: bool,
}

impl<'a> Profile<'a> {
    /// A value that credentials depend on: a key without one is an error, as somebody meant
    /// something by it.
    fn get(&self, key: &str) -> Result<Option<&'a str>, CredentialsError> {
        self.value(key, self.section.get(key))
    }

    fn get_in(&self, file: File, key: &str) -> Result<Option<&'a str>, CredentialsError> {
        self.value(key, self.section.get_in(file, key))
    }

    fn value(
        &self,
        key: &str,
        property: Option<&'a Property>,
    ) -> Result<Option<&'a str>, CredentialsError> {
        match property.map(|property| property.value.as_str()) {
            Some("") => Err(self.error(&format!("`{key}` has no value"))),
            value => Ok(value),
        }
    }

    /// A value that may be left empty.
    fn detail(&self, key: &str) -> Option<&'a str> {
        let property = self.section.get(key)?;
        Some(property.value.as_str()).filter(|value| !value.is_empty())
    }

    fn has(&self, key: &str) -> bool {
        self.section.get(key).is_some()
    }

    /// Whether it is a role that other credentials assume.
    fn has_role(&self) -> bool {
        self.has("role_arn") && !self.has("web_identity_token_file")
    }

    fn has_keys(&self) -> bool {
        self.has("aws_access_key_id") || self.has("aws_secret_access_key")
    }

    fn error(&self, text: &str) -> CredentialsError {
        CredentialsError::new(format!("profile {:?}: {text}", self.name))
    }

    /// The keys in one of the files: a pair is never made of both.
    fn keys(&self, file: File) -> Result<Option<Credentials>, CredentialsError> {
        let (id, secret) = ("aws_access_key_id", "aws_secret_access_key");
        let (id, secret) = match (self.get_in(file, id)?, self.get_in(file, secret)?) {
            (Some(id), Some(secret)) => (id, secret),
            (None, None) => return Ok(None),
            (Some(_), None) => return Err(self.half_a_pair(file, id, secret)),
            (None, Some(_)) => return Err(self.half_a_pair(file, secret, id)),
        };
        let mut credentials = Credentials::new(id, secret);
        // The older name wins, as in botocore.
        for key in ["aws_security_token", "aws_session_token"] {
            if let Some(token) = self.section.get_in(file, key) {
                if !token.value.is_empty() {
                    credentials = credentials.with_session_token(token.value.as_str());
                }
                break;
            }
        }
        let account = self.section.get_in(file, "aws_account_id");
        let account = account.map_or("", |property| property.value.as_str());
        Ok(Some(credentials.with_account_id(account)))
    }

    fn half_a_pair(&self, file: File, there: &str, missing: &str) -> CredentialsError {
        let property = self.section.get_in(file, there);
        let file = property.map_or("", |property| property.file.as_str());
        self.error(&format!(
            "it has `{there}` in {file}, but no `{missing}` there"
        ))
    }
}

/// The credentials that a profile has without assuming a role by others.
fn of_itself<'a>(
    chain: &'a Chain,
    profile: &'a Profile<'_>,
) -> BoxFuture<'a, Result<Option<Credentials>, CredentialsError>> {
    // Behind a pointer, as two functions wait for it.
    Box::pin(async move {
        if let Some(credentials) = by_web_identity(chain, profile).await? {
            return Ok(Some(credentials));
        }
        if let Some(credentials) = by_sso(chain, profile).await? {
            return Ok(Some(credentials));
        }
        if let Some(credentials) = profile.keys(File::Credentials)? {
            return Ok(Some(credentials));
        }
        if let Some(session) = profile.get("login_session")? {
            return login::credentials(chain, session).await.map(Some);
        }
        if let Some(command) = profile.get("credential_process")? {
            let credentials = process::credentials(command).await?;
            return Ok(Some(match profile.detail("aws_account_id") {
                Some(id) if credentials.account_id().is_none() => credentials.with_account_id(id),
                _ => credentials,
            }));
        }
        profile.keys(File::Config)
    })
}

/// A variable wins over the key of the profile, each by itself.
async fn by_web_identity(
    chain: &Chain,
    profile: &Profile<'_>,
) -> Result<Option<Credentials>, CredentialsError> {
    let var = |name| match profile.with_variables {
        true => chain.loaded.environment.var(name),
        false => None,
    };
    let get = |variable, key| match var(variable) {
        Some(value) => Ok(Some(value)),
        None => Ok(profile.get(key)?.map(str::to_owned)),
    };
    let Some(file) = get("AWS_WEB_IDENTITY_TOKEN_FILE", "web_identity_token_file")? else {
        return Ok(None);
    };
    let Some(role) = get("AWS_ROLE_ARN", "role_arn")? else {
        return Err(profile.error(
            "there is a token for web identity, by AWS_WEB_IDENTITY_TOKEN_FILE or \
             `web_identity_token_file`, but no role: set AWS_ROLE_ARN or `role_arn`",
        ));
    };
    let session = var("AWS_ROLE_SESSION_NAME");
    let session = session.as_deref().or(profile.detail("role_session_name"));
    let credentials = web_identity::credentials(chain, &file, &role, session).await?;
    Ok(Some(credentials))
}

/// The credentials of the profile's role. `followed` are the profiles that led here.
fn by_role<'a>(
    chain: &'a Chain,
    profile: &'a Profile<'a>,
    followed: &'a [&'a str],
) -> BoxFuture<'a, Result<Credentials, CredentialsError>> {
    // A source profile may have a role itself, so this calls itself.
    Box::pin(async move {
        let arn = profile.get("role_arn")?.unwrap_or_default();
        let mfa = match (profile.get("mfa_serial")?, &chain.mfa_token) {
            (None, _) => None,
            (Some(serial), Some(token)) => Some((serial, token)),
            (Some(_), None) => {
                return Err(profile.error(
                    "it has `mfa_serial`, and nobody can be asked for a code: call \
                     Config::mfa_token",
                ));
            }
        };
        let duration_seconds = match profile.detail("duration_seconds") {
            None => None,
            Some(text) => Some(text.parse().map_err(|_| {
                profile.error(&format!(
                    "`duration_seconds` is {text:?}: expected a number"
                ))
            })?),
        };
        let external_id = profile.get("external_id")?;
        let source = source(chain, profile, followed).await?;
        let role = AssumeRole {
            arn,
            session: profile.detail("role_session_name"),
            external_id,
            duration_seconds,
            mfa,
        };
        assume_role::credentials(chain, &source, role).await
    })
}

/// The credentials that assume a profile's role.
async fn source(
    chain: &Chain,
    profile: &Profile<'_>,
    followed: &[&str],
) -> Result<Credentials, CredentialsError> {
    let none = |place: &str| profile.error(&format!("its credential source is the {place}"));
    match (
        profile.get("source_profile")?,
        profile.get("credential_source")?,
    ) {
        (Some(source), None) => of_source_profile(chain, profile, source, followed).await,
        (None, Some("Environment")) => chain
            .variables()?
            .ok_or_else(|| none("environment, which has none")),
        (None, Some("EcsContainer")) => container::credentials(chain)
            .await?
            .ok_or_else(|| none("container, which has none")),
        (None, Some("Ec2InstanceMetadata")) => instance::credentials(chain)
            .await?
            .ok_or_else(|| none("instance, which is not asked")),
        (None, Some(other)) => Err(profile.error(&format!(
            "`credential_source` is {other:?}: expected `Environment`, `EcsContainer` or \
             `Ec2InstanceMetadata`"
        ))),
        (Some(_), Some(_)) | (None, None) => Err(profile.error(
            "with `role_arn` goes either `source_profile`, `credential_source` or \
             `web_identity_token_file`",
        )),
    }
}

/// The credentials of a source profile. Keys end the chain of roles.
async fn of_source_profile(
    chain: &Chain,
    profile: &Profile<'_>,
    name: &str,
    followed: &[&str],
) -> Result<Credentials, CredentialsError> {
    let Some(section) = chain.profile(name)? else {
        return Err(profile.error(&format!("there is no source profile {name:?}")));
    };
    let source = Profile {
        name,
        section,
        with_variables: false,
    };
    let mut followed = followed.to_vec();
    followed.push(profile.name);
    // A profile that is its own source stands for its keys.
    let is_itself = name == profile.name && source.has_keys();
    if followed.contains(&name) && !is_itself {
        return Err(profile.error(&format!(
            "its source profiles go round in a circle: {} -> {name}",
            followed.join(" -> ")
        )));
    }
    if source.has_role() && !source.has_keys() {
        return by_role(chain, &source, &followed).await;
    }
    of_itself(chain, &source)
        .await?
        .ok_or_else(|| profile.error(&format!("its source profile {name:?} has no credentials")))
}

/// The SSO session that a profile names, with what its tokens need, whatever the profile has.
fn sso_session<'a>(
    chain: &'a Chain,
    profile: &Profile<'a>,
) -> Result<Option<Profile<'a>>, CredentialsError> {
    let Some(name) = profile.get("sso_session")? else {
        return Ok(None);
    };
    let Some(section) = chain.sso_session(name)? else {
        return Err(profile.error(&format!("there is no section `[sso-session {name}]`")));
    };
    let session = Profile {
        name,
        section,
        with_variables: false,
    };
    for key in ["sso_region", "sso_start_url"] {
        if session.get(key)?.is_none() {
            return Err(profile.error(&format!("`{key}` is missing in `[sso-session {name}]`")));
        }
    }
    Ok(Some(session))
}

/// By account and role: without either of them, an SSO session is for tokens.
async fn by_sso(
    chain: &Chain,
    profile: &Profile<'_>,
) -> Result<Option<Credentials>, CredentialsError> {
    if !profile.has("sso_account_id") && !profile.has("sso_role_name") {
        return Ok(None);
    }
    let session = sso_session(chain, profile)?;
    if let Some(session) = &session {
        for (key, property) in session.section.iter() {
            let of_profile = profile.section.get(key);
            if of_profile.is_some_and(|of_profile| of_profile.value != property.value) {
                return Err(profile.error(&format!(
                    "`{key}` is another one in `[sso-session {}]`: expected it there only",
                    session.name
                )));
            }
        }
    }
    let expect = |key| {
        let value = match (profile.get(key)?, &session) {
            (None, Some(session)) => session.get(key)?,
            (value, _) => value,
        };
        value.ok_or_else(|| profile.error(&format!("it is for SSO, but has no `{key}`")))
    };
    let (start_url, region) = (expect("sso_start_url")?, expect("sso_region")?);
    let sso = Sso {
        cache_key: session.map_or(start_url, |session| session.name),
        is_session: session.is_some(),
        region,
        account: expect("sso_account_id")?,
        role: expect("sso_role_name")?,
    };
    sso::credentials(chain, sso).await.map(Some)
}
