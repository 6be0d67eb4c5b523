//! Measurements for the crate `metrics`, with a recorder that notes what it is given.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metrics::{
    Counter, Gauge, Histogram, HistogramFn, Key, KeyName, Metadata, Recorder, SharedString, Unit,
};
use storage::s3::error::NoSuchKey;
use storage::s3::server::Server;
use storage::s3::{Client, GetObject, GetObjectOutput};
use tinsmith_runtime::client::{RetryConfig, ToMetrics};
use tinsmith_runtime::server::Mock;

/// The values of histograms, by name and labels.
type Values = Arc<Mutex<BTreeMap<String, Vec<f64>>>>;

#[derive(Clone, Default)]
struct Noted(Values);

/// A histogram with its values.
struct Of(String, Values);

impl HistogramFn for Of {
    fn record(&self, value: f64) {
        let mut values = self.1.lock().expect("no panic");
        values.entry(self.0.clone()).or_default().push(value);
    }
}

impl Recorder for Noted {
    fn describe_counter(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_gauge(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn describe_histogram(&self, _: KeyName, _: Option<Unit>, _: SharedString) {}

    fn register_counter(&self, _: &Key, _: &Metadata<'_>) -> Counter {
        Counter::noop()
    }

    fn register_gauge(&self, _: &Key, _: &Metadata<'_>) -> Gauge {
        Gauge::noop()
    }

    fn register_histogram(&self, key: &Key, _: &Metadata<'_>) -> Histogram {
        let labels = key
            .labels()
            .map(|label| format!(" {}={}", label.key(), label.value()));
        let name = format!("{}{}", key.name(), labels.collect::<String>());
        Histogram::from_arc(Arc::new(Of(name, self.0.clone())))
    }
}

#[tokio::test(start_paused = true)]
async fn measurements_become_histograms() {
    let noted = Noted::default();
    let installed = metrics::set_default_local_recorder(&noted);
    let mock = Mock::new();
    mock.on::<GetObject>()
        .fails_with(503, "SlowDown")
        .returns(GetObjectOutput::new().body("x"))
        .after(|| tokio::time::sleep(Duration::from_secs(2)))
        .fails(NoSuchKey::new());
    let config = Server::new(mock.clone()).client_config();
    let config = config.retry(RetryConfig::standard()).metrics(ToMetrics);
    let client = Client::new(&config).expect("a client");
    let get = || GetObject::new().bucket("notes").key("a");
    client.get_object(get()).await.expect("an output");
    client.get_object(get()).await.expect_err("an error");
    drop(installed);

    let values = noted.0.lock().expect("no panic").clone();
    let of = |name: &str, labels: &str| {
        let name = format!(
            "rpc.client.{name}.duration rpc.system=aws-api rpc.service=S3 rpc.method=GetObject{labels}"
        );
        values
            .get(&name)
            .cloned()
            .unwrap_or_else(|| panic!("{name} in {values:?}"))
    };
    let call = of("call", "");
    assert_eq!(call.len(), 1);
    // The service takes two seconds, and the pause a part of one.
    assert!((2.0..3.1).contains(&call[0]), "{call:?}");
    assert_eq!(of("call", " error.type=NoSuchKey").len(), 1);
    assert_eq!(of("attempt", " http.response.status_code=200").len(), 1);
    assert_eq!(
        of(
            "attempt",
            " error.type=status http.response.status_code=503"
        )
        .len(),
        1
    );
    assert_eq!(
        of(
            "attempt",
            " error.type=status http.response.status_code=404"
        )
        .len(),
        1
    );
    assert_eq!(of("wait_for_retry", "").len(), 1);
    mock.verify();
}
