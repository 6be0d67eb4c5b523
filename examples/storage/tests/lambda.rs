//! The function for Lambda, with both of its sides played: the runtime API and the service.

#[path = "../../lambda/function.rs"]
mod function;
#[path = "../../lambda/runtime.rs"]
mod runtime;

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use storage::s3::error::NoSuchKey;
use storage::s3::server::Server;
use storage::s3::{Client, GetObject, GetObjectOutput, PutObject, PutObjectOutput};
use tinsmith_runtime::Body;
use tinsmith_runtime::client::{Config, Credentials, RetryConfig};
use tinsmith_runtime::http::{Request, Response};
use tinsmith_runtime::server::Mock;
use tokio::net::TcpListener;

use function::count_lines;
use runtime::{RuntimeApi, Trace};

const TRACE: &str = "Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1";

/// The paths that were posted to, and the results.
type Results = Arc<Mutex<Vec<(String, Value)>>>;

/// Plays Lambda: gives these events, and then no more.
async fn lambda(events: Vec<String>, left: Duration) -> (String, Results) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let host = listener.local_addr().expect("an address").to_string();
    let results = Results::default();
    let (noted, events) = (results.clone(), Arc::new(Mutex::new(events.into_iter())));
    let deadline = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .expect("after 1970")
        + left;
    tokio::spawn(async move {
        let (stream, _) = listener.accept().await.expect("the function");
        let answer = service_fn(|request: Request<Incoming>| {
            let (noted, events) = (noted.clone(), events.clone());
            async move {
                let path = request.uri().path().to_owned();
                let body = Body::from_http_body(request.into_body());
                let body = body.collect(1 << 20).await.expect("a body");
                if !path.ends_with("/next") {
                    let result = serde_json::from_slice(&body).expect("JSON");
                    noted.lock().expect("no panic").push((path, result));
                    return Ok::<_, Infallible>(Response::new(Body::new()));
                }
                let event = events.lock().expect("no panic").next();
                let Some(event) = event else {
                    // As at the end of the process.
                    let gone = Response::builder().status(410).body(Body::new());
                    return Ok(gone.expect("a response"));
                };
                let response = Response::builder()
                    .header("lambda-runtime-aws-request-id", "8476a536")
                    .header(
                        "lambda-runtime-deadline-ms",
                        deadline.as_millis().to_string(),
                    )
                    .header("lambda-runtime-trace-id", TRACE);
                Ok(response.body(Body::from(event)).expect("a response"))
            }
        });
        let http = http1::Builder::new();
        _ = http.serve_connection(TokioIo::new(stream), answer).await;
    });
    (host, results)
}

/// Plays S3 over sockets, and notes the traces of requests.
async fn s3(mock: &Mock) -> (String, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let traces = Arc::new(Mutex::new(Vec::new()));
    let (server, noted) = (Server::new(mock.clone()), traces.clone());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(server.clone());
            let noted = noted.clone();
            let answer = service_fn(move |request: Request<Incoming>| {
                let trace = request.headers().get("x-amzn-trace-id");
                let trace = trace
                    .and_then(|trace| trace.to_str().ok())
                    .unwrap_or_default();
                noted.lock().expect("no panic").push(trace.to_owned());
                hyper::service::Service::call(&service, request)
            });
            tokio::spawn(async move {
                let http = http1::Builder::new();
                _ = http.serve_connection(TokioIo::new(stream), answer).await;
            });
        }
    });
    (url, traces)
}

fn event(key: &str) -> String {
    json!({"Records": [{"s3": {"bucket": {"name": "poems"}, "object": {"key": key}}}]}).to_string()
}

/// Runs the function until there are no more events.
async fn run(
    events: Vec<String>,
    left: Duration,
    mock: &Mock,
) -> (Vec<(String, Value)>, Vec<String>) {
    let (host, results) = lambda(events, left).await;
    let (url, traces) = s3(mock).await;
    let mut api = RuntimeApi::connect(&host).await.expect("Lambda");
    let trace = Trace::default();
    let config = Config::new()
        .region("us-east-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .endpoint_url(url)
        .retry(RetryConfig::off())
        .interceptor(trace.clone());
    let client = Client::new(&config).expect("a client");
    let end = api.run(&trace, |event| count_lines(&client, event)).await;
    let end = end.expect_err("the end").to_string();
    assert_eq!(end, "Lambda answers invocation/next with 410 Gone");
    let results = results.lock().expect("no panic").clone();
    let traces = traces.lock().expect("no panic").clone();
    (results, traces)
}

#[tokio::test]
async fn events_are_answered_one_after_the_other() {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .matching(|input| input.key.as_deref() == Some("a poem.txt"))
        .returns(GetObjectOutput::new().body("one\ntwo\n"))
        .fails(NoSuchKey::new());
    let puts = mock.on::<PutObject>().answers(|input| {
        assert_eq!(input.bucket.as_deref(), Some("poems"));
        assert_eq!(input.key.as_deref(), Some("a poem.txt.lines"));
        Ok(PutObjectOutput::new())
    });
    let events = vec![
        event("a+poem%2Etxt"),
        event("a+poem.txt"),
        "{}".to_owned(),
        "{".to_owned(),
    ];
    let (results, traces) = run(events, Duration::from_secs(60), &mock).await;
    assert_eq!(puts.num_calls(), 1);
    mock.verify();
    assert_eq!(traces, [TRACE; 3]);
    let root = "/2018-06-01/runtime/invocation/8476a536";
    let paths: Vec<&str> = results.iter().map(|(path, _)| path.as_str()).collect();
    let (response, error) = (format!("{root}/response"), format!("{root}/error"));
    assert_eq!(paths, [&response, &error, &error, &error]);
    let results: Vec<Value> = results.into_iter().map(|(_, result)| result).collect();
    assert_eq!(results[0], json!({"objects": 1}));
    assert_eq!(results[1]["errorType"], "Error");
    let message = results[1]["errorMessage"].as_str().expect("a text");
    assert!(message.contains("NoSuchKey"), "{message}");
    assert_eq!(results[2]["errorMessage"], "the event has no records");
    assert_eq!(results[3]["errorMessage"], "the event isn't JSON");
}

#[tokio::test]
async fn calls_end_before_the_invocation_does() {
    let mock = Mock::new();
    mock.on::<GetObject>()
        .returns(GetObjectOutput::new())
        .after(std::future::pending);
    let (results, _) = run(vec![event("a")], Duration::from_millis(300), &mock).await;
    let message = results[0].1["errorMessage"].as_str().expect("a text");
    assert!(
        message.starts_with("the call didn't end within"),
        "{message}"
    );
    mock.verify();
}

#[tokio::test]
async fn a_function_that_cannot_start_says_so() {
    let (host, results) = lambda(Vec::new(), Duration::ZERO).await;
    let mut api = RuntimeApi::connect(&host).await.expect("Lambda");
    api.cannot_start(&"there is no region").await.expect("told");
    let results = results.lock().expect("no panic").clone();
    let (path, result) = results.first().expect("a result");
    assert_eq!(path, "/2018-06-01/runtime/init/error");
    assert_eq!(result["errorMessage"], "there is no region");
}
