//! Protocol tests of HTTP
//! ([Smithy 2.0, HTTP protocol compliance tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html)).

use indexmap::IndexMap;
use serde::Deserialize;

use crate::ast::Value;

/// A case of `smithy.test#httpRequestTests`
/// ([Smithy 2.0, HTTP protocol compliance tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    pub(crate) method: String,
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) host: Option<String>,
    #[serde(default)]
    pub(crate) resolved_host: Option<String>,
    #[serde(default)]
    pub(crate) query_params: Vec<String>,
    #[serde(default)]
    pub(crate) forbid_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) require_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) body_media_type: Option<String>,
    #[serde(default)]
    pub(crate) params: Value,
    /// The settings of the client, as far as the case depends on them.
    #[serde(default)]
    pub(crate) vendor_params: Value,
    #[serde(default)]
    pub(crate) applies_to: Option<String>,
}

/// A case of `smithy.test#httpResponseTests`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResponseTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) body_media_type: Option<String>,
    #[serde(default)]
    pub(crate) params: Value,
    #[serde(default)]
    pub(crate) applies_to: Option<String>,
}

/// A case of `smithy.test#httpMalformedRequestTests`
/// ([Smithy 2.0, HTTP protocol compliance tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#httpmalformedrequesttests-trait)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    pub(crate) request: MalformedRequest,
    pub(crate) response: MalformedResponse,
    /// Values for `$name:L` and `$name:S`; as many cases as each of them has.
    #[serde(default)]
    pub(crate) test_parameters: IndexMap<String, Vec<String>>,
}

/// The request of a [`MalformedTest`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedRequest {
    pub(crate) method: String,
    #[serde(default)]
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) query_params: Vec<String>,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
}

/// The answer that a server has to give to a [`MalformedTest`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedResponse {
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<MalformedBody>,
}

/// The body of a [`MalformedResponse`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedBody {
    pub(crate) assertion: MalformedAssertion,
}

/// The assertion about a [`MalformedBody`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedAssertion {
    pub(crate) contents: Option<String>,
    pub(crate) message_regex: Option<String>,
}
