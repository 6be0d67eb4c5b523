//! Metrics by serde's derive. A timestamp has its tag, and is in whole seconds, as those of the
//! payloads are.

use ciborium::tag::Required;
use serde::{Deserialize, Serialize};

/// Seconds since 1970, with the tag that CBOR has for them.
pub type Time = Required<i64, 1>;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetricResults {
    pub metric_data_results: Option<Vec<MetricResult>>,
    pub next_token: Option<String>,
    pub messages: Option<Vec<MessageData>>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetricResult {
    pub id: Option<String>,
    pub label: Option<String>,
    pub timestamps: Option<Vec<Time>>,
    pub values: Option<Vec<f64>>,
    pub status_code: Option<StatusCode>,
    pub messages: Option<Vec<MessageData>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub enum StatusCode {
    Complete,
    InternalError,
    PartialData,
    Forbidden,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MessageData {
    pub code: Option<String>,
    pub value: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetricData {
    pub namespace: String,
    pub metric_data: Vec<MetricDatum>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MetricDatum {
    pub metric_name: String,
    pub dimensions: Vec<Dimension>,
    pub timestamp: Time,
    pub value: f64,
    pub unit: Unit,
    pub storage_resolution: i32,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Dimension {
    pub name: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unit {
    Milliseconds,
    Bytes,
    Percent,
    Count,
}

impl Unit {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Milliseconds => "Milliseconds",
            Self::Bytes => "Bytes",
            Self::Percent => "Percent",
            Self::Count => "Count",
        }
    }
}
