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
use super::{Credentials, endpoint};
use crate::client::{CredentialsError, ServiceInfo, Signer};
use crate::xml::{self, ReadError, ReadResult, Reader};
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
    let fips = chain.fips_of_calls();
    let region = match region {
        Some(region) if endpoint::is_global(chain, &STS, region, fips)? => None,
        region => region,
    };
    let url = endpoint::url(chain, &STS, region, fips)?;
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
    if !response.status().is_success() {
        let meta = xml::error_meta(ask.operation, &response, CODE);
        return Err(source.refusal(&response, meta.code(), meta.message()));
    }
    let answer = Answer::read(response.body()).map_err(|error| {
        // The error has no values.
        let path = xml::path_at(response.body(), error.offset());
        let (expected, found) = (error.expected(), error.found());
        source.strange(&format!(
            "the XML of credentials: expected {expected}, found {found} at {path}"
        ))
    })?;
    answer
        .into_credentials()
        .map_err(|missing| source.strange(&format!("the XML of credentials: {missing} is missing")))
}

/// The member of an error that has its code.
const CODE: &[&str] = &["Code"];

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

/// The result of the operations, as far as it matters.
#[derive(Default)]
pub(super) struct Answer {
    access_key_id: Option<String>,
    secret_access_key: Option<String>,
    session_token: Option<String>,
    expiration: Option<Timestamp>,
    /// The ARN of the role's session: `arn:partition:sts:region:account:assumed-role/…`.
    arn: Option<String>,
}

impl Answer {
    fn read(body: &[u8]) -> Result<Self, ReadError> {
        let mut answer = Self::default();
        let mut reader = Reader::new(body)?;
        reader.object(|r, name| {
            // The result is named after the operation.
            if name.ends_with("Result") {
                answer.read_result(r)
            } else {
                r.skip()
            }
        })?;
        reader.end()?;
        Ok(answer)
    }

    fn read_result(&mut self, r: &mut Reader<'_>) -> ReadResult {
        r.object(|r, name| match name {
            "Credentials" => self.read_credentials(r),
            "AssumedRoleUser" => r.object(|r, name| match name {
                "Arn" => r.set(&mut self.arn, Reader::string),
                _ => r.skip(),
            }),
            _ => r.skip(),
        })
    }

    /// Reads the element `Credentials`, which S3 has, too.
    pub(super) fn read_credentials(&mut self, r: &mut Reader<'_>) -> ReadResult {
        r.object(|r, name| match name {
            "AccessKeyId" => r.set(&mut self.access_key_id, Reader::string),
            "SecretAccessKey" => r.set(&mut self.secret_access_key, Reader::string),
            "SessionToken" => r.set(&mut self.session_token, Reader::string),
            "Expiration" => r.set(&mut self.expiration, Reader::date_time),
            _ => r.skip(),
        })
    }

    /// The credentials, with the account of the role that was assumed, or the name of a part that
    /// isn't there or is empty.
    pub(super) fn into_credentials(self) -> Result<Credentials, &'static str> {
        let part = |text: Option<String>, name| {
            let text = text.map(|text| text.trim().to_owned());
            text.filter(|text| !text.is_empty()).ok_or(name)
        };
        let arn = self.arn.unwrap_or_default();
        let account = account(&arn).unwrap_or_default();
        let id = part(self.access_key_id, "AccessKeyId")?;
        let secret = part(self.secret_access_key, "SecretAccessKey")?;
        Ok(Credentials::new(id, secret)
            .with_session_token(part(self.session_token, "SessionToken")?)
            .with_expires_at(self.expiration.ok_or("Expiration")?)
            .with_account_id(account))
    }
}

/// The account in an ARN: `arn:partition:service:region:account:resource`.
fn account(arn: &str) -> Option<&str> {
    let mut parts = arn.strip_prefix("arn:")?.splitn(5, ':').skip(3);
    let account = parts.next()?;
    parts.next().map(|_| account)
}

/// Whether it helps to ask again: STS has such errors with status 400.
fn is_transient(response: &Response<Bytes>) -> bool {
    response.status().is_client_error()
        && matches!(
            xml::error_meta("", response, CODE).code(),
            Some(
                "IDPCommunicationError"
                    | "RequestLimitExceeded"
                    | "RequestTimeout"
                    | "Throttling"
                    | "ThrottlingException"
            )
        )
}
