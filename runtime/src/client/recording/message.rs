//! Requests and responses as recordings keep them.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode};

use super::body::Stored;
use super::cbor;
use super::events::StoredEvent;
use super::rules::{Kept, REDACTED, Rules, Spoken, pairs};
use crate::Document;

type Headers = BTreeMap<String, String>;

/// A request, redacted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoredRequest {
    pub(super) method: String,
    /// Scheme, host and path.
    pub(super) url: String,
    /// Names and values, as `name=value`.
    pub(super) query: Vec<String>,
    pub(super) headers: Headers,
    pub(super) body: Stored,
}

/// A response, redacted.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct StoredResponse {
    status: u16,
    headers: Headers,
    body: Answer,
}

/// The body of a response.
#[derive(Clone, Debug, PartialEq)]
enum Answer {
    Whole(Stored),
    Events(Vec<StoredEvent>),
}

impl Answer {
    fn to_bytes(&self) -> Bytes {
        match self {
            Self::Whole(body) => body.to_bytes(),
            Self::Events(events) => {
                let events: Vec<Bytes> = events.iter().map(StoredEvent::to_bytes).collect();
                Bytes::from(events.concat())
            }
        }
    }

    fn to_document(&self) -> Option<Document> {
        match self {
            Self::Whole(body) => body.to_document(),
            Self::Events(events) => {
                let events = events.iter().map(StoredEvent::to_document);
                let events = Document::Array(events.collect());
                Some(Document::Object(BTreeMap::from([(
                    EVENTS.to_owned(),
                    events,
                )])))
            }
        }
    }

    fn from_document(document: Option<&Document>) -> Option<Self> {
        match document.and_then(|body| body.get(EVENTS)) {
            None => Stored::from_document(document).map(Self::Whole),
            Some(events) => {
                let events = events.as_array()?.iter().map(StoredEvent::from_document);
                events.collect::<Option<_>>().map(Self::Events)
            }
        }
    }
}

/// The member of a body in the file that has events.
const EVENTS: &str = "events";

impl StoredRequest {
    /// Redacts a request.
    ///
    /// # Errors
    /// The reason why it can't be redacted.
    pub(super) fn of(
        request: &Request<Bytes>,
        operation: &str,
        rules: &Rules,
        spoken: &Spoken,
    ) -> Result<Self, String> {
        let is_whole = rules.of.whole_requests.contains(&operation);
        let format = (!is_whole).then_some(rules.of.sent);
        let body = Stored::of(request.body(), format, rules, spoken)
            .map_err(|why| format!("the body of the request can't be redacted: {why}"))?;
        let uri = request.uri();
        let scheme = uri.scheme_str().unwrap_or("https");
        let host = uri.authority().map_or("", |authority| authority.as_str());
        if host.contains('@') {
            return Err("the URL has a password".to_owned());
        }
        let query = pairs(uri.query().unwrap_or_default());
        let query = query.into_iter().map(|(name, value)| {
            let value = match rules.is_secret(&name) {
                true => REDACTED.to_owned(),
                false => spoken.scrub(&value),
            };
            format!("{name}={value}")
        });
        let mut query: Vec<String> = query.collect();
        // The order tells nothing.
        query.sort();
        let path = spoken.scrub(uri.path());
        Ok(Self {
            method: request.method().to_string(),
            url: format!("{scheme}://{host}{path}"),
            query,
            headers: headers(request.headers(), is_whole, rules, spoken),
            body,
        })
    }

