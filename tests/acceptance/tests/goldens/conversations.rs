//! Operations whose requests carry events: a generated client against a generated server, in memory.

use std::sync::{Arc, Mutex};

use goldens::{gates, radio, radio_cbor, radio_target};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{BearerToken, Config, Credentials, MessageSigner, TransportError};
use tinsmith_runtime::event_stream::{Decoder, Event, HeaderValue, Message};
use tinsmith_runtime::http::{Request, Response, Uri, Version};
use tinsmith_runtime::server::{Context, EventReceiver, EventResponse};
use tinsmith_runtime::{Operation, Timestamp};

fn keys() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "wJalrXUtnFEMI")
}

macro_rules! station {
    ($test:ident, $service:ident) => {
        mod $test {
            use super::*;
            use $service::server::{Handler, Server};
            use $service::{Broadcast, Chat, ChatOutput, Client, Error, Line, Talk, TalkOutput};

            struct Station;

            impl Handler for Station {
                async fn talk(
                    &self,
                    input: Talk,
                    mut events: EventReceiver<Broadcast>,
                    _: &Context,
                ) -> Result<TalkOutput, Error> {
                    assert_eq!(input.speaker.as_deref(), Some("Ada"));
                    let mut heard = 0;
                    while events.next().await?.is_some() {
                        heard += 1;
                    }
                    Ok(TalkOutput::new().heard(heard))
                }

                async fn chat(
                    &self,
                    _: Chat,
                    mut events: EventReceiver<Broadcast>,
                    _: &Context,
                ) -> Result<EventResponse<Broadcast, ChatOutput>, Error> {
                    let start = EventResponse::new(ChatOutput::new());
                    Ok(start.stream(|mut sender| async move {
                        while let Some(event) = events.next().await? {
                            sender.send(event).await?;
                        }
                        Ok(())
                    }))
                }
            }

            fn line(text: &str) -> Broadcast {
                Broadcast::Line(Line::new().text(text))
            }

            /// A client of a server in memory, and the versions of HTTP that were asked for.
            fn client() -> (Client, Arc<Mutex<Vec<Version>>>) {
                let versions = Arc::new(Mutex::new(Vec::new()));
                let known = versions.clone();
                let answer = move |request: Request<Bytes>| {
                    known.lock().expect("the lock").push(request.version());
                    async move {
                        let response = Server::new(Station).answer(request).await;
                        Ok::<_, TransportError>(response)
                    }
                };
                let config = Config::new()
                    .region("eu-west-1")
                    .credentials(keys())
                    .endpoint_url("http://localhost")
                    .http_client(answer);
                (Client::new(&config).expect("a client"), versions)
            }

            #[tokio::test]
            async fn events_go_there_and_back() {
                let (client, versions) = client();
                let (mut sender, answer) = client.chat(Chat::new()).await.expect("a call");
                for text in ["one", "two"] {
                    sender.send(line(text)).await.expect("a sound event");
                }
                sender.finish().await.expect("all events");
                let mut events = answer.await.expect("an answer");
                assert_eq!(events.next().await.expect("an event"), Some(line("one")));
                assert_eq!(events.next().await.expect("an event"), Some(line("two")));
                assert_eq!(events.next().await.expect("the end"), None);
                assert_eq!(*versions.lock().expect("the lock"), [Version::HTTP_2]);
            }

            #[tokio::test]
            async fn the_other_members_go_along() {
                let (client, _) = client();
                let talk = Talk::new().speaker("Ada");
                let (mut sender, answer) = client.talk(talk).await.expect("a call");
                sender.send(line("one")).await.expect("a sound event");
                sender.finish().await.expect("all events");
                assert_eq!(answer.await.expect("an answer").heard, Some(1));
            }

            #[tokio::test]
            async fn an_input_that_cannot_be_sent_is_told_at_once() {
                let (client, versions) = client();
                let error = client.talk(Talk::new()).await.expect_err("no speaker");
                assert!(matches!(error, Error::InvalidInput(_)), "{error}");
                let error = client.send(Chat::new()).await.err().expect("no events");
                assert!(error.to_string().contains("sends events"), "{error}");
                assert!(versions.lock().expect("the lock").is_empty());
            }

            /// A stream as a program makes it that has no client: each message in a signed one.
            fn signed(is_ended: bool) -> Request<Bytes> {
                let mut signer =
                    MessageSigner::new(&keys(), "radio", "eu-west-1", &"ab".repeat(32))
                        .expect("a signature");
                let now = Timestamp::from_epoch_seconds(1_400_000_000).expect("a time");
                let request = Talk::new()
                    .speaker("Ada")
                    .to_request(&Uri::from_static("/"));
                request.expect("a sound input").map(|initial| {
                    let events = [line("one"), line("two")].map(|event| event.encode());
                    let events = events.into_iter().map(|event| event.expect("bytes"));
                    let messages = [initial].into_iter().filter(|bytes| !bytes.is_empty());
                    let mut all: Vec<Bytes> = messages
                        .chain(events)
                        .map(|message| signer.sign(&message, now).expect("bytes"))
                        .collect();
                    if is_ended {
                        all.push(signer.end(now).expect("bytes"));
                    }
                    all.concat().into()
                })
            }

            #[tokio::test]
            async fn a_server_takes_events_out_of_signed_messages_up_to_the_end() {
                let answer = |request| async { Server::new(Station).answer(request).await };
                let whole: Response<Bytes> = answer(signed(true)).await;
                let output = <Talk as Operation>::from_response(whole).expect("an output");
                assert_eq!(output.heard, Some(2));
                let cut = answer(signed(false)).await;
                assert_eq!(cut.status(), 400, "{cut:?}");
                let error = <Talk as Operation>::from_response(cut).expect_err("it is cut");
                assert_eq!(
                    error.meta().and_then(|meta| meta.code()),
                    Some("SerializationException")
                );
            }
        }
    };
}

