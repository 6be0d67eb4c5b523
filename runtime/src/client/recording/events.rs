//! The events of responses as recordings keep them.
//!
//! JSON lacks most types of an event's headers. They are objects with one member, whose name begins with
//! `$`: `$byte`, `$short`, `$integer`, `$long`, `$bytes` with base64, `$timestamp` with milliseconds,
//! `$uuid` with base64.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::body::{Stored, base64_of};
use super::rules::{REDACTED, Rules, Spoken};
use crate::client::recorded::BodyFormat;
use crate::event_stream::{CONTENT_TYPE, Decoder, HeaderValue, Message, millis};
use crate::{Document, Timestamp, base64};

/// An event, redacted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoredEvent {
    /// Names and values, in the order of the wire.
    headers: Vec<(String, HeaderValue)>,
    payload: Stored,
}

/// Whether a response carries events.
pub(super) fn are_in<B>(response: &http::Response<B>) -> bool {
    let content_type = response.headers().get("content-type");
    let content_type = content_type.and_then(|value| value.to_str().ok());
    content_type.is_some_and(|it| it.starts_with(CONTENT_TYPE))
}

/// Redacts the events in the bytes of a response. A part of an event at the end is left out: the
/// program didn't see it.
///
/// # Errors
/// The reason why they can't be redacted.
pub(super) fn redacted(
    body: impl IntoIterator<Item = Bytes>,
    rules: &Rules,
    spoken: &Spoken,
) -> Result<Vec<StoredEvent>, String> {
    let mut decoder = Decoder::new();
    body.into_iter().for_each(|chunk| decoder.push(chunk));
    let mut events = Vec::new();
    loop {
        let next = decoder.next();
        let next = next.map_err(|error| format!("it has no events of the format: {error}"))?;
        let Some(message) = next else {
            return Ok(events);
        };
        events.push(StoredEvent::of(message, rules, spoken)?);
    }
}

impl StoredEvent {
    fn of(message: Message, rules: &Rules, spoken: &Spoken) -> Result<Self, String> {
        let format = format(&message, rules);
        let payload = Stored::of(&message.payload, format, rules, spoken)?;
        let headers = message.headers.into_iter().map(|(name, value)| {
            let value = match value {
                value if rules.is_secret(&name) => blank(value),
                HeaderValue::String(text) => HeaderValue::String(spoken.scrub(&text)),
                HeaderValue::Blob(bytes) if spoken.is_in(&bytes) => {
                    return Err("it holds a credential of the request".to_owned());
                }
                other => other,
            };
            Ok((name, value))
        });
        Ok(Self {
            headers: headers.collect::<Result<_, _>>()?,
            payload,
        })
    }

    /// The event as a message. Reading made sure that it can be written.
    pub(super) fn to_bytes(&self) -> Bytes {
        self.message().encode().unwrap_or_default()
    }

    fn message(&self) -> Message {
        let mut message = Message::new(self.payload.to_bytes());
        message.headers.clone_from(&self.headers);
        message
    }

    pub(super) fn to_document(&self) -> Document {
        let headers = self.headers.iter();
        let headers = headers.map(|(name, value)| (name.clone(), header_to_document(value)));
        let headers = Document::Object(headers.collect());
        let mut members = BTreeMap::from([("headers".to_owned(), headers)]);
        if let Some(payload) = self.payload.to_document() {
            members.insert("payload".to_owned(), payload);
        }
        Document::Object(members)
    }

    pub(super) fn from_document(document: &Document) -> Option<Self> {
        let headers = document.get("headers")?.as_object()?.iter();
        let headers =
            headers.map(|(name, value)| Some((name.clone(), header_from_document(value)?)));
        let event = Self {
            headers: headers.collect::<Option<_>>()?,
            payload: Stored::from_document(document.get("payload"))?,
        };
        event.message().encode().ok()?;
        Some(event)
    }
}

/// The format of a payload; `None` for one that a member is.
fn format(message: &Message, rules: &Rules) -> Option<BodyFormat> {
    let Some(HeaderValue::String(content_type)) = message.header(":content-type") else {
        return Some(rules.of.received);
    };
    let content_type = content_type.split(';').next().unwrap_or_default().trim();
    let is_of = |format: &str| {
        let known = content_type.strip_prefix("application/");
        known.is_some_and(|known| known == format || known.ends_with(&format!("+{format}")))
            || known.is_some_and(|known| known.starts_with("x-amz-json") && format == "json")
    };
    match () {
        () if is_of("json") => Some(BodyFormat::Json),
        () if is_of("cbor") => Some(BodyFormat::Cbor),
        () if is_of("xml") || content_type == "text/xml" => Some(BodyFormat::Xml),
        () => None,
    }
}