    /// The differences of a request, one text each, without values of bodies that are whole files.
    pub(super) fn differences(&self, found: &Self) -> Vec<String> {
        let mut all = Vec::new();
        if self.method != found.method {
            let (recorded, found) = (&self.method, &found.method);
            all.push(format!("the method is {found}, and was {recorded}"));
        }
        if self.url != found.url {
            let (recorded, found) = (&self.url, &found.url);
            all.push(format!("the URL is {found}, and was {recorded}"));
        }
        for pair in self.query.iter().filter(|pair| !found.query.contains(pair)) {
            all.push(format!("the query lacks {pair}"));
        }
        for pair in found.query.iter().filter(|pair| !self.query.contains(pair)) {
            all.push(format!("the query has {pair}, which wasn't there"));
        }
        for (name, recorded) in &self.headers {
            match found.headers.get(name) {
                None => all.push(format!("the header {name} is missing: {recorded}")),
                Some(found) if found != recorded => {
                    all.push(format!("the header {name} is {found}, and was {recorded}"));
                }
                Some(_) => {}
            }
        }
        for (name, value) in &found.headers {
            if !self.headers.contains_key(name) {
                all.push(format!("the header {name} wasn't there: {value}"));
            }
        }
        body_differences(&self.body, &found.body, &mut all);
        if all.is_empty() && self != found {
            all.push("the query has other pairs".to_owned());
        }
        all
    }

    pub(super) fn to_document(&self) -> Document {
        let mut members = BTreeMap::from([
            ("method".to_owned(), Document::from(self.method.as_str())),
            ("url".to_owned(), Document::from(self.url.as_str())),
        ]);
        if !self.query.is_empty() {
            let pairs = self.query.iter().map(|pair| Document::from(pair.as_str()));
            members.insert("query".to_owned(), Document::Array(pairs.collect()));
        }
        add_rest(&mut members, &self.headers, self.body.to_document());
        Document::Object(members)
    }

    pub(super) fn from_document(document: &Document) -> Option<Self> {
        let query = match document.get("query") {
            None => Vec::new(),
            Some(pairs) => {
                let pairs = pairs.as_array()?.iter();
                let pairs = pairs.map(|pair| pair.as_str().map(str::to_owned));
                pairs.collect::<Option<_>>()?
            }
        };
        Some(Self {
            method: document.get("method")?.as_str()?.to_owned(),
            url: document.get("url")?.as_str()?.to_owned(),
            query,
            headers: headers_of(document)?,
            body: Stored::from_document(document.get("body"))?,
        })
    }
}

impl StoredResponse {
    /// Redacts a response.
    ///
    /// # Errors
    /// The reason why it can't be redacted.
    pub(super) fn of(
        response: &Response<Bytes>,
        operation: &str,
        rules: &Rules,
        spoken: &Spoken,
    ) -> Result<Self, String> {
        let status = response.status();
        let is_whole = status.is_success() && rules.of.whole_responses.contains(&operation);
        let format = (!is_whole).then_some(rules.of.received);
        let body = Stored::of(response.body(), format, rules, spoken)
            .map_err(|why| format!("the body of the response can't be redacted: {why}"))?;
        Ok(Self {
            status: status.as_u16(),
            headers: headers(response.headers(), is_whole, rules, spoken),
            body: Answer::Whole(body),
        })
    }

    /// Redacts a response with these events, of which `head` has the rest.
    pub(super) fn with_events<B>(
        head: &Response<B>,
        events: Vec<StoredEvent>,
        rules: &Rules,
        spoken: &Spoken,
    ) -> Self {
        Self {
            status: head.status().as_u16(),
            headers: headers(head.headers(), false, rules, spoken),
            body: Answer::Events(events),
        }
    }

    /// The response as a client reads it.
    pub(super) fn to_response(&self) -> Response<Bytes> {
        let mut response = Response::new(self.body.to_bytes());
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or_default();
        for (name, value) in &self.headers {
            let name = HeaderName::from_bytes(name.as_bytes());
            if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
                response.headers_mut().append(name, value);
            }
        }
        response
    }

    pub(super) fn to_document(&self) -> Document {
        let status = Document::from(i64::from(self.status));
        let mut members = BTreeMap::from([("status".to_owned(), status)]);
        add_rest(&mut members, &self.headers, self.body.to_document());
        Document::Object(members)
    }

    pub(super) fn from_document(document: &Document) -> Option<Self> {
        let status = u16::try_from(document.get("status")?.as_i64()?).ok()?;
        StatusCode::from_u16(status).ok()?;
        Some(Self {
            status,
            headers: headers_of(document)?,
            body: Answer::from_document(document.get("body"))?,
        })
    }
}

