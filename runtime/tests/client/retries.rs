//! Classifiers and budgets of retries.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    RetryAdvice, RetryBudget, RetryConfig, Timeouts, TransportError, TransportErrorKind,
};
use tinsmith_runtime::http::Request;
use tokio::net::TcpListener;

use crate::support::server::{Reply, Server, error, success};
use crate::support::service::{Client, config, quick};

#[tokio::test]
async fn a_classifier_has_an_error_tried_again() {
    let server = Server::start(|request| match request.number {
        0 => error(400, "ConflictException"),
        _ => success("hello"),
    })
    .await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let write = seen.clone();
    let config = config(&server.url()).retry_classifier(move |attempt| {
        write.lock().unwrap().push((
            attempt.service(),
            attempt.operation(),
            attempt.attempt(),
            attempt.code().map(str::to_owned),
            attempt.status(),
            attempt.may_have_arrived(),
            attempt.is_retried_by_default(),
        ));
        RetryAdvice::Retry
    });
    assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
    let code = Some("ConflictException".to_owned());
    assert_eq!(
        *seen.lock().unwrap(),
        [("Toy Service", "Echo", 1, code, Some(400), true, false)]
    );
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn a_classifier_has_an_error_not_tried_again() {
    let server = Server::start(|_| error(500, "InternalFailure")).await;
    let client = Client::new(&config(&server.url()));
    let once = client.with(|settings| settings.retry_classifier(|_| RetryAdvice::Stop));
    once.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 1);
    // The client itself has none.
    client.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 4);
}

#[tokio::test]
async fn a_classifier_that_leaves_it_or_panics_changes_nothing() {
    let server = Server::start(|request| match request.number {
        0 | 2 => error(500, "InternalFailure"),
        _ => error(400, "ValidationException"),
    })
    .await;
    let config = config(&server.url());
    for classify in [|| RetryAdvice::Default, || panic!("odd")] {
        let config = config.clone().retry_classifier(move |_| classify());
        Client::new(&config).echo("hi").await.unwrap_err();
    }
    assert_eq!(server.requests(), 4);
}

/// The attempts of a call have an end, whatever a classifier says.
#[tokio::test]
async fn attempts_and_budget_bound_a_classifier() {
    let server = Server::start(|_| error(400, "ConflictException")).await;
    let config = config(&server.url()).retry_classifier(|_| RetryAdvice::Retry);
    Client::new(&config).echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 3);
    let config = config.retry_budget(RetryBudget::with_capacity(20));
    Client::new(&config).echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 5);
}

/// A request that met no connection hasn't arrived; one whose response was lost may have.
#[tokio::test]
async fn a_classifier_knows_whether_a_request_may_have_arrived() {
    for (kind, may_have_arrived) in [
        (TransportErrorKind::Connect, false),
        (TransportErrorKind::Io, true),
        (TransportErrorKind::Body, true),
    ] {
        let attempts = Arc::new(Mutex::new(0));
        let counted = attempts.clone();
        let config = config("http://localhost")
            .http_client(move |_: Request<Bytes>| {
                *counted.lock().unwrap() += 1;
                std::future::ready(Err(TransportError::new(kind, "unplugged")))
            })
            .retry_classifier(|attempt| {
                assert!(attempt.error().is_some() && attempt.status().is_none());
                match attempt.may_have_arrived() {
                    true => RetryAdvice::Stop,
                    false => RetryAdvice::Default,
                }
            });
        Client::new(&config).echo("hi").await.unwrap_err();
        let expected = if may_have_arrived { 1 } else { 3 };
        assert_eq!(*attempts.lock().unwrap(), expected, "{kind:?}");
    }
}

/// A connection that took too long carried nothing; an attempt that did may have.
#[tokio::test]
async fn a_classifier_knows_each_attempt_and_what_took_too_long() {
    // It takes connections and says nothing: TLS waits for it.
    let silent = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let silent_url = format!("https://{}", silent.local_addr().unwrap());
    let server = Server::start(|_| Reply::Stall).await;
    let (short, none) = (Duration::from_millis(50), Timeouts::none());
    for (url, timeouts, may_have_arrived) in [
        (silent_url, none.connect(short), false),
        (server.url(), none.attempt(short), true),
    ] {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let write = seen.clone();
        let config = config(&url)
            .timeouts(timeouts)
            .retry_classifier(move |attempt| {
                write.lock().unwrap().push((
                    attempt.attempt(),
                    attempt.may_have_arrived(),
                    attempt.is_retried_by_default(),
                ));
                RetryAdvice::Default
            });
        Client::new(&config).echo("hi").await.unwrap_err();
        let expected = [1, 2, 3].map(|attempt| (attempt, may_have_arrived, true));
        assert_eq!(*seen.lock().unwrap(), expected, "{url}");
    }
}

#[tokio::test]
async fn clients_share_a_budget() {
    let server = Server::start(|request| match request.body.contains("well") {
        true => success("hello"),
        false => error(500, "InternalFailure"),
    })
    .await;
    let budget = RetryBudget::with_capacity(30);
    let config = config(&server.url()).retry_budget(budget.clone());
    let (first, second) = (Client::new(&config), Client::new(&config));
    first.echo("hi").await.unwrap_err();
    assert_eq!((server.requests(), budget.tokens()), (3, 2));
    second.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 4);
    // Successes of either bring tokens back.
    for _ in 0..12 {
        first.echo("well").await.unwrap();
    }
    assert_eq!(budget.tokens(), 14);
    second.echo("hi").await.unwrap_err();
    assert_eq!((server.requests(), budget.tokens()), (18, 0));
}

#[tokio::test]
async fn without_a_shared_budget_each_client_has_its_own() {
    let server = Server::start(|_| error(500, "InternalFailure")).await;
    let retry = quick().max_attempts(100).max_delay(Duration::ZERO);
    let config = config(&server.url()).retry(retry);
    for _ in 0..2 {
        Client::new(&config).echo("hi").await.unwrap_err();
    }
    assert_eq!(server.requests(), 72);
    let last = Client::new(&config.retry(RetryConfig::off()));
    last.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 73);
}
