//! Measurements of a client as histograms of the crate `metrics`, with the names of OpenTelemetry's
//! semantic conventions where these have one.

use metrics::{Label, histogram};
use tinsmith_runtime::client::{Measured, Measurement, Metrics};

/// Gives measurements to the recorder that the program has installed, in seconds. The number of
/// events is that of a histogram's values.
pub(crate) struct ToMetrics;

impl Metrics for ToMetrics {
    fn record(&self, measurement: &Measurement<'_>) {
        let name = match measurement.measured() {
            Measured::Call => "rpc.client.call.duration",
            Measured::Attempt => "rpc.client.attempt.duration",
            Measured::Connect => "rpc.client.connect.duration",
            Measured::WaitForCredentials => "rpc.client.wait_for_credentials.duration",
            Measured::WaitForPermit => "rpc.client.wait_for_permit.duration",
            Measured::WaitForRate => "rpc.client.wait_for_rate.duration",
            Measured::WaitForRetry => "rpc.client.wait_for_retry.duration",
            // A kind that came later.
            _ => return,
        };
        let mut labels = vec![
            Label::from_static_parts("rpc.system", "aws-api"),
            Label::from_static_parts("rpc.service", measurement.service()),
            Label::from_static_parts("rpc.method", measurement.operation()),
        ];
        if let Some(error) = measurement.error_type() {
            labels.push(Label::new("error.type", error.to_owned()));
        }
        if let Some(status) = measurement.status() {
            labels.push(Label::new("http.response.status_code", status.to_string()));
        }
        histogram!(name, labels).record(measurement.duration().as_secs_f64());
    }
}
