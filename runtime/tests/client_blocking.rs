//! Calls without an async runtime, and what lies between the client and the network.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::mpsc;
use std::time::Duration;

use support::server::{Reply, Server, response, success};
use support::service::{Client, Echo, Error, SERVICE, config, credentials, quick};
use tinsmith_runtime::client::{
    CallError, Config, Core, Environment, TransportErrorKind, blocking,
};

/// What a generated blocking client is.
#[derive(Clone)]
struct BlockingClient {
    client: Client,
    runtime: blocking::Runtime,
}

impl BlockingClient {
    fn echo(&self, text: &str) -> Result<String, Error> {
        let call = async { self.client.send(Echo::new(text)).await };
        self.runtime.run(call).map(|output| output.text)
    }
}

/// A server on a thread of its own, until the sender is dropped.
fn server_thread() -> (String, mpsc::Sender<()>) {
    let (url, urls) = mpsc::channel();
    let (stop, stopped) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(Server::start(|_| success("hello")));
        url.send(server.url()).unwrap();
        _ = stopped.recv();
    });
    (urls.recv().unwrap(), stop)
}

#[test]
fn calls_from_several_threads() {
    let (url, _stop) = server_thread();
    let client = BlockingClient {
        client: Client::new(&config(&url)),
        runtime: blocking::Runtime::new().unwrap(),
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(client.echo("hi").unwrap(), "hello");
                }
            });
        }
    });
}

#[tokio::test]
async fn a_blocking_call_within_a_runtime_is_an_error() {
    let client = BlockingClient {
        client: Client::new(&config("http://localhost:1")),
        runtime: blocking::Runtime::new().unwrap(),
    };
    let error = client.echo("hi").unwrap_err();
    assert!(
        matches!(error, Error::Call(CallError::Config(_))),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("use the async client there"),
        "{error}"
    );
}

#[tokio::test]
async fn https_goes_through_the_proxy() {
    let proxy = Server::start(|_| Reply::Last(response(403, &[], ""))).await;
    let load = |no_proxy: &str| {
        let environment = Environment::empty()
            .variable("HTTPS_PROXY", proxy.url().replace("//", "//user:password@"))
            .variable("NO_PROXY", no_proxy)
            .variable("AWS_REGION", "eu-west-1");
        let config = Config::load(environment).unwrap();
        config
            .credentials(credentials())
            .retry(quick().max_attempts(1))
    };
    let config = load("").endpoint_url("https://toy.example.invalid");
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    let received = proxy.received();
    assert!(
        received[0]
            .head
            .starts_with("CONNECT toy.example.invalid:443 HTTP/1.1\r\n"),
        "{received:?}"
    );
    // user:password
    assert_eq!(
        received[0].header("proxy-authorization"),
        Some("Basic dXNlcjpwYXNzd29yZA==")
    );
    let text = error.to_string();
    assert!(
        text.starts_with("can't connect: ") && !text.contains("password"),
        "{text}"
    );

    let config = load("example.invalid").endpoint_url("https://toy.example.invalid");
    assert!(Client::new(&config).echo("hi").await.is_err());
    assert_eq!(proxy.requests(), 1);
}

#[tokio::test]
async fn http_does_not_go_through_the_proxy() {
    let proxy = Server::start(|_| Reply::Stall).await;
    let server = Server::start(|_| success("hello")).await;
    let environment = Environment::empty()
        .variable("HTTPS_PROXY", proxy.url())
        .variable("AWS_REGION", "eu-west-1")
        .variable("AWS_ENDPOINT_URL_TOY_SERVICE", server.url());
    let config = Config::load(environment)
        .unwrap()
        .credentials(credentials());
    assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
    assert_eq!(proxy.accepted(), 0);
}

/// The other side speaks, but not TLS.
#[tokio::test]
async fn https_is_never_plain() {
    let server = Server::start(|_| success("hello")).await;
    // The server waits for lines, and TLS begins with the client: it must be the timeout
    // or an alert, never a request.
    let timeouts =
        tinsmith_runtime::client::Timeouts::default().connect(Duration::from_millis(200));
    let config = config(&server.url().replace("http:", "https:"))
        .timeouts(timeouts)
        .retry(quick().max_attempts(1));
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    match &error {
        Error::Call(CallError::Timeout(_)) => {}
        Error::Call(CallError::Transport(error)) => {
            assert_eq!(error.kind(), TransportErrorKind::Connect);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(server.requests(), 0);
}

/// One configuration is for many services: they share connections.
#[tokio::test]
async fn clients_of_a_configuration_share_connections() {
    let server = Server::start(|_| success("hello")).await;
    let config = config(&server.url());
    for _ in 0..5 {
        assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
    }
    assert_eq!(server.accepted(), 1);
    // What is changed about connections makes new ones.
    let changed = config.clone().max_response_size(1_000);
    assert_eq!(Client::new(&changed).echo("hi").await.unwrap(), "hello");
    assert_eq!(server.accepted(), 2);
    assert_eq!(
        Core::new(&config, &SERVICE).unwrap().service().sdk_id,
        "Toy Service"
    );
}
