//! The generated servers over real sockets, in axum and in hyper, called by our own clients.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use emr_sessions::client::{Config, Credentials, RetryConfig};
use emr_sessions::runtime::bytes::Bytes;
use emr_sessions::runtime::http::{Request, StatusCode, Uri};
use emr_sessions::runtime::server::Context;
use emr_sessions::runtime::{ErrorMeta, UnknownMember};
use emr_sessions::{emr, emr_containers};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use proptest::prelude::*;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use emr::server::{Handler, Server};

/// A handler that does what the Studio's id says.
#[derive(Default)]
struct Studio {
    calls: AtomicUsize,
}

impl Handler for Studio {
    async fn create_studio_session_mapping(
        &self,
        input: emr::CreateStudioSessionMapping,
        _: &Context,
    ) -> Result<emr::CreateStudioSessionMappingOutput, emr::Error> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let meta = |status: StatusCode| {
            let meta = ErrorMeta::default()
                .with_code("Teapot")
                .with_message("short and stout");
            emr::Error::Unmodeled(Box::new(meta.with_status(status)))
        };
        match input.studio_id.as_deref() {
            Some("refused") => Err(emr::InvalidRequestException::new()
                .error_code("E1")
                .message("é")
                .into()),
            Some("broken") => Err(emr::InternalServerError::new().into()),
            Some("teapot") => Err(meta(StatusCode::IM_A_TEAPOT)),
            Some("fine-error") => Err(meta(StatusCode::OK)),
            Some("client-error") => Err(emr::CreateStudioSessionMapping::new()
                .to_request(&Uri::from_static("https://example.com"))
                .expect_err("required members are missing")),
            _ => Ok(emr::CreateStudioSessionMappingOutput::new()),
        }
    }

    async fn get_cluster_session_credentials(
        &self,
        input: emr::GetClusterSessionCredentials,
        context: &Context,
    ) -> Result<emr::GetClusterSessionCredentialsOutput, emr::Error> {
        assert_eq!(context.method(), "POST");
        assert!(context.headers().contains_key("authorization"));
        let id = input.cluster_id.unwrap_or_default();
        // Others come between.
        tokio::task::yield_now().await;
        let credentials = match id.as_str() {
            "unknown" => emr::Credentials::Unknown(UnknownMember::with_value("Key", "[1]")),
            _ => emr::Credentials::UsernamePassword(
                emr::UsernamePassword::new().username(id).password("p"),
            ),
        };
        Ok(emr::GetClusterSessionCredentialsOutput::new().credentials(credentials))
    }
}

/// Serves in axum, at the address that is given back.
async fn in_axum(server: Server<Studio>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let app = axum::Router::new().fallback_service(server);
    tokio::spawn(async move { axum::serve(listener, app).await });
    url
}

/// Serves in hyper.
async fn in_hyper(server: Server<Studio>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let service = TowerToHyperService::new(server.clone());
            tokio::spawn(
                hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service),
            );
        }
    });
    url
}

fn client(url: &str) -> emr::Client {
    let config = Config::new()
        .region("eu-west-1")
        .endpoint_url(url)
        .retry(RetryConfig::off())
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"));
    emr::Client::new(&config).expect("a sound configuration")
}

fn create(studio: &str) -> emr::CreateStudioSessionMapping {
    emr::CreateStudioSessionMapping::new()
        .studio_id(studio)
        .identity_type(emr::IdentityType::User)
        .session_policy_arn("arn")
}

/// Sends bytes, perhaps closes, and reads all that comes.
async fn raw(url: &str, sent: &[u8], closes: bool) -> String {
    let address = url.strip_prefix("http://").expect("a URL");
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(sent).await.expect("a server that reads");
    if closes {
        stream.shutdown().await.expect("a connection");
    }
    let mut answer = Vec::new();
    let read = stream.read_to_end(&mut answer);
    _ = tokio::time::timeout(Duration::from_secs(10), read)
        .await
        .expect("an answer");
    String::from_utf8_lossy(&answer).into_owned()
}

const HEAD: &str = "POST / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
     content-type: application/x-amz-json-1.1\r\n\
     x-amz-target: ElasticMapReduce.CreateStudioSessionMapping\r\n";

#[tokio::test]
async fn it_answers_wherever_it_is_mounted() {
    for url in [
        in_axum(Server::new(Studio::default())).await,
        in_hyper(Server::new(Studio::default())).await,
    ] {
        let client = client(&url);
        client
            .create_studio_session_mapping(create("s"))
            .await
            .expect("a mapping");
        let login = client
            .get_cluster_session_credentials(
                emr::GetClusterSessionCredentials::new().cluster_id("j-é"),
            )
            .await
            .expect("a login");
        let Some(emr::Credentials::UsernamePassword(login)) = login.credentials else {
            panic!("a name and a password");
        };
        assert_eq!(login.username.as_deref(), Some("j-é"));
    }
}

