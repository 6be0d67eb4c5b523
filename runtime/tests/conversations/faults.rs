//! Servers and networks that misbehave, and programs that stop in the middle.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tinsmith_runtime::client::{CallError, Config, RetryConfig, TimeoutKind, Timeouts};
use tinsmith_runtime::http::{HeaderName, HeaderValue, Response};
use tokio::net::TcpListener;
use tokio::task::JoinSet;

use crate::chat::{Chats, Error, call_error, line};
use crate::peer::{Manner, Server, Telling, cut, echo};
use crate::support::service::config;

/// A conversation of three events and their echo. Whatever happens, it ends: with all of it, or with
/// an error.
async fn three(client: &Chats) -> Result<(), Error> {
    let (mut sender, answer) = client.chat().await;
    let sending = async move {
        for text in ["one", "two", "three"] {
            sender.send(line(text)).await?;
        }
        sender.finish().await
    };
    let sending = tokio::spawn(sending);
    let mut events = answer.await?;
    let mut seen = Vec::new();
    while let Some(event) = events.next().await? {
        seen.push(event);
    }
    assert_eq!(seen, ["one", "two", "three"].map(line));
    sending.await.unwrap()
}

async fn in_time<T>(what: impl Future<Output = T>) -> T {
    match tokio::time::timeout(Duration::from_secs(20), what).await {
        Ok(done) => done,
        Err(_) => panic!("it hangs"),
    }
}

fn once(url: &str) -> Config {
    config(url).retry(RetryConfig::standard().max_attempts(1))
}

#[tokio::test]
async fn a_connection_that_is_cut_at_any_byte_is_never_taken_for_a_whole_conversation() {
    let server = Server::start(echo).await;
    let mut whole = [0, 0];
    // Nothing is cut at the end.
    for (direction, whole) in whole.iter_mut().enumerate() {
        for bytes in (0..4_000).step_by(41) {
            let most = |of| if direction == of { bytes } else { usize::MAX };
            let front = cut(server.address(), most(0), most(1)).await;
            let client = Chats::new(&once(&format!("http://{front}")));
            match in_time(three(&client)).await {
                Ok(()) => *whole += 1,
                Err(error) => {
                    let is_told = matches!(
                        call_error(&error),
                        CallError::Transport(_) | CallError::Timeout(_)
                    );
                    assert!(is_told, "{direction} {bytes}: {error}");
                }
            }
        }
    }
    // Some were long enough, and some weren't.
    assert!(
        whole.iter().all(|&count| (20..95).contains(&count)),
        "{whole:?}"
    );
}

#[tokio::test]
async fn a_head_without_measure_is_an_error() {
    for (lines, is_read) in [(10, true), (100, false)] {
        let server = Server::start(move |asked| async move {
            let mut response = echo(asked).await?;
            for number in 0..lines {
                let name: HeaderName = format!("x-{number}").parse().unwrap();
                let value = HeaderValue::from_str(&"y".repeat(8 * 1024)).unwrap();
                response.headers_mut().insert(name, value);
            }
            Ok(response)
        })
        .await;
        let result = in_time(three(&Chats::new(&once(&server.url())))).await;
        match result {
            Ok(()) => assert!(is_read),
            Err(error) => {
                assert!(!is_read, "{error}");
                assert!(
                    matches!(call_error(&error), CallError::Transport(_)),
                    "{error}"
                );
            }
        }
    }
}

