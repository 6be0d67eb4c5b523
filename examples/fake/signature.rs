//! Checks signatures of version 4 by making them again.

use emr_sessions::client::{Credentials, Signer};
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue};
use emr_sessions::runtime::http::{HeaderName, Request, Response, StatusCode};
use emr_sessions::runtime::{IdempotencyToken, Timestamp};

/// The difference that clocks may have, in seconds.
const MAX_SKEW: i64 = 300;

/// The keys that requests have to be signed with.
#[derive(Clone)]
pub(crate) struct Keys {
    access_key_id: String,
    secret_access_key: String,
}

/// Why a request isn't taken.
pub(crate) struct Refusal {
    code: &'static str,
    message: String,
}

impl Keys {
    pub(crate) fn new(access_key_id: &str, secret_access_key: &str) -> Self {
        Self {
            access_key_id: access_key_id.to_owned(),
            secret_access_key: secret_access_key.to_owned(),
        }
    }

    /// Whether the request is signed with these keys for the service, not long ago.
    pub(crate) fn check(&self, request: &Request<Bytes>, service: &str) -> Result<(), Refusal> {
        let given = Authorization::of(request)?;
        if given.access_key_id != self.access_key_id {
            return Err(refusal(
                "UnrecognizedClientException",
                "the access key id isn't known",
            ));
        }
        if given.service != service {
            return Err(refusal(
                "InvalidSignatureException",
                &format!("the credential is for {}, not for {service}", given.service),
            ));
        }
        let skew = Timestamp::now().epoch_seconds() - given.time.epoch_seconds();
        if skew.abs() > MAX_SKEW {
            return Err(refusal(
                "InvalidSignatureException",
                &format!("the signature is {skew} seconds away from now"),
            ));
        }
        for header in ["host", "x-amz-date"] {
            if !given.signed_headers.split(';').any(|name| name == header) {
                return Err(refusal(
                    "InvalidSignatureException",
                    &format!("the header {header} has to be signed"),
                ));
            }
        }
        if self.signature(request, &given) == Some(given.signature.to_owned()) {
            Ok(())
        } else {
            Err(refusal(
                "InvalidSignatureException",
                "the signature doesn't match the request",
            ))
        }
    }

    /// The signature as it should be: of the same request, with the headers that were signed.
    fn signature(&self, request: &Request<Bytes>, given: &Authorization<'_>) -> Option<String> {
        let mut again = Request::new(request.body().clone());
        *again.method_mut() = request.method().clone();
        *again.uri_mut() = request.uri().clone();
        let mut credentials = Credentials::new(&*self.access_key_id, &*self.secret_access_key);
        for name in given.signed_headers.split(';') {
            let name = HeaderName::from_bytes(name.as_bytes()).ok()?;
            for value in request.headers().get_all(&name) {
                again.headers_mut().append(&name, value.clone());
            }
        }
        if let Some(token) = again.headers_mut().remove("x-amz-security-token") {
            credentials = credentials.with_session_token(token.to_str().ok()?);
        }
        let signed = Signer::new().sign(
            &mut again,
            &credentials,
            given.service,
            given.region,
            given.time,
        );
        signed.ok()?;
        let again = Authorization::of(&again).ok()?;
        (again.signed_headers == given.signed_headers).then(|| again.signature.to_owned())
    }
}

/// The parts of an `authorization` header.
struct Authorization<'r> {
    access_key_id: &'r str,
    region: &'r str,
    service: &'r str,
    signed_headers: &'r str,
    signature: &'r str,
    time: Timestamp,
}

impl<'r> Authorization<'r> {
    fn of(request: &'r Request<Bytes>) -> Result<Self, Refusal> {
        let header = |name: HeaderName| request.headers().get(name)?.to_str().ok();
        let missing = || {
            refusal(
                "MissingAuthenticationTokenException",
                "the request isn't signed",
            )
        };
        let text = header(AUTHORIZATION).ok_or_else(missing)?;
        let incomplete = || {
            refusal(
                "IncompleteSignatureException",
                "the authorization header isn't one of AWS4-HMAC-SHA256",
            )
        };
        let time = header(HeaderName::from_static("x-amz-date")).and_then(parse_time);
        Self::parse(text, time).ok_or_else(incomplete)
    }

    fn parse(text: &'r str, time: Option<Timestamp>) -> Option<Self> {
        let mut parts = text.strip_prefix("AWS4-HMAC-SHA256 ")?.split(',');
        let mut part = |name: &str| parts.next()?.trim().strip_prefix(name);
        let credential = part("Credential=")?;
        let signed_headers = part("SignedHeaders=")?;
        let signature = part("Signature=")?;
        let mut scope = credential.split('/');
        let access_key_id = scope.next()?;
        let _date = scope.next()?;
        Some(Self {
            access_key_id,
            region: scope.next()?,
            service: scope.next()?,
            signed_headers,
            signature,
            time: time?,
        })
    }
}

/// A time such as `20150830T123600Z`.
fn parse_time(text: &str) -> Option<Timestamp> {
    let part = |from: usize, to: usize| text.get(from..to);
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4)?,
        part(4, 6)?,
        part(6, 8)?,
        part(9, 11)?,
        part(11, 13)?,
        part(13, 15)?
    );
    Timestamp::parse_date_time(&text).ok()
}

fn refusal(code: &'static str, message: &str) -> Refusal {
    Refusal {
        code,
        message: message.to_owned(),
    }
}

impl Refusal {
    /// Makes the response of a service: with AWS JSON in the body and status 400, otherwise in a
    /// header and with status 403.
    pub(crate) fn response(&self, is_json_rpc: bool) -> Response<Bytes> {
        let Self { code, message } = self;
        let body = format!(r#"{{"__type":"{code}","message":"{message}"}}"#);
        let mut response = Response::new(Bytes::from(body));
        *response.status_mut() = if is_json_rpc {
            StatusCode::BAD_REQUEST
        } else {
            StatusCode::FORBIDDEN
        };
        let headers = response.headers_mut();
        if let Ok(id) = HeaderValue::from_str(IdempotencyToken::new().get()) {
            headers.insert("x-amzn-requestid", id);
        }
        headers.insert("x-amzn-errortype", HeaderValue::from_static(code));
        let content_type = if is_json_rpc {
            "application/x-amz-json-1.1"
        } else {
            "application/json"
        };
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
        response
    }
}
