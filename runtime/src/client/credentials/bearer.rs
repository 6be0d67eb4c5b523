//! The bearer token of IAM Identity Center, for services that take it: the one that
//! `aws sso login` left for the profile's `sso_session`.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html).

use super::chain::Chain;
use super::sso_profile::Sso;
use super::sso_token;
use crate::client::{BearerToken, BoxFuture, CredentialsError, ProvideBearerToken};

impl Chain {
    async fn bearer_token(&self) -> Result<BearerToken, CredentialsError> {
        let name = &self.loaded.profile_name;
        let profile = self.profile(name)?;
        let session = profile.and_then(|profile| profile.get("sso_session"));
        let Some(session) = session.filter(|session| !session.value.is_empty()) else {
            return Err(CredentialsError::new(format!(
                "there is no bearer token: neither in Config::bearer_token, nor in a variable \
                 AWS_BEARER_TOKEN_… for the service, nor by `sso_session` in profile {name:?}"
            )));
        };
        let place = format!("`sso_session` in profile {name} of {}", session.file);
        let session = &session.value;
        let Some(section) = self.sso_session(session)? else {
            return Err(CredentialsError::new(format!(
                "{place} is {session:?}: expected a section `[sso-session {session}]`"
            )));
        };
        let expect = |key| {
            let value = section.get(key).map(|property| &*property.value);
            value.filter(|value| !value.is_empty()).ok_or_else(|| {
                CredentialsError::new(format!(
                    "`{key}` is missing in `[sso-session {session}]`, which {place} names"
                ))
            })
        };
        expect("sso_start_url")?;
        let region = expect("sso_region")?;
        let sso = Sso {
            cache_key: session,
            is_session: true,
            region,
            // The token is no role's.
            account: "",
            role: "",
        };
        let (token, expires_at) = sso_token::token(self, &sso).await?;
        Ok(BearerToken::new(token).with_expires_at(expires_at))
    }
}

impl ProvideBearerToken for Chain {
    fn provide(&self) -> BoxFuture<'_, Result<BearerToken, CredentialsError>> {
        Box::pin(self.bearer_token())
    }
}
