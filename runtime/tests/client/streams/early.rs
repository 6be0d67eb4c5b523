//! Responses that come before the whole request was sent.

use std::time::{Duration, Instant};

use tinsmith_runtime::BodyErrorKind;
use tinsmith_runtime::client::{CallError, RetryConfig, Throughput, TimeoutKind, Timeouts};

use super::*;
use crate::support::service::config;

/// More than sockets hold by themselves.
const LARGE: usize = 32 << 20;

/// A large body of each kind.
fn bodies() -> [(&'static str, Body); 4] {
    static ALL: [u8; LARGE] = [7; LARGE];
    struct Some64(usize);
    impl Chunks for Some64 {
        fn poll_chunk(&mut self, _: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
            let length = self.0.min(64 * 1024);
            self.0 -= length;
            Poll::Ready((length > 0).then(|| Ok(Bytes::from_static(&ALL[..length]))))
        }
    }
    [
        ("bytes", Body::from(ALL.as_slice())),
        ("source", Body::from_source(LARGE as u64, || Some64(LARGE))),
        (
            "stream",
            Body::from_chunks(Some64(LARGE), Some(LARGE as u64)),
        ),
        ("no length", Body::from_chunks(Some64(LARGE), None)),
    ]
}

fn put(body: Body) -> Put {
    Put {
        body,
        ..Put::default()
    }
}

/// The behaviour of the server after an early response.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Then {
    Closes,
    /// Reads nothing, and keeps the connection.
    Stops,
    /// Reads all of the request.
    Reads,
}

/// A server that answers when it has the head of a request.
async fn early(status: u16, text: &'static str, then: Then) -> Raw {
    Raw::start(move |mut stream, _, _| async move {
        head(&mut stream).await;
        write(&mut stream, raw(status, text)).await;
        match then {
            Then::Closes => {}
            Then::Stops => tokio::time::sleep(Duration::from_secs(60)).await,
            Then::Reads => {
                let mut buffer = vec![0; 64 * 1024];
                while stream.read(&mut buffer).await.unwrap_or(0) > 0 {}
            }
        }
    })
    .await
}

fn impatient(url: &str) -> Config {
    let over = Duration::from_millis(400);
    let timeouts = Timeouts::default().attempt(over);
    let timeouts = timeouts.throughput(Throughput::new(1, over));
    config(url).retry(RetryConfig::off()).timeouts(timeouts)
}

#[tokio::test]
async fn success_before_the_whole_request_is_none_if_the_service_closes() {
    for text in ["", "ok"] {
        let server = early(200, text, Then::Closes).await;
        for (kind, body) in bodies() {
            let config = config(&server.url).retry(RetryConfig::off());
            let result = send(&config, &put(body)).await;
            let error = result.expect_err(kind).to_string();
            assert!(
                error.contains("before the whole request was sent"),
                "{kind}: {error}"
            );
        }
    }
}

#[tokio::test]
async fn success_before_the_whole_request_is_none_if_the_service_stops_reading() {
    for text in ["", "ok"] {
        let server = early(200, text, Then::Stops).await;
        for (kind, body) in bodies() {
            let start = Instant::now();
            let result = send(&impatient(&server.url), &put(body)).await;
            match result.expect_err(kind) {
                Error::Call(CallError::Timeout(error)) => assert!(
                    matches!(error.kind(), TimeoutKind::Throughput | TimeoutKind::Attempt),
                    "{kind}: {error}"
                ),
                other => panic!("{kind}: {other:?}"),
            }
            assert!(start.elapsed() < Duration::from_secs(5), "{kind}");
        }
    }
}

#[tokio::test]
async fn success_before_the_whole_request_is_one_if_the_service_reads_on() {
    for text in ["", "ok"] {
        let server = early(200, text, Then::Reads).await;
        for (kind, body) in bodies() {
            let output = send(&config(&server.url), &put(body)).await.expect(kind);
            assert_eq!(output.text, text, "{kind}");
        }
    }
}

/// The error is what the service has to say.
#[tokio::test]
async fn an_error_before_the_whole_request_is_the_services() {
    for then in [Then::Closes, Then::Stops, Then::Reads] {
        let server = early(403, r#"{"__type":"Denied"}"#, then).await;
        for (kind, body) in bodies() {
            match send(&config(&server.url), &put(body))
                .await
                .expect_err(kind)
            {
                Error::Unmodeled(error) => assert_eq!(error.code(), Some("Denied"), "{kind}"),
                other => panic!("{kind}: {other:?}"),
            }
        }
    }
}

/// Another attempt sends the body anew, if it can be read again.
#[tokio::test]
async fn success_before_the_whole_request_is_tried_again() {
    let server = Raw::start(|mut stream, number, _| async move {
        let (_, rest) = head(&mut stream).await;
        if number == 0 {
            write(&mut stream, raw(200, "early")).await;
            return;
        }
        let mut left = LARGE - rest.len();
        let mut buffer = vec![0; 64 * 1024];
        while left > 0 {
            left -= stream.read(&mut buffer).await.unwrap();
        }
        write(&mut stream, raw(200, "whole")).await;
    })
    .await;
    let [_, (_, source), (_, stream), _] = bodies();
    let output = send(&config(&server.url), &put(source)).await.unwrap();
    assert_eq!(output.text, "whole");
    assert_eq!(server.accepted(), 2);
    drop(server);

    let server = early(200, "early", Then::Closes).await;
    let error = send(&config(&server.url), &put(stream)).await.unwrap_err();
    assert!(
        error.to_string().contains("before the whole request"),
        "{error}"
    );
    assert_eq!(server.accepted(), 1);
}

/// A source that fails after the response isn't the whole either.
#[tokio::test]
async fn a_source_that_fails_after_the_response_is_an_error() {
    struct Fails(
        Option<Bytes>,
        Option<std::pin::Pin<Box<tokio::time::Sleep>>>,
    );
    impl Chunks for Fails {
        fn poll_chunk(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
            if let Some(chunk) = self.0.take() {
                return Poll::Ready(Some(Ok(chunk)));
            }
            let sleep = || Box::pin(tokio::time::sleep(Duration::from_millis(300)));
            std::task::ready!(self.1.get_or_insert_with(sleep).as_mut().poll(cx));
            let error = BodyError::new(BodyErrorKind::Source, "the disk is gone");
            Poll::Ready(Some(Err(error)))
        }
    }
    for text in ["", "ok"] {
        let server = early(200, text, Then::Reads).await;
        let body = Body::from_chunks(Fails(Some(Bytes::from_static(b"one")), None), Some(1000));
        let error = send(&config(&server.url), &put(body)).await.unwrap_err();
        assert!(error.to_string().contains("the disk is gone"), "{error}");
    }
}
