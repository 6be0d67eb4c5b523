//! A service with one operation, as generated code has it.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use http::{HeaderMap, Method, Request, Response, Uri};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{CallError, Config, ServiceError};
use tinsmith_runtime::generated::client::{Core, ServiceEndpoint, ServiceInfo};
use tinsmith_runtime::{ErrorMeta, Operation};

use crate::stub::block_on;

const SERVICE: ServiceInfo = ServiceInfo::new("Suite", "suite", "0.1.0");

/// An operation whose request has these headers.
struct Call(HeaderMap);

impl Operation for Call {
    const NAME: &'static str = "Call";

    type Output = ();
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::POST;
        *request.uri_mut() = endpoint.clone();
        *request.headers_mut() = self.0.clone();
        Ok(request)
    }

    fn from_response(_: Response<Bytes>) -> Result<(), Error> {
        Ok(())
    }
}

#[derive(Debug)]
struct Error(String);

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Error {}

impl From<CallError> for Error {
    fn from(error: CallError) -> Self {
        Self(error.to_string())
    }
}

impl ServiceError for Error {
    fn meta(&self) -> Option<&ErrorMeta> {
        None
    }

    fn is_retryable(&self) -> bool {
        false
    }

    fn is_throttling(&self) -> bool {
        false
    }
}

/// The headers of a request as it is sent, given those that the operation has.
pub(crate) fn sent(config: &Config, headers: HeaderMap) -> Result<HeaderMap, String> {
    let seen = Arc::<Mutex<HeaderMap>>::default();
    let http = {
        let seen = seen.clone();
        move |request: Request<Bytes>| {
            *seen.lock().unwrap_or_else(PoisonError::into_inner) = request.headers().clone();
            std::future::ready(Ok(Response::new(Bytes::new())))
        }
    };
    let config = config.clone().http_client(http);
    let core = Core::new(&config, &SERVICE).map_err(|error| error.to_string())?;
    let call = Call(headers);
    let endpoint = || ServiceEndpoint::new(Uri::from_static("https://localhost")).unsigned();
    block_on(core.send(&call, |_| Ok(endpoint()))).map_err(|error| error.to_string())?;
    let seen = seen.lock().unwrap_or_else(PoisonError::into_inner);
    Ok(seen.clone())
}
