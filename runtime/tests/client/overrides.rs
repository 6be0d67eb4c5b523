//! Clients with other settings than the one that they were made of, and what they share with it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use tinsmith_runtime::client::{
    BoxFuture, CallError, Credentials, CredentialsError, ProvideCredentials, RetryConfig,
    TimeoutKind, Timeouts,
};

use crate::support::server::{Reply, Server, error, success};
use crate::support::service::{Client, Error, config, quick};

fn scope(request: &crate::support::server::Received) -> String {
    let authorization = request.header("authorization").unwrap();
    let (_, scope) = authorization.split_once("Credential=").unwrap();
    scope.split_once(',').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_call_goes_to_another_region_on_the_same_connection() {
    let server = Server::start(|_| success("hello")).await;
    let client = Client::new(&config(&server.url()));
    client.echo("hi").await.unwrap();
    let other = client.with(|settings| settings.region("us-east-1").header("X-Team", "blue"));
    other.echo("hi").await.unwrap();
    client.echo("hi").await.unwrap();

    let received = server.received();
    let regions: Vec<_> = received.iter().map(scope).collect();
    let region = |index: usize| regions[index].split('/').nth(2).unwrap();
    assert_eq!(
        [region(0), region(1), region(2)],
        ["eu-west-1", "us-east-1", "eu-west-1"]
    );
    let teams: Vec<_> = received.iter().map(|it| it.header("x-team")).collect();
    assert_eq!(teams, [None, Some("blue"), None]);
    let authorization = received[1].header("authorization").unwrap();
    assert!(authorization.contains(";x-team,"), "{authorization}");
    assert_eq!(server.accepted(), 1);
}

#[tokio::test]
async fn a_header_that_is_set_again_replaces_itself_only() {
    let server = Server::start(|_| success("hello")).await;
    let client = Client::new(&config(&server.url()));
    let set = client.with(|settings| {
        let settings = settings.header("x-a", "1").header("x-b", "2");
        settings.header("X-A", "3")
    });
    set.echo("hi").await.unwrap();
    let received = &server.received()[0];
    assert_eq!(received.header("x-a"), Some("3"));
    assert_eq!(received.header("x-b"), Some("2"));
}

#[tokio::test]
async fn a_call_goes_to_another_endpoint() {
    let (first, second) = (
        Server::start(|_| success("first")).await,
        Server::start(|_| success("second")).await,
    );
    let client = Client::new(&config(&first.url()));
    let other = client.with(|settings| settings.endpoint_url(second.url()));
    assert_eq!(other.echo("hi").await.unwrap(), "second");
    assert_eq!(client.echo("hi").await.unwrap(), "first");
}

/// Settings go on from those of the client, and not from the defaults.
#[tokio::test]
async fn attempts_are_set_and_pauses_stay() {
    let server = Server::start(|_| error(500, "InternalFailure")).await;
    let client = Client::new(&config(&server.url()));
    let begin = Instant::now();
    let patient = client.with(|settings| settings.max_attempts(5).header("x-a", "1"));
    patient.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 5);
    // With the pauses of the defaults, four would take up to 750 ms.
    assert!(begin.elapsed() < Duration::from_millis(500));
    let impatient = patient.with(|settings| settings.retry(RetryConfig::off()));
    impatient.echo("hi").await.unwrap_err();
    let received = server.received();
    assert_eq!(received.len(), 6);
    assert_eq!(received[5].header("x-a"), Some("1"));
}

#[tokio::test]
async fn the_retry_quota_is_shared() {
    let server = Server::start(|_| error(500, "InternalFailure")).await;
    let client = Client::new(&config(&server.url()));
    // 500 tokens, and a retry costs 14.
    let retry = quick().max_attempts(100).max_delay(Duration::ZERO);
    let many = client.with(|settings| settings.retry(retry));
    many.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 36);
    client.echo("hi").await.unwrap_err();
    assert_eq!(server.requests(), 37);
}

struct Counting(Arc<AtomicUsize>);

impl ProvideCredentials for Counting {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        let number = self.0.fetch_add(1, Ordering::Relaxed);
        let credentials = Credentials::new(format!("AKID{number}"), "secret");
        Box::pin(std::future::ready(Ok(credentials)))
    }
}