/// A value of the same type that tells nothing.
fn blank(value: HeaderValue) -> HeaderValue {
    match value {
        HeaderValue::Boolean(_) => HeaderValue::Boolean(false),
        HeaderValue::Byte(_) => HeaderValue::Byte(0),
        HeaderValue::Short(_) => HeaderValue::Short(0),
        HeaderValue::Integer(_) => HeaderValue::Integer(0),
        HeaderValue::Long(_) => HeaderValue::Long(0),
        HeaderValue::Blob(_) => HeaderValue::Blob(Bytes::new()),
        HeaderValue::String(_) => HeaderValue::String(REDACTED.to_owned()),
        HeaderValue::Timestamp(_) => HeaderValue::Timestamp(Timestamp::__new(0, 0)),
        HeaderValue::Uuid(_) => HeaderValue::Uuid([0; 16]),
    }
}

fn header_to_document(value: &HeaderValue) -> Document {
    let (name, value) = match value {
        HeaderValue::Boolean(value) => return Document::Bool(*value),
        HeaderValue::String(text) => return Document::from(text.as_str()),
        HeaderValue::Byte(value) => ("$byte", Document::from(i64::from(*value))),
        HeaderValue::Short(value) => ("$short", Document::from(i64::from(*value))),
        HeaderValue::Integer(value) => ("$integer", Document::from(i64::from(*value))),
        HeaderValue::Long(value) => ("$long", Document::from(*value)),
        HeaderValue::Blob(bytes) => ("$bytes", Document::String(base64_of(bytes))),
        HeaderValue::Timestamp(time) => ("$timestamp", Document::from(millis(*time))),
        HeaderValue::Uuid(bytes) => ("$uuid", Document::String(base64_of(bytes))),
    };
    Document::Object(BTreeMap::from([(name.to_owned(), value)]))
}

fn header_from_document(document: &Document) -> Option<HeaderValue> {
    let members = match document {
        Document::Bool(value) => return Some(HeaderValue::Boolean(*value)),
        Document::String(text) => return Some(HeaderValue::String(text.clone())),
        Document::Object(members) => members,
        _ => return None,
    };
    let (name, value) = members.iter().next()?;
    Some(match name.as_str() {
        "$byte" => HeaderValue::Byte(value.as_i64()?.try_into().ok()?),
        "$short" => HeaderValue::Short(value.as_i64()?.try_into().ok()?),
        "$integer" => HeaderValue::Integer(value.as_i64()?.try_into().ok()?),
        "$long" => HeaderValue::Long(value.as_i64()?),
        "$bytes" => HeaderValue::Blob(bytes_of(value)?.into()),
        "$timestamp" => {
            let millis = value.as_i64()?;
            let nanos = u32::try_from(millis.rem_euclid(1_000)).ok()? * 1_000_000;
            let time = Timestamp::from_epoch(millis.div_euclid(1_000), nanos);
            HeaderValue::Timestamp(time.ok()?)
        }
        "$uuid" => HeaderValue::Uuid(bytes_of(value)?.try_into().ok()?),
        _ => return None,
    })
}

fn bytes_of(document: &Document) -> Option<Vec<u8>> {
    base64::decode(document.as_str()?.as_bytes())
}

#[cfg(test)]
mod tests {
    use http::Request;

    use super::*;
    use crate::client::Recorded;

    const SERVICE: Recorded =
        Recorded::new("Vault", BodyFormat::Json, BodyFormat::Json).secrets(&["pin", "door"]);

    fn spoken() -> Spoken {
        let request = Request::builder().header("x-amz-security-token", "session/token");
        Spoken::of(&request.body(()).expect("a request"))
    }

    fn stored(message: Message) -> Result<Vec<StoredEvent>, String> {
        let bytes = message.encode().expect("a message");
        // In two chunks, with a part of another message after it.
        let first = bytes.slice(..10);
        let rest = [&bytes[10..], &bytes[..14]].concat();
        redacted([first, rest.into()], &Rules::new(SERVICE), &spoken())
    }

