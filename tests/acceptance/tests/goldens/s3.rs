//! Calls of S3: where the bucket goes, and what is signed.

use std::sync::{Arc, Mutex};
use std::task::Poll;

use goldens::s3;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    Config, Credentials, Environment, RetryConfig, Signer, SigningSettings, TransportError,
};
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::http::{Request, Response};
use tinsmith_runtime::server::Context;
use tinsmith_runtime::{Body, BodyError, ChecksumMode, Chunks};

use crate::support::of_async;

type Seen = Arc<Mutex<Vec<Request<Bytes>>>>;

/// A configuration whose requests are answered with this status and nothing else.
fn answered(config: Config, status: u16) -> (Config, Seen) {
    let seen = Seen::default();
    let requests = seen.clone();
    let http = move |request: Request<Bytes>| {
        requests.lock().expect("no panic").push(request);
        async move {
            let response = Response::builder().status(status).body(Bytes::new());
            Ok::<_, TransportError>(response.expect("a response"))
        }
    };
    let config = config
        .region("eu-west-1")
        .credentials(Credentials::new("AKIDEXAMPLE", "secret"))
        .retry(RetryConfig::off())
        .http_client(http);
    (config, seen)
}

fn last(seen: &Seen) -> Request<Bytes> {
    seen.lock().expect("no panic").pop().expect("a request")
}

/// The request for a key.
fn get(key: &str, settings: &s3::ClientSettings) -> Request<Bytes> {
    let (config, seen) = answered(Config::new(), 200);
    let client = s3::Client::with_settings(&config, settings).expect("a client");
    let call = s3::GetObject::new().bucket("bucket").key(key);
    of_async(client.get_object(call)).expect("an answer");
    last(&seen)
}

/// Keys that another service's paths would be normalised or encoded for, and their paths.
const KEYS: [(&str, &str); 5] = [
    ("a/b c+d", "/a/b%20c%2Bd"),
    ("//a//b/", "///a//b/"),
    ("../a/./../b", "/../a/./../b"),
    ("\u{e4}%2F", "/%C3%A4%252F"),
    (".", "/."),
];

#[test]
fn the_bucket_is_in_the_host_and_the_key_is_the_path() {
    for (key, path) in KEYS {
        let request = get(key, &s3::ClientSettings::new());
        let expected = format!("https://bucket.s3.eu-west-1.example{path}?x-id=GetObject");
        assert_eq!(request.uri().to_string(), expected);
    }
}

#[test]
fn path_style_puts_the_bucket_before_the_key() {
    let settings = s3::ClientSettings::new().force_path_style(true);
    for (key, path) in KEYS {
        let expected = format!("https://s3.eu-west-1.example/bucket{path}?x-id=GetObject");
        assert_eq!(get(key, &settings).uri().to_string(), expected);
    }
}

#[test]
fn a_request_for_the_bucket_alone_has_no_slash_too_many() {
    for (is_path_style, expected) in [
        (false, "https://bucket.s3.eu-west-1.example/?list-type=2"),
        (true, "https://s3.eu-west-1.example/bucket?list-type=2"),
    ] {
        let settings = s3::ClientSettings::new().force_path_style(is_path_style);
        let (config, seen) = answered(Config::new(), 200);
        let client = s3::Client::with_settings(&config, &settings).expect("a client");
        let call = s3::ListObjects::new().bucket("bucket");
        of_async(client.list_objects(call)).expect("an answer");
        assert_eq!(last(&seen).uri().to_string(), expected);
    }
}

/// Signs a request of the same line once more, as the signer's documentation has it for S3.
fn signed_again(request: &Request<Bytes>) -> String {
    let text = |name: &str| request.headers()[name].to_str().expect("text").to_owned();
    let date = text("x-amz-date");
    let part = |from: usize, to: usize| date.get(from..to).expect("digits");
    let time = format!(
        "{}-{}-{}T{}:{}:{}Z",
        part(0, 4),
        part(4, 6),
        part(6, 8),
        part(9, 11),
        part(11, 13),
        part(13, 15)
    );
    let time = tinsmith_runtime::Timestamp::parse_date_time(&time).expect("a time");
    let mut again = Request::builder()
        .method(request.method())
        .uri(request.uri());
    for name in ["content-type", "x-amz-checksum-mode"] {
        if let Some(value) = request.headers().get(name) {
            again = again.header(name, value);
        }
    }
    let mut again = again.body(request.body().clone()).expect("a request");
    let settings = SigningSettings::new()
        .normalize_path(false)
        .double_encode(false)
        .content_hash(true);
    let credentials = Credentials::new("AKIDEXAMPLE", "secret");
    Signer::new()
        .sign_with(&mut again, &credentials, "s3", "eu-west-1", time, settings)
        .expect("a signature");
    let header = &again.headers()["authorization"];
    header.to_str().expect("text").to_owned()
}

