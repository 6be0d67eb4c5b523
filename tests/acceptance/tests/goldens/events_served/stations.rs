//! Services of several protocols.

use super::*;

/// A station for the same program in each protocol: clients hear what the test says to it.
macro_rules! station {
    ($test:ident, $service:ident) => {
        mod $test {
            use super::*;
            use $service::server::{Handler, Server};
            use $service::{
                Broadcast, Chat, ChatOutput, Client, Error, Jammed, Line, Listen, ListenOutput,
                Talk, TalkOutput,
            };

            fn line(text: &str) -> Broadcast {
                Broadcast::Line(Line::new().text(text))
            }

            #[derive(Clone)]
            struct Station(Arc<Studio>);

            struct Studio {
                /// The broadcasts for those who listen.
                says: Mutex<mpsc::Receiver<Result<Broadcast, Error>>>,
                heard: mpsc::UnboundedSender<Broadcast>,
            }

            impl Handler for Station {
                async fn listen(
                    &self,
                    input: Listen,
                    _: &Context,
                ) -> Result<EventResponse<Broadcast, ListenOutput>, Error> {
                    let station = format!("{} kHz", input.frequency.unwrap_or_default());
                    let output = ListenOutput::new().station(station);
                    let studio = self.0.clone();
                    Ok(EventResponse::new(output).stream(|mut sender| async move {
                        while let Some(event) = studio.says.lock().await.recv().await {
                            sender.send(event?).await?;
                        }
                        Ok(())
                    }))
                }

                async fn talk(
                    &self,
                    input: Talk,
                    mut events: EventReceiver<Broadcast>,
                    _: &Context,
                ) -> Result<TalkOutput, Error> {
                    assert_eq!(input.speaker.as_deref(), Some("Ada"));
                    let mut heard = 0;
                    while let Some(event) = events.next().await? {
                        heard += 1;
                        _ = self.0.heard.send(event);
                    }
                    Ok(TalkOutput::new().heard(heard))
                }

                async fn chat(
                    &self,
                    _: Chat,
                    mut events: EventReceiver<Broadcast>,
                    _: &Context,
                ) -> Result<EventResponse<Broadcast, ChatOutput>, Error> {
                    let response = EventResponse::new(ChatOutput::new()).event(line("welcome"));
                    Ok(response.stream(|mut sender| async move {
                        while let Some(event) = events.next().await? {
                            sender.send(event).await?;
                        }
                        Ok(())
                    }))
                }
            }

            struct Running {
                client: Client,
                says: mpsc::Sender<Result<Broadcast, Error>>,
                heard: mpsc::UnboundedReceiver<Broadcast>,
            }

            async fn running() -> Running {
                let (says, said) = mpsc::channel(1);
                let (hears, heard) = mpsc::unbounded_channel();
                let studio = Studio {
                    says: Mutex::new(said),
                    heard: hears,
                };
                let address = serve(Server::new(Station(Arc::new(studio)))).await;
                let client = Client::new(&config(address)).expect("a client");
                Running {
                    client,
                    says,
                    heard,
                }
            }

            /// Each event is there before the next one is made.
            #[tokio::test]
            async fn events_of_a_response_come_while_they_are_made() {
                let Running { client, says, .. } = running().await;
                let listen = client.listen(Listen::new().frequency(93));
                let mut events = soon(listen).await.expect("an answer");
                let output = soon(events.output()).await.expect("no error").cloned();
                assert_eq!(output, Some(ListenOutput::new().station("93 kHz")));
                for text in ["one", "two", "three"] {
                    says.send(Ok(line(text))).await.expect("a listener");
                    let event = soon(events.next()).await.expect("an event");
                    assert_eq!(event, Some(line(text)));
                }
                drop(says);
                assert_eq!(soon(events.next()).await.expect("the end"), None);
            }

            /// Each event is answered before the next one is sent, and the first one comes before any
            /// was sent.
            #[tokio::test]
            async fn both_sides_speak_at_once() {
                let client = running().await.client;
                let (mut sender, answer) = client.chat(Chat::new()).await.expect("a call");
                let mut events = soon(answer).await.expect("an answer");
                let event = soon(events.next()).await.expect("an event");
                assert_eq!(event, Some(line("welcome")));
                for text in ["one", "two", "three"] {
                    soon(sender.send(line(text))).await.expect("room");
                    let event = soon(events.next()).await.expect("an event");
                    assert_eq!(event, Some(line(text)));
                }
                soon(sender.finish()).await.expect("the end");
                assert_eq!(soon(events.next()).await.expect("the end"), None);
            }

            #[tokio::test]
            async fn events_of_a_request_come_while_they_are_sent() {
                let Running {
                    client, mut heard, ..
                } = running().await;
                let talk = client.talk(Talk::new().speaker("Ada"));
                let (mut sender, answer) = talk.await.expect("a call");
                for text in ["one", "two"] {
                    soon(sender.send(line(text))).await.expect("room");
                    assert_eq!(soon(heard.recv()).await, Some(line(text)));
                }
                soon(sender.finish()).await.expect("the end");
                assert_eq!(soon(answer).await.expect("an answer").heard, Some(2));
            }

            #[tokio::test]
            async fn errors_of_the_model_end_a_stream_as_exceptions() {
                let Running { client, says, .. } = running().await;
                let mut events = soon(client.listen(Listen::new().frequency(93)))
                    .await
                    .expect("an answer");
                says.send(Ok(line("one"))).await.expect("a listener");
                let jammed = Jammed::new().message("crackle").into();
                says.send(Err(jammed)).await.expect("a listener");
                assert_eq!(
                    soon(events.next()).await.expect("an event"),
                    Some(line("one"))
                );
                match soon(events.next()).await {
                    Err(Error::Jammed(error)) => {
                        assert_eq!(error.message.as_deref(), Some("crackle"));
                    }
                    other => panic!("{other:?}"),
                }
            }

            /// Its details are the handler's own business.
            #[tokio::test]
            async fn other_errors_are_internal_failures() {
                let Running { client, says, .. } = running().await;
                let mut events = soon(client.listen(Listen::new().frequency(93)))
                    .await
                    .expect("an answer");
                let secret = Talk::new().to_request(&Uri::from_static("/"));
                let secret = secret.expect_err("there is no speaker");
                says.send(Err(secret)).await.expect("a listener");
                let error = soon(events.next()).await.expect_err("an error");
                let meta = error.meta().expect("details");
                assert_eq!(meta.code(), Some("InternalFailure"));
                assert_eq!(meta.message().unwrap_or_default(), "");
                assert_eq!(soon(events.next()).await.expect("the end"), None);
            }

            /// The bytes of a request with two events, and where its messages end.
            fn talking() -> (Bytes, Vec<usize>) {
                let talk = Talk::new().speaker("Ada");
                let request = talk.to_request(&Uri::from_static("/")).expect("an input");
                let mut all = request.into_body().to_vec();
                let mut ends = vec![0, all.len()];
                for text in ["one", "two"] {
                    all.extend_from_slice(&line(text).encode().expect("bytes"));
                    ends.push(all.len());
                }
                (all.into(), ends)
            }

            #[tokio::test]
            async fn a_request_that_is_cut_within_a_message_is_refused() {
                let (hears, _heard) = mpsc::unbounded_channel();
                let (_says, said) = mpsc::channel(1);
                let server = Server::new(Station(Arc::new(Studio {
                    says: Mutex::new(said),
                    heard: hears,
                })));
                let (all, ends) = talking();
                let has_initial = ends[1] > 0;
                for end in 0..=all.len() {
                    let talk = Talk::new().speaker("Ada");
                    let request = talk.to_request(&Uri::from_static("/")).expect("an input");
                    let mut chunks = vec![all.slice(..end / 2), all.slice(end / 2..end)];
                    let body = Body::from_chunks(
                        Chunks(move || {
                            let next = (!chunks.is_empty()).then(|| chunks.remove(0));
                            next.map(Ok)
                        }),
                        None,
                    );
                    if has_initial && end == 0 {
                        // The speaker is missing.
                        continue;
                    }
                    let response = server.answer_stream(request.map(|_| body)).await;
                    let (head, body) = response.into_parts();
                    let body = body.collect(1 << 20).await.expect("a body");
                    let response = Response::from_parts(head, body);
                    match <Talk as Operation>::from_response(response) {
                        Ok(output) => {
                            let messages = ends.iter().position(|known| *known == end);
                            let whole = messages.expect("the end of a message");
                            let events = whole.saturating_sub(1);
                            assert_eq!(output.heard, i32::try_from(events).ok(), "{end}");
                        }
                        Err(error) => {
                            assert!(!ends.contains(&end), "{end}: {error}");
                            let meta = error.meta().expect("details");
                            assert_eq!(meta.code(), Some("SerializationException"), "{end}");
                            assert_eq!(meta.status(), Some(StatusCode::BAD_REQUEST), "{end}");
                        }
                    }
                }
            }
        }
    };
}

/// Chunks that a function makes.
struct Chunks<F>(F);

impl<F> tinsmith_runtime::Chunks for Chunks<F>
where
    F: FnMut() -> Option<Result<Bytes, BodyError>> + Send,
{
    fn poll_chunk(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<Bytes, BodyError>>> {
        std::task::Poll::Ready((self.0)())
    }
}

station!(rest, radio);
station!(target, radio_target);
station!(cbor, radio_cbor);
