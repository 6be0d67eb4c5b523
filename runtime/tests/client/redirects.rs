//! Buckets of S3 in other regions than that of the client.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::service::{Echo, EchoOutput, Error, SERVICE, credentials};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, RetryConfig, ServiceError, TransportError};
use tinsmith_runtime::endpoint::{AuthScheme, Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::{Core, ServiceInfo};
use tinsmith_runtime::generated::endpoint::host_part;
use tinsmith_runtime::generated::xml;
use tinsmith_runtime::http::{Method, Request, Response, Uri};
use tinsmith_runtime::{Body, Operation, RequestOptions};

const S3: ServiceInfo = ServiceInfo::new("S3", "s3", "0.1.0").content_hash();

#[derive(Clone, Debug, PartialEq)]
struct Params {
    region: String,
    endpoint: Option<String>,
    bucket: String,
}

fn of_builtins(builtins: &Builtins) -> Params {
    Params {
        region: builtins.region.clone().unwrap_or_default(),
        endpoint: builtins.endpoint.clone(),
        bucket: String::new(),
    }
}

/// As the rules of S3: an ARN has its own region.
fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    let (bucket, region) = match params.bucket.strip_prefix("arn:") {
        Some(bucket) => (bucket, "ap-south-1"),
        None => (&*params.bucket, &*params.region),
    };
    let region = host_part(region)?;
    let mut scheme = AuthScheme::new("sigv4")
        .signing_name("s3")
        .signing_region(region);
    scheme.disable_double_encoding = true;
    let url = match &params.endpoint {
        Some(url) => format!("{url}{bucket}"),
        None => format!("https://{bucket}.s3.{region}.example"),
    };
    Ok(Endpoint::new(url).auth_scheme(scheme))
}

/// A request for a bucket, with the name and the body of an operation.
struct Ask<const HEAD: bool> {
    bucket: &'static str,
    body: Body,
}

impl<const HEAD: bool> Bind<Params> for Ask<HEAD> {
    fn bind(&self, configured: &Params) -> Option<Params> {
        Some(Params {
            bucket: self.bucket.to_owned(),
            ..configured.clone()
        })
    }
}

impl<const HEAD: bool> Operation for Ask<HEAD> {
    const NAME: &'static str = if HEAD { "HeadObject" } else { "CreateBucket" };
    const STREAMS_INPUT: bool = true;

    type Output = EchoOutput;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let mut request = Echo::new("hi").to_request(endpoint)?;
        *request.method_mut() = if HEAD { Method::HEAD } else { Method::PUT };
        Ok(request.map(|_| Bytes::new()))
    }

    fn to_streaming_request(
        &self,
        endpoint: &Uri,
        _: &RequestOptions,
    ) -> Result<Request<Body>, Error> {
        Ok(self.to_request(endpoint)?.map(|_| self.body.clone()))
    }

    fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
        if response.status().is_success() {
            return Ok(EchoOutput::default());
        }
        let meta = xml::error_meta(Self::NAME, &response, &["Code"]);
        Err(Error::Unmodeled(Box::new(meta)))
    }
}

fn head(bucket: &'static str) -> Ask<true> {
    let body = Body::new();
    Ask { bucket, body }
}

/// The URL and the region of the signature of each request.
type Requests = Arc<Mutex<Vec<(String, String)>>>;

/// An answer: the status, the header `x-amz-bucket-region`, the body.
#[derive(Clone, Copy)]
struct Answer(u16, &'static str, &'static str);

const MALFORMED: &str = "<Error><Code>AuthorizationHeaderMalformed</Code><Message>The region \
     'eu-west-1' is wrong</Message><Region>eu-north-1</Region></Error>";
const LOCATION: &str = "<Error><Code>IllegalLocationConstraintException</Code></Error>";