#[tokio::test]
async fn errors_come_through_with_the_request_id() {
    let url = in_axum(Server::new(Studio::default())).await;
    let client = client(&url);
    let mut ids = std::collections::BTreeSet::new();
    for (studio, status, code, message) in [
        ("refused", 400, "InvalidRequestException", Some("é")),
        ("broken", 500, "InternalServerError", None),
        ("teapot", 418, "Teapot", Some("short and stout")),
        // It would look like a success.
        ("fine-error", 500, "Teapot", Some("short and stout")),
        // An error of the handler's own client may hold anything.
        (
            "client-error",
            500,
            "InternalFailure",
            Some("the service failed"),
        ),
    ] {
        let error = client.create_studio_session_mapping(create(studio)).await;
        let error = error.expect_err(studio);
        let meta = error.meta().expect("an error of the service");
        assert_eq!(
            meta.status().map(|status| status.as_u16()),
            Some(status),
            "{studio}"
        );
        assert_eq!(error.code(), Some(code), "{studio}");
        assert_eq!(meta.message(), message, "{studio}");
        let id = error.request_id().expect("a request id").to_owned();
        assert_eq!(id.len(), 36, "{id}");
        assert!(ids.insert(id), "ids are used once");
    }
    let refused = client
        .create_studio_session_mapping(create("refused"))
        .await;
    let Err(emr::Error::InvalidRequestException(refused)) = refused else {
        panic!("the modelled error");
    };
    assert_eq!(refused.error_code.as_deref(), Some("E1"));
}

#[tokio::test]
async fn an_operation_that_nobody_wrote_is_unknown() {
    let url = in_hyper(Server::new(Studio::default())).await;
    let get = emr::GetStudioSessionMapping::new()
        .studio_id("s")
        .identity_type(emr::IdentityType::Group);
    let error = client(&url)
        .get_studio_session_mapping(get)
        .await
        .expect_err("no such thing");
    assert_eq!(error.code(), Some("UnknownOperationException"));
    assert_eq!(
        error.meta().and_then(ErrorMeta::status),
        Some(StatusCode::NOT_FOUND)
    );
    assert!(error.request_id().is_some());
}

#[tokio::test]
async fn constraints_are_checked_before_the_handler_is_asked() {
    let studio = Arc::new(Studio::default());
    let url = in_axum(Server::shared(studio.clone())).await;
    let client = client(&url);
    let long = create(&"x".repeat(257)).identity_type(emr::IdentityType::from("ROBOT"));
    let error = client
        .create_studio_session_mapping(long)
        .await
        .expect_err("too long");
    assert_eq!(error.code(), Some("ValidationException"));
    assert_eq!(
        error.meta().and_then(ErrorMeta::message),
        Some(
            "2 validation errors detected. Value with length 257 at '/StudioId' failed to satisfy \
             constraint: Member must have length between 0 and 256, inclusive; Value at \
             '/IdentityType' failed to satisfy constraint: Member must satisfy enum value set: \
             [USER, GROUP]"
        )
    );
    assert_eq!(studio.calls.load(Ordering::Relaxed), 0);
    client
        .create_studio_session_mapping(create("s"))
        .await
        .expect("a mapping");
    assert_eq!(
        studio.calls.load(Ordering::Relaxed),
        1,
        "clones share the handler"
    );
}

/// A client that is older than the service keeps what it doesn't know.
#[tokio::test]
async fn unknown_union_members_come_through() {
    let url = in_axum(Server::new(Studio::default())).await;
    let get = emr::GetClusterSessionCredentials::new().cluster_id("unknown");
    let outcome = client(&url).get_cluster_session_credentials(get).await;
    let credentials = outcome.expect("credentials").credentials;
    let Some(emr::Credentials::Unknown(member)) = credentials else {
        panic!("the unknown member as it was given: {credentials:?}");
    };
    assert_eq!((member.name(), member.value()), ("Key", Some("[1]")));
}

