//! Waiting calls: they hold no permit that whoever they wait for may need, and no runtime
//! that isn't there.

use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll, Waker, ready};
use std::time::{Duration, Instant};

use crate::support::server::{Reply, Server, error, response, success};
use crate::support::service::{Client, Echo, Error, SERVICE, config, credentials};
use crate::support::streaming::{Put, send};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, CallError, Config, Credentials, CredentialsError, ProvideCredentials, RetryConfig,
    Timeouts,
};
use tinsmith_runtime::generated::client::EndpointSettings;
use tinsmith_runtime::{Body, BodyError, Chunks, Timestamp};

/// Asks a service of the same configuration, with other credentials.
struct Asking(Config);

impl ProvideCredentials for Asking {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let client = Client::new(&self.0);
            client.echo("credentials").await.unwrap();
            Ok(credentials())
        })
    }
}

async fn within<T>(seconds: u64, future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(seconds), future)
        .await
        .unwrap()
}

#[tokio::test]
async fn credentials_may_come_through_the_same_configuration() {
    let server = Server::start(|_| success("hello")).await;
    let config = config(&server.url()).max_concurrency(1);
    // Makes the connections and the permit that both share.
    let inner = Client::new(&config);
    let outer = Client::new(&config.clone().credentials(Asking(config.clone())));
    assert_eq!(within(10, outer.echo("hi")).await.unwrap(), "hello");
    assert_eq!(within(10, inner.echo("hi")).await.unwrap(), "hello");
    // The call, and the one for its credentials.
    assert_eq!(server.requests(), 3);
    assert_eq!(server.most_open(), 1);
}

/// Asks by the very client whose credentials it gives, which signs nothing for that.
#[derive(Clone, Default)]
struct AskingItself(Arc<OnceLock<Client>>);

impl ProvideCredentials for AskingItself {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let core = self.0.get().unwrap().core();
            let echo = Echo::new("credentials");
            let unsigned =
                |settings: &EndpointSettings| Ok(settings.default_endpoint(&SERVICE)?.unsigned());
            core.send(&echo, unsigned).await.unwrap();
            Ok(credentials())
        })
    }
}

#[tokio::test]
async fn credentials_may_come_through_the_same_client() {
    let server = Server::start(|_| success("hello")).await;
    let provider = AskingItself::default();
    let config = config(&server.url())
        .max_concurrency(1)
        .credentials(provider.clone());
    let client = Client::new(&config);
    provider.0.set(client.clone()).unwrap();
    let calls = (client.echo("a"), client.echo("b"), client.echo("c"));
    let all = async { tokio::join!(calls.0, calls.1, calls.2) };
    let (a, b, c) = within(10, all).await;
    for result in [a, b, c] {
        assert_eq!(result.unwrap(), "hello");
    }
    let received = server.received();
    let unsigned = received
        .iter()
        .filter(|request| request.header("authorization").is_none());
    assert_eq!((unsigned.count(), received.len()), (1, 4));
}

/// A provider that takes its time.
struct Slow(Duration);

impl ProvideCredentials for Slow {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            tokio::time::sleep(self.0).await;
            Ok(credentials())
        })
    }
}

#[tokio::test]
async fn calls_do_not_wait_for_the_credentials_of_others() {
    let server = Server::start(|_| success("hello")).await;
    let config = config(&server.url()).max_concurrency(1);
    let quick = Client::new(&config);
    let slow = Client::new(&config.clone().credentials(Slow(Duration::from_secs(30))));
    let waiting = tokio::spawn(async move { slow.echo("hi").await });
    tokio::time::sleep(Duration::from_millis(20)).await;
    assert_eq!(within(10, quick.echo("hi")).await.unwrap(), "hello");
    waiting.abort();
}

#[tokio::test]
async fn calls_do_not_wait_for_the_pauses_of_others() {
    let server = Server::start(|request| match request.body.contains("again") {
        true => error(503, "SlowDown"),
        false => success("hello"),
    })
    .await;
    let slow = RetryConfig::standard()
        .base_delay(Duration::from_secs(20))
        .throttling_base_delay(Duration::from_secs(20));
    let client = Client::new(&config(&server.url()).max_concurrency(1).retry(slow));
    let waiting = tokio::spawn({
        let client = client.clone();
        async move { client.echo("again").await }
    });
    while server.requests() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    // Its answer has come, and a pause has begun.
    tokio::time::sleep(Duration::from_millis(50)).await;
    assert_eq!(within(10, client.echo("hi")).await.unwrap(), "hello");
    waiting.abort();
}

