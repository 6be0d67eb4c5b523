//! A service by hand, as the generator writes it: an operation, the errors, a client.

use std::fmt;
use std::time::Duration;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    CallError, Config, Credentials, Overrides, RetryConfig, ServiceError,
};
use tinsmith_runtime::generated::client::{Core, ServiceInfo};
use tinsmith_runtime::generated::json::{ReadResult, Reader, Writer, error_meta, read_body};
use tinsmith_runtime::generated::request::{Header, Target, build};
use tinsmith_runtime::http::{Method, Request, Response, Uri};
use tinsmith_runtime::{ErrorMeta, IdempotencyToken, InvalidInput, InvalidResponse, Operation};

pub const SERVICE: ServiceInfo = ServiceInfo::new("Toy Service", "toy", "0.1.0");

/// Says what it was told.
#[derive(Clone, Debug, Default)]
pub struct Echo {
    pub text: String,
    pub token: IdempotencyToken,
}

impl Echo {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            token: IdempotencyToken::new(),
        }
    }
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct EchoOutput {
    pub text: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Error {
    Unmodeled(Box<ErrorMeta>),
    InvalidInput(Box<InvalidInput>),
    InvalidResponse(Box<InvalidResponse>),
    Call(CallError),
}

impl Operation for Echo {
    const NAME: &'static str = "Echo";

    type Output = EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let mut body = Writer::new();
        body.begin_object();
        body.key("Text");
        body.string(&self.text);
        body.key("Token");
        body.string(self.token.get());
        body.end_object();
        let target = Target::new().literal("/");
        static HEADERS: [Header; 2] = [
            Header::new("content-type", "application/x-amz-json-1.1"),
            Header::new("x-amz-target", "Toy.Echo"),
        ];
        build(
            Self::NAME,
            Method::POST,
            endpoint,
            &target,
            &HEADERS,
            body.finish(),
        )
        .map_err(Error::InvalidInput)
    }

    fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
        if !response.status().is_success() {
            let meta = error_meta(Self::NAME, &response, &["__type", "code"]);
            return Err(Error::Unmodeled(Box::new(meta)));
        }
        read_body(Self::NAME, &response, read).map_err(Error::InvalidResponse)
    }
}

fn read(r: &mut Reader<'_>, value: &mut EchoOutput) -> ReadResult {
    r.object(|r, key| match key {
        "Text" => r.set_or_default(&mut value.text, Reader::string),
        _ => r.skip(),
    })
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unmodeled(error) => error.fmt(f),
            Self::InvalidInput(error) => error.fmt(f),
            Self::InvalidResponse(error) => error.fmt(f),
            Self::Call(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for Error {}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}

impl From<Box<InvalidInput>> for Error {
    fn from(error: Box<InvalidInput>) -> Self {
        Self::InvalidInput(error)
    }
}

impl From<Box<InvalidResponse>> for Error {
    fn from(error: Box<InvalidResponse>) -> Self {
        Self::InvalidResponse(error)
    }
}

impl ServiceError for Error {
    fn meta(&self) -> Option<&ErrorMeta> {
        match self {
            Self::Unmodeled(meta) => Some(meta),
            Self::InvalidResponse(error) => Some(error.meta()),
            Self::InvalidInput(_) | Self::Call(_) => None,
        }
    }

    fn is_retryable(&self) -> bool {
        self.meta()
            .is_some_and(|meta| meta.is_retryable() || has_retryable_trait(meta))
    }

    fn is_throttling(&self) -> bool {
        self.meta()
            .is_some_and(|meta| meta.is_throttling() || meta.code() == Some("CalmDown"))
    }
}

/// Two errors with the trait `retryable`; for `CalmDown` it says throttling.
fn has_retryable_trait(meta: &ErrorMeta) -> bool {
    matches!(meta.code(), Some("TryAgain" | "CalmDown"))
}

#[derive(Clone, Debug)]
pub struct Client {
    core: Core,
}

impl Client {
    pub fn new(config: &Config) -> Self {
        Self {
            core: Core::new(config, &SERVICE).unwrap(),
        }
    }

    pub fn with(&self, change: impl FnOnce(Overrides) -> Overrides) -> Self {
        Self {
            core: self.core.with(change),
        }
    }

    pub fn core(&self) -> &Core {
        &self.core
    }

    pub async fn send<O: Operation<Error = Error>>(
        &self,
        operation: O,
    ) -> Result<O::Output, Error> {
        self.core
            .send(&operation, |settings| settings.default_endpoint(&SERVICE))
            .await
    }

    pub async fn echo(&self, text: &str) -> Result<String, Error> {
        self.send(Echo::new(text)).await.map(|output| output.text)
    }
}

pub fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
}

/// A configuration for a server of this computer: pauses are short.
pub fn config(url: &str) -> Config {
    Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .endpoint_url(url)
        .retry(quick())
}

pub fn quick() -> RetryConfig {
    RetryConfig::standard()
        .base_delay(Duration::from_millis(2))
        .throttling_base_delay(Duration::from_millis(4))
}