#[tokio::test]
async fn calls_do_not_get_mixed_up() {
    let url = in_hyper(Server::new(Studio::default())).await;
    let client = client(&url);
    let mut calls = tokio::task::JoinSet::new();
    for number in 0..64 {
        let client = client.clone();
        calls.spawn(async move {
            let id = format!("j-{number}");
            let get = emr::GetClusterSessionCredentials::new().cluster_id(id.as_str());
            let login = client
                .get_cluster_session_credentials(get)
                .await
                .expect("a login");
            match login.credentials {
                Some(emr::Credentials::UsernamePassword(login)) => {
                    assert_eq!(login.username, Some(id));
                }
                other => panic!("{other:?}"),
            }
        });
    }
    while let Some(call) = calls.join_next().await {
        call.expect("a call");
    }
}

#[tokio::test]
async fn bodies_are_limited_whether_or_not_their_length_is_told() {
    for url in [
        in_axum(Server::new(Studio::default()).body_limit(100)).await,
        in_hyper(Server::new(Studio::default()).body_limit(100)).await,
    ] {
        let exact = format!("{{{}}}", " ".repeat(98));
        let answer = raw(
            &url,
            format!("{HEAD}content-length: 100\r\n\r\n{exact}").as_bytes(),
            false,
        )
        .await;
        assert!(answer.starts_with("HTTP/1.1 400 "), "{answer}");
        assert!(answer.contains("3 validation errors detected"), "{answer}");

        let told = format!("{HEAD}content-length: 101\r\n\r\n{exact} ");
        let chunks = "32\r\n                                                  \r\n".repeat(3);
        let untold = format!("{HEAD}transfer-encoding: chunked\r\n\r\n{chunks}0\r\n\r\n");
        for request in [told, untold] {
            let answer = raw(&url, request.as_bytes(), false).await;
            assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
            assert!(answer.contains("x-amzn-requestid: "), "{answer}");
            assert!(
                answer.contains("RequestEntityTooLargeException"),
                "{answer}"
            );
        }
    }
}

#[tokio::test]
async fn bodies_come_in_pieces() {
    let url = in_axum(Server::new(Studio::default())).await;
    let pieces: String = r#"{"StudioId": "s", "IdentityType": "USER", "SessionPolicyArn": "a"}"#
        .chars()
        .map(|piece| format!("1\r\n{piece}\r\n"))
        .collect();
    let request =
        format!("{HEAD}transfer-encoding: chunked\r\n\r\n{pieces}0\r\ntrailer: x\r\n\r\n");
    let answer = raw(&url, request.as_bytes(), false).await;
    assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
}