#[tokio::test]
async fn a_reset_is_told_to_both_halves() {
    let server = Server::start(|mut asked| async move {
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            asked.events.line().await.unwrap();
            telling.line("first").await;
            telling.reset().await;
        });
        Ok(response)
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("first")));
    let error = events.next().await.unwrap_err();
    assert!(
        matches!(call_error(&error), CallError::Transport(_)),
        "{error}"
    );
    let again = sender.send(line("two")).await.unwrap_err();
    assert_eq!(again.to_string(), error.to_string());
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_refusal_before_the_first_event_is_tried_again_and_later_ones_are_not() {
    let server = Server::start(|asked| async move {
        static REQUESTS: AtomicUsize = AtomicUsize::new(0);
        if REQUESTS.fetch_add(1, Ordering::SeqCst) == 0 {
            return Ok(Response::builder().status(503).body("{}".into()).unwrap());
        }
        echo(asked).await
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    let mut events = answer.await.unwrap();
    sender.send(line("one")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("one")));
    assert_eq!(server.requests(), 2);

    let server = Server::start(|mut asked| async move {
        asked.events.line().await?;
        Ok(Response::builder().status(503).body("{}".into()).unwrap())
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    assert!(answer.await.is_err());
    assert!(sender.send(line("two")).await.is_err());
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn a_server_that_goes_away_ends_its_streams_first() {
    let server = Server::start(echo).await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    let mut events = answer.await.unwrap();
    sender.send(line("one")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("one")));
    server.going_away.notify_waiters();
    // A round, so that the server's word has arrived.
    sender.send(line("two")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("two")));
    in_time(three(&client)).await.unwrap();
    assert_eq!(server.accepted(), 2);
    sender.send(line("three")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("three")));
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn a_server_that_says_nothing_is_a_timeout() {
    // It takes connections and never speaks.
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let _taken = tokio::spawn(async move {
        let mut all = Vec::new();
        while let Ok(taken) = listener.accept().await {
            all.push(taken);
        }
    });
    let timeouts = Timeouts::default().connect(Duration::from_millis(200));
    let client = Chats::new(&once(&url).timeouts(timeouts));
    let (mut sender, answer) = client.chat().await;
    // The first waits for nobody.
    sender.send(line("x".repeat(20_000))).await.unwrap();
    let second = in_time(sender.send(line("two"))).await.unwrap_err();
    let error = answer.await.unwrap_err();
    for error in [second, error] {
        match call_error(&error) {
            CallError::Timeout(timeout) => assert_eq!(timeout.kind(), TimeoutKind::Connect),
            other => panic!("{other:?}"),
        }
    }
}

#[tokio::test]
async fn a_server_of_another_protocol_is_told() {
    let server = crate::support::server::Server::start(|_| {
        crate::support::server::success("HTTP/1.1 without TLS")
    })
    .await;
    let client = Chats::new(&once(&server.url()));
    let (sender, answer) = client.chat().await;
    let error = in_time(answer).await.unwrap_err();
    assert!(
        matches!(call_error(&error), CallError::Transport(_)),
        "{error}"
    );
    assert!(in_time(sender.finish()).await.is_err());
}

#[tokio::test]
async fn a_server_that_reads_nothing_stalls_the_sender() {
    let server = Server::start(|asked| async move {
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            let _unread = asked;
            std::future::pending::<()>().await;
            drop(telling);
        });
        Ok(response)
    })
    .await;
    let least = tinsmith_runtime::client::Throughput::new(1, Duration::from_millis(300));
    let timeouts = Timeouts::default().throughput(least);
    let client = Chats::new(&config(&server.url()).timeouts(timeouts));
    let (mut sender, answer) = client.chat().await;
    let mut events = answer.await.unwrap();
    let mut sent = 0;
    let error = loop {
        match in_time(sender.send(line("x".repeat(10_000)))).await {
            Ok(()) => sent += 1,
            Err(error) => break error,
        }
    };
    match call_error(&error) {
        CallError::Timeout(timeout) => assert_eq!(timeout.kind(), TimeoutKind::Throughput),
        other => panic!("{other:?}"),
    }
    // A window of 64 KiB, what waits in the connection, and one event more.
    assert!(sent < 20, "{sent}");
    assert!(in_time(events.next()).await.is_err());
    server.all_done().await;
}

