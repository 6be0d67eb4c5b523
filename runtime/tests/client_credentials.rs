//! The credential chain, each source on variables, files and HTTP in memory; and the cache.

// clippy knows only functions that are marked as tests.
#![allow(clippy::unwrap_used)]

mod support;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use support::service::{Client, Error};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    BoxFuture, CallError, Config, Credentials, CredentialsError, Environment, ProvideCredentials,
    TransportError, TransportErrorKind,
};
use tinsmith_runtime::http::{HeaderMap, Request, Response};

/// What came over HTTP: method, URI, and the body as text.
#[derive(Clone, Debug)]
struct Asked {
    uri: String,
    method: String,
    body: String,
    headers: HeaderMap,
}

/// A client of the toy service in this environment. Requests to the service succeed; all
/// others are answered by `answer`, or nobody listens there.
struct Scene {
    client: Client,
    asked: Arc<Mutex<Vec<Asked>>>,
}

impl Scene {
    async fn new(
        environment: Environment,
        answer: impl Fn(&Asked) -> Option<Response<Bytes>> + Send + Sync + 'static,
    ) -> Self {
        let asked = Arc::<Mutex<Vec<Asked>>>::default();
        let http = {
            let asked = asked.clone();
            move |request: Request<Bytes>| {
                let seen = Asked {
                    uri: request.uri().to_string(),
                    method: request.method().to_string(),
                    body: String::from_utf8(request.body().to_vec()).unwrap(),
                    headers: request.headers().clone(),
                };
                let response = if seen.uri.starts_with("https://toy.") {
                    Some(Response::new("{\"Text\":\"hello\"}".into()))
                } else {
                    answer(&seen)
                };
                asked.lock().unwrap().push(seen);
                async move {
                    response.ok_or_else(|| {
                        TransportError::new(TransportErrorKind::Connect, "nobody listens")
                    })
                }
            }
        };
        let environment = environment
            .variable("AWS_REGION", "eu-west-1")
            .home("/home/me");
        let config = Config::load(environment).unwrap().http_client(http);
        Self {
            client: Client::new(&config),
            asked,
        }
    }

    /// What the service was asked with: access key id and session token.
    async fn signed_with(&self) -> (String, Option<String>) {
        self.client.echo("hi").await.unwrap();
        let asked = self.asked();
        let request = asked.last().unwrap();
        let header = |name| Some(request.headers.get(name)?.to_str().unwrap().to_owned());
        let authorization: String = header("authorization").unwrap();
        let (_, after) = authorization.split_once("Credential=").unwrap();
        let id = after.split('/').next().unwrap().to_owned();
        (id, header("x-amz-security-token"))
    }

    async fn error(&self) -> String {
        match self.client.echo("hi").await.unwrap_err() {
            Error::Call(CallError::Credentials(error)) => error.to_string(),
            other => panic!("{other:?}"),
        }
    }

    fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// URIs of requests for credentials.
    fn uris(&self) -> Vec<String> {
        let asked = self.asked();
        let uris = asked.into_iter().map(|asked| asked.uri);
        uris.filter(|uri| !uri.starts_with("https://toy."))
            .collect()
    }
}

fn nobody(_: &Asked) -> Option<Response<Bytes>> {
    None
}

fn ok(body: impl Into<Bytes>) -> Option<Response<Bytes>> {
    Some(Response::new(body.into()))
}

fn status(status: u16, body: &'static str) -> Option<Response<Bytes>> {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status.try_into().unwrap();
    Some(response)
}

fn pair(id: &str, token: &str) -> (String, Option<String>) {
    (id.to_owned(), Some(token.to_owned()))
}

fn config_file(text: &str) -> Environment {
    Environment::empty().file("/home/me/.aws/config", text)
}

