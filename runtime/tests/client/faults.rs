//! Servers and networks that misbehave: the client does what the retry rules say, within
//! its timeouts, and leaves nothing behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::support::server::{Received, Reply, Server, error, error_with, response, success};
use crate::support::service::{Client, Error, config};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    CallError, TimeoutError, TimeoutKind, Timeouts, TransportError, TransportErrorKind,
};
use tinsmith_runtime::http::{Request, Response};
use tokio::sync::Barrier;

fn timeout_of(error: &Error) -> &TimeoutError {
    match error {
        Error::Call(CallError::Timeout(error)) => error,
        other => panic!("{other:?}"),
    }
}

fn transport_of(error: &Error) -> &TransportError {
    match error {
        Error::Call(CallError::Transport(error)) => error,
        other => panic!("{other:?}"),
    }
}

/// Answers `first` to the first requests, and a success to those after them.
async fn failing_at_first(
    count: usize,
    first: impl Fn(&Received) -> Reply + Send + Sync + 'static,
) -> Server {
    Server::start(move |request| {
        if request.number < count {
            first(request)
        } else {
            success("hello")
        }
    })
    .await
}

#[tokio::test]
async fn a_server_that_stalls_costs_an_attempt() {
    let server = failing_at_first(1, |_| Reply::Stall).await;
    let timeouts = Timeouts::default().attempt(Duration::from_millis(100));
    let client = Client::new(&config(&server.url()).timeouts(timeouts));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
    assert_eq!(server.requests(), 2);
    // The connection that stalled was closed.
    assert_eq!((server.accepted(), server.open()), (2, 1));
}

#[tokio::test]
async fn a_server_that_always_stalls_is_a_timeout() {
    let server = Server::start(|_| Reply::Stall).await;
    let timeouts = Timeouts::default().attempt(Duration::from_millis(50));
    let client = Client::new(&config(&server.url()).timeouts(timeouts));
    let start = Instant::now();
    let error = client.echo("hi").await.unwrap_err();
    assert!(
        start.elapsed() < Duration::from_secs(3),
        "{:?}",
        start.elapsed()
    );
    assert_eq!(timeout_of(&error).kind(), TimeoutKind::Attempt);
    assert_eq!(
        error.to_string(),
        "no complete response to an attempt within 50ms"
    );
    assert_eq!(server.requests(), 3);
    server.all_closed().await;
}

#[tokio::test]
async fn the_call_timeout_ends_the_attempt() {
    let server = Server::start(|_| Reply::Stall).await;
    let timeouts = Timeouts::none().call(Duration::from_millis(200));
    let client = Client::new(&config(&server.url()).timeouts(timeouts));
    let start = Instant::now();
    let error = client.echo("hi").await.unwrap_err();
    let elapsed = start.elapsed().as_millis();
    assert!((200..2_000).contains(&elapsed), "{elapsed}");
    assert_eq!(timeout_of(&error).kind(), TimeoutKind::Call);
    assert_eq!(timeout_of(&error).after(), Duration::from_millis(200));
    assert_eq!(server.requests(), 1);
    server.all_closed().await;
}

#[tokio::test]
async fn a_body_that_is_cut_off_is_no_response() {
    let cut_off = |_: &Received| {
        let mut bytes = response(200, &[], "{\"Text\":\"hello\"}");
        bytes.truncate(bytes.len() - 4);
        Reply::Last(bytes)
    };
    let server = failing_at_first(2, cut_off).await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
    assert_eq!(server.requests(), 3);

    let server = Server::start(cut_off).await;
    let client = Client::new(&config(&server.url()));
    let error = client.echo("hi").await.unwrap_err();
    assert_eq!(transport_of(&error).kind(), TransportErrorKind::Body);
    assert_eq!(server.requests(), 3);
    server.all_closed().await;
}

