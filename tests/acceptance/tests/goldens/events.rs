//! Event streams between a generated client's operations and a generated server, in memory.
use std::future::Future;
use std::pin::pin;
use std::sync::Mutex;
use std::task::{Context as Task, Poll, Waker};

use goldens::{radio, radio_target};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::event_stream::{Event, EventDecoder, HeaderValue, Message};
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::server::{Context, EventReceiver, EventResponse};

/// Runs a future that waits for nothing.
fn now<T>(future: impl Future<Output = T>) -> T {
    match pin!(future).poll(&mut Task::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// A request with events after what it has already.
fn with(request: Request<Bytes>, events: &[Bytes]) -> Request<Bytes> {
    request.map(|start| [start, events.concat().into()].concat().into())
}

/// A program for both protocols.
macro_rules! station {
    ($test:ident, $service:ident) => {
        mod $test {
            use super::*;
            use $service::server::{Handler, Server};
            use $service::{
                Broadcast, Burnt, Chat, ChatOutput, Choice, Error, Fined, Jammed, Line, Listen,
                ListenOutput, Mood, News, Silence, Struck, Talk, TalkOutput,
            };

            #[derive(Default)]
            struct Station {
                heard: Mutex<Vec<Broadcast>>,
            }

            fn all<O: Default>(
                mut events: EventDecoder<Broadcast, O>,
            ) -> Result<Vec<Broadcast>, Error> {
                let mut all = Vec::new();
                while let Some(event) = events.next()? {
                    all.push(event);
                }
                events.finish()?;
                Ok(all)
            }

            impl Handler for Station {
                async fn listen(
                    &self,
                    input: Listen,
                    _: &Context,
                ) -> Result<EventResponse<Broadcast, ListenOutput>, Error> {
                    let station = format!("{} kHz", input.frequency.unwrap_or_default());
                    let headline = News::new().headline("Rain").urgent(true);
                    Ok(EventResponse::new(ListenOutput::new().station(station))
                        .event(Broadcast::News(headline))
                        .event(Broadcast::Silence(Silence::new()))
                        .error(Jammed::new().message("crackle").into()))
                }

                async fn talk(
                    &self,
                    input: Talk,
                    mut received: EventReceiver<Broadcast>,
                    _: &Context,
                ) -> Result<TalkOutput, Error> {
                    assert_eq!(input.speaker.as_deref(), Some("Ada"));
                    let mut events = Vec::new();
                    while let Some(event) = received.next().await? {
                        events.push(event);
                    }
                    let heard = i32::try_from(events.len()).unwrap_or_default();
                    if let Ok(mut all) = self.heard.lock() {
                        all.extend(events);
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

            fn answer(request: Request<Bytes>) -> Response<Bytes> {
                now(Server::new(Station::default()).answer(request))
            }

            fn request<O: tinsmith_runtime::Operation>(operation: &O) -> Request<Bytes> {
                operation
                    .to_request(&Uri::from_static("https://example.com"))
                    .expect("a sound input")
            }

            fn line(text: &str) -> Broadcast {
                Broadcast::Line(Line::new().text(text))
            }

            #[test]
            fn events_and_the_members_beside_them_come_out_of_any_chunks() {
                let response = answer(request(&Listen::new().frequency(93)));
                assert_eq!(
                    response.headers()["content-type"],
                    "application/vnd.amazon.eventstream"
                );
                let (head, body) = response.into_parts();
                let mut events = Listen::from_response(Response::from_parts(head, Bytes::new()))
                    .expect("events");
                let mut found = Vec::new();
                let mut end = None;
                for byte in 0..body.len() {
                    events.push(body.slice(byte..byte + 1));
                    match events.next() {
                        Ok(event) => found.extend(event),
                        Err(error) => end = Some(error),
                    }
                }
                let output = events.output().expect("no error").cloned();
                assert_eq!(output, Some(ListenOutput::new().station("93 kHz")));
                events.finish().expect("a whole stream");
                let news = News::new().headline("Rain").urgent(true);
                assert_eq!(
                    found,
                    [Broadcast::News(news), Broadcast::Silence(Silence::new())]
                );
                match end {
                    Some(Error::Jammed(error)) => {
                        assert_eq!(error.message.as_deref(), Some("crackle"));
                        assert_eq!(error.meta().code(), Some("Jammed"));
                        assert_eq!(error.meta().operation(), "Listen");
                    }
                    other => panic!("{other:?}"),
                }
            }

            #[test]
            fn a_server_reads_what_a_client_sends() {
                let events = [line("one"), line("two")].map(|event| event.encode().expect("bytes"));
                let response = answer(with(request(&Talk::new().speaker("Ada")), &events));
                let output = Talk::from_response(response).expect("an output");
                assert_eq!(output.heard, Some(2));
            }

            #[test]
            fn both_at_once() {
                let sent = [line("one"), Broadcast::Silence(Silence::new())];
                let events = sent.clone().map(|event| event.encode().expect("bytes"));
                let response = answer(with(request(&Chat::new()), &events));
                let events = Chat::from_response(response).expect("events");
                assert_eq!(all(events).expect("no error"), sent);
            }

            #[test]
            fn unknown_events_are_kept_and_not_sent() {
                let message = Message::new("[1]")
                    .with_header(":message-type", string("event"))
                    .with_header(":event-type", string("jingle"));
                let response = Response::new(message.encode().expect("bytes"));
                let events = Chat::from_response(response).expect("events");
                let events = all(events).expect("no error");
                let [unknown @ Broadcast::Unknown(event)] = events.as_slice() else {
                    panic!("{events:?}");
                };
                assert_eq!(event.name(), "jingle");
                assert_eq!(event.payload(), "[1]");
                let error = unknown.encode().expect_err("it isn't known");
                assert!(error.to_string().contains("jingle"), "{error}");
            }

            #[test]
            fn secrets_are_not_printed() {
                let news = Broadcast::News(News::new().secret("hush"));
                assert!(!format!("{news:?}").contains("hush"));
            }

            /// Returns a server's message for an error, and the error that a client reads of it.
            fn told(error: impl Into<Error>) -> (Message, Error) {
                let message = Broadcast::error_message(&error.into());
                let response = Response::new(message.encode().expect("bytes"));
                let events = Chat::from_response(response).expect("events");
                (message, all(events).expect_err("an error"))
            }

            #[test]
            fn errors_have_members_in_headers_too() {
                let fined = Fined::new().message("too loud").amount(50).mood(Mood::Calm);
                let (message, error) = told(fined.paragraph("7a"));
                assert_eq!(message.header("message"), Some(&string("too loud")));
                assert_eq!(message.header("amount"), Some(&HeaderValue::Integer(50)));
                assert_eq!(message.payload, r#"{"paragraph":"7a"}"#);
                let Error::Fined(error) = error else {
                    panic!("{error:?}");
                };
                assert_eq!(error.message.as_deref(), Some("too loud"));
                assert_eq!(error.meta().message(), Some("too loud"));
                assert_eq!(error.meta().code(), Some("Fined"));
                assert_eq!((error.amount, error.mood), (50, Some(Mood::Calm)));
                assert_eq!(error.paragraph.as_deref(), Some("7a"));
            }

            #[test]
            fn errors_have_payloads_too() {
                let reason = Choice::Word("noise".to_owned());
                let (message, error) = told(Struck::new().reason(reason.clone()).days(3));
                assert_eq!(message.header(":content-type"), Some(&string("application/json")));
                assert_eq!(message.payload, r#"{"word":"noise"}"#);
                let Error::Struck(error) = error else {
                    panic!("{error:?}");
                };
                assert_eq!((error.reason, error.days), (Some(reason), Some(3)));
            }

            #[test]
            fn errors_may_be_all_headers() {
                let at = Timestamp::from_epoch_seconds(1_700_000_000).expect("a time");
                let (message, error) = told(Burnt::new().message("smoke").at(at));
                assert_eq!(message.payload, "");
                let Error::Burnt(error) = error else {
                    panic!("{error:?}");
                };
                assert_eq!((error.at, error.message.as_deref()), (Some(at), Some("smoke")));
                let (_, error) = told(Burnt::new());
                assert!(matches!(error, Error::Burnt(error) if error.at.is_none()));
            }

            /// A header of another type leaves the error what it is.
            #[test]
            fn errors_are_read_leniently() {
                let message = Message::new("{}")
                    .with_header(":message-type", string("exception"))
                    .with_header(":exception-type", string("fined"))
                    .with_header("amount", string("much"));
                let response = Response::new(message.encode().expect("bytes"));
                let events = Chat::from_response(response).expect("events");
                let error = all(events).expect_err("an error");
                assert!(matches!(error, Error::Fined(error) if error.amount == 0));
            }

            #[test]
            fn errors_that_the_stream_does_not_have_have_a_code_only_if_a_service_gave_it() {
                let request = Talk::new().to_request(&Uri::from_static("/"));
                let error = request.expect_err("there is no speaker");
                let message = Broadcast::error_message(&error);
                assert_eq!(message.header(":message-type"), Some(&string("error")));
                assert_eq!(
                    message.header(":error-code"),
                    Some(&string("InternalFailure"))
                );
                assert_eq!(message.header(":error-message"), Some(&string("")));
            }
        }
    };
}

fn string(text: &str) -> HeaderValue {
    HeaderValue::String(text.to_owned())
}

station!(rest, radio);
station!(target, radio_target);

/// serde has headers and payload of a message in one object.
#[test]
fn events_are_whole_in_serde() {
    let song = radio::Song::new().title("One");
    let playing = radio::Playing::new().song(song).listeners(7);
    let form = serde_json::json!({"song": {"Title": "One"}, "listeners": 7});
    assert_eq!(serde_json::to_value(&playing).expect("JSON"), form);
    let read: radio::Playing = serde_json::from_value(form).expect("an event");
    assert_eq!(read, playing);
}
