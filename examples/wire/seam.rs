//! Operations by name, JSON in and JSON out: what `examples/wire.rs` prints, and what the
//! tests compare with botocore.

#![allow(dead_code, reason = "the example uses all of it, the tests less")]

use std::fmt::Display;

use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::{Timestamp, http};
use emr_sessions::{Operation, emr, emr_containers};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// The value to print, or the reason why there is none.
pub(crate) type Outcome = Result<Value, Failure>;

/// Why there is nothing to print.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The request makes no sense.
    Usage(String),
    /// The operation failed: the `{"error": …}` to print.
    Error(Value),
}

/// The operations by the names that this seam has for them.
pub(crate) const OPERATIONS: [&str; 5] = [
    "emr.CreateStudioSessionMapping",
    "emr.GetStudioSessionMapping",
    "emr.UpdateStudioSessionMapping",
    "emr.GetClusterSessionCredentials",
    "emr-containers.GetManagedEndpointSessionCredentials",
];

/// Runs a function that is generic over the operation.
macro_rules! dispatch {
    ($operation:expr, $function:ident($($argument:expr),*)) => {
        match $operation {
            "emr.CreateStudioSessionMapping" => $function::<emr::CreateStudioSessionMapping>($($argument),*),
            "emr.GetStudioSessionMapping" => $function::<emr::GetStudioSessionMapping>($($argument),*),
            "emr.UpdateStudioSessionMapping" => $function::<emr::UpdateStudioSessionMapping>($($argument),*),
            "emr.GetClusterSessionCredentials" => $function::<emr::GetClusterSessionCredentials>($($argument),*),
            "emr-containers.GetManagedEndpointSessionCredentials" => {
                $function::<emr_containers::GetManagedEndpointSessionCredentials>($($argument),*)
            }
            other => Err(Failure::Usage(format!("unknown operation {other}"))),
        }
    };
}

/// The request for an input in JSON.
pub(crate) fn encode_text(operation: &str, input: &str) -> Outcome {
    dispatch!(operation, encode(input))
}

/// The output in a response.
pub(crate) fn decode(
    operation: &str,
    status: u16,
    headers: &[(String, String)],
    body: Vec<u8>,
) -> Outcome {
    let mut response = http::Response::builder().status(status);
    for (name, value) in headers {
        response = response.header(name, value);
    }
    let response = response
        .body(Bytes::from(body))
        .map_err(|error| Failure::Usage(error.to_string()))?;
    dispatch!(operation, decode_response(response))
}

/// Runs a line of the batch form.
pub(crate) fn batch_line(line: &str) -> Outcome {
    let usage = |problem: &dyn Display| Failure::Usage(format!("{problem} in {line}"));
    let job: Value = serde_json::from_str(line).map_err(|error| usage(&error))?;
    if let Some(operation) = job["encode"].as_str() {
        return encode_text(operation, &job["input"].to_string());
    }
    let operation = job["decode"]
        .as_str()
        .ok_or_else(|| usage(&"no encode or decode"))?;
    let status = job["status"]
        .as_u64()
        .and_then(|status| u16::try_from(status).ok());
    let headers: Vec<(String, String)> = job["headers"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned()))
        .collect();
    decode(
        operation,
        status.unwrap_or(200),
        &headers,
        body(&job).map_err(|error| usage(&error))?,
    )
}

/// The body of a case: text, or base64 for what isn't.
pub(crate) fn body(case: &Value) -> Result<Vec<u8>, String> {
    match (case["body"].as_str(), case["body_base64"].as_str()) {
        (Some(text), None) => Ok(text.as_bytes().to_vec()),
        (None, Some(base64)) => {
            let quoted = json!(base64).to_string();
            emr_sessions::runtime::generated::json::Reader::new(quoted.as_bytes())
                .and_then(|mut reader| reader.blob())
                .map(|bytes| bytes.to_vec())
                .map_err(|error| error.to_string())
        }
        _ => Err("expected body or body_base64".to_owned()),
    }
}

