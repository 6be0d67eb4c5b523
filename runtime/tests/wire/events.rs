//! Events from messages and back: what generated code puts on top of the framing.

use std::fmt;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::event_stream::{
    Event, EventDecoder, FrameError, HeaderValue, MAX_HEADERS, MAX_PAYLOAD, Message, UnknownEvent,
};
use tinsmith_runtime::generated::event_stream::{
    EventReader, EventWriter, initial_request, initial_response,
};
use tinsmith_runtime::generated::json::{
    ReadResult, Reader, event_body, event_error, event_meta, name, write_body,
};
use tinsmith_runtime::generated::request::Problems;
use tinsmith_runtime::http::{Response, StatusCode};
use tinsmith_runtime::{ErrorMeta, InvalidInput, InvalidResponse, Timestamp};

/// A header of each type, and a text.
#[derive(Clone, Debug, Default, PartialEq)]
struct Measure {
    on: Option<bool>,
    byte: Option<i8>,
    short: Option<i16>,
    integer: Option<i32>,
    long: Option<i64>,
    blob: Option<Bytes>,
    string: Option<String>,
    time: Option<Timestamp>,
    note: Option<String>,
}

/// A union of events, as generated code has it.
#[derive(Clone, Debug, PartialEq)]
enum Reading {
    Measure(Measure),
    Picture(Option<Bytes>),
    Words(Option<String>),
    Unknown(UnknownEvent),
}

#[derive(Debug, PartialEq)]
enum Error {
    Jammed(ErrorMeta, Option<String>),
    Unmodeled(ErrorMeta),
    Input(Box<InvalidInput>),
    Response(Box<InvalidResponse>),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self:?}")
    }
}

impl std::error::Error for Error {}

impl From<Box<InvalidInput>> for Error {
    fn from(error: Box<InvalidInput>) -> Self {
        Self::Input(error)
    }
}

impl From<Box<InvalidResponse>> for Error {
    fn from(error: Box<InvalidResponse>) -> Self {
        Self::Response(error)
    }
}

fn words(r: &mut Reader<'_>, words: &mut Option<String>) -> ReadResult {
    r.object(|r, key| match key {
        "words" => r.set(words, Reader::string),
        _ => r.skip(),
    })
}

fn written(words: &str) -> Bytes {
    write_body(|w| {
        w.begin_object();
        w.name(name!("words"));
        w.string(words);
        w.end_object();
    })
}

impl Event for Reading {
    const NAME: &'static str = "Reading";

    type Error = Error;

    fn read(event: &EventReader<'_>) -> Result<Self, Box<InvalidResponse>> {
        Ok(match event.name() {
            "measure" => Self::Measure(Measure {
                on: event.boolean("on")?,
                byte: event.byte("byte")?,
                short: event.short("short")?,
                integer: event.integer("integer")?,
                long: event.long("long")?,
                blob: event.blob("blob")?,
                string: event.string("string")?,
                time: event.timestamp("time")?,
                note: event.text_payload()?,
            }),
            "picture" => Self::Picture(event.blob_payload()),
            "words" => Self::Words(event_body(event, words)?),
            _ => Self::Unknown(event.unknown()),
        })
    }

    fn read_error(event: &EventReader<'_>) -> Error {
        match event.name() {
            "jammed" => Error::Jammed(event_meta(event, Some("Jammed")), event_error(event, words)),
            _ => Error::Unmodeled(event_meta(event, None)),
        }
    }

