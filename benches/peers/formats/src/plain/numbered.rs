//! Metrics by minicbor's derive, which knows members and enums by numbers. So its payloads are
//! shorter than those of the service.

use minicbor::data::Tagged;
use minicbor::{Decode, Encode};

use super::metrics as named;

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MetricResults {
    #[n(0)]
    pub metric_data_results: Option<Vec<MetricResult>>,
    #[n(1)]
    pub next_token: Option<String>,
    #[n(2)]
    pub messages: Option<Vec<MessageData>>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MetricResult {
    #[n(0)]
    pub id: Option<String>,
    #[n(1)]
    pub label: Option<String>,
    #[n(2)]
    pub timestamps: Option<Vec<Tagged<1, i64>>>,
    #[n(3)]
    pub values: Option<Vec<f64>>,
    #[n(4)]
    pub status_code: Option<StatusCode>,
    #[n(5)]
    pub messages: Option<Vec<MessageData>>,
}

#[derive(Clone, Copy, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum StatusCode {
    #[n(0)]
    Complete,
    #[n(1)]
    InternalError,
    #[n(2)]
    PartialData,
    #[n(3)]
    Forbidden,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MessageData {
    #[n(0)]
    pub code: Option<String>,
    #[n(1)]
    pub value: Option<String>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MetricData {
    #[n(0)]
    pub namespace: String,
    #[n(1)]
    pub metric_data: Vec<MetricDatum>,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct MetricDatum {
    #[n(0)]
    pub metric_name: String,
    #[n(1)]
    pub dimensions: Vec<Dimension>,
    #[n(2)]
    pub timestamp: Tagged<1, i64>,
    #[n(3)]
    pub value: f64,
    #[n(4)]
    pub unit: Unit,
    #[n(5)]
    pub storage_resolution: i32,
}

#[derive(Clone, Debug, Encode, Decode)]
#[cbor(map)]
pub struct Dimension {
    #[n(0)]
    pub name: String,
    #[n(1)]
    pub value: String,
}

#[derive(Clone, Copy, Debug, Encode, Decode)]
#[cbor(index_only)]
pub enum Unit {
    #[n(0)]
    Milliseconds,
    #[n(1)]
    Bytes,
    #[n(2)]
    Percent,
    #[n(3)]
    Count,
}

impl From<&named::MetricResults> for MetricResults {
    fn from(value: &named::MetricResults) -> Self {
        let messages = |messages: &Vec<named::MessageData>| {
            messages
                .iter()
                .map(|m| MessageData {
                    code: m.code.clone(),
                    value: m.value.clone(),
                })
                .collect()
        };
        let result = |result: &named::MetricResult| MetricResult {
            id: result.id.clone(),
            label: result.label.clone(),
            timestamps: result
                .timestamps
                .as_ref()
                .map(|times| times.iter().map(|time| Tagged::new(time.0)).collect()),
            values: result.values.clone(),
            status_code: result.status_code.map(|code| match code {
                named::StatusCode::Complete => StatusCode::Complete,
                named::StatusCode::InternalError => StatusCode::InternalError,
                named::StatusCode::PartialData => StatusCode::PartialData,
                named::StatusCode::Forbidden => StatusCode::Forbidden,
            }),
            messages: result.messages.as_ref().map(messages),
        };
        Self {
            metric_data_results: value
                .metric_data_results
                .as_ref()
                .map(|results| results.iter().map(result).collect()),
            next_token: value.next_token.clone(),
            messages: value.messages.as_ref().map(messages),
        }
    }
}

impl From<&named::MetricData> for MetricData {
    fn from(value: &named::MetricData) -> Self {
        let dimension = |dimension: &named::Dimension| Dimension {
            name: dimension.name.clone(),
            value: dimension.value.clone(),
        };
        let datum = |datum: &named::MetricDatum| MetricDatum {
            metric_name: datum.metric_name.clone(),
            dimensions: datum.dimensions.iter().map(dimension).collect(),
            timestamp: Tagged::new(datum.timestamp.0),
            value: datum.value,
            unit: match datum.unit {
                named::Unit::Milliseconds => Unit::Milliseconds,
                named::Unit::Bytes => Unit::Bytes,
                named::Unit::Percent => Unit::Percent,
                named::Unit::Count => Unit::Count,
            },
            storage_resolution: datum.storage_resolution,
        };
        Self {
            namespace: value.namespace.clone(),
            metric_data: value.metric_data.iter().map(datum).collect(),
        }
    }
}
