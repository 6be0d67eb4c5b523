//! Clients that are answered in memory.

use std::sync::{Arc, Mutex};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, RetryConfig, TransportError};
use tinsmith_runtime::http::{Request, Response};

/// The requests that were made.
#[derive(Clone, Default)]
pub(crate) struct Requests(Arc<Mutex<Vec<serde_json::Value>>>);

impl Requests {
    pub(crate) fn bodies(&self) -> Vec<serde_json::Value> {
        self.0.lock().expect("no panic").clone()
    }
}

/// A configuration that has requests answered by one after the other of these, and the last
/// of them over and over.
pub(crate) fn config(answers: &[(u16, &'static str)]) -> (Config, Requests) {
    let requests = Requests::default();
    let (seen, answers) = (requests.clone(), answers.to_vec());
    let http = move |request: Request<Bytes>| {
        let mut seen = seen.0.lock().expect("no panic");
        let (status, body) = answers[seen.len().min(answers.len() - 1)];
        seen.push(serde_json::from_slice(request.body()).expect("JSON"));
        async move {
            let response = Response::builder().status(status).body(body.into());
            Ok::<_, TransportError>(response.expect("a response"))
        }
    };
    let config = Config::new()
        .region("eu-west-1")
        .endpoint_url("https://service.invalid")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(RetryConfig::off())
        .http_client(http);
    (config, requests)
}

/// Runs a future by a clock that nobody waits for.
pub(crate) fn of_async<T>(future: impl Future<Output = T>) -> T {
    let mut builder = tokio::runtime::Builder::new_current_thread();
    let runtime = builder.enable_all().start_paused(true).build();
    runtime.expect("a runtime").block_on(future)
}
