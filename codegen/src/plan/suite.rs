//! The protocol tests that a model carries.

use crate::model;

use super::{Literal, Name, docs};

/// Whether and how the model's protocol tests are emitted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProtocolTests {
    /// Not at all.
    #[default]
    None,
    /// A `#[test]` per case, in a module that only tests have.
    Tests,
    /// A public table of cases per service, `protocol_tests::CASES`, for a harness of one's own.
    Cases,
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    pub(crate) operation: String,
    pub(crate) reason: String,
    /// The ids of the protocol tests that went with it.
    pub(crate) cases: Vec<String>,
}

impl Skipped {
    /// An item of a list in Markdown.
    pub(crate) fn item(&self) -> String {
        let operation = docs::code(&self.operation);
        format!("- {operation}: {}", docs::line(&self.reason))
    }
}

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

/// A case of `smithy.test#httpMalformedRequestTests`, with its parameters filled in.
#[derive(Debug)]
pub(crate) struct MalformedTest {
    pub(crate) function: String,
    pub(crate) case: model::MalformedTest,
}

/// The messages of a case of `smithy.test#eventStreamTests`, for one side.
#[derive(Debug)]
pub(crate) struct EventStreamTest {
    pub(crate) function: String,
    pub(crate) id: String,
    pub(crate) operation: Name,
    /// Method and URI of requests that have neither labels nor members.
    pub(crate) head: Option<(String, String)>,
    pub(crate) events: Vec<EventCase>,
    pub(crate) fails: bool,
}

/// A message of a stream.
#[derive(Debug)]
pub(crate) struct EventCase {
    pub(crate) union: Name,
    /// This side sends it.
    pub(crate) sends: bool,
    pub(crate) value: Option<EventValue>,
    pub(crate) fails: bool,
    pub(crate) bytes: Vec<u8>,
    /// Names, types and values.
    pub(crate) headers: Vec<(String, String, Literal)>,
    pub(crate) case: model::EventTest,
}

/// What a message stands for.
#[derive(Debug)]
pub(crate) enum EventValue {
    Event(Literal),
    /// An error of the service, by its variant.
    Error {
        variant: String,
        value: Literal,
    },
}
