//! Operations whose bodies stream, by hand.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::Config;
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::generated::json::error_meta;
use tinsmith_runtime::generated::request::{Target, build, in_memory, with_body};
use tinsmith_runtime::generated::response::blob_payload;
use tinsmith_runtime::http::{Method, Request, Response, Uri};
use tinsmith_runtime::{Body, Operation, RequestOptions};

use super::service::{Error, SERVICE};

/// Stores a body.
#[derive(Clone, Debug, Default)]
pub struct Put {
    pub body: Body,
    pub requires_length: bool,
}

#[derive(Debug, Default, PartialEq)]
pub struct PutOutput {
    pub text: String,
}

impl Operation for Put {
    const NAME: &'static str = "Put";

    type Output = PutOutput;
    type Error = Error;

    const STREAMS_INPUT: bool = true;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let request = self.to_streaming_request(endpoint, &RequestOptions::new())?;
        Ok(in_memory(Self::NAME, "Body", request)?)
    }

    fn to_streaming_request(
        &self,
        endpoint: &Uri,
        _: &RequestOptions,
    ) -> Result<Request<Body>, Error> {
        let known = self.body.bytes().cloned().unwrap_or_default();
        let target = Target::new().literal("/thing");
        let request = build(Self::NAME, Method::PUT, endpoint, &target, &[], known)?;
        Ok(with_body(
            Self::NAME,
            "Body",
            request,
            &self.body,
            self.requires_length,
        )?)
    }

    fn from_response(response: Response<Bytes>) -> Result<PutOutput, Error> {
        check(Self::NAME, &response)?;
        let text = String::from_utf8_lossy(response.body()).into_owned();
        Ok(PutOutput { text })
    }
}

/// Fetches a body.
#[derive(Clone, Debug, Default)]
pub struct Get;

#[derive(Debug, Default, PartialEq)]
pub struct GetOutput {
    pub body: Body,
}

impl Operation for Get {
    const NAME: &'static str = "Get";

    type Output = GetOutput;
    type Error = Error;

    const STREAMS_OUTPUT: bool = true;

    fn set_body(output: &mut GetOutput, body: Body) {
        output.body = body;
    }

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let target = Target::new().literal("/thing");
        Ok(build(
            Self::NAME,
            Method::GET,
            endpoint,
            &target,
            &[],
            Bytes::new(),
        )?)
    }

    fn from_response(response: Response<Bytes>) -> Result<GetOutput, Error> {
        check(Self::NAME, &response)?;
        let body = blob_payload(&response).map(Body::from).unwrap_or_default();
        Ok(GetOutput { body })
    }
}

/// Refuses a response that isn't one of success.
pub fn check(operation: &'static str, response: &Response<Bytes>) -> Result<(), Error> {
    if response.status().is_success() {
        return Ok(());
    }
    let meta = error_meta(operation, response, &["__type", "code"]);
    Err(Error::Unmodeled(Box::new(meta)))
}

/// Sends operations that aren't signed.
pub async fn send<O: Operation<Error = Error>>(
    config: &Config,
    operation: &O,
) -> Result<O::Output, Error> {
    send_by(&Core::new(config, &SERVICE).unwrap(), operation).await
}

/// Sends operations that aren't signed by a core that other calls use, too.
pub async fn send_by<O: Operation<Error = Error>>(
    core: &Core,
    operation: &O,
) -> Result<O::Output, Error> {
    let unsigned = core.send(operation, |settings| {
        settings.default_endpoint(&SERVICE).map(|mut endpoint| {
            endpoint.sign = false;
            endpoint
        })
    });
    unsigned.await
}
