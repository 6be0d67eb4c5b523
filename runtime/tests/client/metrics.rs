//! Measurements of calls.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::TransportErrorKind;
use tinsmith_runtime::client::{Measured, Measurement, Metrics, RetryConfig, TransportError};
use tinsmith_runtime::http::Request;

use crate::support::server::{Reply, Server, error, response, success};
use crate::support::service::{Client, config};

/// Writes down what is measured.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<(Measured, String, Duration)>>>);

impl Metrics for Log {
    fn record(&self, it: &Measurement<'_>) {
        assert_eq!((it.service(), it.operation()), ("Toy Service", "Echo"));
        let status = it.status().map(|status| format!(" {status}"));
        let text = format!(
            "{} {}{}{}",
            it.measured().as_str(),
            it.attempts(),
            status.unwrap_or_default(),
            it.error_type()
                .map(|it| format!(" {it}"))
                .unwrap_or_default(),
        );
        self.0
            .lock()
            .unwrap()
            .push((it.measured(), text, it.duration()));
    }
}

impl Log {
    fn lines(&self) -> Vec<String> {
        let log = self.0.lock().unwrap();
        log.iter().map(|(_, text, _)| text.clone()).collect()
    }

    /// The time that all events of a kind took.
    fn time(&self, measured: Measured) -> Duration {
        let log = self.0.lock().unwrap();
        log.iter()
            .filter(|it| it.0 == measured)
            .map(|it| it.2)
            .sum()
    }
}

#[tokio::test]
async fn calls_attempts_connections_and_waits_are_measured() {
    let server = Server::start(|request| match request.number {
        0 => error(500, "InternalFailure"),
        _ => success("hello"),
    })
    .await;
    let log = Log::default();
    let client = Client::new(&config(&server.url()).metrics(log.clone()));
    client.echo("hi").await.unwrap();
    let expected = [
        "wait_for_credentials 1",
        "connect 1",
        "attempt 1 500 status",
        "wait_for_retry 1",
        "wait_for_credentials 2",
        "attempt 2 200",
        "call 2",
    ];
    assert_eq!(log.lines(), expected);
    let parts = log.time(Measured::Attempt) + log.time(Measured::WaitForRetry);
    assert!(log.time(Measured::Call) >= parts);
    // A client with other settings is measured, too. The connection is there already.
    client
        .with(|it| it.region("us-east-1"))
        .echo("hi")
        .await
        .unwrap();
    let more = ["wait_for_credentials 1", "attempt 1 200", "call 1"];
    assert_eq!(log.lines()[7..], more);
}

#[tokio::test]
async fn errors_are_measured_by_their_kind() {
    let server = Server::start(|_| error(400, "ValidationException")).await;
    let log = Log::default();
    let refused = config(&server.url()).metrics(log.clone());
    Client::new(&refused).echo("hi").await.unwrap_err();
    assert_eq!(
        log.lines()[2..],
        ["attempt 1 400 status", "call 1 ValidationException"]
    );

    let log = Log::default();
    let unplugged = config("http://localhost")
        .retry(RetryConfig::off())
        .metrics(log.clone())
        .http_client(|_: Request<Bytes>| {
            std::future::ready(Err(TransportError::new(
                TransportErrorKind::Io,
                "unplugged",
            )))
        });
    Client::new(&unplugged).echo("hi").await.unwrap_err();
    assert_eq!(
        log.lines()[1..],
        ["attempt 1 transport", "call 1 transport"]
    );
}

#[tokio::test]
async fn a_failed_connection_is_measured() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let log = Log::default();
    let config = config(&url).retry(RetryConfig::off()).metrics(log.clone());
    Client::new(&config).echo("hi").await.unwrap_err();
    assert_eq!(
        log.lines()[1..],
        ["connect 1 connect", "attempt 1 connect", "call 1 connect"]
    );
}

#[tokio::test]
async fn a_wait_for_a_permit_is_measured_if_there_is_one() {
    let server = Server::start(|_| {
        std::thread::sleep(Duration::from_millis(60));
        Reply::Send(response(200, &[], "{\"Text\": \"slow\"}"))
    })
    .await;
    let log = Log::default();
    let client = Client::new(
        &config(&server.url())
            .max_concurrency(1)
            .metrics(log.clone()),
    );
    let (first, second) = tokio::join!(client.echo("a"), client.echo("b"));
    first.unwrap();
    second.unwrap();
    let lines = log.lines();
    let waits = lines
        .iter()
        .filter(|line| line.starts_with("wait_for_permit"));
    assert_eq!(waits.count(), 1, "{lines:?}");
    let waited = log.time(Measured::WaitForPermit);
    assert!(waited >= Duration::from_millis(50), "{waited:?}");
}

struct Panics;

impl Metrics for Panics {
    fn record(&self, _: &Measurement<'_>) {
        panic!("odd");
    }
}

#[tokio::test]
async fn metrics_that_panic_change_nothing() {
    let server = Server::start(|_| success("hello")).await;
    let client = Client::new(&config(&server.url()).metrics(Panics));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
}
