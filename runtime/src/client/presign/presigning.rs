//! Signing requests in the query, without a client.

use bytes::Bytes;
use http::Request;
use http::header::{AUTHORIZATION, HOST};

use super::options::PresignOptions;
use super::prepare::prepared;
use super::presigned_request::PresignedRequest;
use super::with_query::with_query;
use crate::Timestamp;
use crate::client::sign::{
    QueryForm, Scope, Signer, SigningSettings, UNSIGNED, host_header, payload_hash, sent_headers,
};
use crate::client::time::SigningTime;
use crate::client::{CallError, ConfigError, Credentials};

/// The way in which requests are presigned: by whom, for which service and region, when and for
/// how long. Generated clients have `presigned`, which knows these things.
///
/// [`presign`](Self::presign) signs a request as it is.
/// [`Operation::presigned`](crate::Operation::presigned) makes the request of an operation first,
/// in the form that presigned requests have.
///
/// ```
/// use std::time::Duration;
/// use tinsmith_runtime::Timestamp;
/// use tinsmith_runtime::bytes::Bytes;
/// use tinsmith_runtime::client::{Credentials, Presigning};
/// use tinsmith_runtime::http::Request;
///
/// let credentials = Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI");
/// let request = Request::get("https://photos.s3.eu-west-1.amazonaws.com/a%20cat.jpg");
/// let presigned = Presigning::new(&credentials, "s3", "eu-west-1", Duration::from_secs(900))
///     .s3()
///     .at(Timestamp::from_epoch_seconds(1_440_938_160)?)
///     .presign(request.body(Bytes::new())?)?;
/// assert!(presigned.url().query().is_some_and(|query| query.contains("X-Amz-Expires=900")));
/// assert!(presigned.headers().is_empty());
/// assert_eq!(presigned.expires_at().epoch_seconds(), 1_440_938_160 + 900);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use]
pub struct Presigning<'a> {
    pub(super) credentials: &'a Credentials,
    pub(super) service: &'a str,
    pub(super) region: &'a str,
    pub(super) options: PresignOptions,
    pub(super) time: Timestamp,
    pub(super) settings: SigningSettings,
    pub(super) signs_payload: bool,
}

impl<'a> Presigning<'a> {
    /// Creates a way to presign from now on, for a service whose name in signatures this is.
    pub fn new(
        credentials: &'a Credentials,
        service: &'a str,
        region: &'a str,
        options: impl Into<PresignOptions>,
    ) -> Self {
        Self {
            credentials,
            service,
            region,
            options: options.into(),
            time: Timestamp::now(),
            settings: SigningSettings::new(),
            signs_payload: true,
        }
    }

    /// Sets the time from which on the requests can be sent.
    pub fn at(mut self, time: Timestamp) -> Self {
        self.time = time;
        self
    }

    /// Sets how signatures of the service differ from those of others. The hash of the body is in
    /// no header, whatever these settings say.
    pub fn settings(mut self, settings: SigningSettings) -> Self {
        self.settings = settings;
        self
    }

    /// Sets whether the body is signed: the hash of the request's body, or `UNSIGNED-PAYLOAD`.
    pub fn sign_payload(mut self, value: bool) -> Self {
        self.signs_payload = value;
        self
    }

    /// Presigns for S3: paths are signed as they are, and the body isn't signed.
    pub fn s3(self) -> Self {
        let settings = self.settings.normalize_path(false).double_encode(false);
        self.settings(settings).sign_payload(false)
    }

    /// Presigns the request of an operation.
    pub(crate) fn operation(&self, request: Request<Bytes>) -> Result<PresignedRequest, CallError> {
        let request = prepared(request, &self.options)?;
        Ok(self.presign(request)?)
    }

    /// Signs a request in the query, with all of its headers. An earlier signature is taken out.
    ///
    /// # Errors
    ///
    /// A duration of less than a second or of more than 7 days, a URL that isn't absolute, or one
    /// that would get too long.
    pub fn presign(&self, request: Request<Bytes>) -> Result<PresignedRequest, ConfigError> {
        let expires_in = self.options.seconds()?;
        let (mut head, body) = request.into_parts();
        if head.uri.scheme().is_none() || head.uri.host().is_none() {
            return Err(ConfigError::new(
                "a request to presign has no scheme or no host: expected an absolute URL",
            ));
        }
        head.headers.remove(AUTHORIZATION);
        if !head.headers.contains_key(HOST) {
            if let Some(host) = host_header(&head.uri) {
                head.headers.insert(HOST, host);
            }
        }
        let hash = self.signs_payload.then(|| payload_hash(&body));
        let form = QueryForm {
            method: &head.method,
            uri: &head.uri,
            headers: &head.headers,
            payload_hash: hash.as_deref().unwrap_or(UNSIGNED),
            expires_in,
        };
        let scope = Scope {
            credentials: self.credentials,
            service: self.service,
            region: self.region,
            settings: self.settings,
            left_out: None,
        };
        let query = Signer::new()
            .query(&form, &scope, &SigningTime::new(self.time))
            .map_err(|error| ConfigError::new(error.message()))?;
        let url = with_query(head.uri, &query)?;
        let end = end(self.time, expires_in)?;
        let limit = self.credentials.expires_at().filter(|limit| *limit < end);
        Ok(PresignedRequest {
            method: head.method,
            url,
            headers: sent_headers(&head.headers),
            body,
            expires_at: limit.unwrap_or(end),
            is_limited_by_credentials: limit.is_some(),
        })
    }
}

/// Returns the time some seconds later.
pub(super) fn end(time: Timestamp, seconds: u64) -> Result<Timestamp, ConfigError> {
    let seconds = i64::try_from(seconds).unwrap_or(i64::MAX);
    let end = time.epoch_seconds().saturating_add(seconds);
    Timestamp::from_epoch_seconds(end)
        .map_err(|_| ConfigError::new("a presigned request expires after the year 9999"))
}
