//! Clients and handlers that do something odd, and services with signatures.

use super::*;

use radio::{
    Broadcast, Chat, ChatOutput, Error, Line, Listen, ListenOutput, Sound, Talk, TalkOutput,
};

/// A station that does what a test says.
#[derive(Default)]
struct Odd {
    /// Told when the answer's future is dropped.
    gone: Mutex<Option<oneshot::Sender<()>>>,
    /// The number of events that were sent.
    sent: AtomicUsize,
    received: AtomicUsize,
    panics: AtomicBool,
}

impl Odd {
    async fn dropped(&self) -> Dropped {
        Dropped(self.gone.lock().await.take())
    }
}

#[derive(Clone, Default)]
struct Shared(Arc<Odd>);

impl radio::server::Handler for Shared {
    /// Sends 8 KiB after the other, or panics, or waits forever if somebody wants to know when it is gone.
    async fn listen(
        &self,
        _: Listen,
        _: &Context,
    ) -> Result<EventResponse<Broadcast, ListenOutput>, Error> {
        let dropped = self.0.dropped().await;
        let odd = self.0.clone();
        let response = EventResponse::new(ListenOutput::new());
        Ok(response.stream(|mut sender| async move {
            let dropped = dropped;
            sender
                .send(Broadcast::Line(Line::new().text("one")))
                .await?;
            assert!(!odd.panics.load(Ordering::SeqCst), "as the test says");
            if dropped.0.is_some() {
                pending::<()>().await;
            }
            loop {
                let sound = Sound::new().channel(1).samples(vec![7; 8192]);
                sender.send(Broadcast::Sound(sound)).await?;
                odd.sent.fetch_add(1, Ordering::SeqCst);
            }
        }))
    }

    /// Counts the events until their end, or waits forever after the first.
    async fn talk(
        &self,
        _: Talk,
        mut events: EventReceiver<Broadcast>,
        _: &Context,
    ) -> Result<TalkOutput, Error> {
        let dropped = self.0.dropped().await;
        let mut heard = 0;
        while events.next().await?.is_some() {
            heard += 1;
            self.0.received.fetch_add(1, Ordering::SeqCst);
            if dropped.0.is_some() {
                pending::<()>().await;
            }
        }
        Ok(TalkOutput::new().heard(heard))
    }

    /// Answers at once, and takes no events.
    async fn chat(
        &self,
        _: Chat,
        events: EventReceiver<Broadcast>,
        _: &Context,
    ) -> Result<EventResponse<Broadcast, ChatOutput>, Error> {
        let dropped = self.0.dropped().await;
        let response = EventResponse::new(ChatOutput::new());
        Ok(response.stream(|_sender| async move {
            let _held = (dropped, events);
            pending().await
        }))
    }
}

async fn odd() -> (Shared, SocketAddr, radio::Client) {
    let odd = Shared::default();
    let address = serve(radio::server::Server::new(odd.clone())).await;
    let client = radio::Client::new(&config(address)).expect("a client");
    (odd, address, client)
}

async fn told_when_gone(odd: &Shared) -> oneshot::Receiver<()> {
    let (gone, is_gone) = oneshot::channel();
    *odd.0.gone.lock().await = Some(gone);
    is_gone
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_handlers_stream() {
    let (odd, _, client) = odd().await;
    let is_gone = told_when_gone(&odd).await;
    let mut events = soon(client.listen(Listen::new().frequency(93)))
        .await
        .expect("an answer");
    assert!(soon(events.next()).await.expect("an event").is_some());
    drop(events);
    soon(is_gone)
        .await
        .expect("the handler's future is dropped");
}

#[tokio::test]
async fn a_client_that_goes_away_ends_the_handlers_stream_in_both_directions() {
    let (odd, _, client) = odd().await;
    let is_gone = told_when_gone(&odd).await;
    let (sender, answer) = client.chat(Chat::new()).await.expect("a call");
    let events = soon(answer).await.expect("an answer");
    drop((sender, events));
    soon(is_gone)
        .await
        .expect("the handler's future is dropped");
}

/// Over HTTP/2, hyper drops the future of a handler whose stream was reset.
#[tokio::test]
async fn a_client_that_goes_away_ends_a_handler_that_has_not_answered() {
    let (odd, _, client) = odd().await;
    let is_gone = told_when_gone(&odd).await;
    let talk = client.talk(Talk::new().speaker("Ada"));
    let (mut sender, answer) = talk.await.expect("a call");
    let line = Broadcast::Line(Line::new().text("one"));
    soon(sender.send(line)).await.expect("room");
    while odd.0.received.load(Ordering::SeqCst) == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    drop((sender, answer));
    soon(is_gone)
        .await
        .expect("the handler's future is dropped");
}

/// The request and the response of an HTTP/2 connection of hyper's own client.
async fn over_http2(
    address: SocketAddr,
    request: Request<Body>,
) -> Response<hyper::body::Incoming> {
    let stream = TcpStream::connect(address).await.expect("a connection");
    let client = hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream));
    let (mut client, connection) = client.await.expect("HTTP/2");
    tokio::spawn(connection);
    soon(client.send_request(request))
        .await
        .expect("a response")
}

