//! A whole call: client, endpoint, credentials, signature, retries, and HTTP in memory.

use std::hint::black_box;

use aws_credential_types::Credentials as OfficialCredentials;
use aws_sdk_emr::config::retry::RetryConfig as OfficialRetry;
use aws_sdk_emr::config::{BehaviorVersion, Region};
use aws_smithy_async::rt::sleep::{SharedAsyncSleep, TokioSleep};
use aws_smithy_runtime_api::client::http::{
    HttpConnector, HttpConnectorFuture, SharedHttpConnector, http_client_fn,
};
use aws_smithy_runtime_api::client::orchestrator::HttpRequest;
use emr_sessions::client::{Config, Credentials, RetryConfig};
use emr_sessions::emr::Client;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Request, Response};
use tokio::runtime::{Builder, Runtime};

use peers_harness::{Case, OFFICIAL, OURS, Run, consume, official};

use crate::Payloads;
use crate::encode::{get, official_get};
use crate::plain::MappingRequest;

const ROW: &str = "call GetStudioSessionMapping";
const TIMES: usize = 100;
const KEY: &str = "AKIDEXAMPLE";
const SECRET: &str = "an example of a secret access key";
const REGION: &str = "us-east-1";

/// The one row. Inputs are made before, clients too; both have made calls before they are
/// measured, so that nothing is set up for the first time.
pub fn cases(payloads: &Payloads) -> [Case; 2] {
    let [ours, theirs] = [(); 2].map(|()| (payloads.get.clone(), payloads.mapping.clone()));
    [
        Case::new(ROW, OURS, TIMES, move |runs| {
            our_call(&ours.0, &ours.1, runs)
        }),
        Case::new(ROW, OFFICIAL, TIMES, move |runs| {
            official_call(&theirs.0, &theirs.1, runs)
        }),
    ]
}

fn runtime() -> Runtime {
    Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime")
}

fn our_call(request: &MappingRequest, body: &Bytes, runs: usize) -> Run {
    let body = body.clone();
    let config = Config::new()
        .region(REGION)
        .credentials(Credentials::new(KEY, SECRET))
        .retry(RetryConfig::standard())
        .http_client(move |request: Request<Bytes>| {
            assert!(
                request.headers().contains_key("authorization"),
                "not signed"
            );
            let response = Response::new(body.clone());
            async move { Ok(response) }
        });
    let client = Client::new(&config).expect("a client");
    let runtime = runtime();
    consume(
        runs,
        || get(request),
        move |input| {
            let output = runtime.block_on(client.get_studio_session_mapping(input));
            drop(black_box(output.expect("an output")));
        },
    )
}

#[derive(Debug)]
struct InMemory(Bytes);

impl HttpConnector for InMemory {
    fn call(&self, request: HttpRequest) -> HttpConnectorFuture {
        assert!(
            request.headers().contains_key("authorization"),
            "not signed"
        );
        HttpConnectorFuture::ready(Ok(official::response(&self.0)))
    }
}

fn official_call(request: &MappingRequest, body: &Bytes, runs: usize) -> Run {
    let connector = SharedHttpConnector::new(InMemory(body.clone()));
    let config = aws_sdk_emr::Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(REGION))
        .credentials_provider(OfficialCredentials::from_keys(KEY, SECRET, None))
        .retry_config(OfficialRetry::standard())
        // A default feature, and needed without it, too.
        .sleep_impl(SharedAsyncSleep::new(TokioSleep::new()))
        .http_client(http_client_fn(move |_, _| connector.clone()))
        .build();
    let client = aws_sdk_emr::Client::from_conf(config);
    let runtime = runtime();
    consume(
        runs,
        || {
            let input = official_get(request);
            client
                .get_studio_session_mapping()
                .set_studio_id(input.studio_id)
                .set_identity_name(input.identity_name)
                .set_identity_type(input.identity_type)
        },
        move |call| {
            let output = runtime.block_on(call.send());
            drop(black_box(output.expect("an output")));
        },
    )
}
