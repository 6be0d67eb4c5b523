//! Credentials of a role in IAM Identity Center, by the token that `aws sso login` left.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-sso-credentials.html).

use bytes::Bytes;
use http::header::HeaderName;
use http::{Request, Response};

use super::chain::Chain;
use super::http_source::HttpSource;
use super::sso_profile::Sso;
use super::{Credentials, endpoint, sso_token};
use crate::client::{CredentialsError, ServiceInfo};
use crate::json::{ReadError, Reader};
use crate::{Timestamp, percent};

const SSO: ServiceInfo =
    ServiceInfo::new("SSO", "awsssoportal", "2019-06-10").endpoint_prefix("portal.sso");
const BEARER_TOKEN: HeaderName = HeaderName::from_static("x-amz-sso_bearer_token");

/// The role's credentials.
pub(super) async fn credentials(
    chain: &Chain,
    sso: Sso<'_>,
) -> Result<Credentials, CredentialsError> {
    let source = HttpSource::new("SSO", &*chain.http);
    let (token, _) = sso_token::token(chain, &sso).await?;
    let token = source.secret("the token", &token)?;
    let mut url = endpoint::url(chain, &SSO, Some(sso.region), chain.use_fips)?;
    url.push_str("/federation/credentials?role_name=");
    percent::encode(&mut url, sso.role);
    url.push_str("&account_id=");
    percent::encode(&mut url, sso.account);
    let mut request = Request::new(Bytes::new());
    *request.uri_mut() = source.uri(&url)?;
    request.headers_mut().insert(BEARER_TOKEN, token);
    let response = source.send(request).await?;
    match response.status().as_u16() {
        200 => read_credentials(response.body())
            .ok()
            .flatten()
            .map(|credentials| credentials.with_account_id(sso.account))
            .ok_or_else(|| source.strange("the JSON of credentials")),
        401 => Err(source.error("the token isn't accepted any more: run `aws sso login`")),
        _ => Err(refusal(&source, &response)),
    }
}

/// The credentials, if all parts of them are there.
fn read_credentials(text: &[u8]) -> Result<Option<Credentials>, ReadError> {
    let (mut id, mut secret, mut token, mut milliseconds) = (None, None, None, None::<i64>);
    let mut r = Reader::new(text)?;
    r.begin_object()?;
    while let Some(key) = r.next_key()? {
        if key != "roleCredentials" {
            r.skip()?;
            continue;
        }
        r.begin_object()?;
        while let Some(key) = r.next_key()? {
            match &*key {
                "accessKeyId" => id = part(&mut r)?,
                "secretAccessKey" => secret = part(&mut r)?,
                "sessionToken" => token = part(&mut r)?,
                "expiration" => milliseconds = r.nullable(Reader::long)?,
                _ => r.skip()?,
            }
        }
    }
    r.end()?;
    let seconds = milliseconds.map(|milliseconds| milliseconds.div_euclid(1_000));
    let expires_at = seconds.and_then(|seconds| Timestamp::from_epoch_seconds(seconds).ok());
    let (Some(id), Some(secret), Some(token), Some(expires_at)) = (id, secret, token, expires_at)
    else {
        return Ok(None);
    };
    let credentials = Credentials::new(id, secret)
        .with_session_token(token)
        .with_expires_at(expires_at);
    Ok(Some(credentials))
}

/// Reads a part of credentials; an empty one counts as none.
fn part(r: &mut Reader<'_>) -> Result<Option<String>, ReadError> {
    Ok(r.nullable(Reader::string)?.filter(|text| !text.is_empty()))
}

/// With the error that the service tells, in a header and in the body.
fn refusal(source: &HttpSource<'_>, response: &Response<Bytes>) -> CredentialsError {
    let code = response.headers().get("x-amzn-errortype");
    let code = code.and_then(|code| code.to_str().ok()?.split(':').next());
    let message = read_message(response.body()).ok().flatten();
    source.refusal(response, code, message.as_deref())
}

fn read_message(text: &[u8]) -> Result<Option<String>, ReadError> {
    let mut message = None;
    let mut r = Reader::new(text)?;
    r.begin_object()?;
    while let Some(key) = r.next_key()? {
        match &*key {
            "message" => message = r.nullable(Reader::string)?,
            _ => r.skip()?,
        }
    }
    Ok(message)
}