fn listening(address: SocketAddr) -> Request<Body> {
    let uri: Uri = format!("http://{address}").parse().expect("a URL");
    Listen::new()
        .frequency(93)
        .to_request(&uri)
        .expect("an input")
        .map(Body::from)
}

async fn frame(
    response: &mut Response<hyper::body::Incoming>,
) -> Option<Result<Bytes, hyper::Error>> {
    use hyper::body::Body as _;
    let body = response.body_mut();
    let frame = poll_fn(|context| Pin::new(&mut *body).poll_frame(context));
    let frame = soon(frame).await?;
    Some(frame.map(|frame| frame.into_data().unwrap_or_default()))
}

/// Returns the number of events that were sent, once it doesn't change any more.
async fn settled(odd: &Shared) -> usize {
    let mut sent = 0;
    loop {
        tokio::time::sleep(Duration::from_millis(300)).await;
        let now = odd.0.sent.load(Ordering::SeqCst);
        if now == sent && now > 0 {
            return now;
        }
        sent = now;
    }
}

/// A client that reads nothing stops the handler, whose events are endless. With HTTP/2 that is the
/// window of the stream.
#[tokio::test]
async fn a_client_that_does_not_read_stops_the_handler() {
    let (odd, address, client) = odd().await;
    let mut response = over_http2(address, listening(address)).await;
    let sent = soon(settled(&odd)).await * 8192;
    // 16 KiB in the queue, up to 400 KiB in hyper, and its client's window of 2 MiB.
    assert!(sent < 4 << 20, "{sent} bytes were sent");
    for _ in 0..1000 {
        frame(&mut response)
            .await
            .expect("an event")
            .expect("no error");
    }
    assert!(odd.0.sent.load(Ordering::SeqCst) * 8192 > sent);
    drop(response);

    // With HTTP/1.1, it is the buffers of the sockets.
    let events = soon(client.listen(Listen::new().frequency(93)))
        .await
        .expect("an answer");
    let before = soon(settled(&odd)).await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    assert_eq!(odd.0.sent.load(Ordering::SeqCst), before);
    drop(events);
}

#[tokio::test]
async fn a_handler_that_does_not_read_stops_the_client() {
    let (_, _, client) = odd().await;
    let (mut sender, answer) = client.chat(Chat::new()).await.expect("a call");
    let _events = soon(answer).await.expect("an answer");
    let mut sent = 0;
    loop {
        let sound = Broadcast::Sound(Sound::new().channel(1).samples(vec![7; 8192]));
        match timeout(Duration::from_millis(500), sender.send(sound)).await {
            Ok(sent) => sent.expect("no error"),
            Err(_) => break,
        }
        sent += 8192;
        // hyper's server has a window of 1 MiB for a stream.
        assert!(sent < 4 << 20, "{sent} bytes were sent");
    }
}

/// The client sees a stream that broke off, not one that ended.
#[tokio::test]
async fn a_handler_that_panics_breaks_the_stream_off() {
    let (odd, address, client) = odd().await;
    odd.0.panics.store(true, Ordering::SeqCst);
    let end = match soon(client.listen(Listen::new().frequency(93))).await {
        Ok(mut events) => loop {
            match soon(events.next()).await {
                Ok(Some(_)) => {}
                end => break end.map(|_| ()),
            }
        },
        Err(error) => Err(error),
    };
    let error = end.expect_err("it broke off");
    assert!(matches!(error, Error::Transport(_)), "{error:?}");

    let mut response = over_http2(address, listening(address)).await;
    while let Some(chunk) = frame(&mut response).await {
        if chunk.is_err() {
            return;
        }
    }
    panic!("the stream ended as if it were whole");
}

