//! Events from messages and back: what generated code puts on top of the framing.

mod errors;
mod initial;
mod messages;

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