/// A client in eu-west-1 of a service whose buckets are in another region: requests that are signed
/// for `home` succeed.
fn client(
    info: &'static ServiceInfo,
    config: Config,
    answer: Answer,
    home: &str,
) -> (Core, Requests) {
    let requests = Requests::default();
    let (sent, home) = (requests.clone(), home.to_owned());
    let transport = move |request: Request<Bytes>| {
        let header = request.headers()["authorization"].to_str().unwrap();
        let region = header.split('/').nth(2).unwrap().to_owned();
        let is_home = region == home;
        let url = request.uri().to_string();
        sent.lock().unwrap().push((url, region));
        let Answer(status, region, body) = answer;
        let mut response = Response::builder().header("location", "https://evil.example/");
        if !region.is_empty() {
            response = response.header("x-amz-bucket-region", region);
        }
        let response = response.status(if is_home { 200 } else { status });
        let response = response.body(Bytes::from_static(body.as_bytes())).unwrap();
        async { Ok::<_, TransportError>(response) }
    };
    let config = config
        .region("eu-west-1")
        .credentials(credentials())
        .retry(RetryConfig::off())
        .http_client(transport);
    (Core::new(&config, info).unwrap(), requests)
}

async fn send<O>(core: &Core, ask: &O) -> Result<EchoOutput, Error>
where
    O: Operation<Output = EchoOutput, Error = Error> + Bind<Params>,
{
    core.send_by_rules(ask, of_builtins, resolve).await
}

fn taken(requests: &Requests) -> Vec<(String, String)> {
    std::mem::take(&mut *requests.lock().unwrap())
}

fn places(places: &[(&str, &str)]) -> Vec<(String, String)> {
    let places = places.iter();
    let owned = places.map(|(url, region)| ((*url).to_owned(), (*region).to_owned()));
    owned.collect()
}

const HERE: (&str, &str) = ("https://b.s3.eu-west-1.example/", "eu-west-1");
const THERE: (&str, &str) = ("https://b.s3.eu-north-1.example/", "eu-north-1");

#[tokio::test]
async fn a_call_goes_to_the_region_of_the_bucket() {
    for answer in [
        Answer(
            301,
            "eu-north-1",
            "<Error><Code>PermanentRedirect</Code></Error>",
        ),
        Answer(
            307,
            "eu-north-1",
            "<Error><Code>TemporaryRedirect</Code></Error>",
        ),
        Answer(301, "eu-north-1", ""),
        Answer(400, "eu-north-1", ""),
        Answer(400, "", MALFORMED),
        Answer(400, "eu-north-1", LOCATION),
    ] {
        let (core, requests) = client(&S3, Config::new(), answer, "eu-north-1");
        send(&core, &head("b")).await.unwrap();
        assert_eq!(taken(&requests), places(&[HERE, THERE]), "{}", answer.2);
        // From then on, the first request goes there.
        send(&core, &head("b")).await.unwrap();
        assert_eq!(taken(&requests), places(&[THERE]));
        send(&core, &head("b")).await.unwrap();
        assert_eq!(taken(&requests), places(&[THERE]));
        // Other buckets are elsewhere.
        send(&core, &head("c")).await.unwrap();
        assert_eq!(taken(&requests)[0].0, "https://c.s3.eu-west-1.example/");
    }
}

