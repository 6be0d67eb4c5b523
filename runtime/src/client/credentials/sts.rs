//! Temporary credentials from AWS's security token service.
//!
//! Operations: [`AssumeRole`](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html),
//! [`AssumeRoleWithWebIdentity`](https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html).

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{Request, Response};

use super::cache::unless_expired;
use super::chain::Chain;
use super::http_source::HttpSource;
use super::{Credentials, endpoint, xml};
use crate::client::{CredentialsError, ServiceInfo, Signer};
use crate::{Timestamp, percent};

const STS: ServiceInfo = ServiceInfo::new("STS", "sts", "2011-06-15");

/// A request to STS.
pub(super) struct Ask<'a> {
    pub(super) operation: &'static str,
    pub(super) role: &'a str,
    /// The name of the session; without one, it tells which program asked, and when.
    pub(super) session: Option<&'a str>,
    /// The operation's other parameters, those that are there.
    pub(super) parameters: &'a [(&'static str, Option<&'a str>)],
    /// The credentials that sign the request, if it is signed.
    pub(super) signed_by: Option<&'a Credentials>,
}

/// Credentials of a role.
pub(super) async fn assume(chain: &Chain, ask: Ask<'_>) -> Result<Credentials, CredentialsError> {
    let source = HttpSource::new(ask.operation, &*chain.http).transient(is_transient);
    // The region of the calls: of the program, a variable, or the profile in use.
    let region = chain
        .region
        .as_deref()
        .filter(|region| *region != "aws-global");
    let url = endpoint::url(chain, &STS, region, chain.fips_of_calls())?;
    let mut request = Request::post(source.uri(&format!("{url}/"))?);
    let form = HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8");
    if let Some(headers) = request.headers_mut() {
        headers.insert(CONTENT_TYPE, form);
    }
    let mut request = request
        .body(Bytes::from(body(&ask)))
        .map_err(|error| source.error(error))?;
    if let Some(credentials) = ask.signed_by {
        let credentials = &unless_expired(credentials.clone())?;
        let region = region.unwrap_or("us-east-1");
        Signer::new().sign(&mut request, credentials, "sts", region, Timestamp::now())?;
    }
    let response = source.send(request).await?;
    let text = std::str::from_utf8(response.body()).unwrap_or_default();
    if !response.status().is_success() {
        let error = xml::element(text, "Error").unwrap_or_default();
        let (code, message) = (xml::text(error, "Code"), xml::text(error, "Message"));
        return Err(source.refusal(&response, code.as_deref(), message.as_deref()));
    }
    credentials(text).ok_or_else(|| source.strange("the XML of credentials"))
}

/// The form that is sent.
fn body(ask: &Ask<'_>) -> String {
    let by_default = format!("tinsmith-{}", Timestamp::now().epoch_seconds());
    let mut body = format!("Action={}&Version={}", ask.operation, STS.version);
    let always = [
        ("RoleArn", Some(ask.role)),
        ("RoleSessionName", Some(ask.session.unwrap_or(&by_default))),
    ];
    for (name, value) in always.iter().chain(ask.parameters) {
        if let Some(value) = value {
            body.push('&');
            body.push_str(name);
            body.push('=');
            percent::encode(&mut body, value);
        }
    }
    body
}

/// The credentials, with the account of the role that was assumed.
fn credentials(text: &str) -> Option<Credentials> {
    let user = xml::element(text, "AssumedRoleUser").unwrap_or_default();
    let arn = xml::text(user, "Arn").unwrap_or_default();
    // `arn:partition:sts:region:account:assumed-role/…`
    let account = arn.split(':').nth(4).unwrap_or_default();
    let text = xml::element(text, "Credentials")?;
    let part = |name| xml::text(text, name);
    let expiration: Timestamp = part("Expiration")?.parse().ok()?;
    let credentials = Credentials::new(part("AccessKeyId")?, part("SecretAccessKey")?)
        .with_session_token(part("SessionToken")?)
        .with_expires_at(expiration)
        .with_account_id(account);
    Some(credentials)
}

/// Whether it helps to ask again: STS has such errors with status 400.
fn is_transient(response: &Response<Bytes>) -> bool {
    let text = std::str::from_utf8(response.body()).unwrap_or_default();
    let is = |code: &str| {
        matches!(
            code,
            "IDPCommunicationError"
                | "RequestLimitExceeded"
                | "RequestTimeout"
                | "Throttling"
                | "ThrottlingException"
        )
    };
    response.status().is_client_error()
        && xml::element(text, "Code").is_some_and(|code| is(code.trim()))
}