/// Credentials that expire while their call waits for its turn.
struct Short;

impl ProvideCredentials for Short {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let soon = Timestamp::now().epoch_seconds() + 2;
        let credentials =
            credentials().with_expires_at(Timestamp::from_epoch_seconds(soon).unwrap());
        Box::pin(std::future::ready(Ok(
            credentials.with_session_token(soon.to_string())
        )))
    }
}

#[tokio::test]
async fn what_is_signed_with_is_valid_when_it_is_a_calls_turn() {
    let server = Server::start(|request| {
        if request.body.contains("long") {
            std::thread::sleep(Duration::from_millis(2_500));
        }
        success("hello")
    });
    let server = server.await;
    let config = config(&server.url()).max_concurrency(1).credentials(Short);
    let client = Client::new(&config);
    let (long, short) = tokio::join!(client.echo("long"), client.echo("hi"));
    assert_eq!(
        (long.unwrap(), short.unwrap()),
        ("hello".to_owned(), "hello".to_owned())
    );
    let received = server.received();
    let expires: i64 = received[1]
        .header("x-amz-security-token")
        .unwrap()
        .parse()
        .unwrap();
    let date = received[1].header("x-amz-date").unwrap();
    let seconds: i64 = date[13..15].parse().unwrap();
    // Signed before it expires: compared within a minute.
    let left = (expires - seconds).rem_euclid(60);
    assert!((1..=2).contains(&left), "{left}");
}

#[test]
fn a_call_outside_of_tokio_is_an_error() {
    let client = Client::new(&config("http://localhost:1"));
    let mut call = pin!(client.echo("hi"));
    let mut context = Context::from_waker(Waker::noop());
    match call.as_mut().poll(&mut context) {
        Poll::Ready(Err(Error::Call(CallError::Config(error)))) => {
            assert!(
                error.to_string().contains("outside of a tokio runtime"),
                "{error}"
            );
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn credentials_outside_of_tokio_are_an_error() {
    use tinsmith_runtime::client::Environment;
    let environment = Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/x");
    let config = Config::load(environment).unwrap();
    let mut resolved = pin!(config.resolve_credentials());
    match resolved
        .as_mut()
        .poll(&mut Context::from_waker(Waker::noop()))
    {
        Poll::Ready(Err(error)) => {
            assert!(
                error.to_string().contains("outside of a tokio runtime"),
                "{error}"
            );
        }
        other => panic!("{other:?}"),
    }
}

/// A call that is given up while it waits for its turn leaves the others theirs.
#[tokio::test]
async fn a_call_that_is_given_up_takes_no_turn() {
    let server = Server::start(|_| success("hello")).await;
    let timeouts = Timeouts::default().call(Duration::from_secs(10));
    let client = Client::new(&config(&server.url()).max_concurrency(1).timeouts(timeouts));
    let start = Instant::now();
    for _ in 0..20 {
        let calls: Vec<_> = (0..4)
            .map(|_| {
                let client = client.clone();
                tokio::spawn(async move { client.echo("hi").await })
            })
            .collect();
        tokio::task::yield_now().await;
        calls
            .iter()
            .step_by(2)
            .for_each(tokio::task::JoinHandle::abort);
        for call in calls {
            if let Ok(result) = call.await {
                assert_eq!(result.unwrap(), "hello");
            }
        }
    }
    assert!(start.elapsed() < Duration::from_secs(8));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
}

/// The body of a request that makes a call for its bytes.
struct Fetched(Option<BoxFuture<'static, Result<String, Error>>>);

impl Chunks for Fetched {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let Some(call) = &mut self.0 else {
            return Poll::Ready(None);
        };
        let text = ready!(call.as_mut().poll(context)).unwrap();
        self.0 = None;
        Poll::Ready(Some(Ok(text.into())))
    }
}

/// As many uploads as there are permits would wait for each other's downloads.
#[tokio::test]
async fn a_body_may_come_through_the_same_configuration() {
    let server = Server::start(|request| match request.body.contains("Text") {
        true => success("hello"),
        false => Reply::Send(response(200, &[], &request.body)),
    })
    .await;
    let config = config(&server.url()).max_concurrency(1);
    let client = Client::new(&config);
    let fetched = Fetched(Some(Box::pin(async move { client.echo("hi").await })));
    let put = Put {
        body: Body::from_chunks(fetched, Some(5)),
        ..Put::default()
    };
    let sent = within(10, send(&config, &put)).await;
    assert_eq!(sent.unwrap().text, "hello");
}
