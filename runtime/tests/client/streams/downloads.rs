//! Response bodies.

use std::time::{Duration, Instant};

use tinsmith_runtime::client::{Throughput, Timeouts};
use tinsmith_runtime::{Body, BodyErrorKind};

use super::*;
use crate::support::server::{Server, error};
use crate::support::service::config;

const HEAD: &str = "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n";

#[tokio::test]
async fn chunks_come_before_the_end() {
    let (go, going) = tokio::sync::watch::channel(false);
    let server = Raw::start(move |mut stream, _, _| {
        let mut going = going.clone();
        async move {
            head(&mut stream).await;
            write(&mut stream, HEAD).await;
            write(&mut stream, "first").await;
            going.wait_for(|going| *going).await.unwrap();
            write(&mut stream, "later").await;
            // The connection is used again: it was read to its end.
            head(&mut stream).await;
            write(&mut stream, raw(200, "again")).await;
        }
    })
    .await;
    let config = config(&server.url);
    let mut body = send(&config, &Get).await.unwrap().body;
    assert_eq!(body.length(), Some(10));
    assert_eq!(body.next().await.unwrap().unwrap(), "first");
    assert!(body.has_begun());
    go.send(true).unwrap();
    assert_eq!(body.next().await.unwrap().unwrap(), "later");
    assert_eq!(body.next().await.unwrap(), None);
    assert_eq!(body.next().await.unwrap(), None);
    let again = send(&config, &Get).await.unwrap().body;
    assert_eq!(again.collect(10).await.unwrap(), "again");
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn a_body_that_is_dropped_closes_the_connection() {
    let server = Server::start(|_| Reply::Part(format!("{HEAD}half").into_bytes())).await;
    let body = send(&config(&server.url()), &Get).await.unwrap().body;
    assert_eq!(server.open(), 1);
    drop(body);
    server.all_closed().await;
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_never_whole() {
    for chunked in [false, true] {
        let whole = if chunked {
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nfirst\r\n5\r\nlater\r\n0\r\n\r\n"
                .to_owned()
        } else {
            format!("{HEAD}firstlater")
        };
        let start = whole.find("\r\n\r\n").unwrap() + 4;
        for end in start..=whole.len() {
            let sent = whole[..end].to_owned();
            let server = Server::start(move |_| Reply::Last(sent.clone().into_bytes())).await;
            let body = send(&config(&server.url()), &Get).await.unwrap().body;
            match body.collect(100).await {
                Ok(body) => assert_eq!((&*body, end), (&b"firstlater"[..], whole.len())),
                Err(error) => {
                    assert_ne!(end, whole.len());
                    assert_eq!(error.kind(), BodyErrorKind::Transport, "{error}");
                }
            }
        }
    }
}

#[tokio::test]
async fn errors_are_read_and_tried_again() {
    let server = Server::start(|request| match request.number {
        0 => error(503, "Unavailable"),
        1 => reply("there"),
        _ => error(404, "Nothing"),
    })
    .await;
    let config = config(&server.url());
    let body = send(&config, &Get).await.unwrap().body;
    assert_eq!(body.collect(10).await.unwrap(), "there");
    let missing = send(&config, &Get).await.unwrap_err();
    assert!(missing.to_string().contains("Nothing"), "{missing}");
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn a_body_that_stands_still_is_noticed() {
    let server = Server::start(|_| Reply::Part(format!("{HEAD}half").into_bytes())).await;
    let least = Throughput::new(1, Duration::from_millis(200));
    let config = config(&server.url()).timeouts(Timeouts::none().throughput(least));
    let mut body = send(&config, &Get).await.unwrap().body;
    assert_eq!(body.next().await.unwrap().unwrap(), "half");
    // The program's own pauses don't count.
    tokio::time::sleep(Duration::from_millis(400)).await;
    let start = Instant::now();
    let error = body.next().await.unwrap_err();
    assert_eq!(error.kind(), BodyErrorKind::Stalled);
    let waited = start.elapsed();
    assert!(
        waited >= Duration::from_millis(150) && waited < Duration::from_secs(5),
        "{waited:?}"
    );
    // The connection is closed.
    drop(body);
    server.all_closed().await;
}

#[tokio::test]
async fn a_body_that_comes_slowly_is_noticed() {
    let server = Raw::start(|mut stream, _, _| async move {
        head(&mut stream).await;
        write(
            &mut stream,
            "HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n",
        )
        .await;
        for _ in 0..1_000 {
            write(&mut stream, "a").await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    for (least, is_enough) in [(2_000, false), (5, true)] {
        let least = Throughput::new(least, Duration::from_millis(300));
        let config = config(&server.url).timeouts(Timeouts::none().throughput(least));
        let mut body = send(&config, &Get).await.unwrap().body;
        let start = Instant::now();
        let failed = loop {
            match body.next().await {
                Ok(_) if start.elapsed() < Duration::from_secs(1) => {}
                Ok(_) => break None,
                Err(error) => break Some(error.kind()),
            }
        };
        let expected = (!is_enough).then_some(BodyErrorKind::Stalled);
        assert_eq!(failed, expected);
    }
}

#[tokio::test]
async fn bodies_that_nobody_reads_stop_no_call() {
    let server = Server::start(|_| reply("there")).await;
    let config = config(&server.url()).max_concurrency(2);
    let mut bodies = Vec::new();
    for _ in 0..50 {
        let call = send(&config, &Get);
        let output = tokio::time::timeout(Duration::from_secs(20), call).await;
        bodies.push(output.unwrap().unwrap().body);
    }
    for body in bodies {
        assert_eq!(body.collect(10).await.unwrap(), "there");
    }
}

#[tokio::test]
async fn a_limit_bounds_what_is_collected() {
    let server = Server::start(|_| reply("0123456789")).await;
    let config = config(&server.url());
    let body = send(&config, &Get).await.unwrap().body;
    let error = body.collect(9).await.unwrap_err();
    assert_eq!(error.kind(), BodyErrorKind::TooLarge);
    assert_eq!(
        error.to_string(),
        "the body is too large: it has more than 9 bytes"
    );
    let unknown = Body::from_chunks(Given::new(&["01234", "56789"]).0, None);
    let error = unknown.collect(9).await.unwrap_err();
    assert_eq!(error.kind(), BodyErrorKind::TooLarge);
    let body = send(&config, &Get).await.unwrap().body;
    assert_eq!(body.collect(10).await.unwrap(), "0123456789");
}
