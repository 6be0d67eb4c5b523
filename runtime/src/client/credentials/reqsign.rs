//! The sources that are asked over HTTP, by the crate reqsign: it knows the forms of
//! requests and responses; the HTTP client, the files and the variables are ours.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use reqsign_aws_core::{
    AssumeRoleCredentialProvider, AssumeRoleWithWebIdentityCredentialProvider, Credential,
    ECSCredentialProvider, IMDSv2CredentialProvider, SSOCredentialProvider,
};
use reqsign_core::{Error, ProvideCredential};

use super::Credentials;
use crate::Timestamp;
use crate::client::config::Environment;
use crate::client::sign::{Scope, Signer};
use crate::client::time::SigningTime;
use crate::client::{CredentialsError, HttpClient};

/// How long a request for credentials may take; the instance metadata service, which is
/// only there on EC2, has less.
const TIMEOUT: Duration = Duration::from_secs(10);
const INSTANCE_TIMEOUT: Duration = Duration::from_secs(1);

/// Attempts of a request for credentials.
const ATTEMPTS: u32 = 3;

/// reqsign's context, with what it needs from us.
pub(super) struct Context {
    inner: reqsign_core::Context,
    environment: Environment,
    instance: IMDSv2CredentialProvider,
}

impl Context {
    pub(super) fn new(environment: Environment, http: Arc<dyn HttpClient>) -> Self {
        Self {
            inner: reqsign_core::Context::new()
                .with_env(environment.clone())
                .with_file_read(environment.clone())
                .with_http_send(Http(http)),
            environment,
            // It keeps the session token, so it is kept itself.
            instance: IMDSv2CredentialProvider::new(),
        }
    }

    /// ECS, EKS and what else tells a container where to ask.
    pub(super) async fn container(&self) -> Result<Option<Credentials>, CredentialsError> {
        let provider = ECSCredentialProvider::new();
        let relative = "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI";
        let full = "AWS_CONTAINER_CREDENTIALS_FULL_URI";
        let provider = match (self.environment.var(relative), self.environment.var(full)) {
            (Some(uri), _) => provider.with_relative_uri(uri),
            (None, Some(uri)) if is_trusted(&uri) => provider.with_endpoint(uri),
            (None, Some(uri)) => {
                return Err(CredentialsError::new(format!(
                    "{full} is {uri:?}: expected https, or the host of a container service"
                )));
            }
            (None, None) => return Ok(None),
        };
        self.ask("the container", &provider).await
    }

    pub(super) async fn instance(&self) -> Result<Option<Credentials>, CredentialsError> {
        self.ask("the instance", &self.instance).await
    }

    pub(super) async fn web_identity(
        &self,
        file: &str,
        role: &str,
        session: Option<String>,
        region: Option<&str>,
    ) -> Result<Credentials, CredentialsError> {
        let mut provider = AssumeRoleWithWebIdentityCredentialProvider::new()
            .with_web_identity_token_file(file)
            .with_role_arn(role)
            .with_role_session_name(session.unwrap_or_else(session_name));
        if let Some(region) = region {
            provider = provider
                .with_region(region.to_owned())
                .with_regional_sts_endpoint();
        }
        self.ask_for("web identity", &provider).await
    }

    /// `cache_key` is what names the file of the token: the session, or the URL.
    pub(super) async fn sso(
        &self,
        cache_key: &str,
        region: &str,
        account: &str,
        role: &str,
    ) -> Result<Credentials, CredentialsError> {
        let provider = SSOCredentialProvider::new()
            .with_start_url(cache_key)
            .with_region(region)
            .with_account_id(account)
            .with_role_name(role);
        self.ask_for("SSO", &provider).await
    }

    pub(super) async fn assume_role(
        &self,
        source: Credentials,
        role: AssumeRole<'_>,
    ) -> Result<Credentials, CredentialsError> {
        let region = role.region.unwrap_or("us-east-1").to_owned();
        let signer = reqsign_core::Signer::new(
            self.inner.clone(),
            Fixed(to_reqsign(&source)),
            StsSigner(region.clone()),
        );
        let mut provider = AssumeRoleCredentialProvider::new(role.arn.to_owned(), signer)
            .with_role_session_name(role.session.map_or_else(session_name, str::to_owned))
            .with_region(region)
            .with_regional_sts_endpoint();
        if let Some(id) = role.external_id {
            provider = provider.with_external_id(id.to_owned());
        }
        if let Some(seconds) = role.duration_seconds {
            provider = provider.with_duration_seconds(seconds);
        }
        self.ask_for("AssumeRole", &provider).await
    }

    async fn ask_for(
        &self,
        what: &str,
        provider: &impl ProvideCredential<Credential = Credential>,
    ) -> Result<Credentials, CredentialsError> {
        self.ask(what, provider)
            .await?
            .ok_or_else(|| CredentialsError::new(format!("{what}: there is no answer")))
    }

    async fn ask(
        &self,
        what: &str,
        provider: &impl ProvideCredential<Credential = Credential>,
    ) -> Result<Option<Credentials>, CredentialsError> {
        match provider.provide_credential(&self.inner).await {
            Ok(None) => Ok(None),
            Ok(Some(credential)) => from_reqsign(credential).map(Some),
            Err(error) => Err(CredentialsError::new(format!("{what}: {error}")).with_source(error)),
        }
    }
}