    fn to_message(&self) -> Result<Message, Error> {
        let message = match self {
            Self::Measure(value) => {
                let mut message = EventWriter::event("measure");
                if let Some(on) = value.on {
                    message.boolean("on", on);
                }
                if let Some(byte) = value.byte {
                    message.byte("byte", byte);
                }
                if let Some(short) = value.short {
                    message.short("short", short);
                }
                if let Some(integer) = value.integer {
                    message.integer("integer", integer);
                }
                if let Some(long) = value.long {
                    message.long("long", long);
                }
                if let Some(blob) = &value.blob {
                    message.blob("blob", blob);
                }
                if let Some(string) = &value.string {
                    message.string("string", string);
                }
                if let Some(time) = &value.time {
                    message.timestamp("time", time);
                }
                if let Some(note) = &value.note {
                    message.text_payload("text/plain", note);
                }
                message
            }
            Self::Picture(bytes) => {
                let mut message = EventWriter::event("picture");
                let bytes = bytes.clone().unwrap_or_default();
                message.payload("application/octet-stream", bytes);
                message
            }
            Self::Words(text) => {
                let mut message = EventWriter::event("words");
                let text = text.as_deref().unwrap_or_default();
                message.payload("application/json", written(text));
                message
            }
            Self::Unknown(_) => {
                let mut problems = Problems::new();
                problems.invalid("event", "is unknown");
                problems.finish(Self::NAME)?;
                EventWriter::event("")
            }
        };
        Ok(message.finish())
    }

    fn error_message(error: &Error) -> Message {
        let message = match error {
            Error::Jammed(_, text) => {
                let mut message = EventWriter::exception("jammed");
                let text = text.as_deref().unwrap_or_default();
                message.payload("application/json", written(text));
                message
            }
            Error::Unmodeled(meta) => EventWriter::error(Some(meta)),
            _ => EventWriter::error(None),
        };
        message.finish()
    }
}

type Events = EventDecoder<Reading, Option<String>>;

fn meta() -> ErrorMeta {
    ErrorMeta::default().with_operation("Watch")
}

/// Events of a response whose output is known.
fn events(body: impl Into<Bytes>) -> Events {
    let response = Response::builder().header("x-amzn-requestid", "r");
    let response = response.body(body.into()).unwrap();
    EventDecoder::new("Watch", response, Some("head".to_owned()))
}

fn of_response() -> ErrorMeta {
    meta().with_status(StatusCode::OK).with_request_id("r")
}

/// Reads an initial message.
fn initial(event: &EventReader<'_>) -> Result<Option<String>, Box<InvalidResponse>> {
    event_body(event, words)
}

fn string(text: &str) -> HeaderValue {
    HeaderValue::String(text.to_owned())
}

fn encoded(message: &Message) -> Bytes {
    message.encode().expect("a sound message")
}

fn words_event(text: &str) -> Reading {
    Reading::Words(Some(text.to_owned()))
}

fn bytes_of(text: &str) -> Bytes {
    words_event(text).encode().expect("a sound event")
}

fn full() -> Measure {
    Measure {
        on: Some(false),
        byte: Some(-1),
        short: Some(-300),
        integer: Some(70_000),
        long: Some(i64::MIN),
        blob: Some(Bytes::from_static(&[0, 255])),
        string: Some("a \u{e9}".to_owned()),
        time: Timestamp::from_epoch(-2, 7_000_000).ok(),
        note: Some("note".to_owned()),
    }
}

