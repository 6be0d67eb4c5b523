//! Conversations without signatures: for anybody, and with a bearer token.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Auth, BearerToken, Config};
use tinsmith_runtime::endpoint::{Bind, Builtins, Endpoint, EndpointError, Partitions};
use tinsmith_runtime::event_stream::SendsEvents;
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::http::{HeaderMap, Request, Response, Uri};

use crate::chat::{Chat, Error, Halves, Said, code, line};
use crate::peer::{Asked, Manner, Server, Telling, echo};
use crate::support::service::{SERVICE, config};

#[derive(PartialEq)]
struct Params(String);

fn of_builtins(builtins: &Builtins) -> Params {
    Params(builtins.endpoint.clone().unwrap())
}

fn resolve(params: &Params, _: &Partitions) -> Result<Endpoint, EndpointError> {
    Ok(Endpoint::new(&params.0))
}

/// A chat that anybody may begin.
struct Open(Chat);

/// A chat that takes a bearer token.
struct WithToken(Chat);

macro_rules! operation {
    ($type:ident, $auth:expr) => {
        impl Bind<Params> for $type {
            const AUTH: &'static [Auth] = $auth;
        }

        impl Operation for $type {
            const NAME: &'static str = Chat::NAME;
            const SENDS_EVENTS: bool = true;

            type Output = <Chat as Operation>::Output;
            type Error = Error;

            fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
                self.0.to_request(endpoint)
            }

            fn from_response(response: Response<Bytes>) -> Result<Self::Output, Error> {
                Chat::from_response(response)
            }
        }

        impl SendsEvents for $type {
            type Sent = Said;
        }
    };
}

operation!(Open, &[]);
operation!(WithToken, &[Auth::Bearer]);

/// A server's manner that takes messages as they are.
fn unsigned() -> Manner {
    Manner {
        is_signed: false,
        ..Manner::default()
    }
}

async fn begin<O>(config: &Config, operation: O) -> Halves
where
    O: Bind<Params> + Send + 'static,
    O: SendsEvents<Sent = Said, Error = Error, Output = <Chat as Operation>::Output>,
{
    let core = Core::new(config, &SERVICE).unwrap();
    let begun = core.converse_by_rules(operation, of_builtins, resolve);
    begun.await.unwrap()
}

/// The heads of the requests that a server got.
type Heads = Arc<Mutex<Vec<HeaderMap>>>;

/// A server that answers each line with the same line, and refuses messages of any other kind:
/// wrapped ones, and the one that ends a signed stream.
async fn echoing() -> (Server, Heads) {
    let heads = Heads::default();
    let known = heads.clone();
    let server = Server::with(unsigned(), move |asked: Asked| {
        known.lock().unwrap().push(asked.parts.headers.clone());
        echo(asked)
    });
    (server.await, heads)
}

/// Sends two lines, which come back.
async fn exchange((mut sender, answer): Halves) {
    let mut events = answer.await.unwrap();
    for text in ["one", "two"] {
        sender.send(line(text)).await.unwrap();
        assert_eq!(events.next().await.unwrap(), Some(line(text)));
    }
    sender.finish().await.unwrap();
    assert_eq!(events.next().await.unwrap(), None);
}

fn assert_unsigned(head: &HeaderMap) {
    for name in ["x-amz-content-sha256", "x-amz-date", "x-amz-security-token"] {
        assert!(!head.contains_key(name), "{head:?}");
    }
}

#[tokio::test]
async fn a_chat_for_anybody_has_no_signature() {
    let (server, heads) = echoing().await;
    exchange(begin(&config(&server.url()), Open(Chat::default())).await).await;
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    assert!(!heads[0].contains_key("authorization"), "{heads:?}");
    assert_unsigned(&heads[0]);
}

#[tokio::test]
async fn a_bearer_token_is_in_the_head_and_nowhere_else() {
    let (server, heads) = echoing().await;
    let config = config(&server.url()).bearer_token(BearerToken::new("token"));
    exchange(begin(&config, WithToken(Chat::default())).await).await;
    let heads = heads.lock().unwrap();
    assert_eq!(heads.len(), 1);
    assert_eq!(heads[0]["authorization"], "Bearer token");
    assert_unsigned(&heads[0]);
}

#[tokio::test]
async fn without_signatures_an_initial_message_goes_as_it_is() {
    let server = Server::with(unsigned(), |mut asked| async move {
        let first = asked.events.next().await?.ok_or("no message")?;
        assert_eq!(first.payload, "{\"a\":1}");
        assert_eq!(asked.events.line().await?.as_deref(), Some("one"));
        assert_eq!(asked.events.next().await?, None);
        Ok(Response::new("".into()))
    })
    .await;
    let initial = Some(r#"{"a":1}"#);
    let halves = begin(&config(&server.url()), Open(Chat { initial })).await;
    let (mut sender, answer) = halves;
    sender.send(line("one")).await.unwrap();
    sender.finish().await.unwrap();
    assert_eq!(answer.await.unwrap().next().await.unwrap(), None);
}

#[tokio::test]
async fn without_signatures_a_stream_that_is_broken_off_is_no_end() {
    let (told, mut is_told) = tokio::sync::mpsc::channel(1);
    let server = Server::with(unsigned(), move |mut asked: Asked| {
        let told = told.clone();
        async move {
            let (telling, response) = Telling::response();
            tokio::spawn(async move {
                let first = asked.events.line().await;
                told.send((first, asked.events.line().await)).await.unwrap();
                drop(telling);
            });
            Ok(response)
        }
    })
    .await;
    let halves = begin(&config(&server.url()), Open(Chat::default())).await;
    let (mut sender, answer) = halves;
    sender.send(line("one")).await.unwrap();
    let _events = answer.await.unwrap();
    drop(sender);
    let (first, second) = is_told.recv().await.unwrap();
    assert_eq!(first.unwrap().as_deref(), Some("one"));
    let error = second.unwrap_err();
    assert!(error.starts_with("reset"), "{error}");
}

#[tokio::test]
async fn without_signatures_an_exception_is_seen_by_both_halves() {
    let server = Server::with(unsigned(), |mut asked| async move {
        let (telling, response) = Telling::response();
        tokio::spawn(async move {
            _ = asked.events.line().await;
            telling.exception().await;
        });
        Ok(response)
    })
    .await;
    let halves = begin(&config(&server.url()), Open(Chat::default())).await;
    let (mut sender, answer) = halves;
    sender.send(line("one")).await.unwrap();
    let mut events = answer.await.unwrap();
    assert_eq!(code(&events.next().await.unwrap_err()), Some("Tired"));
    let error = sender.send(line("two")).await.unwrap_err();
    assert_eq!(code(&error), Some("Tired"));
}

#[tokio::test]
async fn without_a_token_nothing_is_sent() {
    let (server, heads) = echoing().await;
    let (sender, answer) = begin(&config(&server.url()), WithToken(Chat::default())).await;
    let error = answer.await.unwrap_err();
    assert!(error.to_string().contains("token"), "{error}");
    assert_eq!(sender.finish().await.unwrap_err(), error);
    assert!(heads.lock().unwrap().is_empty());
    assert_eq!(server.accepted(), 0);
}
