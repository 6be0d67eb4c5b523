//! The details of an error that a service answered with.

use std::fmt;

use http::StatusCode;

use super::one_line::{Details, write_on_one_line};

/// The details of an error of a service, modelled or not: the operation, the HTTP status, the
/// error code, the message, the request id and the region of a bucket of S3, each if the response
/// had it.
///
/// `Display` puts them in one line; the message is the service's own, so don't show it
/// where what a service says must not appear, or drop it
/// [`without_message`](Self::without_message).
///
/// ```
/// use tinsmith_runtime::{ErrorMeta, http::StatusCode};
///
/// let meta = ErrorMeta::default()
///     .with_operation("GetStudioSessionMapping")
///     .with_status(StatusCode::BAD_REQUEST)
///     .with_code("InvalidRequestException")
///     .with_message("Studio does not exist.")
///     .with_request_id("5fa0a9a2");
/// assert_eq!(
///     meta.to_string(),
///     "GetStudioSessionMapping: InvalidRequestException: Studio does not exist. \
///      (status 400, request id 5fa0a9a2)",
/// );
/// assert!(!meta.is_retryable());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorMeta {
    operation: &'static str,
    status: Option<StatusCode>,
    code: Option<Box<str>>,
    message: Option<Box<str>>,
    request_id: Option<Box<str>>,
    bucket_region: Option<Box<str>>,
}

impl ErrorMeta {
    /// The operation's name in the service's model, or an empty text if it isn't known.
    pub fn operation(&self) -> &str {
        self.operation
    }

    /// The HTTP status of the response.
    pub fn status(&self) -> Option<StatusCode> {
        self.status
    }

    /// The error code, such as `InvalidRequestException`.
    pub fn code(&self) -> Option<&str> {
        self.code.as_deref()
    }

    /// The service's message for people.
    pub fn message(&self) -> Option<&str> {
        self.message.as_deref()
    }

    /// The id that the service gave the request, which its support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The region of the bucket, which S3 names in the header `x-amz-bucket-region`, and in errors of
    /// signatures for another region.
    pub fn bucket_region(&self) -> Option<&str> {
        self.bucket_region.as_deref()
    }

    /// Returns whether the service refused the request because too many came: by the error codes
    /// that the [AWS SDKs and Tools Reference Guide][guide] calls throttling errors, or by status
    /// 429.
    ///
    /// [guide]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    pub fn is_throttling(&self) -> bool {
        let by_code = matches!(
            self.code(),
            Some(
                "BandwidthLimitExceeded"
                    | "EC2ThrottledException"
                    | "LimitExceededException"
                    | "PriorRequestNotComplete"
                    | "ProvisionedThroughputExceededException"
                    | "RequestLimitExceeded"
                    | "RequestThrottled"
                    | "RequestThrottledException"
                    | "SlowDown"
                    | "ThrottledException"
                    | "Throttling"
                    | "ThrottlingException"
                    | "TooManyRequestsException"
                    | "TransactionInProgressException"
            )
        );
        by_code || self.status == Some(StatusCode::TOO_MANY_REQUESTS)
    }

    /// Returns whether the same request may succeed later: if it was
    /// [throttled](Self::is_throttling), or failed for a transient reason by the [AWS SDKs and
    /// Tools Reference Guide][guide] (a request timeout, or status 500, 502, 503 or 504).
    ///
    /// [guide]: https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
    pub fn is_retryable(&self) -> bool {
        let transient = matches!(
            self.code(),
            Some("RequestTimeout" | "RequestTimeoutException")
        );
        let status = self.status.map(|status| status.as_u16());
        transient || matches!(status, Some(500 | 502 | 503 | 504)) || self.is_throttling()
    }

    /// Sets the operation.
    #[must_use]
    pub fn with_operation(mut self, operation: &'static str) -> Self {
        self.operation = operation;
        self
    }

    /// Sets the HTTP status.
    #[must_use]
    pub fn with_status(mut self, status: StatusCode) -> Self {
        self.status = Some(status);
        self
    }

    /// Sets the error code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<Box<str>>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// Sets the message.
    #[must_use]
    pub fn with_message(mut self, message: impl Into<Box<str>>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Sets the request id.
    #[must_use]
    pub fn with_request_id(mut self, request_id: impl Into<Box<str>>) -> Self {
        self.request_id = Some(request_id.into());
        self
    }

    /// Sets the region of the bucket.
    #[must_use]
    pub fn with_bucket_region(mut self, region: impl Into<Box<str>>) -> Self {
        self.bucket_region = Some(region.into());
        self
    }

    /// Removes the message, for errors whose message is sensitive.
    #[must_use]
    pub fn without_message(mut self) -> Self {
        self.message = None;
        self
    }
}

impl fmt::Display for ErrorMeta {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.operation.is_empty() {
            write!(f, "{}: ", self.operation)?;
        }
        match (self.code(), self.message()) {
            (None, None) => f.write_str("an error without code and message")?,
            (Some(text), None) | (None, Some(text)) => write_on_one_line(f, text)?,
            (Some(code), Some(message)) => {
                write_on_one_line(f, code)?;
                f.write_str(": ")?;
                write_on_one_line(f, message)?;
            }
        }
        let mut details = Details::new(f);
        details.detail("status", self.status.map(|status| status.as_u16()))?;
        details.detail("request id", self.request_id())?;
        details.detail("region of the bucket", self.bucket_region())?;
        details.finish()
    }
}

impl std::error::Error for ErrorMeta {}