/// An answer of STS.
fn assumed(operation: &str, id: &str) -> Option<Response<Bytes>> {
    ok(format!(
        "<{operation}Response xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">\
         <{operation}Result><Credentials><AccessKeyId>{id}</AccessKeyId>\
         <SecretAccessKey>sts-secret</SecretAccessKey><SessionToken>sts-token</SessionToken>\
         <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></{operation}Result>\
         </{operation}Response>"
    ))
}

const ASSUMED: &str = "ASIAASSUMEDROLEEXAMP";

#[tokio::test]
async fn environment_variables() {
    let environment = config_file("[default]\naws_access_key_id = P\naws_secret_access_key = s")
        .variable("AWS_ACCESS_KEY_ID", "ENV")
        .variable("AWS_SECRET_ACCESS_KEY", "secret");
    let scene = Scene::new(environment.clone(), nobody).await;
    assert_eq!(scene.signed_with().await, ("ENV".to_owned(), None));
    let scene = Scene::new(
        environment.clone().variable("AWS_SESSION_TOKEN", "token"),
        nobody,
    )
    .await;
    assert_eq!(scene.signed_with().await, pair("ENV", "token"));
    // A profile that the program names wins over the variables.
    let scene = Scene::new(environment.profile("default"), nobody).await;
    assert_eq!(scene.signed_with().await, ("P".to_owned(), None));
}

#[tokio::test]
async fn half_a_pair_is_an_error() {
    let scene = Scene::new(
        Environment::empty().variable("AWS_ACCESS_KEY_ID", "ENV"),
        nobody,
    )
    .await;
    assert_eq!(
        scene.error().await,
        "no credentials: AWS_ACCESS_KEY_ID is set, but AWS_SECRET_ACCESS_KEY is not"
    );
    let scene = Scene::new(config_file("[default]\naws_access_key_id = a"), nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: profile \"default\": it has `aws_access_key_id`, but no \
         `aws_secret_access_key`"
    );
}

#[tokio::test]
async fn keys_of_a_profile() {
    let environment = Environment::empty()
        .variable("AWS_PROFILE", "work")
        .file(
            "/home/me/.aws/credentials",
            "[work]\naws_access_key_id=FILE\naws_secret_access_key=a+b/c=#d\n\
             aws_session_token = token==\n",
        )
        .file(
            "/home/me/.aws/config",
            "[profile work]\naws_access_key_id = CONFIG",
        );
    let scene = Scene::new(environment, nobody).await;
    assert_eq!(scene.signed_with().await, pair("FILE", "token=="));
}

const ROLE: &str = "arn:aws:iam::123456789012:role/analyst";

