//! The chain of signatures.

use tinsmith_runtime::client::Credentials;
use tinsmith_runtime::http::Response;

use crate::chat::{Chat, Chats, line};
use crate::peer::{Server, echo};
use crate::support::service::config;

#[tokio::test]
async fn an_initial_message_is_the_first_in_the_chain() {
    let server = Server::start(|mut asked| async move {
        let first = asked.events.next().await?.ok_or("no message")?;
        assert_eq!(first.payload, "{\"a\":1}");
        assert_eq!(asked.events.line().await?.as_deref(), Some("one"));
        assert_eq!(asked.events.line().await?, None);
        assert!(!asked.parts.headers.contains_key("content-length"));
        assert!(!asked.parts.headers.contains_key("host"));
        Ok(Response::new("".into()))
    })
    .await;
    let client = Chats::new(&config(&server.url()));
    let initial = Some(r#"{"a":1}"#);
    let (mut sender, answer) = client.chat_with(Chat { initial }).await;
    sender.send(line("one")).await.unwrap();
    sender.finish().await.unwrap();
    assert_eq!(answer.await.unwrap().next().await.unwrap(), None);
}

#[tokio::test]
async fn a_stream_without_events_has_the_message_of_the_end() {
    let server = Server::start(echo).await;
    let client = Chats::new(&config(&server.url()));
    let (sender, answer) = client.chat().await;
    sender.finish().await.unwrap();
    assert_eq!(answer.await.unwrap().next().await.unwrap(), None);
}

#[tokio::test]
async fn the_checks_find_a_wrong_key() {
    let server = Server::start(echo).await;
    let other = Credentials::new("AKIDEXAMPLE", "another secret");
    let client = Chats::new(&config(&server.url()).credentials(other));
    let (sender, answer) = client.chat().await;
    _ = sender.finish().await;
    assert!(answer.await.is_err());
    let mut wrong = server.counts.wrong.lock().unwrap();
    assert!(
        wrong
            .iter()
            .all(|text| text == "the request's signature is wrong")
    );
    assert!(!wrong.is_empty());
    wrong.clear();
}