/// The bytes of each type of header, as the specification has them, and what is read of them.
#[test]
fn headers_have_the_bytes_of_their_type() {
    let uuid: [u8; 16] = std::array::from_fn(|at| at as u8);
    for (value, bytes) in [
        (HeaderValue::Boolean(true), &[0][..]),
        (HeaderValue::Boolean(false), &[1]),
        (HeaderValue::Byte(-2), &[2, 0xfe]),
        (HeaderValue::Short(0x102), &[3, 1, 2]),
        (HeaderValue::Integer(0x102_0304), &[4, 1, 2, 3, 4]),
        (
            HeaderValue::Long(0x102_0304_0506_0708),
            &[5, 1, 2, 3, 4, 5, 6, 7, 8],
        ),
        (
            HeaderValue::Blob(Bytes::from_static(b"ab")),
            b"\x06\0\x02ab",
        ),
        (string("\u{e9}"), b"\x07\0\x02\xc3\xa9"),
        (
            HeaderValue::Timestamp(Timestamp::from_epoch(1, 234_999_999).unwrap()),
            &[8, 0, 0, 0, 0, 0, 0, 0x04, 0xd2],
        ),
        (
            HeaderValue::Timestamp(Timestamp::from_epoch(-1, 999_000_000).unwrap()),
            &[8, 255, 255, 255, 255, 255, 255, 255, 255],
        ),
        (
            HeaderValue::Uuid(uuid),
            &[9, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
        ),
    ] {
        let message = Message::new("payload").with_header("n", value);
        let encoded = encoded(&message);
        // The prelude, and the name with its length.
        assert_eq!(encoded[12..14], *b"\x01n", "{message:?}");
        assert_eq!(encoded[14..14 + bytes.len()], *bytes, "{message:?}");
        assert_eq!(encoded.len(), 14 + bytes.len() + 7 + 4, "{message:?}");
    }
    assert_eq!((MAX_HEADERS, MAX_PAYLOAD), (131_072, 25_165_824));
    let message = Message::default()
        .with_header("a", HeaderValue::Byte(1))
        .with_header("a", HeaderValue::Byte(2));
    assert_eq!(message.header("a"), Some(&HeaderValue::Byte(1)));
    assert_eq!(message.header("b"), None);
}

#[test]
fn events_come_back() {
    let unset = Measure::default();
    let sent = [
        Reading::Measure(full()),
        Reading::Measure(unset),
        Reading::Picture(Some(Bytes::from_static(b"\xff\0"))),
        Reading::Picture(None),
        words_event("w"),
    ];
    let body: Vec<Bytes> = sent.iter().map(|event| event.encode().unwrap()).collect();
    let body = Bytes::from(body.concat());
    // The head of the response came with the first bytes.
    let mut events = events(body.slice(..30));
    assert_eq!(events.output(), Ok(Some(&Some("head".to_owned()))));
    assert_eq!(events.next(), Ok(None));
    let Err(Error::Response(error)) = events.finish() else {
        panic!("a stream that is cut off");
    };
    assert_eq!(
        error.to_string(),
        "Watch: invalid response: expected the rest of a message, found the end of the stream \
         (path $, offset 0, status 200, request id r)"
    );

    let mut events = self::events(body.slice(..30));
    events.push(body.slice(30..));
    for event in sent {
        assert_eq!(events.next(), Ok(Some(event)));
    }
    assert_eq!(events.next(), Ok(None));
    assert_eq!(events.finish(), Ok(()));
    assert!(!events.has_ended());
    assert_eq!(events.into_output(), Some(Some("head".to_owned())));
}

#[test]
fn errors_of_the_framing_say_what_is_wrong() {
    use FrameError::{
        Header, HeadersTooLong, Length, MessageChecksum, PayloadTooLong, PreludeChecksum, TooLong,
        Truncated,
    };
    for (error, text) in [
        (
            PreludeChecksum,
            "expected a prelude that fits its checksum, found other bytes",
        ),
        (
            MessageChecksum,
            "expected a message that fits its checksum, found other bytes",
        ),
        (
            Length,
            "expected a message that is as long as it says, found something else",
        ),
        (
            HeadersTooLong,
            "expected a message with at most 128 KiB of headers, found more",
        ),
        (
            PayloadTooLong,
            "expected a message with a payload of at most 24 MiB, found more",
        ),
        (
            Header,
            "expected valid headers of a message, found something else",
        ),
        (
            Truncated,
            "expected the rest of a message, found the end of the stream",
        ),
        (
            TooLong,
            "expected a message within the limit of its reader, found more",
        ),
    ] {
        assert_eq!(error.to_string(), text);
    }
}

/// An event that isn't as the model says costs only itself.
#[test]
fn a_header_of_another_type_is_an_error() {
    let kinds = [
        ("on", "a boolean"),
        ("byte", "a byte"),
        ("short", "a short"),
        ("integer", "an integer"),
        ("long", "a long"),
        ("blob", "a blob"),
        ("string", "a string"),
        ("time", "a timestamp"),
    ];
    let values = [
        (HeaderValue::Boolean(true), "a boolean"),
        (HeaderValue::Byte(1), "a byte"),
        (HeaderValue::Short(1), "a short"),
        (HeaderValue::Integer(1), "an integer"),
        (HeaderValue::Long(1), "a long"),
        (HeaderValue::Blob(Bytes::new()), "a blob"),
        (string(""), "a string"),
        (HeaderValue::Timestamp(Timestamp::default()), "a timestamp"),
        (HeaderValue::Uuid([0; 16]), "a UUID"),
    ];
    for (name, expected) in kinds {
        for (value, found) in &values {
            let message = EventWriter::event("measure").finish();
            let message = message.with_header(name, value.clone());
            let mut events = events(encoded(&message));
            events.push(bytes_of("next"));
            let read = events.next();
            if expected == *found {
                assert!(matches!(read, Ok(Some(Reading::Measure(_)))), "{read:?}");
            } else {
                let error = Box::new(InvalidResponse::in_header(
                    of_response(),
                    name,
                    expected,
                    found,
                ));
                assert_eq!(read, Err(Error::Response(error)));
            }
            assert_eq!(events.next(), Ok(Some(words_event("next"))));
            assert_eq!(events.finish(), Ok(()));
        }
    }
    let message = EventWriter::event("measure").finish();
    let mut text = message.clone();
    text.payload = Bytes::from_static(b"ab\xff");
    let Err(Error::Response(error)) = events(encoded(&text)).next() else {
        panic!("a text that isn't UTF-8");
    };
    assert_eq!(error.expected(), "a text in UTF-8");
    assert_eq!((error.path(), error.offset()), (Some("$"), Some(2)));
    let mut body = EventWriter::event("words");
    body.payload("application/json", Bytes::from_static(b"{\"words\": 1}"));
    let Err(Error::Response(error)) = events(encoded(&body.finish())).next() else {
        panic!("a number for a text");
    };
    assert_eq!(error.path(), Some("$.words"));
    assert_eq!(error.meta(), &of_response());
}

#[test]
fn a_message_says_what_it_is() {
    let type_ = ":message-type";
    let kinds = "event, exception or error";
    let of = |name: &str, kind: &str| Message::default().with_header(name, string(kind));
    for (message, header, expected, found) in [
        (Message::default(), type_, kinds, "no header"),
        (
            Message::default().with_header(type_, HeaderValue::Byte(1)),
            type_,
            kinds,
            "a byte",
        ),
        (of(type_, "other"), type_, kinds, "another text"),
        (
            of(type_, "event"),
            ":event-type",
            "the name of an event",
            "no header",
        ),
        (
            of(type_, "exception").with_header(":event-type", string("measure")),
            ":exception-type",
            "the name of an event",
            "no header",
        ),
    ] {
        let mut events = events(encoded(&message));
        let error = InvalidResponse::in_header(of_response(), header, expected, found);
        assert_eq!(events.next(), Err(Error::Response(Box::new(error))));
        assert_eq!(events.next(), Ok(None));
    }
}

/// An event with a name that nobody knows is kept, and can't be sent.
#[test]
fn an_unknown_event_is_kept() {
    let message = Message::new("payload")
        .with_header(":message-type", string("event"))
        .with_header(":event-type", string("new"))
        .with_header("x", HeaderValue::Byte(1));
    let read = events(encoded(&message)).next();
    let Ok(Some(Reading::Unknown(event))) = &read else {
        panic!("{read:?}");
    };
    assert_eq!((event.name(), &**event.payload()), ("new", &b"payload"[..]));
    assert_eq!(event.message(), &message);
    let again = Reading::Unknown(event.clone()).encode();
    assert!(matches!(again, Err(Error::Input(_))), "{again:?}");
}

/// An event that is larger than a message can be isn't sent.
#[test]
fn an_event_may_be_too_large() {
    let event = Reading::Picture(Some(vec![0; MAX_PAYLOAD + 1].into()));
    let Err(Error::Input(error)) = event.encode() else {
        panic!("a payload of more than 24 MiB");
    };
    assert_eq!(
        error.to_string(),
        "Reading: invalid input: message: expected a message with a payload of at most 24 MiB, \
         found more"
    );
    let meta = meta().with_code("x".repeat(70_000));
    let error = Reading::encode_error(&Error::Unmodeled(meta)).unwrap_err();
    assert!(matches!(error, Error::Input(_)), "{error}");
}

/// A stream ends with an exception or an error: nothing after it is read.
#[test]
fn an_error_ends_the_stream() {
    let unmodeled = |code: &str, message: &str| {
        let meta = of_response().with_code(code);
        Error::Unmodeled(meta.with_message(message))
    };
    let sent = |code: Option<&str>| {
        let meta = meta().with_message("secret");
        Error::Unmodeled(match code {
            Some(code) => meta.with_code(code),
            None => meta,
        })
    };
    let jammed = || {
        let meta = of_response().with_code("Jammed");
        Error::Jammed(meta, Some("w".to_owned()))
    };
    for (error, expected) in [
        (Error::Jammed(meta(), Some("w".to_owned())), jammed()),
        (sent(Some("Odd")), unmodeled("Odd", "secret")),
        // The other side doesn't get the details of a fault within.
        (sent(None), unmodeled("InternalFailure", "")),
        (
            Error::Input(Box::new(input())),
            unmodeled("InternalFailure", ""),
        ),
    ] {
        let error = Reading::encode_error(&error).unwrap();
        let body = [bytes_of("a"), error, bytes_of("b")].concat();
        let mut events = events(body);
        assert_eq!(events.next(), Ok(Some(words_event("a"))));
        assert!(!events.has_ended());
        assert_eq!(events.next(), Err(expected));
        assert!(events.has_ended());
        assert_eq!(events.next(), Ok(None));
        events.push(Bytes::from_static(b"no message"));
        assert_eq!(events.next(), Ok(None));
        assert_eq!(events.finish(), Ok(()));
    }
}

fn input() -> InvalidInput {
    let mut problems = Problems::new();
    problems.missing("X");
    *problems.finish("Watch").unwrap_err()
}

/// Code and message of an error may be in several places.
#[test]
fn an_error_says_what_can_be_read() {
    let exception = |name: &str| {
        Message::default()
            .with_header(":message-type", string("exception"))
            .with_header(":exception-type", string(name))
    };
    let with_body = |mut message: Message, body: &'static str| {
        message.payload = Bytes::from_static(body.as_bytes());
        message
    };
    let error = Message::default().with_header(":message-type", string("error"));
    for (message, code, text) in [
        (exception("new"), Some("new"), None),
        (
            with_body(exception("new"), "{\"message\": \"m\", \"code\": \"c\"}"),
            Some("new"),
            Some("m"),
        ),
        (
            exception("new").with_header("Message", string("m")),
            Some("new"),
            Some("m"),
        ),
        (
            exception("new")
                .with_header("Message", string("n"))
                .with_header(":error-message", string("m"))
                .with_header("message", HeaderValue::Byte(1)),
            Some("new"),
            Some("m"),
        ),
        (error.clone(), None, None),
        (
            error
                .clone()
                .with_header(":error-code", HeaderValue::Byte(1)),
            None,
            None,
        ),
        (
            error.clone().with_header(":error-code", string("c")),
            Some("c"),
            None,
        ),
        (
            with_body(
                error.with_header(":error-message", string("n")),
                "{\"message\": \"m\"}",
            ),
            None,
            Some("m"),
        ),
    ] {
        let read = events(encoded(&message)).next();
        let Err(Error::Unmodeled(meta)) = read else {
            panic!("{read:?}");
        };
        assert_eq!((meta.code(), meta.message()), (code, text), "{message:?}");
        assert_eq!(meta.request_id(), Some("r"));
    }
    // A modelled error has its own code, and its members as far as they can be read.
    let broken = with_body(exception("jammed"), "{\"message\": \"m\", \"words\": 1}");
    let meta = of_response().with_code("Jammed").with_message("m");
    let read = events(encoded(&broken)).next();
    assert_eq!(read, Err(Error::Jammed(meta, None)));
}

