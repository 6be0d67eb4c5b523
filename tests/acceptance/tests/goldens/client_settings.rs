//! Settings that only the clients of one service have, and bodies that aren't signed.

use std::sync::{Arc, Mutex};

use goldens::depot::ClientSettings;
use goldens::{depot, s3};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Credentials, RetryConfig, Signer, TransportError};
use tinsmith_runtime::http::{Request, Response};

use crate::support::of_async;

type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

fn config() -> (Config, Seen) {
    let seen = Seen::default();
    let requests = seen.clone();
    let http = move |request: Request<Bytes>| {
        requests.lock().expect("no panic").push(request);
        async { Ok::<_, TransportError>(Response::new(Bytes::new())) }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(RetryConfig::off())
        .http_client(http);
    (config, seen)
}

fn last(seen: &Seen) -> Request<Bytes> {
    seen.lock().expect("no panic").pop().expect("a request")
}

/// The URL of a call with these settings.
fn url(settings: &ClientSettings) -> String {
    let (config, seen) = config();
    let client = depot::Client::with_settings(&config, settings).expect("a client");
    of_async(client.look(depot::Look::new())).expect("an answer");
    let async_url = last(&seen).uri().to_string();
    let client = depot::BlockingClient::with_settings(&config, settings).expect("a client");
    client.look(depot::Look::new()).expect("an answer");
    assert_eq!(last(&seen).uri().to_string(), async_url);
    async_url
}

#[test]
fn settings_of_a_client_are_parameters_of_its_rules() {
    assert_eq!(
        url(&ClientSettings::new()),
        "https://live.eu-west-1.example/things"
    );
    let beta = ClientSettings::new().stage("beta");
    assert_eq!(url(&beta), "https://beta.eu-west-1.example/things");
    let zones = vec!["near".to_owned(), "far".to_owned()];
    assert_eq!(
        url(&beta.clone().zones(zones)),
        "https://near.beta.eu-west-1.example/things"
    );
    // This one is bound to a built-in.
    assert_eq!(
        url(&beta.force_path_style(true)),
        "https://depot.eu-west-1.example/path/things"
    );
}

/// For each setting, the value that was added last wins.
#[test]
fn settings_of_a_configuration_are_those_of_its_clients() {
    let (config, seen) = config();
    let config = config
        .settings(
            ClientSettings::new()
                .stage("alpha")
                .zones(["near".to_owned()]),
        )
        .settings(ClientSettings::new().stage("beta"));
    let host = |client: &depot::Client| {
        of_async(client.look(depot::Look::new())).expect("an answer");
        last(&seen).uri().host().map(str::to_owned)
    };
    let client = depot::Client::new(&config).expect("a client");
    assert_eq!(
        host(&client).as_deref(),
        Some("near.beta.eu-west-1.example")
    );
    let other = client.with(|settings| settings.region("us-east-1"));
    assert_eq!(host(&other).as_deref(), Some("near.beta.us-east-1.example"));
    let own = ClientSettings::new().stage("gamma");
    let client = depot::Client::with_settings(&config, &own).expect("a client");
    assert_eq!(
        host(&client).as_deref(),
        Some("near.gamma.eu-west-1.example")
    );
    let client = depot::BlockingClient::new(&config).expect("a client");
    client.look(depot::Look::new()).expect("an answer");
    assert_eq!(
        last(&seen).uri().host(),
        Some("near.beta.eu-west-1.example")
    );
}

/// Both services have a setting that is bound to the same built-in parameter.
#[test]
fn settings_of_a_service_are_not_those_of_another() {
    let (config, seen) = config();
    let config = config.settings(ClientSettings::new().force_path_style(true));
    let client = s3::Client::new(&config).expect("a client");
    let get = s3::GetObject::new().bucket("photos").key("a");
    of_async(client.get_object(get)).expect("an answer");
    assert_eq!(
        last(&seen).uri().host(),
        Some("photos.s3.eu-west-1.example")
    );
    let config = config.settings(s3::ClientSettings::new().force_path_style(true));
    let client = s3::Client::new(&config).expect("a client");
    let get = s3::GetObject::new().bucket("photos").key("a");
    of_async(client.get_object(get)).expect("an answer");
    assert_eq!(
        last(&seen).uri().to_string(),
        "https://s3.eu-west-1.example/photos/a?x-id=GetObject"
    );
}

#[test]
#[allow(deprecated)]
fn a_setting_without_documentation_has_that_of_the_parameter() {
    let sealed = ClientSettings::new().sealed(true);
    assert_eq!(url(&sealed), "https://sealed.eu-west-1.example/things");
}

#[test]
fn a_client_without_settings_is_as_before() {
    let (config, seen) = config();
    let client = depot::Client::new(&config).expect("a client");
    of_async(client.look(depot::Look::new())).expect("an answer");
    assert_eq!(last(&seen).uri().host(), Some("live.eu-west-1.example"));
}

/// The settings of the service and those of the configuration stay.
#[test]
fn a_client_with_another_region_keeps_its_settings() {
    let (config, seen) = config();
    let settings = ClientSettings::new().stage("beta");
    let client = depot::Client::with_settings(&config, &settings).expect("a client");
    let other = client.with(|settings| settings.region("us-east-1").header("x-team", "blue"));
    of_async(other.look(depot::Look::new())).expect("an answer");
    let request = last(&seen);
    assert_eq!(request.uri().host(), Some("beta.us-east-1.example"));
    assert_eq!(request.headers()["x-team"], "blue");
    of_async(client.look(depot::Look::new())).expect("an answer");
    assert_eq!(last(&seen).uri().host(), Some("beta.eu-west-1.example"));

    let client = depot::BlockingClient::with_settings(&config, &settings).expect("a client");
    let other = client.with(|settings| settings.region("us-east-1"));
    other.look(depot::Look::new()).expect("an answer");
    assert_eq!(last(&seen).uri().host(), Some("beta.us-east-1.example"));
}

fn store(url: Option<&str>) -> Request<Bytes> {
    let (config, seen) = config();
    let config = match url {
        Some(url) => config.endpoint_url(url),
        None => config,
    };
    let client = depot::Client::new(&config).expect("a client");
    let store = depot::Store::new().name("a").content(b"content".to_vec());
    of_async(client.store(store)).expect("an answer");
    last(&seen)
}

/// The header with the body's hash, and the signature.
fn signed(request: &Request<Bytes>) -> (Option<&str>, &str) {
    let text = |name| {
        let value = request.headers().get(name);
        value.map(|value| value.to_str().expect("text"))
    };
    (
        text("x-amz-content-sha256"),
        text("authorization").expect("a signature"),
    )
}

#[test]
fn a_body_that_is_not_signed_is_not_hashed_over_tls() {
    let request = store(None);
    let (hash, signature) = signed(&request);
    assert_eq!(hash, Some("UNSIGNED-PAYLOAD"));
    assert!(
        signature.contains("SignedHeaders=content-type;host;x-amz-content-sha256;x-amz-date,"),
        "{signature}"
    );
    assert_eq!(request.headers()["content-length"], "7");
    // Other operations of the service sign theirs.
    let (config, seen) = config();
    let client = depot::Client::new(&config).expect("a client");
    of_async(client.look(depot::Look::new())).expect("an answer");
    assert_eq!(signed(&last(&seen)).0, None);
}

#[test]
fn a_body_is_signed_where_it_can_be_changed_on_the_way() {
    let request = store(Some("http://127.0.0.1:1"));
    let (hash, signature) = signed(&request);
    assert_eq!(hash, None);
    let date = request.headers()["x-amz-date"].to_str().expect("text");
    let mut again = Request::put("http://127.0.0.1:1/things/a")
        .header("content-type", &request.headers()["content-type"])
        .body(b"content".to_vec())
        .expect("a request");
    let time = format!(
        "{}-{}-{}T{}:{}:{}Z",
        &date[..4],
        &date[4..6],
        &date[6..8],
        &date[9..11],
        &date[11..13],
        &date[13..15]
    );
    let time = tinsmith_runtime::Timestamp::parse_date_time(&time).expect("a time");
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    Signer::new()
        .sign(&mut again, &credentials, "depot", "eu-west-1", time)
        .expect("a signature");
    assert_eq!(again.headers()["authorization"], signature);
}
