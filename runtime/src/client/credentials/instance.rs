//! Credentials of the role of an EC2 instance, from its metadata service, version 2.
//!
//! [Reference](https://docs.aws.amazon.com/sdkref/latest/guide/feature-imds-credentials.html).

use std::sync::PoisonError;
use std::time::Duration;

use bytes::Bytes;
use http::header::{HeaderName, HeaderValue};
use http::{Method, Request, Response, StatusCode};

use super::Credentials;
use super::answer::Answer;
use super::cache::{RENEW_BEFORE, left};
use super::chain::Chain;
use super::http_source::HttpSource;
use crate::client::CredentialsError;
use crate::host;
use crate::{Timestamp, random};

const TOKEN: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token");
const TOKEN_TTL: HeaderName = HeaderName::from_static("x-aws-ec2-metadata-token-ttl-seconds");
const ROLES: &str = "/latest/meta-data/iam/security-credentials/";

/// The instance's credentials; nothing if it must not be asked.
///
/// Three requests: for a session token, for the name of the role unless it is set, for its
/// credentials. They are made again only when the credentials expire, and the token would have,
/// too, so that it isn't kept. Version 1 of the service, which works without a token, isn't spoken.
pub(super) async fn credentials(chain: &Chain) -> Result<Option<Credentials>, CredentialsError> {
    let Some(service) = Service::new(chain)? else {
        return Ok(None);
    };
    let role = chain.setting("AWS_EC2_INSTANCE_PROFILE_NAME", "ec2_instance_profile_name");
    let last = |new: Option<&Credentials>| {
        let last = &chain.instance_credentials;
        let mut last = last.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(new) = new {
            *last = Some(new.clone());
        }
        last.clone()
    };
    match service.credentials(role.as_deref()).await {
        Ok(credentials) => {
            last(Some(&credentials));
            Ok(Some(extended(credentials)))
        }
        Err(Trouble::No(error)) => Err(error),
        Err(Trouble::Away(error)) => {
            let Some(credentials) = last(None) else {
                return Err(error);
            };
            tracing::warn!(%error, "the old credentials of the instance are used on");
            Ok(Some(extended(credentials)))
        }
    }
}

/// The region that the instance is in; nothing if it must not be asked.
pub(crate) async fn region(chain: &Chain) -> Result<Option<String>, CredentialsError> {
    let Some(service) = Service::new(chain)? else {
        return Ok(None);
    };
    let token = service.token().await?;
    let path = "/latest/meta-data/placement/region";
    let response = service.get(path, token, is_no_text).await?;
    if !response.status().is_success() {
        return Err(service.refusal(&response, "for its region"));
    }
    match text(&response)? {
        region if host::is_region(region) => Ok(Some(region.to_owned())),
        _ => Err(service.source.strange("the name of a region")),
    }
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
    let set = chain.setting(variable, key);
    let (variable, key) = (
        "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE",
        "ec2_metadata_service_endpoint_mode",
    );
    let mode = chain.setting(variable, key);
    // botocore's older name for one of the modes.
    let is_ipv6 = || {
        let flag = chain.setting("AWS_IMDS_USE_IPV6", "imds_use_ipv6");
        flag.is_some_and(|flag| flag.eq_ignore_ascii_case("true"))
    };
    let url = match mode.map(|mode| mode.to_ascii_lowercase()).as_deref() {
        None if is_ipv6() => "http://[fd00:ec2::254]",
        None | Some("ipv4") => "http://169.254.169.254",
        Some("ipv6") => "http://[fd00:ec2::254]",
        Some(mode) => {
            return Err(CredentialsError::new(format!(
                "{variable} or `{key}` is {mode:?}: expected `IPv4` or `IPv6`"
            )));
        }
    };
    let url = set.as_deref().unwrap_or(url);
    Ok(url.strip_suffix('/').unwrap_or(url).to_owned())
}

/// Whether a session token is asked for again: not where it is the request that is wrong.
fn is_no_token(response: &Response<Bytes>) -> bool {
    !matches!(response.status().as_u16(), 200 | 400 | 403 | 404 | 405)
}

/// Whether a text is asked for again: where there is none, as an instance that has just begun may
/// not know it yet.
fn is_no_text(response: &Response<Bytes>) -> bool {
    response.status() != StatusCode::OK || response.body().is_empty()
}

/// Whether credentials are asked for again.
fn is_no_answer(response: &Response<Bytes>) -> bool {
    is_no_text(response) || Answer::read(response.body(), "Token").is_err()
}

struct Service<'a> {
    url: String,
    source: HttpSource<'a>,
}

/// Why there are no credentials.
enum Trouble {
    /// The service says so.
    No(CredentialsError),
    /// The service doesn't answer, or not as it should.
    Away(CredentialsError),
}

impl From<CredentialsError> for Trouble {
    fn from(error: CredentialsError) -> Self {
        Self::Away(error)
    }
}

impl<'a> Service<'a> {
    /// The service, unless it must not be asked.
    fn new(chain: &'a Chain) -> Result<Option<Self>, CredentialsError> {
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
        let source = HttpSource::new("the instance", &*chain.http)
            .direct()
            .limits(Duration::from_secs(timeout.into()), attempts);
        let url = url(chain)?;
        // Where no service can be, that is a mistake, and not a service that is away.
        source.uri(&url)?;
        Ok(Some(Self { url, source }))
    }

