//! The two halves: apart, in different tasks, dropped, refused.

use std::time::{Duration, Instant};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{CallError, TimeoutKind, Timeouts};
use tinsmith_runtime::http::Response;
use tokio::sync::mpsc;

use crate::chat::{Chats, call_error, code, line};
use crate::peer::{Server, Telling, echo};
use crate::support::service::config;

#[tokio::test]
async fn events_go_in_both_directions_in_order() {
    let server = Server::start(echo).await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    let sending = tokio::spawn(async move {
        for n in 0..10_000 {
            sender.send(line(n.to_string())).await.unwrap();
        }
        sender.finish().await.unwrap();
    });
    let mut events = answer.await.unwrap();
    for n in 0..10_000 {
        assert_eq!(events.next().await.unwrap(), Some(line(n.to_string())));
    }
    assert_eq!(events.next().await.unwrap(), None);
    assert_eq!(events.next().await.unwrap(), None);
    sending.await.unwrap();
    drop(client);
    server.all_closed().await;
}

#[tokio::test]
async fn the_sender_is_there_before_the_head_of_the_answer() {
    let server = Server::start(|mut asked| async move {
        // As Transcribe, which answers once it has heard something.
        let first = asked.events.line().await?.ok_or("no event")?;
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            telling.line(&format!("heard {first}")).await;
            while let Ok(Some(text)) = asked.events.line().await {
                telling.line(&text).await;
            }
        });
        Ok(response)
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("hello")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("heard hello")));
    sender.send(line("bye")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("bye")));
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn an_operation_with_events_in_its_request_alone_gives_its_output() {
    let server = Server::start(|mut asked| async move {
        let mut all = String::new();
        while let Some(text) = asked.events.line().await? {
            all.push_str(&text);
        }
        Ok(Response::new(Bytes::from(all).into()))
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.dictate().await;
    sender.send(line("one ")).await.unwrap();
    sender.send(line("two")).await.unwrap();
    sender.finish().await.unwrap();
    assert_eq!(answer.await.unwrap(), "one two");
}

#[tokio::test]
async fn a_sender_that_is_dropped_resets_the_stream() {
    let (told, mut seen) = mpsc::unbounded_channel();
    let server = Server::start(move |mut asked| {
        let told = told.clone();
        async move {
            let (telling, response) = Telling::response();
            tokio::spawn(async move {
                loop {
                    let next = asked.events.line().await;
                    let is_over = !matches!(next, Ok(Some(_)));
                    told.send(next).unwrap();
                    if is_over {
                        break;
                    }
                }
                drop(telling);
            });
            Ok(response)
        }
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("half")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(seen.recv().await.unwrap(), Ok(Some("half".to_owned())));
    drop(sender);
    let error = seen.recv().await.unwrap().unwrap_err();
    assert!(error.starts_with("reset"), "{error}");
    // The whole wasn't said, so there is no whole answer.
    let error = events.next().await.unwrap_err();
    assert!(
        matches!(call_error(&error), CallError::Transport(_)),
        "{error}"
    );
    let text = error.to_string();
    assert!(text.contains("the sender was dropped"), "{text}");
}

#[tokio::test]
async fn events_that_are_dropped_end_the_call() {
    let (told, mut seen) = mpsc::unbounded_channel();
    let server = Server::start(move |mut asked| {
        let told = told.clone();
        async move {
            let (telling, response) = Telling::response();
            tokio::spawn(async move {
                let first = asked.events.line().await;
                let second = asked.events.line().await;
                told.send((first, second)).unwrap();
                drop(telling);
            });
            Ok(response)
        }
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    let events = answer.await.unwrap();
    drop(events);
    let (_, second) = seen.recv().await.unwrap();
    assert!(second.unwrap_err().starts_with("reset"));
    let error = sender.send(line("two")).await.unwrap_err();
    assert!(error.to_string().contains("were dropped"), "{error}");
    server.all_done().await;
}

#[tokio::test]
async fn an_answer_that_is_dropped_ends_the_call() {
    let server = Server::start(|mut asked| async move {
        while asked.events.line().await?.is_some() {}
        Err("the test ends before".to_owned())
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    drop(answer);
    let error = sender.send(line("two")).await.unwrap_err();
    assert!(error.to_string().contains("was dropped"), "{error}");
    server.all_done().await;
}

#[tokio::test]
async fn an_error_in_place_of_the_answer_is_seen_by_both_halves() {
    let server = Server::start(|mut asked| async move {
        asked.events.line().await?;
        let body = r#"{"__type":"Refused","message":"no"}"#;
        Ok(Response::builder().status(400).body(body.into()).unwrap())
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    let error = loop {
        match sender.send(line("more")).await {
            Ok(()) => tokio::time::sleep(Duration::from_millis(1)).await,
            Err(error) => break error,
        }
    };
    assert_eq!(code(&error), Some("Refused"));
    assert_eq!(code(&answer.await.unwrap_err()), Some("Refused"));
    assert_eq!(code(&sender.finish().await.unwrap_err()), Some("Refused"));
    assert_eq!(server.requests(), 1);
}

#[tokio::test]
async fn an_exception_is_seen_by_a_sender_whose_receiver_reads_nothing() {
    let server = Server::start(|mut asked| async move {
        asked.events.line().await?;
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            for n in 0..10 {
                telling.line(&n.to_string()).await;
            }
            telling.exception().await;
        });
        Ok(response)
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    let mut events = answer.await.unwrap();
    let error = loop {
        match sender.send(line("more")).await {
            Ok(()) => tokio::time::sleep(Duration::from_millis(1)).await,
            Err(error) => break error,
        }
    };
    assert_eq!(code(&error), Some("Tired"));
    // Nothing is lost that came before.
    for n in 0..10 {
        assert_eq!(events.next().await.unwrap(), Some(line(n.to_string())));
    }
    assert_eq!(code(&events.next().await.unwrap_err()), Some("Tired"));
    assert_eq!(events.next().await.unwrap(), None);
    drop(events);
    assert_eq!(
        code(&sender.send(line("x")).await.unwrap_err()),
        Some("Tired")
    );
}

#[tokio::test]
async fn a_service_that_never_answers_is_a_timeout_from_the_last_event_on() {
    let server = Server::start(|mut asked| async move {
        while asked.events.line().await?.is_some() {}
        std::future::pending().await
    })
    .await;
    let after = Duration::from_millis(300);
    let timeouts = Timeouts::default().attempt(after);
    let client = Chats::new(&config(&server.url()).timeouts(timeouts));
    let (mut sender, answer) = client.chat().await;
    // The program may take its time before the first event.
    tokio::time::sleep(2 * after).await;
    sender.send(line("one")).await.unwrap();
    let start = Instant::now();
    let error = answer.await.unwrap_err();
    match call_error(&error) {
        CallError::Timeout(timeout) => assert_eq!(timeout.kind(), TimeoutKind::Attempt),
        other => panic!("{other:?}"),
    }
    assert!(start.elapsed() < 10 * after, "{:?}", start.elapsed());
    assert!(sender.send(line("two")).await.is_err());
    assert_eq!(server.requests(), 1);
    server.all_done().await;
}

#[tokio::test]
async fn an_operation_with_events_is_not_sent_without_them() {
    let server = Server::start(echo).await;
    let client = Chats::new(&config(&server.url()));
    let error = client.send().await;
    assert!(error.to_string().contains("sends events"), "{error}");
    assert_eq!(server.requests(), 0);
}
