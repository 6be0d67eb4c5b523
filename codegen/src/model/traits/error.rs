//! Traits of errors.

use serde::Deserialize;

/// `smithy.api#error`: whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Fault {
    Client,
    Server,
}

/// `smithy.api#retryable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Retryable {
    pub(crate) throttling: bool,
}

/// `aws.protocols#awsQueryError`: the code that the service's query protocol had for it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AwsQueryError {
    pub(crate) code: String,
    /// The status of its response.
    pub(crate) http_response_code: Option<u16>,
}
