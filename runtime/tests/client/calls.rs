//! Calls over loopback that go as they should: what is sent, and what comes back.

use std::time::Duration;

use crate::support::server::{Server, error, success};
use crate::support::service::{Client, config};

#[tokio::test]
async fn a_call_is_signed_and_tells_who_calls() {
    let server = Server::start(|_| success("hello")).await;
    let client = Client::new(&config(&server.url()).app_name("tests"));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");

    let received = server.received();
    let [request] = &received[..] else {
        panic!("{received:?}");
    };
    let authorization = request.header("authorization").unwrap();
    assert!(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20"),
        "{authorization}"
    );
    assert!(
        authorization.contains(
            "/eu-west-1/toy/aws4_request, SignedHeaders=\
             content-type;host;x-amz-date;x-amz-target, Signature="
        ),
        "{authorization}"
    );
    assert!(request.head.starts_with("POST / HTTP/1.1\r\n"));
    let host = server.url().replace("http://", "");
    assert_eq!(request.header("host"), Some(&*host));
    let attempt = request.header("amz-sdk-request").unwrap();
    assert!(
        attempt.starts_with("ttl=20") && attempt.ends_with("Z; attempt=1; max=3"),
        "{attempt}"
    );
    let agent = request.header("user-agent").unwrap();
    assert!(
        agent.starts_with("tinsmith/") && agent.ends_with(" app/tests"),
        "{agent}"
    );
    assert_eq!(request.header("amz-sdk-invocation-id").unwrap().len(), 36);
    assert_eq!(request.header("x-amz-security-token"), None);
}

#[tokio::test]
async fn a_retry_sends_the_same_request_signed_anew() {
    let server = Server::start(|request| match request.number {
        0 => {
            // Signatures have the time in seconds, and nothing else of them changes.
            std::thread::sleep(Duration::from_millis(1_100));
            error(500, "InternalFailure")
        }
        _ => success("hello"),
    })
    .await;
    let client = Client::new(&config(&server.url()));
    assert_eq!(client.echo("hi").await.unwrap(), "hello");

    let received = server.received();
    let [first, second] = &received[..] else {
        panic!("{received:?}");
    };
    // The idempotency token is in the body.
    assert_eq!(first.body, second.body);
    let id = |request: &crate::support::server::Received| {
        request.header("amz-sdk-invocation-id").map(str::to_owned)
    };
    assert_eq!(id(first), id(second));
    assert_eq!((first.attempt(), second.attempt()), (1, 2));
    assert_ne!(
        first.header("authorization"),
        second.header("authorization")
    );
    // One connection was enough.
    assert_eq!(server.accepted(), 1);
}