/// Sends the head of a request over HTTP/1.1, a part of its body in one chunk, and closes the
/// connection's half or waits for the response.
async fn over_http1(address: SocketAddr, body: &[u8], is_whole: bool) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    let talk = Talk::new().speaker("Ada");
    let request = talk.to_request(&Uri::from_static("/")).expect("an input");
    let mut head = format!(
        "POST {} HTTP/1.1\r\nhost: {address}\r\ncontent-type: {CONTENT_TYPE}\r\ntransfer-encoding: chunked\r\nconnection: close\r\n",
        request.uri()
    );
    for (name, value) in request.headers() {
        if name.as_str().starts_with("x-") {
            head += &format!("{name}: {}\r\n", value.to_str().expect("text"));
        }
    }
    head += "\r\n";
    stream.write_all(head.as_bytes()).await.expect("a head");
    let length = format!("{:x}\r\n", body.len());
    stream
        .write_all(&[length.as_bytes(), body, b"\r\n"].concat())
        .await
        .expect("a chunk");
    if is_whole {
        stream.write_all(b"0\r\n\r\n").await.expect("the end");
    }
    let mut response = String::new();
    _ = soon(stream.read_to_string(&mut response)).await;
    response
}

#[tokio::test]
async fn a_stream_of_events_comes_in_chunks_of_http_1_too() {
    let (odd, address, _) = odd().await;
    let event = Broadcast::Line(Line::new().text("one"))
        .encode()
        .expect("bytes");
    let two = [&*event, &*event].concat();
    let response = over_http1(address, &two, true).await;
    assert!(response.starts_with("HTTP/1.1 200"), "{response}");
    assert!(response.contains(r#"{"heard":2}"#), "{response}");
    let response = over_http1(address, &two[..two.len() - 1], true).await;
    assert!(response.starts_with("HTTP/1.1 400"), "{response}");
    assert!(response.contains("SerializationException"), "{response}");
    assert_eq!(odd.0.received.load(Ordering::SeqCst), 3);
}

/// A message says at its start how long it is: nobody waits for more than the limit.
#[tokio::test]
async fn a_message_that_is_larger_than_the_limit_is_refused_at_once() {
    let odd = Shared::default();
    let server = radio::server::Server::new(odd).body_limit(1000);
    let address = serve(server).await;
    let event = |length| {
        let sound = Sound::new().channel(1).samples(vec![7; length]);
        Broadcast::Sound(sound).encode().expect("bytes")
    };
    // Many small messages are more than the limit, and no problem.
    let small: Vec<u8> = std::iter::repeat_n(event(500), 10).flatten().collect();
    let response = over_http1(address, &small, true).await;
    assert!(response.contains(r#"{"heard":10}"#), "{response}");
    let large = event(1001);
    let response = over_http1(address, &large[..100], false).await;
    assert!(response.starts_with("HTTP/1.1 413"), "{response}");
    assert!(
        response.contains("RequestEntityTooLargeException"),
        "{response}"
    );
}

/// The client is told the reason, without the value.
#[tokio::test]
async fn an_event_that_is_not_what_the_model_says_is_refused() {
    let (_, address, _) = odd().await;
    let wrong = tinsmith_runtime::event_stream::Message::new(r#"{"headline":true}"#)
        .with_header(":message-type", text("event"))
        .with_header(":event-type", text("news"));
    let response = over_http1(address, &wrong.encode().expect("bytes"), true).await;
    assert!(response.starts_with("HTTP/1.1 400"), "{response}");
    assert!(response.contains("SerializationException"), "{response}");
    assert!(response.contains("expected a string"), "{response}");
}

fn text(text: &str) -> tinsmith_runtime::event_stream::HeaderValue {
    tinsmith_runtime::event_stream::HeaderValue::String(text.to_owned())
}

struct Gate;

impl gates::server::Handler for Gate {
    async fn guarded(
        &self,
        _: gates::Guarded,
        mut events: EventReceiver<gates::Words>,
        context: &Context,
    ) -> Result<EventResponse<gates::Words, gates::GuardedOutput>, gates::Error> {
        let hash = context
            .headers()
            .get("x-amz-content-sha256")
            .expect("a signature");
        assert_eq!(hash, "STREAMING-AWS4-HMAC-SHA256-EVENTS");
        let response = EventResponse::new(gates::GuardedOutput::new());
        Ok(response.stream(|mut sender| async move {
            while let Some(event) = events.next().await? {
                sender.send(event).await?;
            }
            Ok(())
        }))
    }
}

#[tokio::test]
async fn events_are_taken_out_of_signed_messages_while_they_come() {
    let address = serve(gates::server::Server::new(Gate)).await;
    let client = gates::Client::new(&config(address)).expect("a client");
    let (mut sender, answer) = client.guarded(gates::Guarded::new()).await.expect("a call");
    let mut events = soon(answer).await.expect("an answer");
    for text in ["one", "two"] {
        let word = gates::Words::Word(gates::Word::new().text(text));
        soon(sender.send(word.clone())).await.expect("room");
        assert_eq!(soon(events.next()).await.expect("an event"), Some(word));
    }
    soon(sender.finish()).await.expect("the end");
    assert_eq!(soon(events.next()).await.expect("the end"), None);
}
