//! Traces of a call. This is a file of its own, so that the subscriber is the only
//! one of the process.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod support;

use std::fmt::{self, Write};
use std::io::ErrorKind;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use support::server::{Server, error, success};
use support::service::{Client, SERVICE, quick};
use tinsmith_runtime::client::{Config, Environment};
use tinsmith_runtime::generated::client::Core;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

const SECRETS: [&str; 3] = ["the-secret-key", "the-session-token", "the-body"];

#[track_caller]
fn assert_no_secrets(text: &str) {
    for secret in SECRETS {
        assert!(!text.contains(secret), "{text}");
    }
}

/// Writes down all that is traced.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<String>>, Arc<AtomicU64>);

struct Line<'a>(&'a mut String);

impl Visit for Line<'_> {
    fn record_debug(&mut self, field: &Field, value: &dyn fmt::Debug) {
        write!(self.0, " {}={value:?}", field.name()).unwrap();
    }
}

impl Log {
    fn write(&self, name: &str, record: impl FnOnce(&mut dyn Visit)) {
        let mut log = self.0.lock().unwrap();
        log.push_str(name);
        record(&mut Line(&mut log));
        log.push('\n');
    }
}

impl Subscriber for Log {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn new_span(&self, span: &Attributes<'_>) -> Id {
        self.write(span.metadata().name(), |visit| span.record(visit));
        Id::from_u64(self.1.fetch_add(1, Ordering::SeqCst) + 1)
    }

    fn record(&self, _: &Id, values: &Record<'_>) {
        self.write("record", |visit| values.record(visit));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        self.write(event.metadata().target(), |visit| event.record(visit));
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}

#[tokio::test]
async fn spans_tell_all_but_secrets() {
    let log = Log::default();
    tracing::subscriber::set_global_default(log.clone()).unwrap();
    let server = Server::start(|request| match request.number {
        0 => error(500, "Oops"),
        _ => success("the-body"),
    })
    .await;
    let environment = Environment::empty()
        .home("/home/me")
        .unreadable_file("/home/me/.aws/config", ErrorKind::PermissionDenied)
        .variable("AWS_REGION", "eu-west-1")
        .variable("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
        .variable("AWS_SECRET_ACCESS_KEY", "the-secret-key")
        .variable("AWS_SESSION_TOKEN", "the-session-token")
        .variable("AWS_ENDPOINT_URL", server.url());
    let config = Config::load(environment).unwrap().retry(quick());
    let client = Client::new(&config);
    assert_eq!(client.echo("the-body").await.unwrap(), "the-body");

    let log = log.0.lock().unwrap().clone();
    for expected in [
        "call otel.name=Toy Service/Echo otel.kind=\"client\" rpc.system=\"aws-api\" \
         rpc.service=\"Toy Service\" rpc.method=\"Echo\" cloud.region=\"eu-west-1\"\n",
        "attempt attempt=1\n",
        "record http.response.status_code=500\n",
        "attempt attempt=2\n",
        "record http.response.status_code=200\n",
        "record aws.request_id=\"id-1\"\n",
        "message=another attempt follows failure=Transient delay=",
        "message=credentials from environment variables",
        "message=/home/me/.aws/config is not used, as it can't be read: permission denied",
    ] {
        assert!(log.contains(expected), "{expected} isn't in\n{log}");
    }
    assert_no_secrets(&log);
    assert!(!log.contains("Signature="), "{log}");
    for printed in [
        format!("{config:?}"),
        format!("{client:?}"),
        format!("{:?}", Core::new(&config, &SERVICE).unwrap()),
    ] {
        assert_no_secrets(&printed);
    }
}
