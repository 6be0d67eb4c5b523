//! The token that `aws sso login` left, and its renewal.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/access-sso.html),
//! [`CreateToken`](https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_CreateToken.html).

use std::time::Duration;

use crate::client::crypto::digest;
use http::Request;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::chain::Chain;
use super::endpoint;
use super::http_source::HttpSource;
use super::sso_profile::Sso;
use super::token_cache::{CachedToken, object, seconds_from_now};
use crate::client::sign::Hex;
use crate::client::{CredentialsError, ServiceInfo};
use crate::json::Writer;
use crate::{Document, Timestamp};

const OIDC: ServiceInfo =
    ServiceInfo::new("SSO OIDC", "sso-oauth", "2019-06-10").endpoint_prefix("oidc");

/// How long before it expires a token is renewed, as in botocore.
const RENEW_BEFORE: Duration = Duration::from_secs(15 * 60);

/// A token that is valid, and when it expires. That of a session is renewed if it expires soon.
pub(super) async fn token(
    chain: &Chain,
    sso: &Sso<'_>,
) -> Result<(String, Timestamp), CredentialsError> {
    // It is only about a name, which the AWS CLI makes like this.
    let hash = digest::digest(&digest::SHA1_FOR_LEGACY_USE_ONLY, sso.cache_key.as_bytes());
    let hash = Hex::new(hash.as_ref());
    let name = hash.as_str().get(..40).unwrap_or_default();
    let mut cached = CachedToken::read(chain, "~/.aws/sso/cache", name, "aws sso login")?;
    let token = cached.expect(&["accessToken"])?.to_owned();
    let (expires_at, left) = cached.time(&["expiresAt"])?;
    let has_expired = left.is_zero();
    if sso.is_session && left < RENEW_BEFORE {
        match renewed(chain, sso, &mut cached).await {
            Ok(token) => return Ok((token, cached.time(&["expiresAt"])?.0)),
            Err(error) if has_expired => {
                let text = format!(
                    "the token expired at {expires_at} and can't be renewed: {}",
                    error.message()
                );
                return Err(cached.error(&text).with_source(error));
            }
            Err(error) => {
                tracing::warn!(%error, "can't renew the SSO token, the old one is used on");
            }
        }
    }
    match has_expired {
        true => Err(cached.error(&format!("the token expired at {expires_at}"))),
        false => Ok((token, expires_at)),
    }
}

/// Renews the token by the one that is for that, and writes both to the file.
async fn renewed(
    chain: &Chain,
    sso: &Sso<'_>,
    cached: &mut CachedToken,
) -> Result<String, CredentialsError> {
    let source = HttpSource::new("SSO OIDC", &*chain.http);
    let part = |name: &str| {
        cached
            .get(&[name])
            .ok_or_else(|| source.error(format!("there is no `{name}`")))
    };
    let mut w = Writer::new();
    w.begin_object();
    for (name, value) in [
        ("grantType", "refresh_token"),
        ("clientId", part("clientId")?),
        ("clientSecret", part("clientSecret")?),
        ("refreshToken", part("refreshToken")?),
    ] {
        w.key(name);
        w.string(value);
    }
    w.end_object();
    let (registered, left) = cached.time(&["registrationExpiresAt"])?;
    if left.is_zero() {
        return Err(source.error(format!("the client's registration expired at {registered}")));
    }
    let url = endpoint::url(chain, &OIDC, Some(sso.region), chain.use_fips)?;
    let mut request = Request::new(w.finish());
    *request.method_mut() = http::Method::POST;
    *request.uri_mut() = source.uri(&format!("{url}/token"))?;
    let json = HeaderValue::from_static("application/json");
    request.headers_mut().insert(CONTENT_TYPE, json);
    let response = source.send(request).await?;
    let answer = object(response.body()).unwrap_or_default();
    let text = |name: &str| answer.get(name).and_then(Document::as_str);
    if !response.status().is_success() {
        return Err(source.refusal(&response, text("error"), text("error_description")));
    }
    let expires_at = answer.get("expiresIn").and_then(seconds_from_now);
    let token = text("accessToken").filter(|token| !token.is_empty());
    let (Some(token), Some(expires_at)) = (token, expires_at) else {
        return Err(source.strange("the JSON of a token"));
    };
    cached.set("accessToken", token.into());
    cached.set("expiresAt", expires_at.into());
    // Without a new one, the old one still serves (RFC 6749, section 6).
    if let Some(token) = text("refreshToken").filter(|text| !text.is_empty()) {
        cached.set("refreshToken", token.into());
    }
    cached.save(chain);
    Ok(token.to_owned())
}
