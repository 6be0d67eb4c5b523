//! The protocol tests that a model carries.

use crate::model;

use super::{Literal, Name};

/// A case of `smithy.test#httpRequestTests`.
#[derive(Debug)]
pub(crate) struct RequestTest {
    pub(crate) function: String,
    /// The operation that it is a request of.
    pub(crate) operation: Name,
    pub(crate) input: Literal,
    pub(crate) endpoint: String,
    pub(crate) host: String,
    pub(crate) case: model::RequestTest,
}

impl RequestTest {
    /// The function's name, to be changed, and the id of the test.
    pub(crate) fn function_and_id(&mut self) -> (&mut String, &str) {
        (&mut self.function, &self.case.id)
    }
}

/// A case of `smithy.test#httpResponseTests`.
#[derive(Debug)]
pub(crate) struct ResponseTest {
    pub(crate) function: String,
    /// The operation whose response it is.
    pub(crate) operation: Name,
    /// The error that has to come out.
    pub(crate) error: Option<String>,
    /// Any error has to come out.
    pub(crate) fails: bool,
    /// The operation has events in its response.
    pub(crate) has_events: bool,
    pub(crate) expected: Literal,
    pub(crate) case: model::ResponseTest,
}

impl ResponseTest {
    /// The function's name, to be changed, and the id of the test.
    pub(crate) fn function_and_id(&mut self) -> (&mut String, &str) {
        (&mut self.function, &self.case.id)
    }
}

/// A case of `smithy.test#httpMalformedRequestTests`, with its parameters filled in.
#[derive(Debug)]
pub(crate) struct MalformedTest {
    pub(crate) function: String,
    pub(crate) case: model::MalformedTest,
}

impl MalformedTest {
    /// The function's name, to be changed, and the id of the test.
    pub(crate) fn function_and_id(&mut self) -> (&mut String, &str) {
        (&mut self.function, &self.case.id)
    }
}

/// The messages of a case of `smithy.test#eventStreamTests`, for one side.
#[derive(Debug)]
pub(crate) struct EventStreamTest {
    pub(crate) function: String,
    pub(crate) id: String,
    pub(crate) operation: Name,
    /// Method and URI of requests that have neither labels nor members.
    pub(crate) head: Option<(String, String)>,
    /// The headers that every response has.
    pub(crate) response_headers: &'static [(&'static str, &'static str)],
    pub(crate) events: Vec<EventCase>,
    pub(crate) fails: bool,
}

impl EventStreamTest {
    /// The function's name, to be changed, and the id of the test.
    pub(crate) fn function_and_id(&mut self) -> (&mut String, &str) {
        (&mut self.function, &self.id)
    }
}

/// A message of a stream.
#[derive(Debug)]
pub(crate) struct EventCase {
    pub(crate) union: Name,
    /// Whether this side sends the message.
    pub(crate) sends: bool,
    pub(crate) value: Option<EventValue>,
    pub(crate) fails: bool,
    pub(crate) bytes: Vec<u8>,
    /// Names, types and values.
    pub(crate) headers: Vec<(String, String, Literal)>,
    pub(crate) case: model::EventTest,
}

/// The meaning of a message.
#[derive(Debug)]
pub(crate) enum EventValue {
    Event(Literal),
    /// An error of the service, by its variant.
    Error {
        variant: String,
        value: Literal,
    },
}
