//! Endpoints whose rules ask for signatures of version 4a.

use std::sync::{Arc, Mutex};

use crate::support::service::{Echo, EchoOutput, Error, SERVICE, credentials};
use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, RetryConfig, TransportError};
use tinsmith_runtime::endpoint::{AuthScheme, Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::http::{Request, Response, Uri};

/// Whether the rules have version 4 as a second way.
#[derive(Clone, Debug, PartialEq)]
struct Params {
    has_other: bool,
}

fn of_builtins(_: &Builtins) -> Params {
    Params { has_other: false }
}

fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    let mut scheme = AuthScheme::new("sigv4a")
        .signing_name("s3")
        .signing_region_set(["us-*", "eu-west-1"]);
    scheme.disable_double_encoding = true;
    let mut endpoint = Endpoint::new("https://a.accesspoint.example").auth_scheme(scheme);
    if params.has_other {
        endpoint = endpoint.auth_scheme(AuthScheme::new("sigv4").signing_region("eu-north-1"));
    }
    Ok(endpoint)
}

struct Put {
    has_other: bool,
}

impl Bind<Params> for Put {
    fn bind(&self, _: &Params) -> Option<Params> {
        Some(Params {
            has_other: self.has_other,
        })
    }
}

impl Operation for Put {
    const NAME: &'static str = "Put";

    type Output = EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        Echo::new("hi").to_request(endpoint)
    }

    fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
        Echo::from_response(response)
    }
}

/// Sends to such an endpoint: the request, or what was wrong.
async fn sent(has_other: bool) -> Result<Request<Bytes>, String> {
    let last = Arc::new(Mutex::new(None));
    let sent = last.clone();
    let transport = move |request: Request<Bytes>| {
        *sent.lock().unwrap() = Some(request);
        async {
            let body = Bytes::from_static(br#"{"Text":"hello"}"#);
            Ok::<_, TransportError>(Response::new(body))
        }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .retry(RetryConfig::off())
        .http_client(transport);
    let core = Core::new(&config, &SERVICE).unwrap();
    let put = Put { has_other };
    let result = core.send_by_rules(&put, of_builtins, resolve).await;
    result.map_err(|error| error.to_string())?;
    let request = last.lock().unwrap().take();
    Ok(request.unwrap())
}

fn signature(request: &Request<Bytes>) -> &str {
    request.headers()["authorization"].to_str().unwrap()
}

#[cfg(feature = "sigv4a")]
#[tokio::test]
async fn a_region_set_is_signed_in_place_of_a_region() {
    for has_other in [false, true] {
        let request = sent(has_other).await.unwrap();
        assert_eq!(request.headers()["x-amz-region-set"], "us-*,eu-west-1");
        let signature = signature(&request);
        assert!(signature.starts_with("AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/"));
        assert!(signature.contains("/s3/aws4_request, "), "{signature}");
        assert!(!signature.contains("eu-west-1"), "{signature}");
        assert!(signature.contains(";x-amz-region-set"), "{signature}");
    }
}

#[cfg(not(feature = "sigv4a"))]
#[tokio::test]
async fn the_next_way_of_the_rules_is_taken_or_an_error_names_the_feature() {
    let request = sent(true).await.unwrap();
    let signature = signature(&request);
    assert!(
        signature.contains("/eu-north-1/toy/aws4_request"),
        "{signature}"
    );
    let error = sent(false).await.unwrap_err();
    assert!(error.contains("the feature `sigv4a`"), "{error}");
}
