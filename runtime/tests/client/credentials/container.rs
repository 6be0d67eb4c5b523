//! Credentials from the agent of a container service.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{Config, Environment, TransportError};
use tinsmith_runtime::http::{Request, Response};
use tokio::time::Instant;

use crate::credentials::scene::{CONTAINER, Scene, nobody, ok, pair, status};
use crate::support::service::Client;

#[tokio::test]
async fn container() {
    let environment =
        Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id");
    let scene = Scene::new(environment, |_| ok(CONTAINER)).await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));
    assert_eq!(scene.uris(), ["http://169.254.170.2/v2/id"]);

    // EKS Pod Identity.
    let environment = Environment::empty()
        .variable(
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://169.254.170.23/v1/credentials",
        )
        .variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token")
        .file("/token", "pod-token");
    let scene = Scene::new(environment, |asked| {
        assert_eq!(asked.headers["authorization"], "pod-token");
        ok(CONTAINER)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));
    assert_eq!(scene.uris(), ["http://169.254.170.23/v1/credentials"]);
}

#[tokio::test]
async fn members_that_nobody_knows_are_none_of_the_credentials() {
    let environment =
        Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id");
    let more = CONTAINER.replacen('}', r#","TokenOfSomethingElse": "other"}"#, 1);
    let scene = Scene::new(environment, move |_| ok(more.clone())).await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));
}

/// A variable must not send the container's token to just any host.
#[tokio::test]
async fn containers_are_asked_at_hosts_that_are_trusted() {
    let scene = async |uri: &str| {
        let environment = Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
        Scene::new(environment, |_| ok(CONTAINER)).await
    };
    for uri in [
        "https://example.com/",
        "http://localhost:8080/x",
        "http://127.0.0.9/",
        "http://[::1]/",
        "http://[fd00:ec2::23]/v1/credentials",
        "http://[FD00:EC2:0::23]/v1/credentials",
        "http://[0:0:0:0:0:0:0:1]/",
        "http://LocalHost/",
        "http://169.254.170.23/",
    ] {
        assert_eq!(
            scene(uri).await.signed_with().await,
            pair("ECS", "ecs-token"),
            "{uri}"
        );
    }
    for uri in [
        "http://example.com/",
        "http://169.254.169.254/",
        "http://169.254.170.3/",
        "http://[fd00:ec2::24]/",
        "http://localhost.example.com/",
        "http://127.0.0.1.example.com/",
        "http://2130706433/",
        "/credentials",
        "ftp://localhost/",
        "nonsense",
    ] {
        let scene = scene(uri).await;
        assert!(
            scene
                .error()
                .await
                .contains("AWS_CONTAINER_CREDENTIALS_FULL_URI is"),
            "{uri}"
        );
        assert!(scene.uris().is_empty());
    }
}

/// Nor is a password in such a variable told.
#[tokio::test]
async fn a_full_uri_has_no_user_information() {
    for uri in [
        "http://localhost:the-secret@example.com/",
        "https://me:the-secret@example.com/",
    ] {
        let environment = Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_FULL_URI", uri);
        let scene = Scene::new(environment, |_| ok(CONTAINER)).await;
        assert_eq!(
            scene.error().await,
            "no credentials: AWS_CONTAINER_CREDENTIALS_FULL_URI has user information: expected a \
             URL without it"
        );
        assert!(scene.uris().is_empty());
    }
}

/// Nor is a token in a query.
#[tokio::test]
async fn errors_show_no_query() {
    for (name, value) in [
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://example.com/x?the-secret",
        ),
        (
            "AWS_CONTAINER_CREDENTIALS_FULL_URI",
            "http://local host/x?the-secret",
        ),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "v2?the-secret"),
        ("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v 2?the-secret"),
        (
            "AWS_EC2_METADATA_SERVICE_ENDPOINT",
            "http://imds imds?the-secret",
        ),
    ] {
        let environment = Environment::empty().variable(name, value);
        let scene = Scene::new(environment, nobody).await;
        let error = scene.error().await;
        assert!(!error.contains("the-secret"), "{error}");
        assert!(scene.uris().is_empty(), "{value}");
    }
}

/// Requests for credentials are tried again, too, but a service that refuses isn't asked
/// twice.
#[tokio::test(start_paused = true)]
async fn requests_for_credentials_are_tried_again() {
    for (code, requests) in [(500, 3), (403, 1)] {
        let environment =
            Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id");
        let scene = Scene::new(environment, move |_| status(code, "no")).await;
        let start = Instant::now();
        assert!(
            scene
                .error()
                .await
                .starts_with("no credentials: the container: ")
        );
        assert_eq!(scene.uris().len(), requests);
        // Pauses of 200 and 400 ms.
        let pauses = if requests == 3 { 600 } else { 0 };
        let took = start.elapsed().as_millis();
        assert!((pauses..pauses + 20).contains(&took), "{took}");
    }
}

/// So are those that nobody answers in time.
#[tokio::test(start_paused = true)]
async fn a_request_for_credentials_that_hangs_is_tried_again() {
    for (hanging, expected) in [(1, Ok(())), (3, Err("no response within 10s"))] {
        let asked = Arc::new(AtomicUsize::new(0));
        let http = {
            let asked = asked.clone();
            move |request: Request<Bytes>| {
                let is_toy = request.uri().host().unwrap().starts_with("toy");
                let hangs = !is_toy && asked.fetch_add(1, Ordering::SeqCst) < hanging;
                async move {
                    if hangs {
                        std::future::pending::<()>().await;
                    }
                    let body = if is_toy {
                        "{\"Text\":\"hello\"}"
                    } else {
                        CONTAINER
                    };
                    Ok::<_, TransportError>(Response::new(Bytes::from(body)))
                }
            }
        };
        let config = Config::load(relative().variable("AWS_REGION", "eu-west-1")).unwrap();
        let result = Client::new(&config.http_client(http)).echo("hi").await;
        match expected {
            Ok(()) => assert_eq!(result.unwrap(), "hello"),
            Err(expected) => {
                let error = result.unwrap_err().to_string();
                assert!(error.contains(expected), "{error}");
            }
        }
        assert_eq!(asked.load(Ordering::SeqCst), hanging.max(2));
    }
}

