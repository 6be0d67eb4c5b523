//! Calls without an async runtime, and what lies between the client and the network.

use std::sync::mpsc;
use std::time::Duration;

use crate::support::server::{Reply, Server, response, success};
use crate::support::service::{Client, Echo, Error, SERVICE, config, credentials, quick};
use tinsmith_runtime::client::{CallError, Config, Environment, TransportErrorKind};
use tinsmith_runtime::generated::client::{Core, Runtime};

/// A blocking client as the generator writes it.
#[derive(Clone)]
struct BlockingClient {
    client: Client,
    runtime: Runtime,
}

impl BlockingClient {
    fn echo(&self, text: &str) -> Result<String, Error> {
        let call = async { self.client.send(Echo::new(text)).await };
        self.runtime.run(call).map(|output| output.text)
    }
}

/// A server on a thread of its own, until the sender is dropped.
fn server_thread() -> (String, mpsc::Sender<()>) {
    let (url, urls) = mpsc::channel();
    let (stop, stopped) = mpsc::channel::<()>();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let server = runtime.block_on(Server::start(|_| success("hello")));
        url.send(server.url()).unwrap();
        _ = stopped.recv();
    });
    (urls.recv().unwrap(), stop)
}

#[test]
fn calls_from_several_threads() {
    let (url, _stop) = server_thread();
    let client = BlockingClient {
        client: Client::new(&config(&url)),
        runtime: Runtime::new().unwrap(),
    };
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..20 {
                    assert_eq!(client.echo("hi").unwrap(), "hello");
                }
            });
        }
    });
}

fn multi_thread() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    runtime.worker_threads(2).enable_all().build().unwrap()
}

fn current_thread() -> tokio::runtime::Runtime {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    runtime.enable_all().build().unwrap()
}

fn client(url: &str) -> BlockingClient {
    BlockingClient {
        client: Client::new(&config(url)),
        runtime: Runtime::new().unwrap(),
    }
}

#[test]
fn threads_that_may_be_blocked_may_call() {
    let (url, _stop) = server_thread();
    let client = client(&url);
    let hello = |result: Result<String, Error>| assert_eq!(result.unwrap(), "hello");
    for runtime in [multi_thread(), current_thread()] {
        // On a blocking thread, several at once.
        let calls: Vec<_> = (0..4)
            .map(|_| {
                let client = client.clone();
                runtime
                    .spawn_blocking(move || (0..5).map(|_| client.echo("hi")).collect::<Vec<_>>())
            })
            .collect();
        for call in calls {
            runtime.block_on(call).unwrap().into_iter().for_each(hello);
        }
        // On a thread that only knows a runtime.
        let _entered = runtime.enter();
        hello(client.echo("hi"));
        hello(client.echo("hi"));
    }
    hello(client.echo("hi"));

    let runtime = multi_thread();
    let in_place = || {
        let client = client.clone();
        async move { tokio::task::block_in_place(|| client.echo("hi")) }
    };
    hello(runtime.block_on(in_place()));
    hello(runtime.block_on(runtime.spawn(in_place())).unwrap());
}

#[test]
fn threads_with_other_work_may_not_call() {
    let client = client("http://localhost:1");
    let refused = {
        let client = client.clone();
        move || {
            let error = client.echo("hi").unwrap_err().to_string();
            assert!(error.contains("use the async client there"), "{error}");
            // The task that asked can go on.
            assert!(tokio::task::coop::has_budget_remaining());
        }
    };
    for runtime in [multi_thread(), current_thread()] {
        let refused = refused.clone();
        runtime.block_on(async { refused() });
        let task = runtime.spawn({
            let refused = refused.clone();
            async move {
                refused();
                // Later polls, too.
                tokio::time::sleep(Duration::from_millis(1)).await;
                refused();
            }
        });
        runtime.block_on(task).unwrap();
        let local = tokio::task::LocalSet::new();
        local.block_on(&runtime, async { refused() });
        let task = local.spawn_local({
            let refused = refused.clone();
            async move { refused() }
        });
        runtime.block_on(local.run_until(task)).unwrap();
        // A task within a blocking thread.
        let handle = runtime.handle().clone();
        let within = runtime.spawn_blocking(move || handle.block_on(async { refused() }));
        runtime.block_on(within).unwrap();
    }
}

/// Nothing tells such a task from a thread that may be blocked: it is, and nothing panics.
#[test]
fn a_task_without_a_budget_waits() {
    let (url, _stop) = server_thread();
    let client = client(&url);
    for runtime in [multi_thread(), current_thread()] {
        let call = tokio::task::unconstrained(async { client.echo("hi") });
        assert_eq!(runtime.block_on(call).unwrap(), "hello");
    }
}