fn headers(headers: &HeaderMap, is_whole: bool, rules: &Rules, spoken: &Spoken) -> Headers {
    let mut kept = Headers::new();
    for (name, value) in headers {
        let value = match rules.header(name.as_str(), is_whole) {
            Kept::No => continue,
            Kept::Name => REDACTED.to_owned(),
            Kept::All => match value.to_str() {
                Ok(value) => spoken.scrub(value),
                Err(_) => REDACTED.to_owned(),
            },
        };
        kept.entry(name.as_str().to_owned())
            .and_modify(|before| {
                before.push_str(", ");
                before.push_str(&value);
            })
            .or_insert(value);
    }
    kept
}

fn headers_of(document: &Document) -> Option<Headers> {
    let Some(headers) = document.get("headers") else {
        return Some(Headers::new());
    };
    let headers = headers.as_object()?.iter();
    headers
        .map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
        .collect()
}

fn add_rest(members: &mut BTreeMap<String, Document>, headers: &Headers, body: Option<Document>) {
    if !headers.is_empty() {
        let headers = headers
            .iter()
            .map(|(name, value)| (name.clone(), Document::from(value.as_str())));
        members.insert("headers".to_owned(), Document::Object(headers.collect()));
    }
    if let Some(body) = body {
        members.insert("body".to_owned(), body);
    }
}

fn body_differences(recorded: &Stored, found: &Stored, all: &mut Vec<String>) {
    match (recorded, found) {
        (Stored::Json(recorded), Stored::Json(found)) => {
            json_differences("", recorded, found, all);
        }
        (recorded, found) if recorded == found => {}
        (Stored::Cbor(recorded), Stored::Cbor(found)) => {
            let (recorded, found) = (cbor::to_document(recorded), cbor::to_document(found));
            json_differences("", &recorded, &found, all);
        }
        (Stored::Form(recorded), Stored::Form(found)) => {
            for pair in recorded.iter().filter(|pair| !found.contains(pair)) {
                all.push(format!("the body lacks {pair}"));
            }
            for pair in found.iter().filter(|pair| !recorded.contains(pair)) {
                all.push(format!("the body has {pair}, which wasn't there"));
            }
        }
        (Stored::Text(recorded), Stored::Text(found)) => {
            let mut pairs = recorded.chars().zip(found.chars());
            let at = pairs.position(|(recorded, found)| recorded != found);
            let at = at.unwrap_or_else(|| recorded.chars().count().min(found.chars().count()));
            let part = |text: &str| {
                text.chars()
                    .skip(at.saturating_sub(20))
                    .take(60)
                    .collect::<String>()
            };
            let (found, recorded) = (part(found), part(recorded));
            all.push(format!(
                "the body differs from character {at} on: it has {found:?}, and had {recorded:?}"
            ));
        }
        (recorded, found) => {
            let (found, recorded) = (found.to_bytes().len(), recorded.to_bytes().len());
            all.push(format!(
                "the body differs: {found} bytes, and {recorded} before"
            ));
        }
    }
}

fn json_differences(path: &str, recorded: &Document, found: &Document, all: &mut Vec<String>) {
    match (recorded, found) {
        (Document::Object(recorded), Document::Object(found)) => {
            for (name, value) in recorded {
                let path = format!("{path}/{name}");
                match found.get(name) {
                    Some(found) => json_differences(&path, value, found, all),
                    None => all.push(format!("the body lacks {path}")),
                }
            }
            let new = found.keys().filter(|name| !recorded.contains_key(*name));
            all.extend(new.map(|name| format!("the body has {path}/{name}, which wasn't there")));
        }
        (Document::Array(recorded), Document::Array(found)) if recorded.len() == found.len() => {
            for (index, (recorded, found)) in recorded.iter().zip(found).enumerate() {
                json_differences(&format!("{path}/{index}"), recorded, found, all);
            }
        }
        (recorded, found) if recorded == found => {}
        (recorded, found) => {
            let text = |value: &Document| {
                let mut writer = crate::json::Writer::new();
                writer.document(value);
                let text = writer.finish();
                let text = String::from_utf8_lossy(&text);
                text.chars().take(200).collect::<String>()
            };
            let (recorded, found) = (text(recorded), text(found));
            all.push(format!("{path} of the body is {found}, and was {recorded}"));
        }
    }
}
