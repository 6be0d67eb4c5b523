//! The chain of signatures.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::client::{BoxFuture, Credentials, CredentialsError, ProvideCredentials};
use tinsmith_runtime::http::Response;

use crate::chat::{Chat, Chats, line};
use crate::peer::{Asked, Server, echo};
use crate::proof::secret_of;
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

/// Gives other credentials each time, the first of which expire soon.
#[derive(Clone, Default)]
struct Renewed(Arc<AtomicUsize>);

impl ProvideCredentials for Renewed {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let number = self.0.fetch_add(1, Ordering::SeqCst);
        Box::pin(async move {
            let id = format!("AKIDNUMBER{number}");
            let credentials = Credentials::new(&*id, secret_of(&id));
            let seconds = if number == 0 { 1 } else { 3_600 };
            let end = Timestamp::now().epoch_seconds() + seconds;
            Ok(credentials.with_expires_at(Timestamp::from_epoch_seconds(end).unwrap()))
        })
    }
}

/// As in AWS's SDKs, whose signers of messages keep the credentials of the head: the service knows
/// which key it is by the head alone.
#[tokio::test]
async fn credentials_that_are_renewed_are_for_the_next_stream() {
    let keys = Arc::new(Mutex::new(Vec::new()));
    let known = keys.clone();
    let server = Server::start(move |asked: Asked| {
        let authorization = asked.parts.headers["authorization"].to_str().unwrap();
        let key = authorization.split(['=', '/']).nth(1).unwrap();
        known.lock().unwrap().push(key.to_owned());
        echo(asked)
    })
    .await;
    let provider = Renewed::default();
    let client = Chats::new(&config(&server.url()).credentials(provider.clone()));
    let (mut first, answer) = client.chat().await;
    first.send(line("one")).await.unwrap();
    let mut heard = answer.await.unwrap();
    assert_eq!(heard.next().await.unwrap(), Some(line("one")));
    // The first credentials are gone when the second stream begins.
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    let (mut second, answer) = client.chat().await;
    second.send(line("two")).await.unwrap();
    let mut heard_too = answer.await.unwrap();
    assert_eq!(heard_too.next().await.unwrap(), Some(line("two")));
    let last = format!("AKIDNUMBER{}", provider.0.load(Ordering::SeqCst) - 1);
    assert_ne!(last, "AKIDNUMBER0");
    // Both go on, each with its own key: the server checks every message, and the end.
    for text in ["three", "four"] {
        for (sender, heard) in [(&mut first, &mut heard), (&mut second, &mut heard_too)] {
            sender.send(line(text)).await.unwrap();
            assert_eq!(heard.next().await.unwrap(), Some(line(text)));
        }
    }
    for (sender, mut heard) in [(first, heard), (second, heard_too)] {
        sender.finish().await.unwrap();
        assert_eq!(heard.next().await.unwrap(), None);
    }
    let keys = keys.lock().unwrap();
    assert_eq!(keys.len(), 2);
    assert_eq!(keys[0], "AKIDNUMBER0");
    assert_ne!(keys[1], "AKIDNUMBER0");
}