#[tokio::test]
async fn web_identity_from_variables() {
    let environment = Environment::empty()
        .variable("AWS_WEB_IDENTITY_TOKEN_FILE", "/token")
        .variable("AWS_ROLE_ARN", ROLE)
        .variable("AWS_ROLE_SESSION_NAME", "me")
        .file("/token", "the.web.token\n");
    let scene = Scene::new(environment, |asked| {
        assert!(
            asked.body.contains("Action=AssumeRoleWithWebIdentity"),
            "{asked:?}"
        );
        assert!(
            asked.body.contains("WebIdentityToken=the.web.token"),
            "{asked:?}"
        );
        assert!(asked.body.contains("RoleSessionName=me"), "{asked:?}");
        assumed("AssumeRoleWithWebIdentity", ASSUMED)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["https://sts.eu-west-1.amazonaws.com/"]);
}

#[tokio::test]
async fn web_identity_of_a_profile() {
    let environment = config_file(&format!(
        "[default]\nrole_arn = {ROLE}\nweb_identity_token_file = /token\nregion = us-west-2"
    ))
    .file("/token", "the.web.token");
    let scene = Scene::new(environment, |_| {
        assumed("AssumeRoleWithWebIdentity", ASSUMED)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris(), ["https://sts.us-west-2.amazonaws.com/"]);
}

#[tokio::test]
async fn a_role_by_a_source_profile() {
    let environment = config_file(&format!(
        "[default]\nrole_arn = {ROLE}\nsource_profile = base\nexternal_id = external\n\
         role_session_name = session\nduration_seconds = 1800\n\
         [profile base]\naws_access_key_id = BASE\naws_secret_access_key = s\n"
    ));
    let scene = Scene::new(environment, |asked| {
        let authorization = asked.headers["authorization"].to_str().unwrap();
        assert!(
            authorization.contains("Credential=BASE/"),
            "{authorization}"
        );
        assert!(
            authorization.contains("/eu-west-1/sts/aws4_request"),
            "{authorization}"
        );
        for part in [
            "ExternalId=external",
            "RoleSessionName=session",
            "DurationSeconds=1800",
        ] {
            assert!(asked.uri.contains(part), "{asked:?}");
        }
        assumed("AssumeRole", ASSUMED)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert!(scene.uris()[0].starts_with("https://sts.eu-west-1.amazonaws.com/?Action=AssumeRole&"));
    // It is cached.
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris().len(), 1);
}

#[tokio::test]
async fn roles_by_roles() {
    let environment = config_file(&format!(
        "[default]\nrole_arn = {ROLE}2\nsource_profile = middle\n\
         [profile middle]\nrole_arn = {ROLE}1\nsource_profile = middle\n\
         aws_access_key_id = SELF\naws_secret_access_key = s\n"
    ));
    let scene = Scene::new(environment, |asked| {
        let first = asked.uri.contains("analyst1");
        let id = if first {
            "ASIAFIRSTROLEEXAMPLE"
        } else {
            ASSUMED
        };
        let expected = if first {
            "=SELF/"
        } else {
            "=ASIAFIRSTROLEEXAMPLE/"
        };
        let authorization = asked.headers["authorization"].to_str().unwrap();
        assert!(authorization.contains(expected), "{authorization}");
        assumed("AssumeRole", id)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
    assert_eq!(scene.uris().len(), 2);
}

#[tokio::test]
async fn a_role_by_a_credential_source() {
    let text = format!("[default]\nrole_arn = {ROLE}\ncredential_source = Environment");
    let environment = config_file(&text)
        .variable("AWS_ACCESS_KEY_ID", "ENV")
        .variable("AWS_SECRET_ACCESS_KEY", "secret")
        .profile("default");
    let scene = Scene::new(environment, |_| assumed("AssumeRole", ASSUMED)).await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));

    let environment = config_file(&text.replace("Environment", "EcsContainer"))
        .variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id");
    let scene = Scene::new(environment, |asked| {
        match asked.uri.contains("169.254.170.2") {
            true => ok(CONTAINER),
            false => assumed("AssumeRole", ASSUMED),
        }
    })
    .await;
    assert_eq!(scene.signed_with().await, pair(ASSUMED, "sts-token"));
}

#[tokio::test]
async fn what_is_wrong_with_a_role_is_said() {
    let keys = "aws_access_key_id = a\naws_secret_access_key = b\n";
    for (lines, expected) in [
        ("", "goes either `source_profile`, `credential_source` or"),
        ("source_profile = a\ncredential_source = b", "goes either"),
        (
            "credential_source = Moon",
            "`credential_source` is \"Moon\": expected",
        ),
        (
            "credential_source = Environment",
            "the environment, which has none",
        ),
        (
            "source_profile = gone",
            "source profile \"gone\" has no credentials",
        ),
        ("source_profile = loop", "round in a circle"),
        ("source_profile = default\nmfa_serial = x", "mfa_serial"),
        (
            "source_profile = default\nduration_seconds = 1h",
            "`duration_seconds` is \"1h\"",
        ),
    ] {
        let text = format!(
            "[default]\nrole_arn = {ROLE}\n{lines}\n\
             [profile loop]\nrole_arn = {ROLE}\nsource_profile = default\n\
             [profile keys]\n{keys}"
        );
        let scene = Scene::new(config_file(&text), nobody).await;
        let error = scene.error().await;
        assert!(error.contains(expected), "{lines}: {error}");
    }
}

const SSO_TOKEN: &str =
    r#"{"accessToken":"sso-token","expiresAt":"2099-01-01T00:00:00Z","region":"us-east-2"}"#;

fn sso_answer(asked: &Asked) -> Option<Response<Bytes>> {
    assert_eq!(
        asked.uri,
        "https://portal.sso.us-east-2.amazonaws.com/federation/credentials\
         ?role_name=Admin&account_id=123456789012"
    );
    assert_eq!(asked.headers["x-amz-sso_bearer_token"], "sso-token");
    ok(
        r#"{"roleCredentials":{"accessKeyId":"SSO","secretAccessKey":"sso-secret",
        "sessionToken":"sso-session","expiration":4070908800000}}"#,
    )
}

#[tokio::test]
async fn sso_session() {
    // The name of the file is the SHA-1 of the session's name.
    let environment = config_file(
        "[default]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = Admin\n\
         [sso-session corp]\nsso_region = us-east-2\nsso_start_url = https://corp.example\n",
    )
    .file(
        "/home/me/.aws/sso/cache/ee0bfd2552fbd840c02cc48b6e823320543c450f.json",
        SSO_TOKEN,
    );
    let scene = Scene::new(environment, sso_answer).await;
    assert_eq!(scene.signed_with().await, pair("SSO", "sso-session"));
}

#[tokio::test]
async fn sso_without_a_session() {
    let environment = config_file(
        "[default]\nsso_start_url = https://corp.example/start\nsso_region = us-east-2\n\
         sso_account_id = 123456789012\nsso_role_name = Admin\n",
    )
    .file(
        "/home/me/.aws/sso/cache/f7c9b39d0b4c7a7d82c79307585f77e1c5e74378.json",
        SSO_TOKEN,
    );
    let scene = Scene::new(environment, sso_answer).await;
    assert_eq!(scene.signed_with().await, pair("SSO", "sso-session"));
}

#[tokio::test]
async fn sso_without_a_token_says_how_to_log_in() {
    let text = "[default]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Admin\n\
                [sso-session corp]\nsso_region = us-east-2\n";
    let scene = Scene::new(config_file(text), nobody).await;
    assert!(scene.error().await.contains("aws sso login"));
    let scene = Scene::new(config_file(&text.replace("sso_region", "region")), nobody).await;
    assert!(scene.error().await.contains("no `sso_region`"));
    let scene = Scene::new(config_file(&text.replace("[sso-session corp]", "")), nobody).await;
    assert!(
        scene
            .error()
            .await
            .contains("no section `[sso-session corp]`")
    );
}

#[cfg(unix)]
#[tokio::test]
async fn process() {
    let run = |script: &str| {
        config_file(&format!(
            "[default]\ncredential_process = /bin/sh -c \"{script}\""
        ))
    };
    let answer = r#"{'Version': 1, 'AccessKeyId': 'PROC', 'SecretAccessKey': 'process-secret',
        'SessionToken': 'process-token', 'Expiration': '2099-01-01T00:00:00Z'}"#;
    // Single quotes are for the shell, so the JSON's double quotes are made by tr.
    let print = format!(
        "echo '{}' | tr q '\\042'",
        answer.replace('\'', "q").replace('\n', " ")
    );
    let scene = Scene::new(run(&print), nobody).await;
    assert_eq!(scene.signed_with().await, pair("PROC", "process-token"));

    let scene = Scene::new(run("echo process-secret; exit 3"), nobody).await;
    let error = scene.error().await;
    assert!(
        error.contains("\"/bin/sh\" ended with exit status: 3"),
        "{error}"
    );
    assert!(!error.contains("process-secret"), "{error}");

    let scene = Scene::new(run("echo process-secret"), nobody).await;
    let error = scene.error().await;
    assert!(error.contains("other than the JSON"), "{error}");
    assert!(!error.contains("process-secret"), "{error}");

    let scene = Scene::new(run(&print.replace(": 1", ": 2")), nobody).await;
    assert!(scene.error().await.contains("in version 2: expected 1"));

    let missing = config_file("[default]\ncredential_process = /does/not/exist");
    let scene = Scene::new(missing, nobody).await;
    assert!(scene.error().await.contains("can't be run"));
}

