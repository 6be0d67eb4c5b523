//! The tables that the build script makes, and what a line of them can do.

use std::fmt::Debug;
use std::future::Future;
use std::pin::pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context as TaskContext, Poll, Waker};

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::server::Context;

use crate::Recorder;

include!(concat!(env!("OUT_DIR"), "/tables.rs"));

/// A generated service.
pub struct Service {
    /// The module's name.
    pub module: &'static str,
    /// The protocol's shape id.
    pub protocol: &'static str,
    /// The text of its model.
    pub model: &'static str,
    /// All types with serde's traits: all but streams of events.
    pub types: Vec<Type>,
    /// All operations but those with streams.
    pub operations: Vec<Operation>,
}

/// All services of the goldens and of emr-sessions.
pub fn services() -> &'static [Service] {
    static SERVICES: OnceLock<Vec<Service>> = OnceLock::new();
    SERVICES.get_or_init(tables)
}

/// The result of a document, and its prints.
#[derive(Debug)]
pub struct Decoded {
    /// The value as a document again.
    pub document: Value,
    /// The output of `Debug`, plain and in many lines.
    pub debug: String,
}

/// A generated type.
pub struct Type {
    /// Its name in Rust.
    pub name: &'static str,
    /// Its shape.
    pub shape: &'static str,
    /// Reads a document and writes it again; checks that what was written means the same value.
    pub round: fn(Value) -> Result<Decoded, String>,
}

impl Type {
    fn of<T>(name: &'static str, shape: &'static str) -> Self
    where
        T: Serialize + DeserializeOwned + PartialEq + Debug,
    {
        Self {
            name,
            shape,
            round: |document| {
                let value: T = serde_json::from_value(document).map_err(|e| e.to_string())?;
                Ok(again(&value))
            },
        }
    }
}

/// Writes a value, reads it and compares.
///
/// # Panics
/// If another value comes back.
fn again<T: Serialize + DeserializeOwned + PartialEq + Debug>(value: &T) -> Decoded {
    let document = serde_json::to_value(value).expect("a document");
    let back: T = serde_json::from_value(document.clone()).expect("our own document");
    let second = serde_json::to_value(&back).expect("a document");
    assert_eq!(second, document, "encoded, decoded, encoded");
    // NaN isn't equal to itself, and the text of a member that nobody knows isn't kept.
    let text = document.to_string();
    if !text.contains("\"NaN\"") && !text.contains("SDK_UNKNOWN_MEMBER") {
        assert!(back == *value, "encoded and decoded: {document}");
    }
    Decoded {
        document,
        debug: format!("{value:?}\n{value:#?}"),
    }
}

/// A generated operation.
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// The shape of its input.
    pub input: &'static str,
    /// The shape of its output.
    pub output: &'static str,
    /// The request for an input, by the client's side.
    pub request: fn(Value) -> Result<Request<Bytes>, String>,
    /// The output in a response, by the client's side; or the error, as it is printed.
    pub response: fn(Response<Bytes>) -> Result<Decoded, String>,
    /// Whether there is an output in a response; it is dropped at once.
    pub read: fn(Response<Bytes>) -> bool,
    /// The server's side.
    pub answer: fn(Arc<Recorder>, Request<Bytes>) -> Response<Bytes>,
}

impl Operation {
    fn of<O>(
        input: &'static str,
        output: &'static str,
        answer: fn(Arc<Recorder>, Request<Bytes>) -> Response<Bytes>,
    ) -> Self
    where
        O: tinsmith_runtime::Operation + DeserializeOwned,
        O::Output: Serialize + DeserializeOwned + PartialEq + Debug,
        O::Error: Debug,
    {
        Self {
            name: O::NAME,
            input,
            output,
            request: |document| {
                let input: O = serde_json::from_value(document).map_err(|e| e.to_string())?;
                let endpoint = Uri::from_static("https://service.example.com");
                input.to_request(&endpoint).map_err(|e| e.to_string())
            },
            response: |response| match O::from_response(response) {
                Ok(output) => Ok(again(&output)),
                Err(error) => Err(format!("{error}\n{error:?}")),
            },
            read: |response| O::from_response(response).is_ok(),
            answer,
        }
    }
}

/// The result of a future that waits for nothing.
///
/// # Panics
/// If it does wait.
fn now<T>(future: impl Future<Output = T>) -> T {
    let mut context = TaskContext::from_waker(Waker::noop());
    match pin!(future).poll(&mut context) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("a handler waits"),
    }
}