/// In RPC protocols the first message may hold the members of the output that aren't events.
#[test]
fn an_initial_message_is_the_output() {
    let first = initial_response("Watch", "application/json", written("out")).unwrap();
    let start = |body: Bytes| -> Events {
        EventDecoder::with_initial_response("Watch", Response::new(body), initial)
    };
    let mut events = start(first.slice(..20));
    assert_eq!(events.output(), Ok(None));
    assert_eq!(events.next(), Ok(None));
    events.push(first.slice(20..));
    events.push(bytes_of("a"));
    assert_eq!(events.output(), Ok(Some(&Some("out".to_owned()))));
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
    // Another one in between is no event.
    events.push(first.clone());
    events.push(bytes_of("b"));
    assert_eq!(events.next(), Ok(Some(words_event("b"))));
    assert_eq!(events.next(), Ok(None));
    assert_eq!(events.finish(), Ok(()));
    assert_eq!(events.into_output(), Some(Some("out".to_owned())));

    // Without such a message, the first event counts, and the output has its defaults.
    let mut events = start(bytes_of("a"));
    assert_eq!(events.output(), Ok(Some(&None)));
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
    assert_eq!(events.next(), Ok(None));

    // So does an error.
    let error = Reading::encode_error(&Error::Jammed(meta(), None)).unwrap();
    let mut events = start(error);
    assert_eq!(events.output(), Ok(Some(&None)));
    let read = events.next();
    assert!(matches!(read, Err(Error::Jammed(_, Some(_)))), "{read:?}");
    assert_eq!(start(Bytes::new()).into_output(), None);

    // An exception with the name of an initial message is none.
    let message = EventWriter::exception("initial-response").finish();
    let mut events = start(encoded(&message));
    assert_eq!(events.output(), Ok(Some(&None)));
    let read = events.next();
    assert!(matches!(read, Err(Error::Unmodeled(_))), "{read:?}");

    // What isn't the model's is the output's fault.
    let odd = Bytes::from_static(b"{\"words\": 1}");
    let odd = initial_response("Watch", "application/json", odd).unwrap();
    let mut events = start(odd);
    let Err(Error::Response(error)) = events.output() else {
        panic!("a number for a text");
    };
    assert_eq!(error.path(), Some("$.words"));
    // A response whose head is the output has no initial message, and passes over one.
    let mut events = self::events([first, bytes_of("a")].concat());
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
}