const CONTAINER: &str = r#"{"RoleArn":"r","AccessKeyId":"ECS","SecretAccessKey":"ecs-secret",
    "Token":"ecs-token","Expiration":"2099-01-01T00:00:00Z"}"#;

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
        .file("/token", "pod-token\n");
    let scene = Scene::new(environment, |asked| {
        assert_eq!(asked.headers["authorization"], "pod-token");
        ok(CONTAINER)
    })
    .await;
    assert_eq!(scene.signed_with().await, pair("ECS", "ecs-token"));
    assert_eq!(scene.uris(), ["http://169.254.170.23/v1/credentials"]);
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
    ] {
        assert_eq!(
            scene(uri).await.signed_with().await,
            pair("ECS", "ecs-token"),
            "{uri}"
        );
    }
    for uri in ["http://example.com/", "http://169.254.169.254/", "nonsense"] {
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

fn instance_answer(asked: &Asked) -> Option<Response<Bytes>> {
    let path = asked
        .uri
        .strip_prefix("http://169.254.169.254/latest/")
        .unwrap();
    match (asked.method.as_str(), path) {
        ("PUT", "api/token") => ok("imds-token"),
        ("GET", _) if asked.headers["x-aws-ec2-metadata-token"] != "imds-token" => status(401, ""),
        ("GET", "meta-data/iam/security-credentials/") => ok("my-role"),
        ("GET", "meta-data/iam/security-credentials/my-role") => ok(
            r#"{"Code":"Success","AccessKeyId":"IMDS","SecretAccessKey":"imds-secret",
            "Token":"imds-session","Expiration":"2099-01-01T00:00:00Z"}"#,
        ),
        _ => status(404, ""),
    }
}