/// Nobody sends these any more, and every user agent has to read them.
#[tokio::test]
async fn values_of_several_lines_are_read() {
    let server = Server::start(|_| {
        let bytes = response(400, &[("x-amzn-requestid", "a\r\n\t b")], "{}");
        Reply::Send(bytes)
    })
    .await;
    let error = Client::new(&config(&server.url())).echo("hi").await;
    match error.unwrap_err() {
        Error::Unmodeled(meta) => assert!(meta.request_id().is_some_and(|id| id.starts_with('a'))),
        other => panic!("{other:?}"),
    }
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_chunked_body_that_is_cut_off_is_no_response() {
    let server = failing_at_first(1, |_| {
        Reply::Last(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n2\r\n{}\r\n".to_vec())
    })
    .await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
}

#[tokio::test]
async fn a_chunked_body_is_put_together() {
    let server = Server::start(|_| {
        let chunks = ["{\"Te", "xt\":\"", "hello\"", "}", ""];
        let mut text = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_owned();
        for chunk in chunks {
            text.push_str(&format!("{:x}\r\n{chunk}\r\n", chunk.len()));
        }
        Reply::Send(text.into_bytes())
    })
    .await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn status_500_then_200() {
    for status in [500, 502, 503, 504] {
        let server = failing_at_first(2, move |_| error(status, "Oops")).await;
        let client = Client::new(&config(&server.url()));
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
        assert_eq!(server.requests(), 3);
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_request_is_not_tried_again() {
    for (status, code) in [
        (400, "ValidationException"),
        (403, "AccessDeniedException"),
        (501, "Oops"),
    ] {
        let server = Server::start(move |_| error(status, code)).await;
        let client = Client::new(&config(&server.url()));
        let error = client.echo("hi").await.unwrap_err();
        assert!(
            matches!(&error, Error::Unmodeled(meta) if meta.code() == Some(code)),
            "{error:?}"
        );
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn the_last_error_is_what_the_caller_gets() {
    let server = Server::start(|request| error(500, ["A", "B", "C", "D"][request.number])).await;
    let client = Client::new(&config(&server.url()));
    let error = client.echo("hi").await.unwrap_err();
    assert!(
        matches!(&error, Error::Unmodeled(meta) if meta.code() == Some("C")),
        "{error:?}"
    );
}

#[tokio::test]
async fn throttling_is_tried_again_more_slowly() {
    let server = failing_at_first(2, |_| error(400, "ThrottlingException")).await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
    assert_eq!(server.requests(), 3);
}

#[tokio::test]
async fn the_service_may_ask_for_a_pause() {
    for headers in [[("x-amz-retry-after", "150")], [("retry-after", "0")]] {
        let server = failing_at_first(1, move |_| error_with(503, "SlowDown", &headers)).await;
        let client = Client::new(&config(&server.url()));
        let start = Instant::now();
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
        let pause = start.elapsed().as_millis();
        match headers[0].0 {
            "retry-after" => assert!(pause < 1_000, "{pause}"),
            _ => assert!((150..2_000).contains(&pause), "{pause}"),
        }
    }
}

#[tokio::test]
async fn what_is_not_http_is_tried_again() {
    let garbage = |_: &Received| Reply::Last(b"\x16\x03\x01 what is this?\r\n\r\n".to_vec());
    let server = failing_at_first(1, garbage).await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");

    let server = Server::start(garbage).await;
    let client = Client::new(&config(&server.url()));
    let error = client.echo("hi").await.unwrap_err();
    assert_eq!(transport_of(&error).kind(), TransportErrorKind::Protocol);
    assert!(
        error.to_string().starts_with("the response isn't HTTP: "),
        "{error}"
    );
    server.all_closed().await;
}

#[tokio::test]
async fn a_success_that_is_not_json_is_not_tried_again() {
    let server = Server::start(|_| Reply::Send(response(200, &[], "<html>"))).await;
    let client = Client::new(&config(&server.url()));
    let error = client.echo("hi").await.unwrap_err();
    assert!(matches!(error, Error::InvalidResponse(_)), "{error:?}");
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_connection_that_ends_before_the_response_is_tried_again() {
    let server = failing_at_first(1, |_| Reply::Last(Vec::new())).await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
    assert_eq!(server.requests(), 2);
}

/// The server answers and closes at once, so that what is pooled is often dead.
#[tokio::test]
async fn pooled_connections_that_were_closed_are_no_failure() {
    let server = Server::start(|_| {
        let Reply::Send(bytes) = success("hello") else {
            unreachable!()
        };
        Reply::Last(bytes)
    })
    .await;
    let client = Client::new(&config(&server.url()));
    for _ in 0..50 {
        assert_eq!(client.echo("hi").await.unwrap(), "hello");
    }
    assert_eq!(server.requests(), 50);
    server.all_closed().await;
}

#[tokio::test]
async fn nobody_listens() {
    let server = Server::start(|_| Reply::Stall).await;
    let url = server.url();
    drop(server);
    // The listener is closed when its task has ended.
    tokio::time::sleep(Duration::from_millis(20)).await;
    let client = Client::new(&config(&url));
    let error = client.echo("hi").await.unwrap_err();
    assert_eq!(transport_of(&error).kind(), TransportErrorKind::Connect);
    assert!(std::error::Error::source(transport_of(&error)).is_some());
}

/// A listener that never accepts, and whose queue is full, leaves connections pending.
#[tokio::test]
async fn the_connect_timeout_is_told_apart() {
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind("127.0.0.1:0".parse().unwrap()).unwrap();
    let listener = socket.listen(1).unwrap();
    let address = listener.local_addr().unwrap();
    let mut pending = Vec::new();
    for _ in 0..8 {
        let connect = tokio::net::TcpStream::connect(address);
        if let Ok(Ok(stream)) = tokio::time::timeout(Duration::from_millis(50), connect).await {
            pending.push(stream);
        }
    }
    let timeouts = Timeouts::default().connect(Duration::from_millis(50));
    let client = Client::new(&config(&format!("http://{address}")).timeouts(timeouts));
    let start = Instant::now();
    let error = client.echo("hi").await.unwrap_err();
    assert_eq!(timeout_of(&error).kind(), TimeoutKind::Connect);
    assert_eq!(error.to_string(), "no connection within 50ms");
    // Three attempts.
    assert!(
        (150..3_000).contains(&start.elapsed().as_millis()),
        "{:?}",
        start.elapsed()
    );
}

#[tokio::test]
async fn a_response_that_is_too_large_is_refused() {
    let server = Server::start(|_| success(&"x".repeat(1_000))).await;
    let client = Client::new(&config(&server.url()).max_response_size(500));
    let error = client.echo("hi").await.unwrap_err();
    assert_eq!(transport_of(&error).kind(), TransportErrorKind::TooLarge);
    assert_eq!(
        error.to_string(),
        "the response is too large: its body has more than 500 bytes"
    );
    assert_eq!(server.requests(), 1);
}

fn http_date(time: Timestamp) -> String {
    let mut text = Vec::new();
    time.write_http_date(&mut text);
    String::from_utf8(text).unwrap()
}

fn from_now(seconds: i64) -> Timestamp {
    Timestamp::from_epoch_seconds(Timestamp::now().epoch_seconds() + seconds).unwrap()
}

/// When a request with this `x-amz-date` was signed, in seconds from now.
fn signed_at(date: &str) -> i64 {
    let part = |from, to| date.get(from..to).unwrap();
    let text = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(9, 11),
        part(11, 13),
        part(13, 15)
    );
    let time: Timestamp = text.parse().unwrap();
    time.epoch_seconds() - Timestamp::now().epoch_seconds()
}

#[tokio::test]
async fn a_clock_that_is_wrong_is_corrected() {
    for code in [
        "RequestTimeTooSkewed",
        "InvalidSignatureException",
        "SignatureDoesNotMatch",
    ] {
        for ahead in [3_600, -7_200] {
            let server = Server::start(move |request| {
                let date = request.header("x-amz-date").unwrap();
                if (signed_at(date) - ahead).abs() < 300 {
                    success("hello")
                } else {
                    error_with(403, code, &[("date", &http_date(from_now(ahead)))])
                }
            })
            .await;
            let client = Client::new(&config(&server.url()));
            assert_eq!(client.echo("hi").await.unwrap(), "hello");
            assert_eq!(server.requests(), 2);
            // It stays corrected, for clones too.
            assert_eq!(client.clone().echo("hi").await.unwrap(), "hello");
            assert_eq!(server.requests(), 3);
        }
    }
}

/// The first answer corrects the clock. The other calls were signed before, and had the wrong time, too.
#[tokio::test]
async fn a_clock_is_corrected_for_calls_that_are_on_their_way() {
    const CALLS: usize = 20;
    let (requests, together) = (Arc::new(AtomicUsize::new(0)), Arc::new(Barrier::new(CALLS)));
    let counted = requests.clone();
    let service = move |request: Request<Bytes>| {
        let (requests, together) = (requests.clone(), together.clone());
        async move {
            if requests.fetch_add(1, Ordering::Relaxed) < CALLS {
                together.wait().await;
            }
            let date = request.headers()["x-amz-date"].to_str().unwrap();
            let response = if (signed_at(date) - 3_600).abs() < 300 {
                Response::new(Bytes::from_static(b"{\"Text\":\"hello\"}"))
            } else {
                let text = b"{\"__type\":\"RequestTimeTooSkewed\"}";
                let date = http_date(from_now(3_600));
                let response = Response::builder().status(403).header("date", date);
                response.body(Bytes::from_static(text)).unwrap()
            };
            Ok::<_, TransportError>(response)
        }
    };
    let client = Client::new(&config("http://localhost").http_client(service));
    let calls: Vec<_> = (0..CALLS)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.echo("hi").await })
        })
        .collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap(), "hello");
    }
    assert_eq!(counted.load(Ordering::Relaxed), 2 * CALLS);
}

#[tokio::test]
async fn a_wrong_signature_at_the_right_time_stays_wrong() {
    for date in [Some(200), None] {
        let server = Server::start(move |_| {
            let date = date.map(|ahead| http_date(from_now(ahead)));
            let header = date.as_deref().map(|date| ("date", date));
            error_with(403, "SignatureDoesNotMatch", header.as_slice())
        })
        .await;
        let client = Client::new(&config(&server.url()));
        assert!(client.echo("hi").await.is_err());
        assert_eq!(server.requests(), 1);
    }
}

#[tokio::test]
async fn an_error_that_is_not_about_time_ends_the_call_whatever_the_clock() {
    for code in ["AccessDeniedException", "InvalidRequestException"] {
        let server =
            Server::start(move |_| error_with(403, code, &[("date", &http_date(from_now(3_600)))]))
                .await;
        let client = Client::new(&config(&server.url()));
        assert!(client.echo("hi").await.is_err());
        assert_eq!(server.requests(), 1, "{code}");
    }
}

#[tokio::test]
async fn the_quota_ends_retries() {
    let server = Server::start(|_| error(500, "Oops")).await;
    let client = Client::new(&config(&server.url()));
    for _ in 0..50 {
        assert!(client.echo("hi").await.is_err());
    }
    // 500 tokens are 35 retries at 14, and then there is one attempt per call.
    assert_eq!(server.requests(), 50 + 35);
    // Another client has a quota of its own.
    let other = Client::new(&config(&server.url()));
    assert!(other.echo("hi").await.is_err());
    assert_eq!(server.requests(), 50 + 35 + 3);
}

#[tokio::test]
async fn without_retries_there_is_one_attempt() {
    let server = Server::start(|_| error(500, "Oops")).await;
    let off = config(&server.url()).retry(tinsmith_runtime::client::RetryConfig::off());
    assert!(Client::new(&off).echo("hi").await.is_err());
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_dropped_call_closes_its_connection() {
    let server = Server::start(|_| Reply::Stall).await;
    let client = Client::new(&config(&server.url()));
    let call = tokio::spawn({
        let client = client.clone();
        async move { client.echo("hi").await }
    });
    while server.requests() == 0 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    call.abort();
    assert!(call.await.unwrap_err().is_cancelled());
    server.all_closed().await;
    assert_eq!(server.requests(), 1);
}

/// Whatever happens, when the client is gone there is no connection and no task left.
#[tokio::test]
async fn nothing_is_left_of_a_client() {
    let server = Server::start(|request| match request.number % 7 {
        0 => error(500, "Oops"),
        1 => Reply::Last(b"garbage\r\n\r\n".to_vec()),
        2 => Reply::Last(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{".to_vec()),
        3 => Reply::Stall,
        _ => success("hello"),
    })
    .await;
    let before = tokio::runtime::Handle::current()
        .metrics()
        .num_alive_tasks();
    let timeouts = Timeouts::default().attempt(Duration::from_millis(500));
    let client = Client::new(&config(&server.url()).timeouts(timeouts));
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.echo("hi").await })
        })
        .collect();
    let mut successes = 0;
    for call in calls {
        successes += usize::from(call.await.unwrap().is_ok());
    }
    assert!(successes > 20, "{successes}");
    drop(client);
    server.all_closed().await;
    for _ in 0..100 {
        if tokio::runtime::Handle::current()
            .metrics()
            .num_alive_tasks()
            <= before
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("there are tasks left");
}
