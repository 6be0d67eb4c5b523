//! Event streams in the client: events while they come, and what may go wrong meanwhile.

use std::time::{Duration, Instant};

use crate::support::server::{Reply, Server, error};
use crate::support::service::{Error, SERVICE, config};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    CallError, Config, EventStream, TimeoutKind, Timeouts, TransportError, TransportErrorKind,
};
use tinsmith_runtime::event_stream::{Event, EventDecoder, Message, UnknownEvent};
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::generated::event_stream::{EventReader, EventWriter};
use tinsmith_runtime::generated::json::{self, error_meta, event_body, event_meta};
use tinsmith_runtime::generated::request::{Target, build};
use tinsmith_runtime::http::{Method, Request, Response, Uri};
use tinsmith_runtime::{InvalidResponse, Operation};

/// An operation with events, by hand.
struct Count;

#[derive(Debug, Default, PartialEq)]
struct CountOutput {
    from: i32,
}

#[derive(Debug, PartialEq)]
enum Counted {
    Number(i32),
    Unknown(UnknownEvent),
}

impl Event for Counted {
    const NAME: &'static str = "Counted";

    type Error = Error;

    fn read(event: &EventReader<'_>) -> Result<Self, Box<InvalidResponse>> {
        Ok(match event.name() {
            "number" => Self::Number(event.integer("n")?.unwrap_or_default()),
            _ => Self::Unknown(event.unknown()),
        })
    }

    fn read_error(event: &EventReader<'_>) -> Error {
        Error::Unmodeled(Box::new(event_meta(event, None)))
    }

    fn to_message(&self) -> Result<Message, Error> {
        Ok(match self {
            Self::Number(n) => {
                let mut event = EventWriter::event("number");
                event.integer("n", *n);
                event.finish()
            }
            Self::Unknown(event) => event.message().clone(),
        })
    }

    fn error_message(_: &Error) -> Message {
        EventWriter::exception("Tired").finish()
    }
}

impl Operation for Count {
    const NAME: &'static str = "Count";

    type Output = EventDecoder<Counted, CountOutput>;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let target = Target::new().literal("/");
        Ok(build(
            Self::NAME,
            Method::POST,
            endpoint,
            &target,
            &[],
            Bytes::new(),
        )?)
    }

    fn from_response(response: Response<Bytes>) -> Result<Self::Output, Error> {
        if !response.status().is_success() {
            let meta = error_meta(Self::NAME, &response, &["__type"]);
            return Err(Error::Unmodeled(Box::new(meta)));
        }
        Ok(EventDecoder::with_initial_response(
            Self::NAME,
            response,
            |event| event_body(event, read),
        ))
    }
}

fn read(r: &mut json::Reader<'_>, value: &mut CountOutput) -> json::ReadResult {
    r.object(|r, key| match key {
        "From" => r.set_or_default(&mut value.from, json::Reader::integer),
        _ => r.skip(),
    })
}

async fn open(config: &Config) -> Result<EventStream<Counted, CountOutput>, Error> {
    let core = Core::new(config, &SERVICE).unwrap();
    core.open(&Count, |settings| settings.default_endpoint(&SERVICE))
        .await
}

fn initial() -> Vec<u8> {
    let payload = Bytes::from_static(br#"{"From":7}"#);
    tinsmith_runtime::generated::event_stream::initial_response(
        "Count",
        "application/json",
        payload,
    )
    .unwrap()
    .to_vec()
}

fn number(n: i32) -> Vec<u8> {
    Counted::Number(n).encode().unwrap().to_vec()
}

fn tired() -> Vec<u8> {
    let message = EventWriter::exception("Tired").finish();
    message.encode().unwrap().to_vec()
}

/// The head of a response, and chunks of its body.
fn chunked(chunks: &[&[u8]]) -> Vec<u8> {
    let mut all = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n".to_vec();
    for chunk in chunks {
        all.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        all.extend(*chunk);
        all.extend(b"\r\n");
    }
    all
}

async fn serve(reply: impl Fn() -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |_| reply()).await
}