#[tokio::test]
async fn instance() {
    let scene = Scene::new(Environment::empty(), instance_answer).await;
    assert_eq!(scene.signed_with().await, pair("IMDS", "imds-session"));
    assert_eq!(scene.uris().len(), 3);

    let disabled = Environment::empty().variable("AWS_EC2_METADATA_DISABLED", "true");
    let scene = Scene::new(disabled, instance_answer).await;
    assert!(scene.error().await.contains("nor from the instance"));
    assert!(scene.uris().is_empty());
}

#[tokio::test(start_paused = true)]
async fn where_there_are_none_it_is_said_where_they_were_looked_for() {
    let scene = Scene::new(Environment::empty(), nobody).await;
    assert_eq!(
        scene.error().await,
        "no credentials: neither in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, nor in profile \
         \"default\", nor by AWS_WEB_IDENTITY_TOKEN_FILE, nor from a container, nor from the \
         instance"
    );
    let none = Client::new(&Config::new().region("eu-west-1"));
    let error = none.echo("hi").await.unwrap_err();
    assert!(
        error.to_string().contains("call Config::credentials"),
        "{error}"
    );
}

/// Requests for credentials are tried again, too, but a service that refuses isn't asked
/// twice.
#[tokio::test(start_paused = true)]
async fn requests_for_credentials_are_tried_again() {
    for (code, requests) in [(500, 3), (403, 1)] {
        let environment =
            Environment::empty().variable("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "/v2/id");
        let scene = Scene::new(environment, move |_| status(code, "no")).await;
        assert!(
            scene
                .error()
                .await
                .starts_with("no credentials: the container: ")
        );
        assert_eq!(scene.uris().len(), requests);
    }
}

/// Credentials by number, and how often they were asked for.
#[derive(Clone)]
struct Numbered {
    count: Arc<AtomicUsize>,
    valid_for: i64,
    fail_from: usize,
}

impl ProvideCredentials for Numbered {
    fn provide(&self) -> BoxFuture<'_, Result<Credentials, CredentialsError>> {
        Box::pin(async {
            let number = self.count.fetch_add(1, Ordering::SeqCst);
            tokio::time::sleep(Duration::from_millis(20)).await;
            if number >= self.fail_from {
                return Err(CredentialsError::new("the source is dry"));
            }
            let time = Timestamp::now().epoch_seconds() + self.valid_for;
            let time = Timestamp::from_epoch_seconds(time).unwrap();
            Ok(Credentials::new(format!("KEY{number}"), "secret").with_expires_at(time))
        })
    }
}

