//! All sources that are asked over HTTP, through the client's own HTTP client.

use std::time::{Duration, Instant};

use tinsmith_runtime::client::{Config, Environment};

use crate::credentials::scene::{ASSUMED, CONTAINER, ROLE, assumed_text};
use crate::support::server::{Received, Reply, Server, response, success};
use crate::support::service::Client;

const IMDS: &str = r#"{"Code":"Success","AccessKeyId":"IMDS","SecretAccessKey":"s","Token":"t",
    "Expiration":"2099-01-01T00:00:00Z"}"#;
const SSO: &str = r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"s",
    "sessionToken":"t","expiration":4070908800000}}"#;

/// All services in one: what is asked for is in the request.
fn answer(request: &Received) -> Reply {
    let send = |body: &str| Reply::Send(response(200, &[], body));
    let line = request.head.lines().next().unwrap();
    match line.strip_suffix(" HTTP/1.1").unwrap() {
        "PUT /latest/api/token" => send("imds-token"),
        "GET /latest/meta-data/iam/security-credentials/" => send("my-role"),
        "GET /latest/meta-data/iam/security-credentials/my-role" => send(IMDS),
        "GET /container" => send(CONTAINER),
        "POST /sts/" => send(&assumed_text("AssumeRole", ASSUMED)),
        line if line.starts_with("GET /sso/federation/credentials?") => send(SSO),
        "POST /" => success("hello"),
        other => panic!("{other}"),
    }
}

async fn signed_with(server: &Server, environment: Environment) -> String {
    let environment = environment
        .home("/home/me")
        .variable("AWS_REGION", "eu-west-1")
        .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url())
        .variable("AWS_ENDPOINT_URL_STS", format!("{}/sts", server.url()))
        .variable("AWS_ENDPOINT_URL_SSO", format!("{}/sso", server.url()));
    let config = Config::load(environment)
        .unwrap()
        .endpoint_url(server.url());
    Client::new(&config).echo("hi").await.unwrap();
    let received = server.received();
    let authorization = received.last().unwrap().header("authorization").unwrap();
    let (_, after) = authorization.split_once("Credential=").unwrap();
    after.split('/').next().unwrap().to_owned()
}

#[tokio::test]
async fn all_sources() {
    let server = Server::start(answer).await;
    let empty = Environment::empty;
    assert_eq!(signed_with(&server, empty()).await, "IMDS");

    let container = empty().variable(
        "AWS_CONTAINER_CREDENTIALS_FULL_URI",
        format!("{}/container", server.url()),
    );
    assert_eq!(signed_with(&server, container).await, "ECS");

    let web_identity = empty()
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
        .variable("AWS_ROLE_ARN", ROLE)
        .file("/token", "the.web.token");
    assert_eq!(signed_with(&server, web_identity).await, ASSUMED);

    let role = empty().file(
        "/home/me/.aws/config",
        format!("[default]\nrole_arn = {ROLE}\ncredential_source = Ec2InstanceMetadata"),
    );
    assert_eq!(signed_with(&server, role).await, ASSUMED);

    let sso = empty()
        .file(
            "/home/me/.aws/config",
            "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = r\n\
             [sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n",
        )
        .file(
            "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
            r#"{"accessToken":"sso-token","expiresAt":"2099-01-01T00:00:00Z"}"#,
        );
    assert_eq!(signed_with(&server, sso).await, "SSO");
}

/// Outside EC2 something else may take the request and say nothing.
#[tokio::test]
async fn an_instance_that_says_nothing_does_not_hold_up_for_long() {
    let server = Server::start(|_| Reply::Stall).await;
    let environment = Environment::empty()
        .variable("AWS_REGION", "eu-west-1")
        .variable("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url());
    let client = Client::new(&Config::load(environment).unwrap());
    let start = Instant::now();
    let error = client.echo("hi").await.unwrap_err().to_string();
    assert!(
        error.ends_with("nor from the instance (the instance: no response within 1s)"),
        "{error}"
    );
    let elapsed = start.elapsed();
    assert!(elapsed >= Duration::from_millis(900), "{elapsed:?}");
    assert!(elapsed < Duration::from_secs(10), "{elapsed:?}");
    assert_eq!(server.requests(), 1);
}