#[tokio::test]
async fn events_come_before_the_response_has_ended_and_dropping_closes_the_connection() {
    let bytes = [initial(), number(1), number(2)].concat();
    let (start, end) = bytes.split_at(bytes.len() - 5);
    let reply = chunked(&[start, end]);
    let server = serve(move || Reply::Part(reply.clone())).await;
    let mut events = open(&config(&server.url())).await.unwrap();
    assert_eq!(
        events.output().await.unwrap(),
        Some(&CountOutput { from: 7 })
    );
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(1)));
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(2)));
    assert_eq!(server.open(), 1);
    drop(events);
    server.all_closed().await;
}

#[tokio::test]
async fn a_stream_ends() {
    let bytes = [number(1), number(2)].concat();
    let mut reply = chunked(&[&bytes]);
    reply.extend(b"0\r\n\r\n");
    let server = serve(move || Reply::Send(reply.clone())).await;
    let mut events = open(&config(&server.url())).await.unwrap();
    // There is no message with it.
    assert_eq!(
        events.output().await.unwrap(),
        Some(&CountOutput { from: 0 })
    );
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(1)));
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(2)));
    assert_eq!(events.next().await.unwrap(), None);
    assert_eq!(events.next().await.unwrap(), None);
}

#[tokio::test]
async fn silence_is_a_timeout() {
    let reply = chunked(&[&number(1)]);
    let server = serve(move || Reply::Part(reply.clone())).await;
    let timeouts = Timeouts::default().chunk(Duration::from_millis(50));
    let mut events = open(&config(&server.url()).timeouts(timeouts))
        .await
        .unwrap();
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(1)));
    let start = Instant::now();
    let error = events.next().await.unwrap_err();
    assert!(start.elapsed() < Duration::from_secs(5), "{error}");
    match &error {
        Error::Call(CallError::Timeout(timeout)) => assert_eq!(timeout.kind(), TimeoutKind::Chunk),
        other => panic!("{other:?}"),
    }
    assert_eq!(
        error.to_string(),
        "nothing more of the event stream within 50ms"
    );
    server.all_closed().await;
}

