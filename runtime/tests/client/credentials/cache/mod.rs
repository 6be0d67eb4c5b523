//! Credentials that are kept: when they are renewed, and who waits for that.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, CallError, Config, Credentials, CredentialsError, ProvideCredentials, TransportError,
};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::sleep;

use crate::support::service::{Client, Error};

mod expired;
mod nested;
mod renewal;
mod runtimes;

/// How a provider answers, and after which time.
#[derive(Clone, Copy)]
enum Answer {
    /// Valid for these seconds.
    Valid(i64),
    Fails,
    Hangs,
    Panics,
}

/// A provider that answers as it is told, the last answer again and again. Keys have numbers.
#[derive(Clone)]
struct Scripted {
    answers: Arc<[Answer]>,
    takes: Duration,
    limit: Duration,
    asked: Arc<AtomicUsize>,
    /// How many of its futures are there.
    running: Arc<AtomicUsize>,
}

struct Counted(Arc<AtomicUsize>);

impl Drop for Counted {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Scripted {
    fn new(answers: impl Into<Arc<[Answer]>>) -> Self {
        Self {
            answers: answers.into(),
            takes: Duration::from_millis(20),
            limit: Duration::from_secs(60),
            asked: Arc::default(),
            running: Arc::default(),
        }
    }

    fn takes(mut self, time: Duration) -> Self {
        self.takes = time;
        self
    }

    fn limit(mut self, limit: Duration) -> Self {
        self.limit = limit;
        self
    }

    fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    fn running(&self) -> usize {
        self.running.load(Ordering::SeqCst)
    }
}

impl ProvideCredentials for Scripted {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            self.running.fetch_add(1, Ordering::SeqCst);
            let _counted = Counted(self.running.clone());
            let number = self.asked.fetch_add(1, Ordering::SeqCst);
            sleep(self.takes).await;
            match self.answers[number.min(self.answers.len() - 1)] {
                Answer::Valid(seconds) => Ok(key(number, seconds)),
                Answer::Fails => Err(CredentialsError::new("the source is dry")),
                Answer::Hangs => std::future::pending().await,
                Answer::Panics => panic!("in the provider"),
            }
        })
    }

    fn time_limit(&self) -> Duration {
        self.limit
    }
}

fn key(number: usize, seconds: i64) -> Credentials {
    let time = Timestamp::now().epoch_seconds() + seconds;
    let time = Timestamp::from_epoch_seconds(time).unwrap();
    Credentials::new(format!("KEY{number}"), "secret").with_expires_at(time)
}

/// A client and which keys the service saw.
#[derive(Clone)]
struct Scene {
    client: Client,
    seen: Arc<Mutex<Vec<String>>>,
}

fn key_of(request: &Request<Bytes>) -> String {
    let authorization = request.headers()["authorization"].to_str().unwrap();
    let (_, after) = authorization.split_once("Credential=").unwrap();
    after.split('/').next().unwrap().to_owned()
}

fn config(seen: &Arc<Mutex<Vec<String>>>) -> Config {
    let seen = seen.clone();
    let http = move |request: Request<Bytes>| {
        seen.lock().unwrap().push(key_of(&request));
        async { Ok::<_, TransportError>(Response::new("{\"Text\":\"hello\"}".into())) }
    };
    Config::new().region("eu-west-1").http_client(http)
}

fn scene(provider: impl ProvideCredentials) -> Scene {
    let seen = Arc::default();
    let client = Client::new(&config(&seen).credentials(provider));
    Scene { client, seen }
}

impl Scene {
    /// The key that a call is signed with.
    async fn signed_with(&self) -> String {
        self.client.echo("hi").await.unwrap();
        self.seen.lock().unwrap().last().unwrap().clone()
    }

    async fn error(&self) -> String {
        error(self.client.echo("hi").await.unwrap_err())
    }
}

fn error(error: Error) -> String {
    match error {
        Error::Call(CallError::Credentials(error)) => error.to_string(),
        other => panic!("{other:?}"),
    }
}

/// A runtime that is driven during calls only.
fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}
