//! Endpoints that a service tells its clients: who asks for them, when, and what for.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use goldens::{cells, series_write};
use serde_json::{Value, json};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, Config, Credentials, CredentialsError, EndpointDiscovery, Environment,
    PresignOptions, ProvideCredentials, RetryConfig, Timeouts, TransportError,
};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::{sleep, timeout};

use crate::support::of_async;

/// A service that is called in memory. The hosts that it tells are numbered: `cell-1.example`.
#[derive(Clone, Default)]
struct Service(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    /// The bodies of the requests for endpoints.
    asked: Vec<Value>,
    /// The hosts that other requests went to.
    hosts: Vec<String>,
    /// The answers to the next requests for endpoints; then there is a new host each time.
    answers: VecDeque<(u16, Value)>,
    /// The hosts that aren't taken any more, and the status that says so.
    stale: Vec<(&'static str, u16)>,
    /// Whether the next request that isn't for an endpoint has expired credentials.
    expired: bool,
    /// How long the service takes for an endpoint.
    delay: Duration,
}

impl Service {
    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.0.lock().expect("no panic")
    }

    fn asked(&self) -> usize {
        self.state().asked.len()
    }

    fn hosts(&self) -> Vec<String> {
        std::mem::take(&mut self.state().hosts)
    }

    fn answer(&self, status: u16, body: Value) {
        self.state().answers.push_back((status, body));
    }

    fn respond(&self, request: &Request<Bytes>) -> (u16, Value, Duration) {
        let mut state = self.state();
        let target = request.headers()["x-amz-target"].to_str().expect("text");
        let host = request.uri().host().expect("a host").to_owned();
        if !target.ends_with(".FindCells") && !target.ends_with(".DescribeEndpoints") {
            if std::mem::take(&mut state.expired) {
                state.hosts.push(host);
                return (400, json!({"__type": "ExpiredToken"}), Duration::ZERO);
            }
            let stale = state.stale.iter().find(|(stale, _)| *stale == host);
            let answer = match stale {
                Some((_, 421)) => (421, json!({})),
                Some((_, status)) => (*status, json!({"__type": "StaleCellError"})),
                None => (200, json!({})),
            };
            state.hosts.push(host);
            return (answer.0, answer.1, Duration::ZERO);
        }
        // Whoever asks, asks at the usual endpoint.
        assert!(
            host.ends_with(".eu-west-1.example") || host.ends_with("own.example"),
            "{host}"
        );
        let body = serde_json::from_slice(request.body()).expect("JSON");
        state.asked.push(body);
        let next = json!({"Endpoints": [
            {"Address": format!("cell-{}.example", state.asked.len()), "CachePeriodInMinutes": 10},
            {"Address": "farther.example", "CachePeriodInMinutes": 1000},
        ]});
        let (status, body) = state.answers.pop_front().unwrap_or((200, next));
        (status, body, state.delay)
    }

    fn config(&self) -> Config {
        self.config_of(Config::new())
    }

    fn config_of(&self, config: Config) -> Config {
        let service = self.clone();
        let http = move |request: Request<Bytes>| {
            assert!(request.headers().contains_key("authorization"));
            let (status, body, delay) = service.respond(&request);
            async move {
                sleep(delay).await;
                let body = body.to_string();
                let response = Response::builder().status(status).body(body.into());
                Ok::<_, TransportError>(response.expect("a response"))
            }
        };
        config
            .region("eu-west-1")
            .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
            .retry(RetryConfig::standard().max_attempts(3))
            .http_client(http)
    }
}

fn client(config: &Config) -> cells::Client {
    cells::Client::new(config).expect("a client")
}

fn put(cell: &str) -> cells::PutCell {
    cells::PutCell::new().cell(cell).row("1").value("v")
}

fn get() -> cells::GetCell {
    cells::GetCell::new().cell("a").row("1")
}

