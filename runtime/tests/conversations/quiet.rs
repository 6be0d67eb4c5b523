//! Conversations in which nobody says anything for a while.

use std::time::Duration;

use tinsmith_runtime::client::{CallError, TimeoutKind, Timeouts};
use tokio::time::{Instant, sleep};

use crate::chat::{Chats, call_error, line};
use crate::peer::{Asked, Server, Telling, echo};
use crate::support::service::config;

/// A server that says one line, and nothing after it.
async fn silent_after_one() -> Server {
    Server::start(|asked: Asked| async move {
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            let mut events = asked.events;
            telling.line("one").await;
            while let Ok(Some(_)) = events.line().await {}
        });
        Ok(response)
    })
    .await
}

#[tokio::test]
async fn an_answer_that_is_quiet_for_too_long_ends_the_conversation() {
    let server = silent_after_one().await;
    let after = Duration::from_millis(300);
    let timeouts = Timeouts::default().quiet(after);
    let client = Chats::new(&config(&server.url()).timeouts(timeouts));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("hello")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("one")));
    let start = Instant::now();
    let error = events.next().await.unwrap_err();
    assert!(start.elapsed() >= after, "{:?}", start.elapsed());
    assert!(start.elapsed() < 10 * after, "{:?}", start.elapsed());
    match call_error(&error) {
        CallError::Timeout(timeout) => {
            assert_eq!(timeout.kind(), TimeoutKind::Chunk);
            assert_eq!(timeout.after(), after);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(events.next().await.unwrap(), None);
    // The sender learns why, and nothing is left on the server.
    assert_eq!(sender.send(line("more")).await.unwrap_err(), error);
    drop((sender, events));
    server.all_done().await;
}

#[tokio::test]
async fn each_event_begins_the_time_anew_and_only_waiting_counts() {
    let server = Server::start(echo).await;
    let after = Duration::from_millis(600);
    let timeouts = Timeouts::default().quiet(after);
    let client = Chats::new(&config(&server.url()).timeouts(timeouts));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("0")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("0")));
    let start = Instant::now();
    for n in 1..5 {
        let text = n.to_string();
        let (sent, heard) = tokio::join!(
            async {
                sleep(after / 3).await;
                sender.send(line(text.clone())).await
            },
            events.next()
        );
        sent.unwrap();
        assert_eq!(heard.unwrap(), Some(line(text)));
    }
    assert!(start.elapsed() > after, "{:?}", start.elapsed());
    // The program takes its time: nobody waits for the answer meanwhile.
    sleep(2 * after).await;
    sender.send(line("last")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("last")));
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn by_default_both_sides_may_be_quiet_and_the_time_of_other_streams_is_not_meant() {
    let server = Server::start(echo).await;
    let short = Duration::from_millis(200);
    // Those of a call end with the response's head.
    let timeouts = Timeouts::default().chunk(short).attempt(10 * short);
    let client = Chats::new(&config(&server.url()).timeouts(timeouts));
    let (mut sender, answer) = client.chat().await;
    sender.send(line("one")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("one")));
    let waiting = tokio::time::timeout(5 * short, events.next()).await;
    assert!(waiting.is_err(), "{waiting:?}");
    sender.send(line("two")).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("two")));
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}
