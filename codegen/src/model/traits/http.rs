//! Traits of HTTP messages and endpoints.

use serde::Deserialize;

/// `smithy.api#http`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) uri: String,
    #[serde(default = "ok")]
    pub(crate) code: u16,
}

/// The status that `smithy.api#http` stands for if it names none.
fn ok() -> u16 {
    200
}

/// `smithy.api#endpoint`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Endpoint {
    pub(crate) host_prefix: String,
}

/// `aws.api#clientEndpointDiscovery`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct EndpointDiscovery {
    /// The id of the operation that asks for endpoints.
    pub(crate) operation: String,
    /// The id of the error that means an endpoint that isn't valid any more.
    pub(crate) error: Option<String>,
}

/// `aws.protocols#httpChecksum`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpChecksum {
    #[serde(default)]
    pub(crate) request_checksum_required: bool,
    pub(crate) request_algorithm_member: Option<String>,
    pub(crate) request_validation_mode_member: Option<String>,
    #[serde(default)]
    pub(crate) response_algorithms: Vec<String>,
}

/// `smithy.api#requestCompression`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct RequestCompression {
    pub(crate) encodings: Vec<String>,
}