fn minutes(minutes: u64) -> Duration {
    Duration::from_secs(60 * minutes)
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_is_asked_for_once_and_kept() {
    let service = Service::default();
    let client = client(&service.config());
    for _ in 0..3 {
        client.put_cell(put("a")).await.expect("an answer");
    }
    assert_eq!(service.hosts(), ["cell-1.example"; 3]);
    let asked = service.state().asked.clone();
    let identifiers = json!({"Cell": "a", "Row": "1"});
    assert_eq!(
        asked,
        [json!({"Operation": "PutCell", "Identifiers": identifiers})]
    );
    // Operations without discovery go where the rules say, and so does the one that asks.
    let count = cells::CountCells::new();
    client.count_cells(count).await.expect("an answer");
    assert_eq!(service.hosts(), ["cells.eu-west-1.example"]);
    let find = cells::FindCells::new();
    let found = client.find_cells(find).await.expect("an answer");
    assert_eq!(found.endpoints.expect("endpoints").len(), 2);
}

#[tokio::test(start_paused = true)]
async fn each_cell_operation_and_key_has_an_endpoint_of_its_own() {
    let service = Service::default();
    let config = service.config();
    let config = config.endpoint_discovery(EndpointDiscovery::Enabled);
    let first = client(&config);
    for cell in ["a", "b", "a"] {
        first.put_cell(put(cell)).await.expect("an answer");
    }
    first.get_cell(get()).await.expect("an answer");
    assert_eq!(
        service.hosts(),
        [
            "cell-1.example",
            "cell-2.example",
            "cell-1.example",
            "cell-3.example"
        ]
    );
    assert_eq!(service.asked(), 3);
}

#[tokio::test(start_paused = true)]
async fn other_credentials_have_an_endpoint_of_their_own() {
    let service = Service::default();
    let keys = Mutex::new(VecDeque::from(["ONE", "TWO"]));
    let client = client(&service.config().credentials(Rotating(keys)));
    client.put_cell(put("a")).await.expect("an answer");
    service.state().expired = true;
    for _ in 0..3 {
        client.put_cell(put("a")).await.expect("an answer");
    }
    // The attempt that was refused, another one with new credentials, and then two calls with these.
    let (old, new) = ("cell-1.example", "cell-2.example");
    assert_eq!(service.hosts(), [old, old, old, new, new]);
}

/// Gives other credentials each time.
struct Rotating(Mutex<VecDeque<&'static str>>);

impl ProvideCredentials for Rotating {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let next = self.0.lock().expect("no panic").pop_front();
        let credentials = Credentials::new(next.expect("a key"), "secret");
        Box::pin(std::future::ready(Ok(credentials)))
    }
}

#[tokio::test(start_paused = true)]
async fn a_service_without_identifiers_has_one_endpoint() {
    let service = Service::default();
    let client = series_write::Client::new(&service.config()).expect("a client");
    for table in ["a", "b"] {
        let write = series_write::WriteRecords::new().table(table);
        client.write_records(write).await.expect("an answer");
    }
    assert_eq!(service.hosts(), ["cell-1.example"; 2]);
    assert_eq!(service.state().asked, [json!({})]);
}

#[tokio::test(start_paused = true)]
async fn calls_wait_for_one_answer() {
    let service = Service::default();
    service.state().delay = Duration::from_secs(5);
    let client = client(&service.config());
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.put_cell(put("a")).await })
        })
        .collect();
    for call in calls {
        call.await.expect("no panic").expect("an answer");
    }
    assert_eq!(service.hosts(), vec!["cell-1.example"; 20]);
    assert_eq!(service.asked(), 1);
}