/// Whether credentials may be asked for there: with TLS, or at the addresses that the
/// [reference][trusted] names.
///
/// [trusted]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-container-credentials.html
fn is_trusted(uri: &str) -> bool {
    let Ok(uri) = uri.parse::<http::Uri>() else {
        return false;
    };
    let host = uri.host().unwrap_or_default();
    let is_loopback = match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.is_loopback(),
        Err(_) => host == "localhost",
    };
    uri.scheme_str() == Some("https")
        || is_loopback
        || matches!(host, "169.254.170.2" | "169.254.170.23" | "[fd00:ec2::23]")
}

/// What a profile says about a role.
pub(super) struct AssumeRole<'a> {
    pub(super) arn: &'a str,
    pub(super) session: Option<&'a str>,
    pub(super) external_id: Option<&'a str>,
    pub(super) duration_seconds: Option<u32>,
    pub(super) region: Option<&'a str>,
}

/// Where nobody names a session: which program, and when.
fn session_name() -> String {
    format!("tinsmith-{}", Timestamp::now().epoch_seconds())
}

fn to_reqsign(credentials: &Credentials) -> Credential {
    Credential {
        access_key_id: credentials.access_key_id().to_owned(),
        secret_access_key: credentials.secret_access_key().to_owned(),
        session_token: credentials.session_token().map(str::to_owned),
        expires_in: None,
    }
}

fn from_reqsign(credential: Credential) -> Result<Credentials, CredentialsError> {
    let mut credentials = Credentials::new(credential.access_key_id, credential.secret_access_key);
    if let Some(token) = credential.session_token {
        credentials = credentials.with_session_token(token);
    }
    if let Some(time) = credential.expires_in {
        let time = time.as_second();
        let time = Timestamp::from_epoch_seconds(time)
            .map_err(|error| CredentialsError::new(format!("their expiry: {error}")))?;
        credentials = credentials.with_expires_at(time);
    }
    Ok(credentials)
}

impl reqsign_core::Env for Environment {
    fn var(&self, key: &str) -> Option<String> {
        Self::var(self, key)
    }

    fn vars(&self) -> HashMap<String, String> {
        Self::vars(self).into_iter().collect()
    }

    fn home_dir(&self) -> Option<PathBuf> {
        Self::home_dir(self)
    }
}

impl reqsign_core::FileRead for Environment {
    async fn file_read(&self, path: &str) -> Result<Vec<u8>, Error> {
        Ok(self.read(path)?)
    }
}

/// Requests for credentials, with timeouts and retries of their own: the call's retries
/// are about the service.
struct Http(Arc<dyn HttpClient>);

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Http")
    }
}

impl reqsign_core::HttpSend for Http {
    async fn http_send(&self, request: Request<Bytes>) -> Result<Response<Bytes>, Error> {
        let is_instance = request.uri().path().starts_with("/latest/");
        let (timeout, attempts) = match is_instance {
            true => (INSTANCE_TIMEOUT, 1),
            false => (TIMEOUT, ATTEMPTS),
        };
        let mut attempt = 1;
        loop {
            let result = tokio::time::timeout(timeout, self.0.call(request.clone())).await;
            let is_last = attempt == attempts;
            match result {
                Ok(Ok(response)) if is_last || !response.status().is_server_error() => {
                    return Ok(response);
                }
                Ok(Err(error)) if is_last || !error.is_retryable() => {
                    return Err(Error::unexpected(error.to_string()).with_source(error));
                }
                Err(_) if is_last => {
                    return Err(Error::unexpected(format!("no response within {timeout:?}")));
                }
                _ => {}
            }
            tokio::time::sleep(Duration::from_millis(100 << attempt)).await;
            attempt += 1;
        }
    }
}

/// Credentials to assume a role with.
#[derive(Debug)]
struct Fixed(Credential);

impl ProvideCredential for Fixed {
    type Credential = Credential;

    async fn provide_credential(
        &self,
        _: &reqsign_core::Context,
    ) -> Result<Option<Credential>, Error> {
        Ok(Some(self.0.clone()))
    }
}

/// Signs requests to STS, in this region, as all others are signed.
#[derive(Debug)]
struct StsSigner(String);

impl reqsign_core::SignRequest for StsSigner {
    type Credential = Credential;

    async fn sign_request(
        &self,
        _: &reqsign_core::Context,
        request: &mut http::request::Parts,
        credential: Option<&Credential>,
        _: Option<Duration>,
    ) -> Result<(), Error> {
        let credentials = credential
            .cloned()
            .ok_or_else(|| Error::credential_invalid("none to assume a role with"))
            .and_then(|credential| {
                from_reqsign(credential)
                    .map_err(|error| Error::credential_invalid(error.to_string()))
            })?;
        let payload_hash = request
            .headers
            .get("x-amz-content-sha256")
            .and_then(|hash| hash.to_str().ok())
            .ok_or_else(|| Error::request_invalid("a request without the hash of its body"))?
            .to_owned();
        let scope = Scope {
            credentials: &credentials,
            service: "sts",
            region: &self.0,
            double_encode: true,
        };
        Signer::new()
            .sign_headers(
                &request.method,
                &request.uri,
                &mut request.headers,
                &payload_hash,
                &scope,
                &SigningTime::new(Timestamp::now()),
            )
            .map_err(|error| Error::request_invalid(error.to_string()))
    }
}