#[tokio::test]
async fn a_blocking_call_within_a_runtime_is_an_error() {
    let client = client("http://localhost:1");
    let error = client.echo("hi").unwrap_err();
    assert!(
        matches!(error, Error::Call(CallError::Config(_))),
        "{error:?}"
    );
    assert!(
        error.to_string().contains("use the async client there"),
        "{error}"
    );
}

#[tokio::test]
async fn https_goes_through_the_proxy() {
    let proxy = Server::start(|_| Reply::Last(response(403, &[], ""))).await;
    let load = |no_proxy: &str| {
        let environment = Environment::empty()
            .variable("HTTPS_PROXY", proxy.url().replace("//", "//user:password@"))
            .variable("NO_PROXY", no_proxy)
            .variable("AWS_REGION", "eu-west-1");
        let config = Config::load(environment).unwrap();
        config
            .credentials(credentials())
            .retry(quick().max_attempts(1))
    };
    let config = load("").endpoint_url("https://toy.example.invalid");
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    let received = proxy.received();
    assert!(
        received[0]
            .head
            .starts_with("CONNECT toy.example.invalid:443 HTTP/1.1\r\n"),
        "{received:?}"
    );
    // user:password
    assert_eq!(
        received[0].header("proxy-authorization"),
        Some("Basic dXNlcjpwYXNzd29yZA==")
    );
    let text = error.to_string();
    assert!(
        text.starts_with("can't connect: ") && !text.contains("password"),
        "{text}"
    );

    let config = load("example.invalid").endpoint_url("https://toy.example.invalid");
    assert!(Client::new(&config).echo("hi").await.is_err());
    assert_eq!(proxy.requests(), 1);
}

/// A configuration of these variables, for one attempt.
fn of_variables(variables: &[(&str, &str)]) -> Config {
    let environment = variables
        .iter()
        .fold(Environment::empty(), |all, (name, value)| {
            all.variable(*name, *value)
        });
    Config::load(environment)
        .unwrap()
        .region("eu-west-1")
        .retry(quick().max_attempts(1))
}

#[tokio::test]
async fn http_goes_through_its_proxy() {
    let proxy = Server::start(|_| success("from the proxy")).await;
    let url = proxy.url().replace("//", "//us%65r:p%40ss@");
    for name in ["HTTP_PROXY", "http_proxy"] {
        let before = proxy.requests();
        let config = of_variables(&[(name, &url)])
            .credentials(credentials())
            .endpoint_url("http://toy.example.invalid:8080/base");
        let client = Client::new(&config);
        for _ in 0..2 {
            assert_eq!(client.echo("hi").await.unwrap(), "from the proxy");
        }
        let received = proxy.received();
        assert_eq!(received.len(), before + 2);
        let request = received.last().unwrap();
        let line = "POST http://toy.example.invalid:8080/base/ HTTP/1.1\r\n";
        assert!(request.head.starts_with(line), "{request:?}");
        assert_eq!(request.header("host"), Some("toy.example.invalid:8080"));
        // user:p@ss
        let authorization = request.header("proxy-authorization");
        assert_eq!(authorization, Some("Basic dXNlcjpwQHNz"));
        let signed = request.header("authorization").unwrap();
        assert!(!signed.contains("proxy"), "{signed}");
    }
    // Each client makes one connection.
    assert_eq!(proxy.accepted(), 2);
}

#[tokio::test]
async fn hosts_that_go_without_a_proxy() {
    let proxy = Server::start(|_| success("from the proxy")).await;
    let server = Server::start(|_| success("hello")).await;
    let authority = server.url().replace("http://", "");
    for (no_proxy, expected) in [
        ("", "from the proxy"),
        ("127.0.0.1:1, example", "from the proxy"),
        ("127.0.0.1", "hello"),
        ("127.0.0.0/8", "hello"),
        ("*", "hello"),
        (&*format!("other.example,{authority}"), "hello"),
    ] {
        let config = of_variables(&[("http_proxy", &proxy.url()), ("NO_PROXY", no_proxy)])
            .credentials(credentials())
            .endpoint_url(server.url());
        assert_eq!(
            Client::new(&config).echo("hi").await.unwrap(),
            expected,
            "{no_proxy}"
        );
    }
    // A CGI program has its requests' header `Proxy` in that variable.
    let cgi = [("HTTP_PROXY", &*proxy.url()), ("REQUEST_METHOD", "GET")];
    let config = of_variables(&cgi)
        .credentials(credentials())
        .endpoint_url(server.url());
    assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
}

