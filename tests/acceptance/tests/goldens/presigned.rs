//! Presigned operations, by clients and without.

use std::time::Duration;

use goldens::{doors, rack, s3, shelf, target, trees};
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::client::{
    Config, Credentials, PostPolicy, PresignOptions, PresignedRequest, Presigning, TransportError,
    TransportErrorKind,
};
use tinsmith_runtime::http::{Method, Request, Response, Uri};
use tinsmith_runtime::{Operation, Timestamp};

use crate::support::of_async;

const QUARTER: Duration = Duration::from_secs(900);

fn credentials() -> Credentials {
    Credentials::new("AKIDEXAMPLE", "secret")
}

/// A configuration whose requests fail: presigning makes none.
fn config() -> Config {
    let http = |_: Request<Bytes>| async {
        Err::<Response<Bytes>, _>(TransportError::new(TransportErrorKind::Other, "no network"))
    };
    Config::new()
        .region("eu-west-1")
        .credentials(credentials())
        .http_client(http)
}

fn time() -> Timestamp {
    Timestamp::from_epoch_seconds(1_440_938_160).expect("a time")
}

/// Presigns without a client.
fn of_core<O: Operation>(call: &O, options: PresignOptions) -> Result<PresignedRequest, O::Error>
where
    O::Error: tinsmith_runtime::client::ServiceError,
{
    let endpoint = Uri::from_static("https://toy.example");
    let credentials = credentials();
    let presigning = Presigning::new(&credentials, "toy", "eu-west-1", options).at(time());
    call.presigned(&endpoint, &presigning)
}

/// The part of the query before the signature's parameters.
fn own_query(presigned: &PresignedRequest) -> &str {
    let query = presigned.url().query().expect("a query");
    let (own, _) = query.split_once("X-Amz-Algorithm=").expect("a signature");
    own.strip_suffix('&').unwrap_or(own)
}

/// The time at which a request was signed, as it says itself.
fn signed_at(presigned: &PresignedRequest) -> Timestamp {
    let seconds = presigned.expires_at().epoch_seconds() - 900;
    Timestamp::from_epoch_seconds(seconds).expect("a time")
}

#[test]
fn keys_of_s3_arrive_as_they_are_and_are_signed_once() {
    let client = s3::Client::new(&config()).expect("a client");
    for (key, path) in [
        ("a/b c+d", "/a/b%20c%2Bd"),
        ("//a//b/", "///a//b/"),
        ("../a/./../b", "/../a/./../b"),
        ("\u{e4}%2F", "/%C3%A4%252F"),
        (".", "/."),
    ] {
        let call = s3::GetObject::new().bucket("bucket").key(key);
        let presigned = of_async(client.presigned(call, QUARTER)).expect("a URL");
        let url = presigned.url();
        assert_eq!(url.host(), Some("bucket.s3.eu-west-1.example"));
        assert_eq!(url.path(), path);
        assert_eq!(own_query(&presigned), "x-id=GetObject");
        // `presign` is compared with botocore's.
        let plain = format!("https://bucket.s3.eu-west-1.example{path}?x-id=GetObject");
        let credentials = credentials();
        let again = Presigning::new(&credentials, "s3", "eu-west-1", QUARTER)
            .s3()
            .at(signed_at(&presigned));
        let request = Request::get(plain).body(Bytes::new()).expect("a request");
        assert_eq!(again.presign(request).expect("a URL").url(), url);
    }
}

#[test]
fn an_upload_takes_any_body() {
    let client = s3::Client::new(&config()).expect("a client");
    let put = || s3::PutObject::new().bucket("bucket").key("a");
    let presigned = of_async(client.presigned(put(), QUARTER)).expect("a URL");
    assert_eq!(presigned.method(), Method::PUT);
    assert!(presigned.headers().is_empty(), "{:?}", presigned.headers());
    let with_body = put().body(b"hello".to_vec());
    let presigned = of_async(client.presigned(with_body, QUARTER)).expect("a URL");
    assert_eq!(presigned.body().as_ref(), b"hello");
    assert!(!presigned.headers().contains_key("content-length"));
}

#[test]
fn a_blocking_client_presigns() {
    let client = s3::BlockingClient::new(&config()).expect("a client");
    let call = s3::HeadObject::new().bucket("bucket").key("a");
    let presigned = client.presigned(call, QUARTER).expect("a URL");
    assert_eq!(presigned.method(), Method::HEAD);
}