#[tokio::test(start_paused = true)]
async fn calls_that_wait_share_an_error_and_later_ones_ask_again() {
    let service = Service::default();
    service.state().delay = Duration::from_secs(5);
    service.answer(400, json!({"__type": "AccessDenied", "message": "not you"}));
    let client = client(&service.config());
    let calls: Vec<_> = (0..5)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.put_cell(put("a")).await })
        })
        .collect();
    for call in calls {
        let error = call.await.expect("no panic").expect_err("no endpoint");
        let text = error.to_string();
        assert!(
            text.contains("FindCells") && text.contains("AccessDenied"),
            "{text}"
        );
    }
    assert_eq!(service.asked(), 1);
    client.put_cell(put("a")).await.expect("an answer");
    assert_eq!((service.asked(), service.hosts().len()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn the_call_that_asks_may_be_cancelled() {
    let service = Service::default();
    service.state().delay = Duration::from_secs(5);
    let client = client(&service.config());
    let first = {
        let client = client.clone();
        tokio::spawn(
            async move { timeout(Duration::from_secs(1), client.put_cell(put("a"))).await },
        )
    };
    sleep(Duration::from_millis(500)).await;
    client.put_cell(put("a")).await.expect("an answer");
    assert!(first.await.expect("no panic").is_err(), "it was cancelled");
    assert_eq!((service.asked(), service.hosts().len()), (2, 1));
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_is_asked_for_anew_beside_calls_before_its_time_is_over() {
    let service = Service::default();
    let client = client(&service.config());
    client.put_cell(put("a")).await.expect("an answer");
    sleep(Duration::from_secs(539)).await;
    client.put_cell(put("a")).await.expect("an answer");
    assert_eq!(service.asked(), 1);
    sleep(Duration::from_secs(2)).await;
    // No call waits for it: the service takes longer than these calls have.
    service.state().delay = Duration::from_secs(10);
    for _ in 0..3 {
        let call = client.put_cell(put("a"));
        let answer = timeout(Duration::from_millis(1), call).await;
        answer.expect("in time").expect("an answer");
    }
    assert_eq!(service.hosts(), ["cell-1.example"; 5]);
    sleep(Duration::from_secs(11)).await;
    client.put_cell(put("a")).await.expect("an answer");
    assert_eq!(
        (service.hosts(), service.asked()),
        (vec!["cell-2.example".to_owned()], 2)
    );
}

#[tokio::test(start_paused = true)]
async fn an_old_endpoint_is_used_on_while_there_is_no_new_one() {
    let service = Service::default();
    let client = client(&service.config());
    client.put_cell(put("a")).await.expect("an answer");
    sleep(minutes(11)).await;
    service.answer(400, json!({"__type": "AccessDenied"}));
    for _ in 0..3 {
        client.put_cell(put("a")).await.expect("an answer");
    }
    assert_eq!(service.hosts(), ["cell-1.example"; 4]);
    assert_eq!(service.asked(), 2, "the failure is remembered");
    sleep(Duration::from_secs(61)).await;
    client.put_cell(put("a")).await.expect("an answer");
    assert_eq!(service.hosts(), ["cell-3.example"]);
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_that_the_service_refuses_is_forgotten() {
    for status in [400, 421] {
        let service = Service::default();
        let client = client(&service.config());
        client.put_cell(put("a")).await.expect("an answer");
        service.state().stale = vec![("cell-1.example", status)];
        client.put_cell(put("a")).await.expect("an answer");
        assert_eq!(
            service.hosts(),
            ["cell-1.example", "cell-1.example", "cell-2.example"]
        );
        // A call has no more attempts than others.
        service.state().stale = vec![
            ("cell-2.example", status),
            ("cell-3.example", status),
            ("cell-4.example", status),
            ("cell-5.example", status),
        ];
        let error = client.put_cell(put("a")).await.expect_err("no endpoint");
        assert_eq!(
            error
                .meta()
                .and_then(tinsmith_runtime::ErrorMeta::status)
                .map(|it| it.as_u16()),
            Some(status)
        );
        assert_eq!(service.hosts().len(), 3);
    }
    let service = Service::default();
    service.state().stale = vec![("cell-1.example", 400)];
    let client = client(&service.config().retry(RetryConfig::off()));
    client.put_cell(put("a")).await.expect_err("one attempt");
    assert_eq!((service.hosts().len(), service.asked()), (1, 1));
}

#[tokio::test(start_paused = true)]
async fn addresses_that_are_no_hosts_are_errors() {
    let address = |address: &str| json!({"Endpoints": [{"Address": address}]});
    for body in [
        json!({}),
        json!({"Endpoints": []}),
        json!({"Endpoints": [{"CachePeriodInMinutes": 1}]}),
        address(""),
        address("user@evil.example"),
        address("evil.example/path"),
        address("http://evil.example"),
        address("evil.example?x="),
        address("a b"),
    ] {
        let service = Service::default();
        service.answer(200, body.clone());
        let client = client(&service.config());
        let error = client.put_cell(put("a")).await.expect_err("no endpoint");
        let text = error.to_string();
        assert!(text.contains("FindCells gave"), "{body}: {text}");
        assert!(service.hosts().is_empty(), "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_endpoint_without_a_time_is_kept_for_a_minute_and_one_of_no_time_for_a_call() {
    for (time, calls) in [
        (Value::Null, 1),
        (json!(0), 3),
        (json!(-5), 3),
        (json!(i64::MAX), 1),
    ] {
        let service = Service::default();
        for _ in 0..3 {
            let endpoint = json!({"Address": "cell.example", "CachePeriodInMinutes": time});
            service.answer(200, json!({"Endpoints": [endpoint]}));
        }
        let client = client(&service.config());
        for _ in 0..3 {
            client.put_cell(put("a")).await.expect("an answer");
            sleep(Duration::from_secs(1)).await;
        }
        assert_eq!(service.asked(), calls, "{time}");
    }
}

#[tokio::test(start_paused = true)]
async fn nothing_is_asked_for_an_input_that_cannot_be_sent() {
    let service = Service::default();
    let client = client(&service.config());
    let error = client.put_cell(cells::PutCell::new()).await;
    let text = error.expect_err("nothing is set").to_string();
    assert!(text.contains("missing required"), "{text}");
    assert_eq!(service.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn the_timeout_of_a_call_holds_for_asking() {
    let service = Service::default();
    service.state().delay = Duration::from_secs(60);
    let timeouts = Timeouts::default().call(Duration::from_secs(2));
    let client = client(&service.config().timeouts(timeouts));
    let error = client.put_cell(put("a")).await.expect_err("too late");
    assert!(matches!(error, cells::Error::Timeout(_)), "{error}");
}

#[tokio::test(start_paused = true)]
async fn there_is_no_discovery_with_an_endpoint_of_ones_own() {
    let service = Service::default();
    for mode in [
        EndpointDiscovery::Auto,
        EndpointDiscovery::Enabled,
        EndpointDiscovery::Disabled,
    ] {
        let config = service.config().endpoint_discovery(mode);
        let client = client(&config.endpoint_url("https://own.example"));
        client.put_cell(put("a")).await.expect("an answer");
        assert_eq!(service.hosts(), ["own.example"]);
    }
    assert_eq!(service.asked(), 0);
}

#[tokio::test(start_paused = true)]
async fn discovery_may_be_turned_off_and_on() {
    let service = Service::default();
    let off = service
        .config()
        .endpoint_discovery(EndpointDiscovery::Disabled);
    let off = client(&off);
    let error = off
        .put_cell(put("a"))
        .await
        .expect_err("it needs discovery");
    let text = error.to_string();
    assert!(
        text.contains("PutCell is answered only") && text.contains("turned off"),
        "{text}"
    );
    // Where it is optional, it is done if it is turned on.
    off.get_cell(get()).await.expect("an answer");
    client(&service.config())
        .get_cell(get())
        .await
        .expect("an answer");
    assert_eq!(service.hosts(), ["cells.eu-west-1.example"; 2]);
    assert_eq!(service.asked(), 0);
    let on = service
        .config()
        .endpoint_discovery(EndpointDiscovery::Enabled);
    let on = client(&on);
    service.answer(400, json!({"__type": "AccessDenied"}));
    on.get_cell(get())
        .await
        .expect("an answer of the usual endpoint");
    on.get_cell(get()).await.expect("an answer");
    assert_eq!(
        service.hosts(),
        ["cells.eu-west-1.example", "cell-2.example"]
    );
}

/// A presigned request would go to the usual endpoint.
#[tokio::test(start_paused = true)]
async fn an_operation_with_discovery_is_not_presigned() {
    let service = Service::default();
    let options = PresignOptions::new(Duration::from_secs(60));
    let presigned = client(&service.config()).presigned(put("a"), options).await;
    let text = presigned.expect_err("no endpoint").to_string();
    assert!(text.contains("PutCell can't be presigned"), "{text}");
}

#[test]
fn the_environment_turns_discovery_on() {
    for (variables, file, is_on) in [
        (&[][..], "", false),
        (&[("AWS_ENABLE_ENDPOINT_DISCOVERY", "true")], "", true),
        (&[("AWS_ENDPOINT_DISCOVERY_ENABLED", "TRUE")], "", true),
        (&[], "[default]\nendpoint_discovery_enabled = true", true),
        (
            &[("AWS_ENABLE_ENDPOINT_DISCOVERY", "auto")],
            "[default]\nendpoint_discovery_enabled = true",
            false,
        ),
    ] {
        let service = Service::default();
        let mut environment = Environment::empty().file("/config", file);
        for (name, value) in variables {
            environment = environment.variable(*name, *value);
        }
        let environment = environment.variable("AWS_CONFIG_FILE", "/config");
        let config = service.config_of(Config::load(environment).expect("settings"));
        of_async(client(&config).get_cell(get())).expect("an answer");
        assert_eq!(service.asked() == 1, is_on, "{variables:?} {file}");
    }
}

/// The runtime of a call that asks may be at rest; a call in another one doesn't wait for it.
#[test]
fn a_runtime_at_rest_holds_nobody_up() {
    let service = Service::default();
    service.state().delay = Duration::from_secs(3600);
    let client = client(&service.config());
    let resting = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let asking = client.clone();
    let call = resting.spawn(async move { asking.put_cell(put("a")).await });
    resting.block_on(async {
        sleep(Duration::from_millis(50)).await;
    });
    assert_eq!(service.asked(), 1);
    service.state().delay = Duration::ZERO;
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let answer = runtime
        .block_on(async { timeout(Duration::from_secs(20), client.put_cell(put("a"))).await });
    answer.expect("in time").expect("an answer");
    assert_eq!(service.asked(), 2);
    drop(call);
}

#[test]
fn a_blocking_client_asks_too() {
    let service = Service::default();
    let client = cells::BlockingClient::new(&service.config()).expect("a client");
    for _ in 0..2 {
        client.put_cell(put("a")).expect("an answer");
    }
    assert_eq!((service.hosts().len(), service.asked()), (2, 1));
}