/// The agent of a container is asked directly, as by botocore: its token is for nobody else.
#[tokio::test]
async fn containers_are_asked_without_a_proxy() {
    let proxy = Server::start(|_| success("from the proxy")).await;
    let agent = Server::start(|_| {
        let body = r#"{"AccessKeyId":"AKIDAGENT","SecretAccessKey":"s","Token":"t",
            "Expiration":"2999-01-01T00:00:00Z"}"#;
        Reply::Send(response(200, &[], body))
    })
    .await;
    let config = of_variables(&[
        ("HTTP_PROXY", &proxy.url()),
        ("AWS_CONTAINER_CREDENTIALS_FULL_URI", &agent.url()),
        ("AWS_CONTAINER_AUTHORIZATION_TOKEN", "secret"),
    ])
    .endpoint_url("http://toy.example.invalid");
    assert_eq!(
        Client::new(&config).echo("hi").await.unwrap(),
        "from the proxy"
    );
    assert_eq!((agent.requests(), proxy.requests()), (1, 1));
    assert!(
        proxy.received()[0]
            .header("authorization")
            .unwrap()
            .contains("AKIDAGENT")
    );
}

/// The instance metadata service is asked directly: it is on this link, where a proxy has
/// another one, or none.
#[tokio::test]
async fn addresses_of_the_link_are_asked_without_a_proxy() {
    let proxy = Server::start(|_| success("from the proxy")).await;
    for url in [
        "http://169.254.169.254",
        "http://[fd00:ec2::254]",
        "http://[fe80::1]",
    ] {
        let config = of_variables(&[("HTTP_PROXY", &proxy.url())])
            .credentials(credentials())
            .timeouts(
                tinsmith_runtime::client::Timeouts::default().connect(Duration::from_millis(50)),
            )
            .endpoint_url(url);
        Client::new(&config).echo("hi").await.unwrap_err();
    }
    assert_eq!(proxy.accepted(), 0);
}

#[test]
fn what_is_no_proxy_is_an_error() {
    for name in [
        "HTTPS_PROXY",
        "https_proxy",
        "HTTP_PROXY",
        "http_proxy",
        "ALL_PROXY",
    ] {
        for value in [
            "socks5://user:secret-word@proxy:1080",
            "http//user:secret-word@proxy",
            "htp://proxy",
            "proxy:port",
            "http://",
        ] {
            let environment = Environment::empty().variable(name, value);
            let error = Config::load(environment).unwrap_err();
            let [problem] = error.problems() else {
                panic!("{error}");
            };
            assert!(
                problem.starts_with(&format!("{name} isn't the URL of a proxy")),
                "{problem}"
            );
            assert!(!problem.contains("secret-word"), "{problem}");
        }
    }
}

#[tokio::test]
async fn http_does_not_go_through_the_proxy() {
    let proxy = Server::start(|_| Reply::Stall).await;
    let server = Server::start(|_| success("hello")).await;
    let environment = Environment::empty()
        .variable("HTTPS_PROXY", proxy.url())
        .variable("AWS_REGION", "eu-west-1")
        .variable("AWS_ENDPOINT_URL_TOY_SERVICE", server.url());
    let config = Config::load(environment)
        .unwrap()
        .credentials(credentials());
    assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
    assert_eq!(proxy.accepted(), 0);
}

/// The other side speaks, but not TLS.
#[tokio::test]
async fn https_is_never_plain() {
    let server = Server::start(|_| success("hello")).await;
    // The server waits for lines, and TLS begins with the client: it must be the timeout
    // or an alert, never a request.
    let timeouts =
        tinsmith_runtime::client::Timeouts::default().connect(Duration::from_millis(200));
    let config = config(&server.url().replace("http:", "https:"))
        .timeouts(timeouts)
        .retry(quick().max_attempts(1));
    let error = Client::new(&config).echo("hi").await.unwrap_err();
    match &error {
        Error::Call(CallError::Timeout(_)) => {}
        Error::Call(CallError::Transport(error)) => {
            assert_eq!(error.kind(), TransportErrorKind::Connect);
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(server.requests(), 0);
}

/// One configuration is for many services: they share connections.
#[tokio::test]
async fn clients_of_a_configuration_share_connections() {
    let server = Server::start(|_| success("hello")).await;
    let config = config(&server.url());
    for _ in 0..5 {
        assert_eq!(Client::new(&config).echo("hi").await.unwrap(), "hello");
    }
    assert_eq!(server.accepted(), 1);
    // A change of a setting of connections makes new ones.
    let changed = config.clone().max_response_size(1_000);
    assert_eq!(Client::new(&changed).echo("hi").await.unwrap(), "hello");
    assert_eq!(server.accepted(), 2);
    assert_eq!(
        Core::new(&config, &SERVICE).unwrap().service().sdk_id,
        "Toy Service"
    );
}