#[test]
fn an_initial_message_has_its_headers() {
    for (message, name) in [
        (
            initial_request("Watch", "application/cbor", Bytes::from_static(b"p")),
            "initial-request",
        ),
        (
            initial_response("Watch", "application/cbor", Bytes::from_static(b"p")),
            "initial-response",
        ),
    ] {
        let expected = Message::new("p")
            .with_header(":message-type", string("event"))
            .with_header(":event-type", string(name))
            .with_header(":content-type", string("application/cbor"));
        assert_eq!(message, Ok(encoded(&expected)));
    }
    let large = Bytes::from(vec![0; MAX_PAYLOAD + 1]);
    let error = initial_request("Watch", "x", large).unwrap_err();
    assert!(error.to_string().starts_with("Watch: "), "{error}");
}

/// A message in one with a signature, or the end of such messages.
fn signed(message: Option<Bytes>) -> Bytes {
    let signature = HeaderValue::Blob(Bytes::from_static(b"s"));
    let message = Message::new(message.unwrap_or_default());
    encoded(&message.with_header(":chunk-signature", signature))
}

/// What a server reads of a request, and how the stream ends.
fn request(messages: &[Bytes]) -> (Vec<Reading>, Result<(), Error>) {
    let mut events: Events =
        EventDecoder::of_request("Watch", messages.concat().into(), Some("head".to_owned()));
    assert_eq!(events.output(), Ok(Some(&Some("head".to_owned()))));
    let mut read = Vec::new();
    loop {
        match events.next() {
            Ok(Some(event)) => read.push(event),
            Ok(None) => return (read, events.finish()),
            Err(error) => return (read, Err(error)),
        }
    }
}