#[test]
fn a_form_for_uploads_goes_to_the_bucket() {
    let policy = PostPolicy::new("bucket", "up/${filename}", QUARTER).field("acl", "private");
    for (is_path_style, url) in [
        (false, "https://bucket.s3.eu-west-1.example/"),
        (true, "https://s3.eu-west-1.example/bucket"),
    ] {
        let settings = s3::ClientSettings::new().force_path_style(is_path_style);
        let client = s3::Client::with_settings(&config(), &settings).expect("a client");
        let form = of_async(client.presigned_post(&policy)).expect("a form");
        assert_eq!(form.url(), url);
        let seconds = form.expires_at().epoch_seconds() - 900;
        let time = Timestamp::from_epoch_seconds(seconds).expect("a time");
        // `PostPolicy::presign` is compared with botocore's.
        let again = policy.presign(form.url(), &credentials(), "eu-west-1", time);
        assert_eq!(again.expect("a form"), form);
    }
    let client = s3::BlockingClient::new(&config()).expect("a client");
    let empty = PostPolicy::new("bucket", "", QUARTER);
    let error = client.presigned_post(&empty).expect_err("no key");
    assert!(error.to_string().contains("the key"), "{error}");
}

#[test]
fn a_form_is_a_link() {
    let call = rack::PutBook::new().title("a b+\u{e4}");
    let expected = "Action=PutBook&Version=2026-11-27&title=a%20b%2B%C3%A4";
    let presigned = of_core(&call, QUARTER.into()).expect("a URL");
    assert_eq!(presigned.method(), Method::GET);
    assert_eq!(own_query(&presigned), expected);
    assert!(presigned.headers().is_empty());
    assert!(presigned.body().is_empty());
    // Another method leaves the parameters there, as in botocore.
    let options = PresignOptions::new(QUARTER).method(Method::POST);
    let presigned = of_core(&call, options).expect("a URL");
    assert_eq!(presigned.method(), Method::POST);
    assert_eq!(own_query(&presigned), expected);
    assert!(presigned.body().is_empty());
}

#[test]
fn a_body_in_json_stays_a_body_unless_there_can_be_none() {
    let call = target::Echo::new().text("a b").token("t");
    let presigned = of_core(&call, QUARTER.into()).expect("a URL");
    assert_eq!(presigned.method(), Method::POST);
    assert_eq!(own_query(&presigned), "");
    assert_eq!(presigned.body(), r#"{"text":"a b","token":"t"}"#);
    let names: Vec<&str> = presigned
        .headers()
        .keys()
        .map(tinsmith_runtime::http::HeaderName::as_str)
        .collect();
    assert_eq!(names, ["content-type", "x-amz-target"]);
    let options = PresignOptions::new(QUARTER).method(Method::GET);
    let presigned = of_core(&call, options).expect("a URL");
    assert_eq!(presigned.method(), Method::GET);
    assert_eq!(own_query(&presigned), "text=a%20b&token=t");
    assert!(presigned.body().is_empty());
}

#[test]
fn what_a_query_cannot_carry_is_refused() {
    let get = PresignOptions::new(QUARTER).method(Method::GET);
    let grow = trees::Grow::new().tree(trees::Tree::new().label("x"));
    let error = of_core(&grow, get.clone()).expect_err("nested").to_string();
    assert!(error.contains("the member tree"), "{error}");
    let book = shelf::PutBook::new().isbn("1").title("x");
    let error = of_core(&book, get).expect_err("XML").to_string();
    assert!(error.contains("no JSON object"), "{error}");
    // With the operation's own method, they are bodies.
    let presigned = of_core(&book, QUARTER.into()).expect("a URL");
    assert_eq!(presigned.method(), Method::PUT);
    assert!(!presigned.body().is_empty());
}

#[test]
fn an_operation_that_is_never_signed_is_refused() {
    let client = doors::Client::new(&config().endpoint_url("https://doors.example"));
    let client = client.expect("a client");
    of_async(async {
        let usual = client.presigned(doors::Usual::new(), QUARTER).await;
        assert!(usual.is_ok());
        // A signature is the last that the operation takes, and the one that a URL can have.
        let token_first = client.presigned(doors::TokenFirst::new(), QUARTER).await;
        assert!(token_first.is_ok());
        let token_only = client.presigned(doors::TokenOnly::new(), QUARTER).await;
        let error = token_only.expect_err("a token").to_string();
        assert!(error.contains("TokenOnly can't be presigned"), "{error}");
        assert!(client.presigned(doors::Open::new(), QUARTER).await.is_err());
    });
}

#[test]
fn an_input_or_a_duration_that_is_wrong_is_an_error() {
    let client = s3::Client::new(&config()).expect("a client");
    let get = || s3::GetObject::new().bucket("bucket");
    of_async(async {
        let error = client.presigned(get(), QUARTER).await.expect_err("no key");
        assert!(matches!(error, s3::Error::InvalidInput(_)), "{error:?}");
        let week = Duration::from_secs(604_801);
        let error = client.presigned(get().key("a"), week).await;
        let error = error.expect_err("too long").to_string();
        assert!(error.contains("7 days"), "{error}");
    });
}
