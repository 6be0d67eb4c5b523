//! Where calls go whose service has endpoint rules, and how often those are asked.

use std::sync::{Arc, Mutex};

use crate::support::service::{Echo, EchoOutput, Error, SERVICE, credentials};
use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Auth, Config, TransportError};
use tinsmith_runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::generated::client::{Core, ServiceEndpoint};
use tinsmith_runtime::http::{Request, Response, Uri};

/// The parameters of the rules: `account` is an operation's to give.
#[derive(Clone, Debug, PartialEq)]
struct Params {
    region: Option<String>,
    account: Option<String>,
}

fn of_builtins(builtins: &Builtins) -> Params {
    Params {
        region: builtins.region.clone(),
        account: None,
    }
}

/// How often each test's rules were asked is told apart by the region.
static ASKED: Mutex<Vec<String>> = Mutex::new(Vec::new());

fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    let Some(region) = &params.region else {
        return EndpointError::refuse("there is no region");
    };
    ASKED.lock().unwrap().push(region.clone());
    Ok(Endpoint::new(match params.account.as_deref() {
        Some("nobody") => return EndpointError::refuse("this account has no endpoint"),
        Some(account) => format!("https://{account}.toy.{region}.example"),
        None => format!("https://toy.{region}.example"),
    }))
}

fn asked(region: &str) -> usize {
    let asked = ASKED.lock().unwrap();
    asked.iter().filter(|of| *of == region).count()
}

/// An [`Echo`] that goes where its account is.
struct OfAccount {
    echo: Echo,
    account: Option<&'static str>,
}

/// One that anybody may send.
struct Unsigned(Echo);

impl Bind<Params> for OfAccount {
    fn bind(&self, configured: &Params) -> Option<Params> {
        Some(Params {
            account: Some(self.account?.to_owned()),
            ..configured.clone()
        })
    }
}

impl Bind<Params> for Unsigned {
    const AUTH: &'static [Auth] = &[];
}

macro_rules! operation {
    ($type:ty, $echo:tt) => {
        impl Operation for $type {
            const NAME: &'static str = "Echo";

            type Output = EchoOutput;
            type Error = Error;

            fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
                self.$echo.to_request(endpoint)
            }

            fn from_response(response: Response<Bytes>) -> Result<EchoOutput, Error> {
                Echo::from_response(response)
            }
        }
    };
}

operation!(OfAccount, echo);
operation!(Unsigned, 0);

/// Hosts that requests went to, and whether they were signed.
type Requests = Arc<Mutex<Vec<(String, bool)>>>;

/// A client of this region, and what it sent.
fn client(region: &str) -> (Core, Requests) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let sent = requests.clone();
    let transport = move |request: Request<Bytes>| {
        let host = request.uri().host().unwrap().to_owned();
        let is_signed = request.headers().contains_key("authorization");
        assert_eq!(is_signed, request.headers().contains_key("host"));
        sent.lock().unwrap().push((host, is_signed));
        let response = Response::new(Bytes::from_static(br#"{"Text":"hello"}"#));
        async move { Ok::<_, TransportError>(response) }
    };
    let config = Config::new()
        .region(region)
        .credentials(credentials())
        .http_client(transport);
    (Core::new(&config, &SERVICE).unwrap(), requests)
}

async fn send(core: &Core, account: Option<&'static str>) -> Result<EchoOutput, Error> {
    let echo = Echo::new("hi");
    let operation = OfAccount { echo, account };
    core.send_by_rules(&operation, of_builtins, resolve).await
}

fn hosts(requests: &Requests) -> Vec<String> {
    let requests = requests.lock().unwrap();
    requests.iter().map(|(host, _)| host.clone()).collect()
}

#[tokio::test]
async fn the_rules_are_asked_once_of_what_the_configuration_says() {
    let (core, requests) = client("one");
    for _ in 0..3 {
        send(&core, None).await.unwrap();
    }
    assert_eq!(hosts(&requests), ["toy.one.example"; 3]);
    assert_eq!(asked("one"), 1);
    // Clones share it, and another client doesn't.
    send(&core.clone(), None).await.unwrap();
    assert_eq!(asked("one"), 1);
    let (other, requests) = client("one");
    send(&other, None).await.unwrap();
    assert_eq!(hosts(&requests), ["toy.one.example"]);
    assert_eq!(asked("one"), 2);
}

#[tokio::test]
async fn what_an_operation_gives_decides_where_it_goes() {
    let (core, requests) = client("two");
    for account in [None, Some("a"), Some("a"), None, Some("b"), Some("a")] {
        send(&core, account).await.unwrap();
    }
    let expected = ["", "a.", "a.", "", "b.", "a."].map(|host| format!("{host}toy.two.example"));
    assert_eq!(hosts(&requests), expected);
    // Not for what was as before: the second "a", and the second without an account.
    assert_eq!(asked("two"), 4);
}

#[tokio::test]
async fn what_the_rules_refuse_is_an_error_each_time() {
    let (core, requests) = client("three");
    for _ in 0..2 {
        let error = send(&core, Some("nobody")).await.unwrap_err();
        assert_eq!(
            error.to_string(),
            "invalid configuration: this account has no endpoint"
        );
    }
    send(&core, Some("a")).await.unwrap();
    assert_eq!(hosts(&requests), ["a.toy.three.example"]);
}

#[tokio::test]
async fn operations_that_share_a_destination_are_signed_or_not() {
    let (core, requests) = client("four");
    for _ in 0..2 {
        let operation = Unsigned(Echo::new("hi"));
        let sent = core.send_by_rules(&operation, of_builtins, resolve);
        assert_eq!(sent.await.unwrap().text, "hello");
        send(&core, None).await.unwrap();
    }
    let host = || "toy.four.example".to_owned();
    let expected = [false, true, false, true].map(|is_signed| (host(), is_signed));
    assert_eq!(*requests.lock().unwrap(), expected);
    assert_eq!(asked("four"), 1);
}

#[tokio::test]
async fn a_destination_says_whether_to_sign() {
    let (core, requests) = client("none");
    for endpoint in [ServiceEndpoint::unsigned, |signed| signed] {
        let to = ServiceEndpoint::new(Uri::from_static("https://there.example"));
        let sent = core.send(&Echo::new("hi"), |_| Ok(endpoint(to))).await;
        assert_eq!(sent.unwrap().text, "hello");
    }
    let expected = [false, true].map(|is_signed| ("there.example".to_owned(), is_signed));
    assert_eq!(*requests.lock().unwrap(), expected);
    assert_eq!(asked("none"), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn calls_at_the_same_time_go_where_they_should() {
    let (core, requests) = client("five");
    let calls: Vec<_> = (0..200)
        .map(|call| {
            let core = core.clone();
            tokio::spawn(async move {
                let account = [None, Some("a"), Some("b"), Some("nobody")][call % 4];
                assert_eq!(
                    send(&core, account).await.is_ok(),
                    account != Some("nobody")
                );
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap();
    }
    let mut hosts = hosts(&requests);
    hosts.sort();
    let expected = [
        "a.toy.five.example",
        "b.toy.five.example",
        "toy.five.example",
    ];
    assert_eq!(hosts, expected.map(|host| vec![host; 50]).concat());
}
