//! Clients of a program around the HTTP client.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::Body;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{BoxFuture, Config, HttpClient, SharedHttpClient, TransportError};
use tinsmith_runtime::http::{HeaderValue, Request, Response};

use crate::support::server::{Server, success};
use crate::support::service::{Client, config};
use crate::support::streaming::{Get, send};

type Log = Arc<Mutex<Vec<String>>>;

/// Writes down what goes through it, and says so in a header.
struct Layer {
    name: &'static str,
    inner: SharedHttpClient,
    log: Log,
}

impl Layer {
    fn mark<B>(&self, request: &mut Request<B>, method: &str) {
        let line = format!("{} {method} {}", self.name, request.uri().path());
        self.log.lock().unwrap().push(line);
        let headers = request.headers_mut();
        headers.append("layers", HeaderValue::from_static(self.name));
    }
}

impl HttpClient for Layer {
    fn call(
        &self,
        mut request: Request<Bytes>,
    ) -> BoxFuture<'_, Result<Response<Bytes>, TransportError>> {
        self.mark(&mut request, "calls");
        self.inner.call(request)
    }

    fn open(
        &self,
        mut request: Request<Body>,
    ) -> BoxFuture<'_, Result<Response<Body>, TransportError>> {
        self.mark(&mut request, "opens");
        self.inner.open(request)
    }
}

fn wrapped(config: Config, name: &'static str, log: &Log) -> Config {
    let log = log.clone();
    config.wrap_http_client(move |inner| Layer {
        name,
        inner,
        log: log.clone(),
    })
}

#[tokio::test]
async fn later_layers_are_further_outside_and_the_built_in_client_is_inside() {
    let server = Server::start(|_| success("hello")).await;
    let log = Log::default();
    let config = wrapped(wrapped(config(&server.url()), "a", &log), "b", &log);
    let client = Client::new(&config);
    for _ in 0..2 {
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
    }
    assert_eq!(*log.lock().unwrap(), ["b calls /", "a calls /"].repeat(2));
    // Connections are kept as without layers.
    assert_eq!(server.accepted(), 1);
    let received = server.received();
    assert_eq!(received[0].header("layers"), Some("b"));
}

#[tokio::test]
async fn bodies_that_stream_go_through_layers() {
    let server = Server::start(|_| success("hello")).await;
    let log = Log::default();
    let config = wrapped(config(&server.url()), "a", &log);
    send(&config, &Get).await.unwrap();
    let log = log.lock().unwrap();
    assert_eq!(log.len(), 1, "{log:?}");
    assert!(log[0].starts_with("a opens "), "{log:?}");
}

#[tokio::test]
async fn a_client_of_the_program_can_be_wrapped_before_it_is_set() {
    let log = Log::default();
    let answer = |_: Request<Bytes>| async {
        Ok::<_, TransportError>(Response::new(Bytes::from_static(b"\"hello\"")))
    };
    let server = Server::start(|_| success("no")).await;
    let config = wrapped(config(&server.url()), "a", &log).http_client(answer);
    let client = Client::new(&config);
    _ = client.echo("hi").await;
    assert_eq!(log.lock().unwrap().len(), 1);
    assert_eq!(server.requests(), 0);
}