#[tokio::test]
async fn a_body_that_is_cut_off_does_no_harm() {
    let studio = Arc::new(Studio::default());
    let url = in_hyper(Server::shared(studio.clone())).await;
    for request in [
        format!("{HEAD}content-length: 1000\r\n\r\n{{\"StudioId\": \"s\""),
        format!("{HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{{\"St"),
    ] {
        let answer = raw(&url, request.as_bytes(), true).await;
        assert!(!answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    assert_eq!(studio.calls.load(Ordering::Relaxed), 0);
    client(&url)
        .create_studio_session_mapping(create("s"))
        .await
        .expect("the next call");
}

/// A client that waits to be told to send its body is told.
#[tokio::test]
async fn a_client_that_asks_first_is_told_to_go_on() {
    let url = in_hyper(Server::new(Studio::default())).await;
    let request = format!("{HEAD}content-length: 2\r\nexpect: 100-continue\r\n\r\n{{}}");
    let answer = raw(&url, request.as_bytes(), false).await;
    assert!(
        answer.starts_with("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 400 "),
        "{answer}"
    );
}

/// Keeps what it is given, and answers what was agreed.
#[derive(Default)]
struct Keeper(std::sync::Mutex<Vec<Bytes>>);

impl Keeper {
    fn keep(&self, input: &impl serde::Serialize) {
        let input = serde_json::to_vec(input).expect("JSON");
        self.0.lock().expect("a lock").push(input.into());
    }

    /// Asserts that a server decodes what a client makes of an input to the same input.
    fn check<H>(
        &self,
        input: &impl serde::Serialize,
        request: Request<Bytes>,
        answer: impl FnOnce(Request<Bytes>) -> H,
    ) where
        H: Future<Output = emr_sessions::runtime::http::Response<Bytes>>,
    {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let response = runtime.block_on(answer(request));
        let body = String::from_utf8_lossy(response.body()).into_owned();
        assert_eq!(response.status(), 200, "{body}");
        let kept = self.0.lock().expect("a lock").pop().expect("a call");
        let sent = serde_json::to_vec(input).expect("JSON");
        assert_eq!(
            String::from_utf8_lossy(&kept),
            String::from_utf8_lossy(&sent)
        );
    }
}

impl Handler for Keeper {
    async fn create_studio_session_mapping(
        &self,
        input: emr::CreateStudioSessionMapping,
        _: &Context,
    ) -> Result<emr::CreateStudioSessionMappingOutput, emr::Error> {
        self.keep(&input);
        Ok(emr::CreateStudioSessionMappingOutput::new())
    }
}

impl emr_containers::server::Handler for Keeper {
    async fn get_managed_endpoint_session_credentials(
        &self,
        input: emr_containers::GetManagedEndpointSessionCredentials,
        _: &Context,
    ) -> Result<emr_containers::GetManagedEndpointSessionCredentialsOutput, emr_containers::Error>
    {
        self.keep(&input);
        Ok(emr_containers::GetManagedEndpointSessionCredentialsOutput::new())
    }
}

/// Text that EMR's pattern takes: no control characters but these three, and no U+FFFE.
const XML_TEXT: &str = "[ -~é-ퟀ😀\r\n\t]{0,256}";

/// Text that EMR Containers' pattern takes: `\S`, so not of blanks only.
const NOT_BLANK: &str = "[ -~é-ퟀ😀]{0,31}[!-~][ -~é-ퟀ😀]{0,32}";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_server_reads_what_a_client_writes_in_json(
        studio in XML_TEXT,
        name in proptest::option::of(XML_TEXT),
        is_group in any::<bool>(),
        policy in XML_TEXT,
    ) {
        let mut input = create(&studio).session_policy_arn(policy);
        input.identity_name = name;
        if is_group {
            input.identity_type = Some(emr::IdentityType::Group);
        }
        let keeper = Arc::new(Keeper::default());
        let server = Server::shared(keeper.clone());
        let endpoint = Uri::from_static("https://example.com");
        let request = input.to_request(&endpoint).expect("a sound input");
        keeper.check(&input, request, |request| async move { server.answer(request).await });
    }

    #[test]
    fn a_server_reads_what_a_client_writes_in_paths(
        endpoint_id in NOT_BLANK,
        cluster in NOT_BLANK,
        role in "arn:(aws[a-zA-Z0-9-]{0,5}):iam::[0-9]{12}:(role((/)|(/[!-~]{1,5}/)))[a-zA-Z0-9_+=,.@-]{1,9}",
        seconds in proptest::option::of(any::<i32>()),
        token in "[!-~]{1,64}",
    ) {
        let mut input = emr_containers::GetManagedEndpointSessionCredentials::new()
            .endpoint_identifier(endpoint_id)
            .virtual_cluster_identifier(cluster)
            .execution_role_arn(role)
            .credential_type("TOKEN")
            .client_token(token);
        input.duration_in_seconds = seconds;
        let keeper = Arc::new(Keeper::default());
        let server = emr_containers::server::Server::shared(keeper.clone());
        let endpoint = Uri::from_static("https://example.com");
        let request = input.to_request(&endpoint).expect("a sound input");
        keeper.check(&input, request, |request| async move { server.answer(request).await });
    }

    /// Every request gets an answer, with a request id, and without anything of the headers.
    #[test]
    fn any_request_is_answered(
        method in "[A-Z]{1,7}|POST|GET",
        path in "(/[!-\"$-;=@-~]{0,9}){1,4}(\\?[!-\"$-;=@-~]{0,20})?|/",
        target in "ElasticMapReduce\\.(CreateStudioSessionMapping|GetClusterSessionCredentials)|[ -~]{0,20}",
        content_type in "application/(x-amz-)?json(-1\\.1)?|[ -~]{0,20}",
        accept in "[ -~]{0,20}",
        body in proptest::collection::vec(any::<u8>(), 0..64).boxed()
            .prop_union("[{}\\[\\]:,\"a-z0-9 ]{0,40}".prop_map(String::into_bytes).boxed()),
    ) {
        let Ok(uri) = path.parse::<Uri>() else { return Ok(()) };
        let request = || Request::builder()
            .method(method.as_str())
            .uri(uri.clone())
            .header("x-amz-target", &target)
            .header("content-type", &content_type)
            .header("accept", &accept)
            .header("authorization", "hunter2-hunter2")
            .body(Bytes::from(body.clone()))
            .expect("a request");
        let keeper = Arc::new(Keeper::default());
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        for response in [
            runtime.block_on(Server::shared(keeper.clone()).answer(request())),
            runtime.block_on(emr_containers::server::Server::shared(keeper.clone()).answer(request())),
        ] {
            prop_assert!(response.headers().contains_key("x-amzn-requestid"));
            prop_assert!(!response.body().windows(7).any(|bytes| bytes == b"hunter2"));
        }
    }
}
