//! Credentials of the role of an EC2 instance, from its metadata service, version 2.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html).

use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Request, Response};

use super::Credentials;
use super::answer::Answer;
use super::cache::{RENEW_BEFORE, left};
use super::chain::Chain;
use super::peer::Peer;
use crate::Timestamp;
use crate::client::CredentialsError;

const TOKEN: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token");
const TOKEN_TTL: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token-ttl-seconds");
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

/// For how many seconds credentials are used on that should have been replaced by now.
const EXTENSION: i64 = 15 * 60;

/// The instance's credentials; nothing if it must not be asked.
///
/// Three requests: for a session token, for the name of the role, for its credentials.
/// They are made again only when the credentials expire, and the token would have, too, so
/// that it isn't kept.
pub(super) async fn credentials(chain: &Chain) -> Result<Option<Credentials>, CredentialsError> {
    let disabled = chain.loaded.environment.var("AWS_EC2_METADATA_DISABLED");
    if disabled.is_some_and(|disabled| disabled.eq_ignore_ascii_case("true")) {
        return Ok(None);
    }
    // The service is only there on EC2, and near: it gets little time.
    let timeout = number(
        chain,
        "AWS_METADATA_SERVICE_TIMEOUT",
        "metadata_service_timeout",
    )?;
    let attempts = number(
        chain,
        "AWS_METADATA_SERVICE_NUM_ATTEMPTS",
        "metadata_service_num_attempts",
    )?;
    let peer = Peer::new("the instance", &*chain.http)
        .direct()
        .limits(Duration::from_secs(timeout.into()), attempts);
    let service = Service {
        url: url(chain)?,
        peer,
    };
    service.credentials().await.map(Some)
}

/// A setting from 1 on, which is the default of all of them.
fn number(chain: &Chain, variable: &str, key: &str) -> Result<u32, CredentialsError> {
    match chain.setting(variable, key) {
        None => Ok(1),
        Some(text) => match text.parse() {
            Ok(number @ 1..) => Ok(number),
            _ => Err(CredentialsError::new(format!(
                "{variable} or `{key}` is {text:?}: expected a number from 1 on"
            ))),
        },
    }
}

/// Where the service is, without a slash at the end.
fn url(chain: &Chain) -> Result<String, CredentialsError> {
    let (variable, key) = (
        "AWS_EC2_METADATA_SERVICE_ENDPOINT",
        "ec2_metadata_service_endpoint",
    );
    if let Some(url) = chain.setting(variable, key) {
        return Ok(url.trim_end_matches('/').to_owned());
    }
    let (variable, key) = (
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "ec2_metadata_service_endpoint_mode",
    );
    let mode = chain.setting(variable, key);
    match mode.map(|mode| mode.to_ascii_lowercase()).as_deref() {
        None | Some("ipv4") => Ok("http://169.254.169.254".to_owned()),
        Some("ipv6") => Ok("http://[fd00:ec2::254]".to_owned()),
        Some(mode) => Err(CredentialsError::new(format!(
            "{variable} or `{key}` is {mode:?}: expected `IPv4` or `IPv6`"
        ))),
    }
}

struct Service<'a> {
    url: String,
    peer: Peer<'a>,
}

impl Service<'_> {
    async fn credentials(&self) -> Result<Credentials, CredentialsError> {
        let ttl = HeaderValue::from_static("21600");
        let token = self
            .send(Method::PUT, "/latest/api/token", (TOKEN_TTL, ttl))
            .await?;
        if !token.status().is_success() {
            return Err(self.refusal(&token, "for a session token"));
        }
        let token = self.peer.secret("its session token", text(&token)?)?;

        let roles = self
            .send(Method::GET, ROLES, (TOKEN, token.clone()))
            .await?;
        let role = match roles.status().as_u16() {
            200 => text(&roles)?.lines().next().unwrap_or_default().trim(),
            404 => "",
            _ => return Err(self.refusal(&roles, "for its role")),
        };
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
        if role.is_empty() {
            return Err(self.peer.error("it has no role"));
        }
        if !role.chars().all(is_of_name) {
            return Err(self.peer.strange("the name of a role"));
        }

        let path = format!("{ROLES}{role}");
        let response = self.send(Method::GET, &path, (TOKEN, token)).await?;
        if !response.status().is_success() {
            return Err(self.refusal(&response, "for credentials"));
        }
        let answer = Answer::read(response.body(), "Token")
            .map_err(|_| self.peer.strange("the JSON of credentials"))?;
        if let Some(code) = answer.code.as_deref().filter(|code| *code != "Success") {
            let message = answer.message.as_deref();
            return Err(self.peer.refusal(&response, Some(code), message));
        }
        let credentials = answer
            .into_credentials()
            .map_err(|wrong| self.peer.error(format!("its answer has {wrong}")))?;
        Ok(extended(credentials))
    }

    async fn send(
        &self,
        method: Method,
        path: &str,
        (name, value): (HeaderName, HeaderValue),
    ) -> Result<Response<Bytes>, CredentialsError> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = self.peer.uri(&format!("{}{path}", self.url))?;
        request.headers_mut().insert(name, value);
        self.peer.send(request).await
    }

    fn refusal(&self, response: &Response<Bytes>, asked: &str) -> CredentialsError {
        let status = response.status().as_u16();
        self.peer.error(format!("asked {asked}: status {status}"))
    }
}

/// The text of a response; it isn't quoted if it is none.
fn text(response: &Response<Bytes>) -> Result<&str, CredentialsError> {
    std::str::from_utf8(response.body())
        .map(str::trim)
        .map_err(|_| CredentialsError::new("the instance: its answer isn't text"))
}

/// Credentials that the service hasn't replaced in time are most likely accepted on, and
/// all there is: they are used, and asked for anew in a while.
fn extended(credentials: Credentials) -> Credentials {
    if left(&credentials).is_none_or(|left| left > RENEW_BEFORE) {
        return credentials;
    }
    match Timestamp::from_epoch_seconds(Timestamp::now().epoch_seconds() + EXTENSION) {
        Ok(time) => {
            tracing::warn!("the instance has no new credentials, the old ones are used on");
            credentials.with_expires_at(time)
        }
        Err(_) => credentials,
    }
}
