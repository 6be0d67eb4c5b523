//! `smithy.test#eventStreamTests`.

use indexmap::IndexMap;
use serde::Deserialize;

use crate::ast::Value;

/// A case of `smithy.test#eventStreamTests`: what goes over the wire, and the values that it
/// stands for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventStreamTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    #[serde(default)]
    pub(crate) initial_request_params: Value,
    #[serde(default)]
    pub(crate) initial_request: Option<InitialRequest>,
    #[serde(default)]
    pub(crate) initial_response_params: Value,
    #[serde(default)]
    pub(crate) initial_response: Option<InitialResponse>,
    #[serde(default)]
    pub(crate) events: Vec<EventTest>,
    #[serde(default)]
    pub(crate) expectation: Expectation,
    #[serde(default)]
    pub(crate) applies_to: Option<String>,
}

impl EventStreamTest {
    /// Whether an error has to come of it.
    pub(crate) fn fails(&self) -> bool {
        matches!(self.expectation, Expectation::Failure(_))
    }

    /// The shape of that error, if it is told.
    pub(crate) fn error_id(&self) -> Option<&str> {
        match &self.expectation {
            Expectation::Failure(failure) => failure.error_id.as_deref(),
            Expectation::Success {} => None,
        }
    }
}

/// The head of a request.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InitialRequest {
    pub(crate) method: String,
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
}

/// The head of a response, or all of it if it is that of an error.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct InitialResponse {
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
}

/// A message of a stream.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct EventTest {
    #[serde(rename = "type")]
    pub(crate) direction: Direction,
    #[serde(default)]
    pub(crate) params: Option<Value>,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, IndexMap<String, Value>>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) body_media_type: Option<String>,
    /// The bytes, in base64.
    #[serde(default)]
    pub(crate) bytes: Option<String>,
}

/// The sender of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Direction {
    Request,
    Response,
}

/// The expected result of a case.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Expectation {
    Success {},
    Failure(Failure),
}

impl Default for Expectation {
    fn default() -> Self {
        Self::Success {}
    }
}

/// A failure, and of which error if that is told.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    #[serde(default)]
    pub(crate) error_id: Option<String>,
}
