//! Traits that say how values stand on the wire.

use serde::Deserialize;

/// `smithy.api#xmlNamespace`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct XmlNamespace {
    pub(crate) uri: String,
    pub(crate) prefix: Option<String>,
}

/// `aws.protocols#restXml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RestXml {
    /// Whether an error's element is the root of its body.
    pub(crate) no_error_wrapping: bool,
}

/// `smithy.api#timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}