#[tokio::test]
async fn credentials_are_shared_unless_they_are_set() {
    let server = Server::start(|_| success("hello")).await;
    let asked = Arc::new(AtomicUsize::new(0));
    let config = config(&server.url()).credentials(Counting(asked.clone()));
    let client = Client::new(&config);
    for _ in 0..3 {
        let other = client.with(|settings| settings.region("us-east-1"));
        other.echo("hi").await.unwrap();
    }
    client.echo("hi").await.unwrap();
    assert_eq!(asked.load(Ordering::Relaxed), 1);

    let given = Credentials::new("AKIDOTHER", "secret");
    let other = client.with(|settings| settings.credentials(given));
    other.echo("hi").await.unwrap();
    let last = server.received().pop().unwrap();
    assert!(scope(&last).starts_with("AKIDOTHER/"), "{}", scope(&last));
    client.echo("hi").await.unwrap();
    let last = server.received().pop().unwrap();
    assert!(scope(&last).starts_with("AKID0/"), "{}", scope(&last));
}

#[tokio::test]
async fn timeouts_are_set_for_single_calls() {
    let server = Server::start(|_| Reply::Stall).await;
    let client = Client::new(&config(&server.url()));
    let short = Duration::from_millis(50);
    let hurried = client.with(|settings| settings.call_timeout(short));
    let Err(Error::Call(CallError::Timeout(error))) = hurried.echo("hi").await else {
        panic!("no timeout");
    };
    assert_eq!(error.kind(), TimeoutKind::Call);
    let hurried = client.with(|settings| settings.attempt_timeout(short).max_attempts(1));
    let Err(Error::Call(CallError::Timeout(error))) = hurried.echo("hi").await else {
        panic!("no timeout");
    };
    assert_eq!(error.kind(), TimeoutKind::Attempt);
}

/// A listener that takes connections and says nothing: TLS waits for it.
#[tokio::test]
async fn the_connect_timeout_holds_for_new_connections() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    let client = Client::new(&config(&url).timeouts(Timeouts::none()));
    let short = Timeouts::none().connect(Duration::from_millis(50));
    let hurried = client.with(|settings| settings.timeouts(short).max_attempts(1));
    let result = tokio::time::timeout(Duration::from_secs(20), hurried.echo("hi")).await;
    let Ok(Err(Error::Call(CallError::Timeout(error)))) = result else {
        panic!("{result:?}");
    };
    assert_eq!(error.kind(), TimeoutKind::Connect);
    // The client itself has no timeout.
    let waits = tokio::time::timeout(Duration::from_millis(200), client.echo("hi")).await;
    assert!(waits.is_err());
}

/// All problems are named at once, without values, which may be secrets.
#[tokio::test]
async fn problems_are_errors_of_calls() {
    let server = Server::start(|_| success("hello")).await;
    let client = Client::new(&config(&server.url()));
    let wrong = client.with(|settings| {
        settings
            .region("x@evil.example/#")
            .endpoint_url("nowhere")
            .header("x-a", "secret\n")
            .header("Authorization", "secret")
            .header("amz-sdk-request", "secret")
    });
    let Err(Error::Call(CallError::Config(error))) = wrong.echo("hi").await else {
        panic!("it was sent");
    };
    let problems = error.problems();
    let expected = [
        "Overrides::region is \"x@evil.example/#\"",
        "Overrides::endpoint_url is \"nowhere\"",
        "Overrides::header has \"x-a\"",
        "Overrides::header has \"Authorization\": the client sets it itself",
        "Overrides::header has \"amz-sdk-request\": the client sets it itself",
    ];
    assert_eq!(problems.len(), expected.len(), "{problems:?}");
    for (problem, expected) in problems.iter().zip(expected) {
        assert!(problem.starts_with(expected), "{problem}");
    }
    assert!(!error.to_string().contains("secret"));
    assert_eq!(server.requests(), 0);
    // A region that is one puts it right; the others remain.
    let less = wrong.with(|settings| settings.region("eu-west-1"));
    let Err(Error::Call(CallError::Config(error))) = less.echo("hi").await else {
        panic!("it was sent");
    };
    assert_eq!(error.problems().len(), 4);
    assert_eq!(client.echo("hi").await.unwrap(), "hello");
}

#[test]
fn debug_shows_no_values_of_headers() {
    let client = Client::new(&config("http://localhost"));
    let client = client.with(|settings| {
        let settings = settings.header("x-secret", "hunter2");
        let text = format!("{settings:?}");
        assert!(
            text.contains("x-secret") && !text.contains("hunter2"),
            "{text}"
        );
        settings
    });
    assert!(!format!("{client:?}").contains("hunter2"));
}