#[tokio::test]
async fn a_receiver_that_reads_nothing_stops_no_other_conversation() {
    let server = Server::start(|asked| async move {
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            let _asked = asked;
            while telling.line(&"x".repeat(8_192)).await {}
        });
        Ok(response)
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let mut unread = Vec::new();
    for _ in 0..90 {
        let (sender, answer) = client.chat().await;
        unread.push((sender, answer.await.unwrap()));
    }
    let (_sender, answer) = client.chat().await;
    let mut events = answer.await.unwrap();
    for _ in 0..100 {
        assert!(in_time(events.next()).await.unwrap().is_some());
    }
    assert_eq!(server.accepted(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_hundred_conversations_at_once_all_end() {
    let server = Server::start(echo).await;
    // Fewer attempts at once than conversations.
    let client = Chats::new(&config(&server.url()).max_concurrency(2));
    let mut all = JoinSet::new();
    for _ in 0..500 {
        let client = client.clone();
        all.spawn(async move { three(&client).await });
    }
    in_time(async {
        while let Some(result) = all.join_next().await {
            result.unwrap().unwrap();
        }
    })
    .await;
    assert_eq!(server.requests(), 500);
    assert!(server.accepted() <= 5, "{}", server.accepted());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn conversations_that_wait_for_each_other_have_connections_enough() {
    let manner = Manner {
        streams: 10,
        ..Manner::default()
    };
    let server = Server::with(manner, echo).await;
    let client = Chats::new(&config(&server.url()));
    let barrier = Arc::new(tokio::sync::Barrier::new(100));
    let mut all = JoinSet::new();
    for _ in 0..100 {
        let (client, barrier) = (client.clone(), barrier.clone());
        all.spawn(async move {
            let (mut sender, answer) = client.chat().await;
            let mut events = answer.await.unwrap();
            sender.send(line("here")).await.unwrap();
            assert_eq!(events.next().await.unwrap(), Some(line("here")));
            barrier.wait().await;
            sender.finish().await.unwrap();
            assert_eq!(events.next().await.unwrap(), None);
        });
    }
    in_time(async {
        while let Some(result) = all.join_next().await {
            result.unwrap();
        }
    })
    .await;
    assert_eq!(server.accepted(), 10);
}

#[test]
fn a_runtime_that_ends_in_the_middle_is_told_to_the_halves() {
    let other = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let server = other.block_on(Server::start(echo));
    let url = server.url();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let client = Chats::new(&config(&url));
    let (mut sender, mut events) = runtime.block_on(async {
        let (mut sender, answer) = client.chat().await;
        let mut events = answer.await.unwrap();
        sender.send(line("one")).await.unwrap();
        assert_eq!(events.next().await.unwrap(), Some(line("one")));
        (sender, events)
    });
    let (unused, unanswered) = runtime.block_on(client.chat());
    drop(runtime);
    other.block_on(async {
        assert!(in_time(events.next()).await.is_err());
        assert!(in_time(sender.send(line("two"))).await.is_err());
        let error = in_time(unanswered).await.unwrap_err();
        assert!(error.to_string().contains("runtime"), "{error}");
        let error = in_time(unused.finish()).await.unwrap_err();
        assert!(error.to_string().contains("runtime"), "{error}");
        // The client lives on in the other runtime.
        in_time(three(&client)).await.unwrap();
    });
    drop(client);
    other.block_on(server.all_closed());
}

#[tokio::test]
async fn a_future_of_a_half_that_is_dropped_loses_nothing() {
    let server = Server::start(echo).await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    let mut events = answer.await.unwrap();
    for n in 0..200 {
        let short = Duration::from_micros(n % 7 * 20);
        _ = tokio::time::timeout(short, events.next()).await;
        // Sent or not, and never half.
        _ = tokio::time::timeout(short, sender.send(line("maybe"))).await;
        sender.send(line(n.to_string())).await.unwrap();
    }
    sender.finish().await.unwrap();
    let mut last = None;
    while let Some(event) = events.next().await.unwrap() {
        last = Some(event);
    }
    assert_eq!(last, Some(line("199")));
}