async fn numbered(valid_for: i64, fail_from: usize) -> (Scene, Arc<AtomicUsize>) {
    let provider = Numbered {
        count: Arc::default(),
        valid_for,
        fail_from,
    };
    let count = provider.count.clone();
    let asked = Arc::<Mutex<Vec<Asked>>>::default();
    let http = {
        let asked = asked.clone();
        move |request: Request<Bytes>| {
            asked.lock().unwrap().push(Asked {
                uri: String::new(),
                method: String::new(),
                body: String::new(),
                headers: request.headers().clone(),
            });
            async { Ok::<_, TransportError>(Response::new("{\"Text\":\"hello\"}".into())) }
        }
    };
    let config = Config::new()
        .region("eu-west-1")
        .credentials(provider)
        .http_client(http);
    let client = Client::new(&config);
    (Scene { client, asked }, count)
}

#[tokio::test]
async fn credentials_are_fetched_once() {
    let (scene, count) = numbered(3_600, usize::MAX).await;
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = scene.client.clone();
            tokio::spawn(async move { client.echo("hi").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn credentials_are_refreshed_before_they_expire() {
    let (scene, count) = numbered(250, usize::MAX).await;
    for number in 0..3 {
        assert_eq!(scene.signed_with().await.0, format!("KEY{number}"));
    }
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn old_credentials_serve_while_they_are_valid() {
    let (scene, count) = numbered(250, 1).await;
    for _ in 0..3 {
        assert_eq!(scene.signed_with().await.0, "KEY0");
    }
    // After the refresh that failed there is a pause.
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn expired_credentials_do_not_serve() {
    let (scene, _) = numbered(-10, 1).await;
    // The first ones have expired as they come; the provider is believed.
    assert!(scene.client.echo("hi").await.is_ok());
    assert_eq!(scene.error().await, "no credentials: the source is dry");
}

/// The service knows better: what it calls expired is fetched anew, once.
#[tokio::test]
async fn credentials_that_the_service_calls_expired_are_fetched_anew() {
    for good_from in [1, 10] {
        let provider = Numbered {
            count: Arc::default(),
            valid_for: 3_600,
            fail_from: usize::MAX,
        };
        let count = provider.count.clone();
        let http = move |request: Request<Bytes>| {
            let authorization = request.headers()["authorization"].to_str().unwrap();
            let (_, after) = authorization.split_once("=KEY").unwrap();
            let number: usize = after.split('/').next().unwrap().parse().unwrap();
            let mut response = Response::new(Bytes::from_static(b"{\"Text\":\"hello\"}"));
            if number < good_from {
                response = Response::new(Bytes::from_static(
                    b"{\"__type\":\"ExpiredTokenException\"}",
                ));
                *response.status_mut() = 400.try_into().unwrap();
            }
            async { Ok::<_, TransportError>(response) }
        };
        let config = Config::new()
            .region("eu-west-1")
            .credentials(provider)
            .http_client(http);
        let result = Client::new(&config).echo("hi").await;
        assert_eq!(result.is_ok(), good_from == 1, "{result:?}");
        assert_eq!(count.load(Ordering::SeqCst), 2);
    }
}
