//! Credentials by the session that `aws login` left, and their renewal.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-login-credentials.html);
//! what it doesn't say is as in botocore.

use std::time::Duration;

use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use http::{Method, Request};

use super::chain::Chain;
#[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs"))]
use super::dpop;
use super::http_source::HttpSource;
use super::token_cache::{CachedToken, object, seconds_from_now};
use super::{Credentials, endpoint};
use crate::Document;
use crate::client::crypto::digest;
use crate::client::sign::Hex;
use crate::client::{CredentialsError, ServiceInfo};
use crate::json::Writer;

const SIGNIN: ServiceInfo = ServiceInfo::new("Signin", "signin", "2023-01-01");
const PROOF: HeaderName = HeaderName::from_static("dpop");

/// How long before they expire credentials are renewed, as in botocore.
const RENEW_BEFORE: Duration = Duration::from_secs(5 * 60);

/// The credentials of a session, as `login_session` of a profile names it.
pub(super) async fn credentials(
    chain: &Chain,
    session: &str,
) -> Result<Credentials, CredentialsError> {
    let hash = digest::digest(&digest::SHA256, session.as_bytes());
    let folder = chain.loaded.environment.var("AWS_LOGIN_CACHE_DIRECTORY");
    let folder = folder.as_deref().unwrap_or("~/.aws/login/cache");
    let name = Hex::new(hash.as_ref());
    let mut cached = CachedToken::read(chain, folder.trim_end_matches('/'), &name, "aws login")?;
    let (old, left) = read(&cached)?;
    if left > RENEW_BEFORE {
        return Ok(old);
    }
    match renewed(chain, &mut cached).await {
        Ok(credentials) => Ok(credentials),
        Err(error) if left.is_zero() => {
            let text = format!("its credentials can't be renewed: {}", error.message());
            Err(cached.error(&text).with_source(error))
        }
        Err(error) => {
            tracing::warn!(%error, "can't renew the login, the old credentials are used on");
            Ok(old)
        }
    }
}

/// The credentials in the file, and for how long they are valid.
fn read(cached: &CachedToken) -> Result<(Credentials, Duration), CredentialsError> {
    // Without these there would be no renewal, so that something is wrong with the file.
    for name in ["refreshToken", "clientId", "dpopKey"] {
        cached.expect(&[name])?;
    }
    let part = |name| cached.expect(&["accessToken", name]);
    let (expires_at, left) = cached.time(&["accessToken", "expiresAt"])?;
    let credentials = Credentials::new(part("accessKeyId")?, part("secretAccessKey")?)
        .with_session_token(part("sessionToken")?)
        .with_account_id(part("accountId")?)
        .with_expires_at(expires_at);
    Ok((credentials, left))
}

/// Makes the proof of a request, or says what is wrong with the key.
#[cfg(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs"))]
fn proof(key: &str, url: &str) -> Result<String, &'static str> {
    dpop::proof(key, "POST", url, crate::Timestamp::now())
}

/// Fails: no feature has brought a library that signs.
#[cfg(not(any(feature = "rustls-ring", feature = "rustls-aws-lc-rs")))]
fn proof(_: &str, _: &str) -> Result<String, &'static str> {
    Err("signs with the feature `rustls-ring` or `rustls-aws-lc-rs` of tinsmith-runtime only")
}

/// Renews the credentials, with a proof that the key of the login is here, and writes them to
/// the file.
async fn renewed(chain: &Chain, cached: &mut CachedToken) -> Result<Credentials, CredentialsError> {
    let source = HttpSource::new("sign-in", &*chain.http);
    let url = format!("{}/v1/token", endpoint::signin(chain, &SIGNIN)?);
    let mut w = Writer::new();
    w.begin_object();
    for (name, value) in [
        ("clientId", cached.expect(&["clientId"])?),
        ("grantType", "refresh_token"),
        ("refreshToken", cached.expect(&["refreshToken"])?),
    ] {
        w.key(name);
        w.string(value);
    }
    w.end_object();
    let proof = proof(cached.expect(&["dpopKey"])?, &url)
        .map_err(|wrong| source.error(format!("`dpopKey` {wrong}")))?;
    let mut request = Request::new(w.finish());
    *request.method_mut() = Method::POST;
    *request.uri_mut() = source.uri(&url)?;
    let headers = request.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(PROOF, source.secret("the proof", &proof)?);
    let response = source.send(request).await?;
    let answer = object(response.body()).unwrap_or_default();
    let text = |name: &str| answer.get(name).and_then(Document::as_str);
    if !response.status().is_success() {
        return Err(source.refusal(&response, text("error"), text("message")));
    }
    let part = |name: &str| {
        let text = answer.get("accessToken")?.get(name)?.as_str()?;
        Some(text).filter(|text| !text.is_empty())
    };
    let (Some(id), Some(secret), Some(token), Some(expires_at)) = (
        part("accessKeyId"),
        part("secretAccessKey"),
        part("sessionToken"),
        answer.get("expiresIn").and_then(seconds_from_now),
    ) else {
        return Err(source.strange("the JSON of credentials"));
    };
    let account = cached.expect(&["accessToken", "accountId"])?.to_owned();
    let access = Document::from_iter([
        ("accessKeyId", id),
        ("secretAccessKey", secret),
        ("sessionToken", token),
        ("accountId", &account),
        ("expiresAt", &expires_at),
    ]);
    cached.set("accessToken", access);
    // Without a new one, the old one still serves, as for tokens of SSO.
    if let Some(refresh) = text("refreshToken").filter(|text| !text.is_empty()) {
        cached.set("refreshToken", refresh.into());
    }
    cached.save(chain);
    read(cached).map(|(credentials, _)| credentials)
}
