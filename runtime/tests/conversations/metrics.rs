//! Measurements of conversations and of their connections.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::client::{Measured, Measurement, Metrics, RetryConfig};

use crate::chat::{Chats, line};
use crate::peer::{Server, echo};
use crate::support::service::config;

/// Writes down the connections.
#[derive(Clone, Default)]
struct Connects(Arc<Mutex<Vec<Option<String>>>>);

impl Metrics for Connects {
    fn record(&self, it: &Measurement<'_>) {
        if it.measured() == Measured::Connect {
            let error_type = it.error_type().map(str::to_owned);
            self.0.lock().unwrap().push(error_type);
        }
    }
}

impl Connects {
    fn all(&self) -> Vec<Option<String>> {
        self.0.lock().unwrap().clone()
    }
}

async fn chat(client: &Chats) {
    let (mut sender, answer) = client.chat().await;
    sender.send(line("hello")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(line("hello")));
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn a_connection_of_several_conversations_is_measured_once() {
    let server = Server::start(echo).await;
    let connects = Connects::default();
    let client = Chats::new(&config(&server.url()).metrics(connects.clone()));
    tokio::join!(chat(&client), chat(&client));
    chat(&client).await;
    assert_eq!(connects.all(), [None]);
}

#[tokio::test]
async fn a_connection_that_fails_is_measured() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let connects = Connects::default();
    let config = config(&url).retry(RetryConfig::off());
    let client = Chats::new(&config.metrics(connects.clone()));
    let (_sender, answer) = client.chat().await;
    answer.await.unwrap_err();
    assert_eq!(connects.all(), [Some("connect".to_owned())]);
}
