//! A service with endpoint rules, answered in memory.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, TransportError};
use tinsmith_runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::{Core, ServiceInfo};
use tinsmith_runtime::generated::request::{BodyChecksum, ask_for_checksum, gzip, host_prefix};
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::{Operation, RequestOptions};

use crate::support::service::{Echo, EchoOutput, Error, credentials};

pub(crate) static SERVICE: ServiceInfo = ServiceInfo::new("Toy Service", "toy", "0.1.0");

/// The parameters of rules that look at the account.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Params {
    account: Option<String>,
    mode: Option<String>,
}

pub(crate) fn of_builtins(builtins: &Builtins) -> Params {
    Params {
        account: builtins.account_id.clone(),
        mode: builtins.account_id_endpoint_mode.clone(),
    }
}

pub(crate) fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    let Some(mode) = params.mode.as_deref() else {
        return EndpointError::refuse("there is no mode");
    };
    Ok(Endpoint::new(match (mode, &params.account) {
        ("disabled", _) | ("preferred", None) => "https://toy.example".to_owned(),
        ("preferred" | "required", Some(account)) => format!("https://{account}.toy.example"),
        _ => return EndpointError::refuse("an account is required"),
    }))
}

/// An operation with a prefix for its host and a body that may be compressed.
pub(crate) struct Call(pub(crate) Echo);

impl Bind<Params> for Call {}

impl Operation for Call {
    const NAME: &'static str = "Call";

    type Output = EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        self.to_request_with(endpoint, &RequestOptions::new())
    }

    fn to_request_with(
        &self,
        endpoint: &Uri,
        options: &RequestOptions,
    ) -> Result<Request<Bytes>, Error> {
        let prefixed = options
            .host_prefix
            .then(|| host_prefix(Self::NAME, endpoint, "data."));
        let prefixed = prefixed.transpose()?;
        let mut request = self.0.to_request(prefixed.as_ref().unwrap_or(endpoint))?;
        gzip(&mut request, options);
        ask_for_checksum(&mut request, "x-amz-checksum-mode", options);
        BodyChecksum::new(Self::NAME)
            .chosen_by("Algorithm", None, None)
            .add(&mut request, options)?;
        Ok(request)
    }

    fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
        Echo::from_response(response)
    }
}

/// A request that was made.
pub(crate) struct Seen {
    pub(crate) host: String,
    pub(crate) is_compressed: bool,
    pub(crate) trace_id: Option<String>,
    pub(crate) authorization: Option<String>,
    pub(crate) user_agent: Option<String>,
    /// Whether the request has a checksum, and asks for one.
    pub(crate) checksums: (bool, bool),
}

/// Makes a call with a body of about this size, and gives its request.
pub(crate) async fn seen_with(config: Config, size: usize) -> Result<Seen, Error> {
    let seen = Arc::<Mutex<Vec<Seen>>>::default();
    let http = {
        let seen = seen.clone();
        move |request: Request<Bytes>| {
            let header = |name| {
                let value = request.headers().get(name)?;
                Some(value.to_str().unwrap().to_owned())
            };
            seen.lock().unwrap().push(Seen {
                host: request.uri().host().unwrap().to_owned(),
                is_compressed: header("content-encoding").as_deref() == Some("gzip"),
                trace_id: header("x-amzn-trace-id"),
                authorization: header("authorization"),
                user_agent: header("user-agent"),
                checksums: (
                    header("x-amz-checksum-crc32").is_some(),
                    header("x-amz-checksum-mode").is_some(),
                ),
            });
            async { Ok::<_, TransportError>(Response::new(Bytes::from_static(b"{}"))) }
        }
    };
    let config = config.region("eu-west-1").http_client(http);
    let core = Core::new(&config, &SERVICE).unwrap();
    let call = Call(Echo::new("x".repeat(size)));
    core.send_by_rules(&call, of_builtins, resolve).await?;
    let mut seen = std::mem::take(&mut *seen.lock().unwrap());
    assert_eq!(seen.len(), 1);
    Ok(seen.remove(0))
}

pub(crate) async fn seen(config: Config) -> Seen {
    seen_with(config.credentials(credentials()), 1)
        .await
        .unwrap()
}
