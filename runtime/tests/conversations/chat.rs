//! Operations with events in both directions, by hand.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Answer, CallError, Config, EventSender, EventStream};
use tinsmith_runtime::event_stream::{
    CONTENT_TYPE, Event, EventDecoder, Message, SendsEvents, UnknownEvent,
};
use tinsmith_runtime::generated::client::Core;
use tinsmith_runtime::generated::event_stream::{EventReader, EventWriter, initial_request};
use tinsmith_runtime::generated::json::{error_meta, event_meta};
use tinsmith_runtime::generated::request::{Header, Target, build};
use tinsmith_runtime::http::{Method, Request, Response, Uri};
use tinsmith_runtime::{InvalidResponse, Operation};

pub use crate::support::service::Error;
use crate::support::service::SERVICE;

/// Events in both directions.
#[derive(Clone, Default)]
pub struct Chat {
    /// The payload of a message before all events, as in an RPC protocol.
    pub initial: Option<&'static str>,
}

/// Events in the request alone.
#[derive(Default)]
pub struct Dictate;

#[derive(Debug, Default, PartialEq)]
pub struct Output;

#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    Line(String),
    Unknown(UnknownEvent),
}

pub fn line(text: impl Into<String>) -> Said {
    Said::Line(text.into())
}

impl Event for Said {
    const NAME: &'static str = "Said";

    type Error = Error;

    fn read(event: &EventReader<'_>) -> Result<Self, Box<InvalidResponse>> {
        Ok(match event.name() {
            "line" => Self::Line(event.text_payload()?.unwrap_or_default()),
            _ => Self::Unknown(event.unknown()),
        })
    }

    fn read_error(event: &EventReader<'_>) -> Error {
        Error::Unmodeled(Box::new(event_meta(event, None)))
    }

    fn to_message(&self) -> Result<Message, Error> {
        Ok(match self {
            Self::Line(text) => {
                let mut event = EventWriter::event("line");
                event.text_payload("text/plain", text);
                event.finish()
            }
            Self::Unknown(event) => event.message().clone(),
        })
    }

    fn error_message(_: &Error) -> Message {
        EventWriter::exception("Tired").finish()
    }
}

fn request(name: &'static str, endpoint: &Uri, body: Bytes) -> Result<Request<Bytes>, Error> {
    static HEADERS: [Header; 1] = [Header::new("content-type", CONTENT_TYPE)];
    let target = Target::new().literal("/chat");
    Ok(build(
        name,
        Method::POST,
        endpoint,
        &target,
        &HEADERS,
        body,
    )?)
}

fn checked(name: &'static str, response: &Response<Bytes>) -> Result<(), Error> {
    if response.status().is_success() {
        return Ok(());
    }
    let meta = error_meta(name, response, &["__type"]);
    Err(Error::Unmodeled(Box::new(meta)))
}

impl Operation for Chat {
    const NAME: &'static str = "Chat";
    const SENDS_EVENTS: bool = true;

    type Output = EventDecoder<Said, Output>;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        let body = match self.initial {
            None => Bytes::new(),
            Some(text) => initial_request(Self::NAME, "application/json", text.into())?,
        };
        request(Self::NAME, endpoint, body)
    }

    fn from_response(response: Response<Bytes>) -> Result<Self::Output, Error> {
        checked(Self::NAME, &response)?;
        Ok(EventDecoder::new(Self::NAME, response, Output))
    }
}

impl SendsEvents for Chat {
    type Sent = Said;
}

impl Operation for Dictate {
    const NAME: &'static str = "Dictate";
    const SENDS_EVENTS: bool = true;

    type Output = String;
    type Error = Error;

    fn to_request(&self, endpoint: &Uri) -> Result<Request<Bytes>, Error> {
        request(Self::NAME, endpoint, Bytes::new())
    }

    fn from_response(response: Response<Bytes>) -> Result<String, Error> {
        checked(Self::NAME, &response)?;
        Ok(String::from_utf8_lossy(response.body()).into_owned())
    }
}

impl SendsEvents for Dictate {
    type Sent = Said;
}

pub type Halves = (EventSender<Said>, Answer<EventStream<Said, Output>, Error>);

/// A client.
#[derive(Clone)]
pub struct Chats(Core);

impl Chats {
    pub fn new(config: &Config) -> Self {
        Self(Core::new(config, &SERVICE).unwrap())
    }

    pub async fn chat(&self) -> Halves {
        self.chat_with(Chat::default()).await
    }

    pub async fn chat_with(&self, chat: Chat) -> Halves {
        let endpoint = |settings: &_| default(settings);
        self.0.converse(chat, endpoint).await.unwrap()
    }

    /// Sends the operation as one without events, which is refused.
    pub async fn send(&self) -> Error {
        let endpoint = |settings: &_| default(settings);
        self.0.send(&Dictate, endpoint).await.unwrap_err()
    }

    pub async fn dictate(&self) -> (EventSender<Said>, Answer<String, Error>) {
        let endpoint = |settings: &_| default(settings);
        self.0.tell(Dictate, endpoint).await.unwrap()
    }
}

fn default(
    settings: &tinsmith_runtime::generated::client::EndpointSettings,
) -> Result<
    tinsmith_runtime::generated::client::ServiceEndpoint,
    tinsmith_runtime::client::ConfigError,
> {
    settings.default_endpoint(&SERVICE)
}

/// The code of an error of the service.
pub fn code(error: &Error) -> Option<&str> {
    match error {
        Error::Unmodeled(meta) => meta.code(),
        other => panic!("{other:?}"),
    }
}

/// The failure of a call.
pub fn call_error(error: &Error) -> &CallError {
    match error {
        Error::Call(error) => error,
        other => panic!("{other:?}"),
    }
}