fn relative() -> Environment {
    Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id")
}

#[tokio::test]
async fn the_token_of_the_file_wins() {
    let environment = relative().variable("AWS_CONTAINER_AUTHORIZATION_TOKEN", "variable");
    let scene = Scene::new(environment.clone(), |asked| {
        assert_eq!(asked.method, "GET");
        assert_eq!(asked.headers["accept"], "application/json");
        assert_eq!(asked.headers["authorization"], "variable");
        assert!(asked.headers["authorization"].is_sensitive());
        ok(CONTAINER)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));

    let environment = environment.variable("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "/token");
    let with_file = environment.clone().file("/token", "file");
    let scene = Scene::new(with_file, |asked| {
        assert_eq!(asked.headers["authorization"], "file");
        ok(CONTAINER)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));

    for (environment, expected) in [
        (
            environment.clone(),
            "the container: /token: entity not found",
        ),
        (
            environment.clone().file("/token", " \n"),
            "the container: /token: expected a token",
        ),
        (
            environment.clone().file("/token", b"\xFF".to_vec()),
            "the container: /token: expected UTF-8",
        ),
        (
            environment.file("/token", "the-secret\nx-other: header"),
            "the container: AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE has a line break, which a header \
             can't have",
        ),
    ] {
        let scene = Scene::new(environment, nobody).await;
        assert_eq!(scene.error().await, format!("no credentials: {expected}"));
        assert!(scene.uris().is_empty());
    }
    // Also at the end, as in botocore.
    for token in ["the-secret\n", "\r\nthe-secret", "the-secret\r"] {
        let variable = "AWS_CONTAINER_AUTHORIZATION_TOKEN";
        for environment in [
            relative().variable(variable, token),
            relative()
                .variable(format!("{variable}_FILE"), "/token")
                .file("/token", token),
        ] {
            let scene = Scene::new(environment, nobody).await;
            let error = scene.error().await;
            assert!(error.contains("has a line break"), "{error}");
            assert!(!error.contains("the-secret"), "{error}");
            assert!(scene.uris().is_empty());
        }
    }
}

/// An error has the agent's own message, and nothing that may be secret.
#[tokio::test(start_paused = true)]
async fn what_is_wrong_with_the_answer_is_said() {
    for (code, body, expected) in [
        (
            403,
            r#"{"code":"AccessDenied","message":"not for you"}"#,
            "status 403: AccessDenied: not for you",
        ),
        (404, "<p>the-secret</p>", "status 404"),
        (302, "", "status 302"),
        (
            200,
            r#"{"AccessKeyId":"a","SecretAccessKey":"the-secret","Expiration":"2019-01-01T00:00:00Z"}"#,
            "its answer has an Expiration in the past",
        ),
        (
            200,
            r#"{"AccessKeyId":"a","SecretAccessKey":{"the-secret":1}}"#,
            "its answer isn't the JSON of credentials",
        ),
        (
            200,
            "the-secret",
            "its answer isn't the JSON of credentials",
        ),
        (
            200,
            "{} the-secret",
            "its answer isn't the JSON of credentials",
        ),
        (
            200,
            r#"{"AccessKeyId":"a","SecretAccessKey":null,"Token":"the-secret"}"#,
            "its answer has no AccessKeyId or no SecretAccessKey",
        ),
        (
            200,
            r#"{"AccessKeyId":"a","SecretAccessKey":"the-secret","Expiration":"soon"}"#,
            "its answer has an Expiration that isn't a time with an offset from UTC",
        ),
    ] {
        let scene = Scene::new(relative(), move |_| status(code, body)).await;
        assert_eq!(
            scene.error().await,
            format!("no credentials: the container: {expected}")
        );
    }
    let environment =
        Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "id@example.com");
    let scene = Scene::new(environment, |_| ok(CONTAINER)).await;
    assert!(scene.error().await.contains("expected a path"));
    assert!(scene.uris().is_empty());
}

/// An answer that has no end in sight isn't read, and errors aren't as long either.
#[tokio::test(start_paused = true)]
async fn what_is_huge() {
    let most = CONTAINER.to_owned() + &" ".repeat((1 << 20) - CONTAINER.len());
    let scene = Scene::new(relative(), move |_| ok(most.clone())).await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));
    let huge = " ".repeat((1 << 20) + 1);
    let scene = Scene::new(relative(), move |_| ok(huge.clone())).await;
    assert_eq!(
        scene.error().await,
        "no credentials: the container: its answer has more than 1048576 bytes"
    );
    let long = format!(r#"{{"message":"{}"}}"#, "é".repeat(100_000));
    let scene = Scene::new(relative(), move |_| {
        let mut response = ok(long.clone())?;
        *response.status_mut() = 403.try_into().unwrap();
        Some(response)
    })
    .await;
    let error = scene.error().await;
    assert!(
        error.starts_with("no credentials: the container: status 403: éé"),
        "{error}"
    );
    assert!(error.len() < 2_000, "{}", error.len());
}