    fn one(message: Message) -> Message {
        let events = stored(message).expect("an event");
        let [event] = &*events else {
            panic!("{events:?}");
        };
        let read = StoredEvent::from_document(&event.to_document());
        assert_eq!(read.as_ref(), Some(event));
        let mut decoder = Decoder::new();
        decoder.push(event.to_bytes());
        decoder.next().expect("a message").expect("a message")
    }

    fn text(text: &str) -> HeaderValue {
        HeaderValue::String(text.to_owned())
    }

    #[test]
    fn headers_of_every_type_come_back_and_secrets_dont() {
        let time = Timestamp::from_epoch(-2, 500_000_000).expect("a time");
        let values = [
            (HeaderValue::Boolean(true), HeaderValue::Boolean(false)),
            (HeaderValue::Byte(-1), HeaderValue::Byte(0)),
            (HeaderValue::Short(-300), HeaderValue::Short(0)),
            (HeaderValue::Integer(70_000), HeaderValue::Integer(0)),
            (HeaderValue::Long(i64::MIN), HeaderValue::Long(0)),
            (
                HeaderValue::Blob(Bytes::from_static(b"\0a")),
                HeaderValue::Blob(Bytes::new()),
            ),
            (text("a"), text("REDACTED")),
            (
                HeaderValue::Timestamp(time),
                HeaderValue::Timestamp(Timestamp::__new(0, 0)),
            ),
            (HeaderValue::Uuid([7; 16]), HeaderValue::Uuid([0; 16])),
        ];
        for (value, without) in values {
            let message = Message::new(Bytes::new())
                .with_header("kept", value.clone())
                .with_header("pin", value.clone());
            let found = one(message);
            assert_eq!(found.header("kept"), Some(&value));
            assert_eq!(found.header("pin"), Some(&without));
        }
    }

    #[test]
    fn payloads_lose_secrets_by_their_content_type() {
        for (content_type, payload, expected) in [
            (
                Some("application/json"),
                r#"{"pin":"1234","a":1}"#,
                r#"{"a":1,"pin":"REDACTED"}"#,
            ),
            (None, r#"{"door":[1]}"#, r#"{"door":[0]}"#),
            (
                Some("application/xml"),
                "<a><Pin>1</Pin></a>",
                "<a><Pin>REDACTED</Pin></a>",
            ),
            (Some("text/plain"), "a pin", "a pin"),
            (Some("application/octet-stream"), "\u{1}pin", "\u{1}pin"),
            (
                Some("application/json"),
                r#"{"a":"by session/token"}"#,
                r#"{"a":"by REDACTED"}"#,
            ),
        ] {
            let mut message = Message::new(payload.to_owned());
            if let Some(content_type) = content_type {
                message = message.with_header(":content-type", text(content_type));
            }
            assert_eq!(one(message).payload, expected.as_bytes(), "{payload}");
        }
        let header = one(Message::new("{}").with_header("a", text("session/token")));
        assert_eq!(header.header("a"), Some(&text("REDACTED")));
    }

    #[test]
    fn what_cannot_be_redacted_is_an_error() {
        let in_blob = HeaderValue::Blob(Bytes::from_static(b"a session/token"));
        let messages = [
            Message::new("{}").with_header("a", in_blob),
            Message::new("session/token").with_header(":content-type", text("text/plain")),
            Message::new("no json").with_header(":content-type", text("application/json")),
        ];
        for message in messages {
            assert!(stored(message.clone()).is_err(), "{message:?}");
        }
        let broken = Bytes::from_static(&[0; 40]);
        assert!(redacted([broken], &Rules::new(SERVICE), &spoken()).is_err());
    }

    #[test]
    fn what_is_no_event_is_not_read() {
        let read = |text: &str| {
            let mut reader = crate::json::Reader::new(text.as_bytes()).expect("JSON");
            StoredEvent::from_document(&reader.document().expect("JSON"))
        };
        assert!(read(r#"{"headers":{"a":{"$byte":-128}}}"#).is_some());
        for text in [
            "{}",
            r#"{"headers":[]}"#,
            r#"{"headers":{"a":1}}"#,
            r#"{"headers":{"a":{}}}"#,
            r#"{"headers":{"a":{"$byte":128}}}"#,
            r#"{"headers":{"a":{"$uuid":"AAAA"}}}"#,
            r#"{"headers":{"a":{"$timestamp":9223372036854775807}}}"#,
            r#"{"headers":{"":"a"}}"#,
            r#"{"headers":{},"payload":{"yaml":1}}"#,
        ] {
            assert!(read(text).is_none(), "{text}");
        }
    }
}
