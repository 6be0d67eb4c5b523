//! Recorded traffic: `http-traffic.json`.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, Request, Response};
use serde::Deserialize;
use serde_json::Value;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::TransportError;

use crate::clock::moved_in;
use crate::stub::{no_connection, parameters, signer};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Traffic {
    #[allow(dead_code, reason = "it is for people")]
    docs: Option<String>,
    version: String,
    events: Vec<Event>,
}

impl Traffic {
    /// Whether a request goes to this host.
    pub(crate) fn asks(&self, host: &str) -> bool {
        self.events.iter().any(|event| match &event.action {
            Action::Request { request } => request.uri.contains(host),
            _ => false,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Event {
    connection_id: usize,
    action: Action,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Action {
    Request {
        request: RecordedRequest,
    },
    Response {
        response: Result<RecordedResponse, Value>,
    },
    Data {
        data: Data,
        direction: Direction,
    },
    Eof {
        #[allow(dead_code, reason = "bodies in memory are always whole")]
        ok: bool,
        #[allow(dead_code, reason = "bodies in memory are always whole")]
        direction: Direction,
    },
}

#[derive(Clone, Copy, Deserialize, PartialEq)]
enum Direction {
    Request,
    Response,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Data {
    Utf8(String),
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordedRequest {
    uri: String,
    method: String,
    headers: BTreeMap<String, Vec<String>>,
}

#[derive(Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct RecordedResponse {
    status: u16,
    #[allow(dead_code, reason = "bodies in memory have no version of HTTP")]
    version: String,
    headers: BTreeMap<String, Vec<String>>,
}

/// A request, and what came back: nothing if there was no connection.
#[derive(Clone)]
struct Exchange {
    request: RecordedRequest,
    body: String,
    response: Option<(RecordedResponse, String)>,
}

/// Plays recorded traffic, and notes where requests differ from it.
#[derive(Clone)]
pub(crate) struct Replay(Arc<Mutex<State>>);

struct State {
    exchanges: Vec<Exchange>,
    next: usize,
    /// The name of the session in the files, which the request has to have then.
    session: Option<String>,
    differences: Vec<String>,
    last: Option<(String, String)>,
}

impl Replay {
    /// Reads the recording. Expirations in it are of the past: see [`crate::clock`].
    pub(crate) fn new(traffic: Traffic, session: Option<String>, now: i64) -> Result<Self, String> {
        if traffic.version != "V0" {
            return Err(format!("the traffic has version {}", traffic.version));
        }
        let mut by_connection = BTreeMap::<usize, Exchange>::new();
        let mut order = Vec::new();
        for event in traffic.events {
            let id = event.connection_id;
            if let Action::Request { request } = event.action {
                order.push(id);
                let exchange = Exchange {
                    request,
                    body: String::new(),
                    response: None,
                };
                if by_connection.insert(id, exchange).is_some() {
                    return Err(format!("connection {id} has two requests"));
                }
                continue;
            }
            let exchange = by_connection.get_mut(&id);
            let exchange = exchange.ok_or_else(|| format!("connection {id} has no request"))?;
            match event.action {
                Action::Request { .. } | Action::Eof { .. } => {}
                Action::Response { response } => {
                    exchange.response = response.ok().map(|response| (response, String::new()));
                }
                Action::Data { data, direction } => {
                    let Data::Utf8(text) = data;
                    match (direction, &mut exchange.response) {
                        (Direction::Request, _) => exchange.body.push_str(&text),
                        (Direction::Response, Some((_, body))) => {
                            body.push_str(&moved_in(&text, now));
                        }
                        (Direction::Response, None) => {
                            return Err(format!("connection {id} has a body without response"));
                        }
                    }
                }
            }
        }
        let exchanges = order.iter().filter_map(|id| by_connection.remove(id));
        Ok(Self(Arc::new(Mutex::new(State {
            exchanges: exchanges.collect(),
            next: 0,
            session,
            differences: Vec::new(),
            last: None,
        }))))
    }

    /// The HTTP client.
    pub(crate) fn call(&self, request: &Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
        let mut state = self.state();
        let asked = (request.method().to_string(), request.uri().to_string());
        let Some(exchange) = state.exchanges.get(state.next).cloned() else {
            // The recording ends where a retry begins.
            if state.last.as_ref() != Some(&asked) {
                let (method, uri) = &asked;
                state
                    .differences
                    .push(format!("nobody asked for {method} {uri} in the recording"));
            }
            return Err(no_connection());
        };
        state.next += 1;
        let number = state.next;
        let differences = exchange.differences(request, state.session.as_deref());
        let differences = differences.into_iter();
        let differences = differences.map(|difference| format!("request {number}: {difference}"));
        state.differences.extend(differences);
        state.last = Some(asked);
        exchange.answer()
    }

    /// Returns the differences from the recording, requests that weren't made included.
    pub(crate) fn differences(&self) -> Vec<String> {
        let state = self.state();
        let mut differences = state.differences.clone();
        if state.next < state.exchanges.len() {
            differences.push(format!(
                "{} requests of {} were made",
                state.next,
                state.exchanges.len()
            ));
        }
        differences
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Exchange {
    fn answer(&self) -> Result<Response<Bytes>, TransportError> {
        let (recorded, body) = self.response.as_ref().ok_or_else(no_connection)?;
        let mut response = Response::builder().status(recorded.status);
        for (name, values) in &recorded.headers {
            for value in values {
                response = response.header(name, value);
            }
        }
        let response = response.body(Bytes::from(body.clone()));
        response.map_err(|_| no_connection())
    }

    fn differences(&self, request: &Request<Bytes>, session: Option<&str>) -> Vec<String> {
        let mut differences = Vec::new();
        let mut differ = |what: &str, expected: String, found: String| {
            if expected != found {
                differences.push(format!("{what}: expected {expected}, found {found}"));
            }
        };
        let method = request.method().to_string();
        differ("the method", self.request.method.clone(), method);
        let place = |uri: &str| {
            let (place, query) = uri.split_once('?').unwrap_or((uri, ""));
            format!("{} {:?}", place.trim_end_matches('/'), parameters(query))
        };
        let uri = request.uri().to_string();
        differ("the URI", place(&self.request.uri), place(&uri));
        let recorded = self.request.headers.iter();
        for (name, values) in recorded {
            let name = name.to_ascii_lowercase();
            let expected = values.join(",");
            let found = header(request.headers(), &name);
            match name.as_str() {
                // Who signs counts. The recorded signature is of another day, and of a region that
                // isn't the one that was asked.
                "authorization" => differ(
                    "the signer",
                    signer(&expected).unwrap_or_default().to_owned(),
                    signer(&found).unwrap_or_default().to_owned(),
                ),
                "content-type" => {
                    let media = |text: &str| text.split(';').next().unwrap_or(text).to_owned();
                    differ(&name, media(&expected), media(&found));
                }
                // Those of another program, at another time.
                "user-agent" | "x-amz-user-agent" | "x-amz-date" | "content-length" | "host" => {}
                _ => differ(&name, expected, found),
            }
        }
        let body = String::from_utf8_lossy(request.body()).into_owned();
        // Without a name of its own, a session is called after the program.
        let form = |text: &str| {
            let mut all = parameters(text);
            all.retain(|(name, _)| name != "RoleSessionName" || session.is_some());
            format!("{all:?}")
        };
        differ("the body", form(&self.body), form(&body));
        differences
    }
}

fn header(headers: &HeaderMap, name: &str) -> String {
    let values = headers.get_all(name).iter();
    let values: Vec<_> = values.map(|value| value.to_str().unwrap_or("…")).collect();
    values.join(",")
}