#[tokio::test]
async fn the_timeout_of_the_attempt_ends_with_the_head() {
    let reply = chunked(&[&number(1)]);
    let server = serve(move || Reply::Part(reply.clone())).await;
    let timeouts = Timeouts::none()
        .attempt(Duration::from_millis(500))
        .chunk(Duration::from_millis(700));
    let mut events = open(&config(&server.url()).timeouts(timeouts))
        .await
        .unwrap();
    events.next().await.unwrap();
    let error = events.next().await.unwrap_err();
    match &error {
        Error::Call(CallError::Timeout(timeout)) => assert_eq!(timeout.kind(), TimeoutKind::Chunk),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_broken_connection_is_told() {
    let reply = chunked(&[&number(1)]);
    let server = serve(move || Reply::Last(reply.clone())).await;
    let mut events = open(&config(&server.url())).await.unwrap();
    events.next().await.unwrap();
    match events.next().await.unwrap_err() {
        Error::Call(CallError::Transport(error)) => {
            assert_eq!(error.kind(), TransportErrorKind::Body);
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_stream_that_ends_within_a_message_is_told() {
    let event = number(1);
    let mut reply = chunked(&[&event[..20]]);
    reply.extend(b"0\r\n\r\n");
    let server = serve(move || Reply::Send(reply.clone())).await;
    let mut events = open(&config(&server.url())).await.unwrap();
    let error = events.next().await.unwrap_err();
    assert!(matches!(error, Error::InvalidResponse(_)), "{error:?}");
    assert!(
        error.to_string().contains("the end of the stream"),
        "{error}"
    );
}

#[tokio::test]
async fn an_exception_ends_the_stream_and_the_connection() {
    let reply = chunked(&[&number(1), &tired(), &number(2)]);
    let server = serve(move || Reply::Part(reply.clone())).await;
    let mut events = open(&config(&server.url())).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(1)));
    match events.next().await.unwrap_err() {
        Error::Unmodeled(meta) => {
            assert_eq!((meta.operation(), meta.code()), ("Count", Some("Tired")));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(events.next().await.unwrap(), None);
    server.all_closed().await;
}

#[tokio::test]
async fn errors_before_the_stream_are_tried_again() {
    let server = Server::start(|request| {
        if request.number == 0 {
            error(503, "Busy")
        } else {
            Reply::Part(chunked(&[&number(1)]))
        }
    })
    .await;
    let mut events = open(&config(&server.url())).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(1)));
    assert_eq!(server.requests(), 2);
}

#[tokio::test]
async fn errors_instead_of_the_stream_are_told() {
    let server = serve(|| error(400, "Refused")).await;
    match open(&config(&server.url())).await.unwrap_err() {
        Error::Unmodeled(meta) => assert_eq!(meta.code(), Some("Refused")),
        other => panic!("{other:?}"),
    }
}

/// A program makes calls for what comes, which would wait for ever for the stream's permit.
#[tokio::test]
async fn streams_that_are_open_stop_no_call() {
    let reply = chunked(&[&number(1)]);
    let server = serve(move || Reply::Part(reply.clone())).await;
    let config = config(&server.url())
        .max_concurrency(1)
        .timeouts(Timeouts::none().call(Duration::from_secs(10)));
    let mut first = open(&config).await.unwrap();
    assert_eq!(first.next().await.unwrap(), Some(Counted::Number(1)));
    let mut second = open(&config).await.unwrap();
    assert_eq!(second.next().await.unwrap(), Some(Counted::Number(1)));
    drop(first);
    open(&config).await.unwrap();
}

#[tokio::test]
async fn an_http_client_in_memory_gives_the_whole_body() {
    async fn answer(_: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        Ok(Response::new([number(1), number(2)].concat().into()))
    }
    let config = config("http://localhost").http_client(answer);
    let mut events = open(&config).await.unwrap();
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(1)));
    assert_eq!(events.next().await.unwrap(), Some(Counted::Number(2)));
    assert_eq!(events.next().await.unwrap(), None);
}

/// Made by the algorithm of the specification, with another library's HMAC and CRC.
#[test]
fn messages_are_signed_one_after_the_other() {
    use tinsmith_runtime::Timestamp;
    use tinsmith_runtime::client::MessageSigner;
    use tinsmith_runtime::event_stream::{Decoder, HeaderValue};

    let credentials = crate::support::service::credentials();
    let mut signer =
        MessageSigner::new(&credentials, "toy", "eu-west-1", &"ab".repeat(32)).unwrap();
    let signature = |bytes: Bytes| {
        let mut decoder = Decoder::new();
        decoder.push(bytes);
        let message = decoder.next().unwrap().unwrap();
        let signature = match message.header(":chunk-signature") {
            Some(HeaderValue::Blob(bytes)) => {
                bytes.iter().map(|byte| format!("{byte:02x}")).collect()
            }
            other => panic!("{other:?}"),
        };
        let date = match message.header(":date") {
            Some(HeaderValue::Timestamp(date)) => date.epoch_seconds(),
            other => panic!("{other:?}"),
        };
        (message.payload, date, signature)
    };
    let time = |seconds| Timestamp::from_epoch_seconds(seconds).unwrap();
    let first = signer.sign(&"hello".into(), time(1_440_938_160)).unwrap();
    assert_eq!(
        signature(first),
        (
            "hello".into(),
            1_440_938_160,
            "7663e9ab67514ff5d7dec2616131e6aa6a9e172b132806a6ce0d428d91d83b7f".to_owned()
        )
    );
    // The key is that of another day.
    let end = signer.end(time(1_440_979_200)).unwrap();
    assert_eq!(
        signature(end),
        (
            Bytes::new(),
            1_440_979_200,
            "f442cc5eb108bd147b6d39f85e6b61078a2b358e6cd122fc8418923e2c1f6bda".to_owned()
        )
    );
    assert!(MessageSigner::new(&credentials, "toy", "eu-west-1", "none").is_err());
    assert!(!format!("{signer:?}").contains("wJalr"));
}