#[tokio::test]
async fn other_errors_stay() {
    for (answer, bucket) in [
        (
            Answer(404, "eu-north-1", "<Error><Code>NoSuchKey</Code></Error>"),
            "b",
        ),
        (Answer(403, "eu-north-1", ""), "b"),
        // Without a region, or with that of the request.
        (Answer(301, "", ""), "b"),
        (Answer(301, "eu-west-1", ""), "b"),
        // The region of an ARN is no guess.
        (Answer(301, "eu-north-1", ""), "arn:b"),
    ] {
        let (core, requests) = client(&S3, Config::new(), answer, "eu-north-1");
        let error = send(&core, &head(bucket)).await.unwrap_err();
        assert_eq!(error.meta().unwrap().status().unwrap().as_u16(), answer.0);
        assert_eq!(taken(&requests).len(), 1);
    }
    // Another service may use the header for whatever it likes.
    let answer = Answer(301, "eu-north-1", "");
    let (core, requests) = client(&SERVICE, Config::new(), answer, "eu-north-1");
    send(&core, &head("b")).await.unwrap_err();
    assert_eq!(taken(&requests).len(), 1);
    let create = Ask::<false> {
        bucket: "b",
        body: Body::new(),
    };
    let answer = Answer(400, "eu-north-1", LOCATION);
    let (core, requests) = client(&S3, Config::new(), answer, "eu-north-1");
    send(&core, &create).await.unwrap_err();
    assert_eq!(taken(&requests).len(), 1);
}

#[tokio::test]
async fn a_call_moves_once() {
    let answer = Answer(301, "eu-north-1", "");
    let (core, requests) = client(&S3, Config::new(), answer, "nowhere");
    let error = send(&core, &head("b")).await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "HeadObject: an error without code and message (status 301, region of the bucket eu-north-1)"
    );
    assert_eq!(taken(&requests), places(&[HERE, THERE]));
}

#[tokio::test]
async fn a_region_that_leads_nowhere_is_an_error() {
    for region in ["evil.example/", "x@evil.example", "a b", "a.b/c?"] {
        let region: &'static str = String::leak(region.to_owned());
        let (core, requests) = client(&S3, Config::new(), Answer(301, region, ""), "none");
        let error = send(&core, &head("b")).await.unwrap_err();
        assert_eq!(error.meta().unwrap().bucket_region(), Some(region));
        assert_eq!(taken(&requests), places(&[HERE]));
    }
}

#[tokio::test]
async fn an_endpoint_of_ones_own_is_asked_with_another_signature() {
    let config = Config::new().endpoint_url("https://store.example:9000/");
    let (core, requests) = client(&S3, config, Answer(400, "", MALFORMED), "eu-north-1");
    let url = "https://store.example:9000/b/";
    for expected in [
        &[(url, "eu-west-1"), (url, "eu-north-1")][..],
        &[(url, "eu-north-1")][..],
    ] {
        send(&core, &head("b")).await.unwrap();
        assert_eq!(taken(&requests), places(expected));
    }
}

#[tokio::test]
async fn a_body_that_was_begun_does_not_move() {
    let answer = Answer(301, "eu-north-1", "");
    let (core, requests) = client(&S3, Config::new(), answer, "eu-north-1");
    let stream = || Body::from_read(&b"0123456789"[..], Some(10));
    let ask = Ask::<true> {
        bucket: "b",
        body: stream(),
    };
    let error = send(&core, &ask).await.unwrap_err();
    let region = error.meta().unwrap().bucket_region();
    assert_eq!(region, Some("eu-north-1"));
    assert_eq!(taken(&requests).len(), 1);
    let again = Ask::<true> {
        bucket: "b",
        body: Body::from_source(10, || Body::from("0123456789")),
    };
    send(&core, &again).await.unwrap();
    assert_eq!(taken(&requests), places(&[HERE, THERE]));
}

#[tokio::test]
async fn presigned_requests_are_for_the_region_that_is_known() {
    let answer = Answer(301, "eu-north-1", "");
    let (core, _) = client(&S3, Config::new(), answer, "eu-north-1");
    let host = |core: &Core| {
        let core = core.clone();
        async move {
            let hour = Duration::from_secs(3_600);
            let presigned = core
                .presigned_by_rules(&head("b"), hour.into(), of_builtins, resolve)
                .await
                .unwrap();
            presigned.url().host().unwrap().to_owned()
        }
    };
    assert_eq!(host(&core).await, "b.s3.eu-west-1.example");
    send(&core, &head("b")).await.unwrap();
    assert_eq!(host(&core).await, "b.s3.eu-north-1.example");
}
