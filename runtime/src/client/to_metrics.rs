//! Measurements for the crate `metrics`.

use metrics::{Label, histogram};

use super::{Measured, Measurement, Metrics};

/// Gives the measurements of a client to the recorder of the crate `metrics` that the program has
/// installed: as histograms in seconds, with OpenTelemetry's names and labels where there are some.
/// The number of events is that of a histogram's values. This is the feature `metrics-024`.
///
/// | histogram | [`Measured`] |
/// | --- | --- |
/// | `rpc.client.call.duration` | `Call` |
/// | `rpc.client.attempt.duration` | `Attempt` |
/// | `rpc.client.connect.duration` | `Connect` |
/// | `rpc.client.wait_for_credentials.duration` | `WaitForCredentials` |
/// | `rpc.client.wait_for_permit.duration` | `WaitForPermit` |
/// | `rpc.client.wait_for_rate.duration` | `WaitForRate` |
/// | `rpc.client.wait_for_retry.duration` | `WaitForRetry` |
///
/// Labels are `rpc.system` (`aws-api`), `rpc.service`, `rpc.method`, of errors `error.type`, and of
/// responses `http.response.status_code`.
///
/// The recorder is that of the crate's version 0.24, as the name of the feature says: another version
/// will be another feature. Nothing is recorded without a recorder.
///
/// ```
/// use tinsmith_runtime::client::{Config, ToMetrics};
///
/// let config = Config::new().metrics(ToMetrics);
/// # let _ = config;
/// ```
#[derive(Clone, Copy, Debug, Default)]
pub struct ToMetrics;

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