station!(rest, radio);
station!(target, radio_target);
station!(cbor, radio_cbor);

/// A client of [`gates`] without a server, and the requests that it sends.
fn gates() -> (gates::Client, Arc<Mutex<Vec<Request<Bytes>>>>) {
    let requests = Arc::new(Mutex::new(Vec::new()));
    let known = requests.clone();
    let answer = move |request: Request<Bytes>| {
        known.lock().expect("the lock").push(request);
        let response = Response::new(Bytes::new());
        async move { Ok::<_, TransportError>(response) }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(keys())
        .bearer_token(BearerToken::new("token"))
        .endpoint_url("http://localhost")
        .http_client(answer);
    (gates::Client::new(&config).expect("a client"), requests)
}

/// The messages of a request.
fn messages(request: &Request<Bytes>) -> Vec<Message> {
    let mut decoder = Decoder::new();
    decoder.push(request.body().clone());
    let mut messages = Vec::new();
    while let Some(message) = decoder.next().expect("a message") {
        messages.push(message);
    }
    decoder.finish().expect("whole messages");
    messages
}

/// Has one word said at a gate; the request with it.
macro_rules! said_at {
    ($method:ident, $operation:ident) => {{
        let (client, requests) = gates();
        let begun = client.$method(gates::$operation::new()).await;
        let (mut sender, answer) = begun.expect("a call");
        let word = gates::Words::Word(gates::Word::new().text("hello"));
        sender.send(word).await.expect("a sound event");
        sender.finish().await.expect("all events");
        let mut events = answer.await.expect("an answer");
        assert_eq!(events.next().await.expect("the end"), None);
        let mut requests = std::mem::take(&mut *requests.lock().expect("the lock"));
        assert_eq!(requests.len(), 1);
        requests.pop().expect("a request")
    }};
}

#[tokio::test]
async fn messages_are_signed_if_the_operation_takes_signatures() {
    let request = said_at!(guarded, Guarded);
    let authorization = request.headers()["authorization"].to_str().expect("text");
    assert!(
        authorization.starts_with("AWS4-HMAC-SHA256 "),
        "{authorization}"
    );
    let messages = messages(&request);
    assert_eq!(messages.len(), 2);
    for message in &messages {
        assert!(message.header(":chunk-signature").is_some(), "{message:?}");
    }
    assert!(messages[1].payload.is_empty());
}

#[tokio::test]
async fn messages_go_as_they_are_with_a_token_and_to_operations_for_everybody() {
    let with_token = said_at!(with_token, WithToken);
    assert_eq!(with_token.headers()["authorization"], "Bearer token");
    let open = said_at!(open, Open);
    assert!(!open.headers().contains_key("authorization"));
    for request in [with_token, open] {
        assert!(!request.headers().contains_key("x-amz-content-sha256"));
        assert_eq!(request.version(), Version::HTTP_2);
        let messages = messages(&request);
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].payload, "hello");
        assert!(matches!(
            messages[0].header(":event-type"),
            Some(HeaderValue::String(name)) if name == "word"
        ));
    }
}