fn encode<O: Operation + DeserializeOwned>(input: &str) -> Outcome
where
    O::Error: Report,
{
    let operation: O = serde_json::from_str(input).map_err(|error| {
        failure(
            "invalid_input",
            &Facts {
                message: Some(&error.to_string()),
                ..Facts::default()
            },
        )
    })?;
    let request = operation
        .to_request(&http::Uri::from_static("/"))
        .map_err(|error| error.failure())?;
    let headers: serde_json::Map<String, Value> = request
        .headers()
        .iter()
        .map(|(name, value)| {
            (
                name.to_string(),
                String::from_utf8_lossy(value.as_bytes()).into(),
            )
        })
        .collect();
    Ok(json!({
        "method": request.method().as_str(),
        "uri": request.uri().to_string(),
        "headers": headers,
        "body": String::from_utf8_lossy(request.body()),
    }))
}

fn decode_response<O: Operation>(response: http::Response<Bytes>) -> Outcome
where
    O::Output: Show,
    O::Error: Report,
{
    O::from_response(response)
        .map(|output| output.show())
        .map_err(|error| error.failure())
}

/// An output as JSON for people: the service's own form, but for timestamps.
trait Show: Serialize {
    fn show(&self) -> Value {
        let mut value = serde_json::to_value(self).unwrap_or_else(|error| json!(error.to_string()));
        self.show_timestamps(&mut value);
        value
    }

    /// Puts RFC 3339 where the service's form has epoch seconds.
    fn show_timestamps(&self, _value: &mut Value) {}
}

fn show_timestamp(value: &mut Value, name: &str, timestamp: Option<Timestamp>) {
    if let Some(timestamp) = timestamp {
        value[name] = timestamp.to_string().into();
    }
}

impl Show for emr::CreateStudioSessionMappingOutput {}

impl Show for emr::UpdateStudioSessionMappingOutput {}

impl Show for emr::GetStudioSessionMappingOutput {
    fn show_timestamps(&self, value: &mut Value) {
        if let Some(mapping) = &self.session_mapping {
            let value = &mut value["SessionMapping"];
            show_timestamp(value, "CreationTime", mapping.creation_time);
            show_timestamp(value, "LastModifiedTime", mapping.last_modified_time);
        }
    }
}

impl Show for emr::GetClusterSessionCredentialsOutput {
    fn show_timestamps(&self, value: &mut Value) {
        show_timestamp(value, "ExpiresAt", self.expires_at);
    }
}

impl Show for emr_containers::GetManagedEndpointSessionCredentialsOutput {}

/// The facts about an error, for `{"error": …}`.
#[derive(Default)]
struct Facts<'e> {
    code: Option<&'e str>,
    message: Option<&'e str>,
    request_id: Option<&'e str>,
    status: Option<u16>,
}

fn failure(kind: &str, facts: &Facts<'_>) -> Failure {
    Failure::Error(json!({
        "error": {
            "kind": kind,
            "code": facts.code,
            "message": facts.message,
            "request_id": facts.request_id,
            "status": facts.status,
        }
    }))
}

trait Report {
    fn failure(&self) -> Failure;
}

/// The two services' errors differ in their modelled variants only.
macro_rules! report {
    ($service:ident) => {
        impl Report for $service::Error {
            fn failure(&self) -> Failure {
                let kind = match self {
                    Self::InvalidInput(_) => "invalid_input",
                    Self::InvalidResponse(_) => "invalid_response",
                    Self::Unmodeled(_) => "unmodeled",
                    _ => "modeled",
                };
                let text = self.to_string();
                let meta = self.meta();
                let message = match kind {
                    "invalid_input" | "invalid_response" => Some(text.as_str()),
                    _ => meta.and_then(|meta| meta.message()),
                };
                failure(
                    kind,
                    &Facts {
                        code: self.code(),
                        message,
                        request_id: self.request_id(),
                        status: meta
                            .and_then(|meta| meta.status())
                            .map(|status| status.as_u16()),
                    },
                )
            }
        }
    };
}

report!(emr);
report!(emr_containers);