#[test]
fn a_path_is_signed_as_it_is_with_the_hash_of_the_body() {
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    for is_path_style in [false, true] {
        let settings = s3::ClientSettings::new().force_path_style(is_path_style);
        for (key, _) in KEYS {
            let request = get(key, &settings);
            assert_eq!(request.headers()["x-amz-content-sha256"], EMPTY);
            let signature = &request.headers()["authorization"];
            assert_eq!(*signature, signed_again(&request), "{key}");
        }
    }
    // A checksum would stand for the hash.
    let config = Config::new().request_checksum_calculation(ChecksumMode::WhenRequired);
    let (config, seen) = answered(config, 200);
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::PutObject::new().bucket("bucket").key("//a");
    let call = call.body(b"hello world".to_vec());
    of_async(client.put_object(call)).expect("an answer");
    let request = last(&seen);
    assert_eq!(
        request.headers()["x-amz-content-sha256"],
        "b94d27b9934d3e08a52e52d7da7dabfac484efe37a5380ee9088f7ace2efcde9"
    );
    assert_eq!(request.headers()["authorization"], signed_again(&request));
}

#[test]
fn an_answer_to_head_without_a_body_is_the_error_of_its_status() {
    let (config, _) = answered(Config::new(), 404);
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::HeadObject::new().bucket("bucket").key("a");
    let error = of_async(client.head_object(call)).expect_err("not there");
    assert!(matches!(error, s3::Error::NotFound(_)), "{error:?}");
    let (config, _) = answered(Config::new(), 403);
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::HeadObject::new().bucket("bucket").key("a");
    let error = of_async(client.head_object(call)).expect_err("forbidden");
    assert_eq!(error.code(), None);
}

/// The host of a call in this environment, and the path.
fn place(variables: &[(&str, &str)], file: &str) -> String {
    let mut environment = Environment::empty().file("/config", file);
    for (name, value) in variables {
        environment = environment.variable(*name, *value);
    }
    let environment = environment.variable("AWS_CONFIG_FILE", "/config");
    let config = Config::load(environment).expect("settings");
    let (config, seen) = answered(config, 200);
    let client = s3::Client::new(&config).expect("a client");
    let call = s3::HeadObject::new().bucket("bucket").key("a");
    of_async(client.head_object(call)).expect("an answer");
    last(&seen).uri().to_string()
}

#[test]
fn settings_of_the_profile_reach_the_rules() {
    let host = "https://bucket.s3.eu-west-1.example/a";
    let path = "https://s3.eu-west-1.example/bucket/a";
    let plain = "https://bucket.plain.eu-west-1.example/a";
    let style = |style: &str| format!("[default]\ns3 =\n  addressing_style = {style}\n");
    assert_eq!(place(&[], ""), host);
    assert_eq!(place(&[], &style("path")), path);
    assert_eq!(place(&[], &style("virtual")), host);
    assert_eq!(place(&[], &style("auto")), host);
    let variable = ("AWS_S3_DISABLE_EXPRESS_SESSION_AUTH", "true");
    assert_eq!(place(&[variable], ""), plain);
    let key = "[default]\ns3_disable_express_session_auth = true\n";
    assert_eq!(place(&[], key), plain);
}

/// Chunks without an end, which nobody could collect.
struct Endless;

impl Chunks for Endless {
    fn poll_chunk(
        &mut self,
        _: &mut std::task::Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        Poll::Ready(Some(Ok(Bytes::from_static(b"chunk"))))
    }
}

/// A pebibyte.
const LARGE: u64 = 1 << 50;

fn large() -> Body {
    Body::from_source(LARGE, || Endless)
}

struct Store;

impl s3::server::Handler for Store {
    async fn put_object(
        &self,
        input: s3::PutObject,
        _: &Context,
    ) -> Result<s3::PutObjectOutput, s3::Error> {
        let mut body = input.body;
        assert_eq!(body.length(), Some(LARGE));
        let chunk = body.next().await.expect("a chunk");
        assert_eq!(chunk.as_deref(), Some(&b"chunk"[..]));
        Ok(s3::PutObjectOutput::new())
    }

    async fn get_object(
        &self,
        _: s3::GetObject,
        _: &Context,
    ) -> Result<s3::GetObjectOutput, s3::Error> {
        Ok(s3::GetObjectOutput::new().body(large()))
    }
}

#[test]
fn a_server_takes_and_gives_bodies_as_they_come() {
    // The limit is for bodies that are collected.
    let server = s3::server::Server::new(Store).body_limit(10);
    let request = |method: &str, uri: &str, body: Body| {
        let request = Request::builder().method(method).uri(uri);
        request.body(body).expect("a request")
    };
    let response = now(server.answer_stream(request("PUT", "/bucket/key?x-id=PutObject", large())));
    assert_eq!(response.status(), 200);
    let mut response =
        now(server.answer_stream(request("GET", "/bucket/key?x-id=GetObject", Body::new())));
    assert_eq!(response.status(), 200);
    assert_eq!(
        response.headers()["content-length"],
        LARGE.to_string().as_str()
    );
    let chunk = now(response.body_mut().next()).expect("a chunk");
    assert_eq!(chunk.as_deref(), Some(&b"chunk"[..]));
    // Other operations collect it.
    let response = now(server.answer_stream(request("GET", "/bucket?list-type=2", large())));
    assert_eq!(response.status(), 413);
}

#[test]
fn a_server_knows_operations_without_the_parameter_that_names_them() {
    let server = s3::server::Server::new(Store);
    for query in ["", "?x-id=GetObject"] {
        let request = Request::builder().uri(format!("/bucket/key{query}"));
        let request = request.body(Body::new()).expect("a request");
        assert_eq!(now(server.answer_stream(request)).status(), 200, "{query}");
    }
}