#[test]
fn the_messages_of_a_request_may_be_signed() {
    let (a, b) = (|| bytes_of("a"), || bytes_of("b"));
    let both = || vec![words_event("a"), words_event("b")];
    assert_eq!(request(&[a(), b()]), (both(), Ok(())));
    let whole = [signed(Some(a())), signed(Some(b())), signed(None)];
    assert_eq!(request(&whole), (both(), Ok(())));
    // A stream without an event has its end only.
    assert_eq!(request(&[signed(None)]), (vec![], Ok(())));

    let found = |messages: &[Bytes]| match request(messages) {
        (read, Err(Error::Response(error))) => (read.len(), error.expected().to_owned()),
        other => panic!("{other:?}"),
    };
    let (rest, headers) = ("the rest of a message", "valid headers of a message");
    // Anybody may have cut off a stream without its end.
    assert_eq!(found(&[signed(Some(a()))]), (1, rest.to_owned()));
    // Nothing comes after the end, and no message is without a signature among others.
    let late = [signed(None), signed(Some(a()))];
    assert_eq!(found_after_end(&late), headers);
    assert_eq!(found_after_end(&[signed(None), a()]), headers);
    assert_eq!(found(&[signed(Some(a())), b()]), (1, headers.to_owned()));
    // One signature is for one message, which is whole.
    let two = Bytes::from([a(), b()].concat());
    assert_eq!(found(&[signed(Some(two))]), (0, rest.to_owned()));
    assert_eq!(
        found(&[signed(Some(a().slice(..20)))]),
        (0, rest.to_owned())
    );
    assert_eq!(found(&[signed(Some(a().slice(..5)))]), (0, rest.to_owned()));

    // Signatures are those of requests: a response has none.
    let mut events = events(signed(Some(a())));
    let error = events.next().unwrap_err();
    assert!(matches!(error, Error::Response(_)), "{error}");
    // The first message may hold the members of the input.
    let first = initial_request("Watch", "application/json", written("in")).unwrap();
    let body = [signed(Some(first)), signed(Some(a())), signed(None)].concat();
    let mut events: Events = EventDecoder::with_initial_request("Watch", body.into(), initial);
    assert_eq!(events.output(), Ok(Some(&Some("in".to_owned()))));
    assert_eq!(events.next(), Ok(Some(words_event("a"))));
    assert_eq!(events.next(), Ok(None));
    assert_eq!(events.finish(), Ok(()));
}

/// What is expected where a message comes after the end.
fn found_after_end(messages: &[Bytes]) -> String {
    let mut events: Events = EventDecoder::of_request("Watch", messages.concat().into(), None);
    assert_eq!(events.next(), Ok(None));
    match events.next() {
        Err(Error::Response(error)) => error.expected().to_owned(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_event_without_a_payload_has_its_defaults() {
    let message = EventWriter::event("words").finish();
    assert_eq!(
        events(encoded(&message)).next(),
        Ok(Some(Reading::Words(None)))
    );
}