    async fn token(&self) -> Result<HeaderValue, CredentialsError> {
        let ttl = HeaderValue::from_static("21600");
        let source = self.source.transient(is_no_token);
        let token = self
            .send(source, Method::PUT, "/latest/api/token", (TOKEN_TTL, ttl))
            .await?;
        if !token.status().is_success() {
            return Err(self.refusal(&token, "for a session token"));
        }
        match text(&token)? {
            // Without one, it would be version 1 that answers.
            "" => Err(self.source.strange("a session token")),
            token => self.source.secret("its session token", token),
        }
    }

    async fn credentials(&self, role: Option<&str>) -> Result<Credentials, Trouble> {
        let token = self.token().await?;
        let role = match role {
            Some(role) => role.to_owned(),
            None => self.role(&token).await?,
        };
        let is_of_name = |c: char| c.is_ascii_alphanumeric() || "+=,.@_-".contains(c);
        if !role.chars().all(is_of_name) {
            return Err(self.source.strange("the name of a role").into());
        }

        let path = format!("{ROLES}{role}");
        let response = self.get(&path, token, is_no_answer).await?;
        if response.status() == StatusCode::NOT_FOUND {
            let text = format!("it has no instance profile {role:?}: status 404");
            return Err(Trouble::No(self.source.error(text)));
        }
        if !response.status().is_success() {
            return Err(self.refusal(&response, "for credentials").into());
        }
        let answer = Answer::read(response.body(), "Token")
            .map_err(|_| self.source.strange("the JSON of credentials"))?;
        if let Some(code) = answer.code.as_deref().filter(|code| *code != "Success") {
            let message = answer.message.as_deref();
            let error = self.source.refusal(&response, Some(code), message);
            return Err(Trouble::No(error));
        }
        let wrong = |wrong| self.source.error(format!("its answer has {wrong}"));
        let credentials = answer.into_credentials().map_err(wrong)?;
        // They are temporary in any case, and would never be renewed otherwise.
        if credentials.session_token().is_none() || credentials.expires_at().is_none() {
            return Err(wrong("no Token or no Expiration").into());
        }
        Ok(credentials)
    }

    async fn role(&self, token: &HeaderValue) -> Result<String, Trouble> {
        let roles = self.get(ROLES, token.clone(), is_no_text).await?;
        let role = match roles.status().as_u16() {
            200 => text(&roles)?.lines().next().unwrap_or_default().trim(),
            404 => "",
            _ => return Err(self.refusal(&roles, "for its role").into()),
        };
        match role {
            "" => Err(Trouble::No(self.source.error("it has no role"))),
            role => Ok(role.to_owned()),
        }
    }

    /// Asks again, as often as is set, for what is there too late.
    async fn get(
        &self,
        path: &str,
        token: HeaderValue,
        again: fn(&Response<Bytes>) -> bool,
    ) -> Result<Response<Bytes>, CredentialsError> {
        let source = self.source.transient(again);
        self.send(source, Method::GET, path, (TOKEN, token)).await
    }

    async fn send(
        &self,
        source: HttpSource<'_>,
        method: Method,
        path: &str,
        (name, value): (HeaderName, HeaderValue),
    ) -> Result<Response<Bytes>, CredentialsError> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = method;
        *request.uri_mut() = self.source.uri(&format!("{}{path}", self.url))?;
        request.headers_mut().insert(name, value);
        source.send(request).await
    }

    fn refusal(&self, response: &Response<Bytes>, asked: &str) -> CredentialsError {
        let status = response.status().as_u16();
        self.source.error(format!("asked {asked}: status {status}"))
    }
}

/// The text of a response; it isn't quoted if it is none.
fn text(response: &Response<Bytes>) -> Result<&str, CredentialsError> {
    std::str::from_utf8(response.body())
        .map(str::trim)
        .map_err(|_| CredentialsError::new("the instance: its answer isn't text"))
}

/// Credentials that the service hasn't replaced in time are most likely accepted on, and all
/// there is: they are used on, and asked for anew after 5 to 10 minutes. By chance, as all
/// instances that have this trouble would ask at once otherwise.
fn extended(credentials: Credentials) -> Credentials {
    if left(&credentials) != Some(Duration::ZERO) {
        return credentials;
    }
    let minutes = 5.0 + 5.0 * random::fraction(random::bits());
    // They are renewed so long before they expire.
    let seconds = RENEW_BEFORE.as_secs_f64() + 60.0 * minutes;
    match Timestamp::from_epoch_seconds(Timestamp::now().epoch_seconds() + seconds as i64) {
        Ok(time) => {
            tracing::warn!("the instance has no new credentials, the old ones are used on");
            credentials.with_expires_at(time)
        }
        Err(_) => credentials,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_that_have_expired_are_used_on() {
        let now = Timestamp::now().epoch_seconds();
        let expiring = |at: i64| {
            let time = Timestamp::from_epoch_seconds(at).unwrap();
            Credentials::new("a", "s").with_expires_at(time)
        };
        // Valid credentials aren't prolonged.
        let valid = expiring(now + 100);
        assert_eq!(extended(valid.clone()), valid);
        let mut asked_after: Vec<i64> = (0..1_000)
            .map(|_| {
                let at = extended(expiring(now - 1)).expires_at().unwrap();
                at.epoch_seconds() - now - 300
            })
            .collect();
        asked_after.sort_unstable();
        // Between 5 and 10 minutes, and all over.
        assert!((300..=330).contains(&asked_after[0]), "{asked_after:?}");
        assert!((570..=605).contains(&asked_after[999]), "{asked_after:?}");
    }
}
