//! Putting requests together.

use proptest::prelude::*;
use tinsmith_runtime::InvalidInput;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::request::{Header, Target, build};
use tinsmith_runtime::http::{Method, Request, Uri};

fn get(endpoint: &str, target: &Target) -> Result<Request<Bytes>, Box<InvalidInput>> {
    let endpoint: Uri = endpoint.parse().unwrap();
    build("GetX", Method::GET, &endpoint, target, &[], Bytes::new())
}

#[test]
fn targets() {
    for (target, text) in [
        (Target::new(), ""),
        (Target::new().literal("/"), "/"),
        (
            Target::new().literal("/a/").label("b c/ü"),
            "/a/b%20c%2F%C3%BC",
        ),
        (
            Target::new().literal("/a/").greedy_label("b c/ü"),
            "/a/b%20c/%C3%BC",
        ),
        (Target::new().literal("/a").query("x", None), "/a?x"),
        (Target::new().literal("/a").query("x", Some("")), "/a?x="),
        (
            Target::new()
                .query("a b", Some("c&d=e"))
                .query("f", Some("g/h?i")),
            "?a%20b=c%26d%3De&f=g%2Fh%3Fi",
        ),
        (
            Target::new().literal("/a?b=c").query("d", Some("+")),
            "/a?b=c&d=%2B",
        ),
        (
            Target::new().literal("/").label("?").query("d", None),
            "/%3F?d",
        ),
    ] {
        assert_eq!(target.as_str(), text);
    }
}

#[test]
fn endpoints() {
    let root = || Target::new().literal("/");
    let path = || Target::new().literal("/a/").label("b");
    let query = || path().query("c", Some("d"));
    for (endpoint, target, uri) in [
        ("https://example.com", root(), "https://example.com/"),
        ("https://example.com/", root(), "https://example.com/"),
        ("https://example.com", Target::new(), "https://example.com/"),
        ("https://example.com", path(), "https://example.com/a/b"),
        ("https://example.com/", path(), "https://example.com/a/b"),
        (
            "http://localhost:4566/base",
            path(),
            "http://localhost:4566/base/a/b",
        ),
        (
            "http://localhost:4566/base/",
            path(),
            "http://localhost:4566/base/a/b",
        ),
        (
            "http://localhost:4566/base",
            root(),
            "http://localhost:4566/base/",
        ),
        (
            "http://[::1]:80/b%20c",
            query(),
            "http://[::1]:80/b%20c/a/b?c=d",
        ),
        (
            "https://example.com?x=y",
            path(),
            "https://example.com/a/b?x=y",
        ),
        (
            "https://example.com/?x=y",
            query(),
            "https://example.com/a/b?x=y&c=d",
        ),
        (
            "https://example.com/?",
            query(),
            "https://example.com/a/b?c=d",
        ),
        ("/", query(), "/a/b?c=d"),
        ("/base?x", query(), "/base/a/b?x&c=d"),
        (
            "https://example.com",
            Target::new().literal("a"),
            "https://example.com/a",
        ),
    ] {
        assert_eq!(get(endpoint, &target).unwrap().uri(), uri, "{endpoint}");
    }
}

#[test]
fn method_headers_and_body() {
    let request = build(
        "GetX",
        Method::PUT,
        &Uri::from_static("/"),
        &Target::new(),
        &[
            Header::new("content-type", "application/json"),
            Header::new("x-amz-target", "Service.GetX"),
        ],
        Bytes::from_static(b"{}"),
    )
    .unwrap();
    assert_eq!(request.method(), Method::PUT);
    assert_eq!(request.body(), "{}");
    assert_eq!(request.headers().len(), 3);
    assert_eq!(request.headers()["content-length"], "2");
    assert_eq!(request.headers()["content-type"], "application/json");
    assert_eq!(request.headers()["x-amz-target"], "Service.GetX");
}

#[test]
fn what_is_no_endpoint_is_refused() {
    for (endpoint, target, problem) in [
        (
            "example.com",
            Target::new().literal("/"),
            "GetX: invalid input: endpoint: has no scheme, such as https",
        ),
        (
            "*",
            Target::new().literal("/"),
            "GetX: invalid input: endpoint: its path doesn't begin with a slash",
        ),
        (
            "https://example.com",
            Target::new().literal("/").label(&"x".repeat(70_000)),
            "GetX: invalid input: endpoint: gives no valid URI, or one that is too long",
        ),
        (
            "https://example.com",
            Target::new().literal("/\n"),
            "GetX: invalid input: endpoint: gives no valid URI, or one that is too long",
        ),
    ] {
        let error = get(endpoint, &target).unwrap_err();
        assert_eq!(error.to_string(), problem);
        assert_eq!(error.problems().len(), 1);
        assert_eq!(error.problems()[0].path(), "endpoint");
    }
}

#[test]
#[should_panic = "invalid bytes"]
fn what_is_no_header_is_refused() {
    _ = Header::new("bad name", "x");
}

#[test]
fn a_full_request_has_room_for_a_clients_headers() {
    let length = "content-length";
    for (length_of_body, value) in [(1, "1"), (10, "10"), (65_536, "65536")] {
        let body = Bytes::from(vec![b'x'; length_of_body]);
        let endpoint = Uri::from_static("/");
        let request = build("PutX", Method::PUT, &endpoint, &Target::new(), &[], body).unwrap();
        assert_eq!(request.headers()[length], value);
        assert!(request.headers().capacity() >= 12);
    }
}

proptest! {
    /// Whatever a label or a query holds, the request has as many segments and parameters
    /// as the operation.
    #[test]
    fn values_stay_in_their_place(label in ".{1,20}", greedy in ".{0,20}", name in ".{1,20}", value: String) {
        let target = Target::new()
            .literal("/x/")
            .label(&label)
            .literal("/y/")
            .greedy_label(&greedy)
            .query(&name, Some(&value));
        let request = get("https://example.com/base?k=v", &target).unwrap();
        let segments = request.uri().path().split('/').count();
        prop_assert_eq!(segments, 6 + greedy.matches('/').count());
        let query = request.uri().query().unwrap();
        let parameters: Vec<_> = query.split('&').collect();
        prop_assert_eq!(parameters.len(), 2);
        prop_assert_eq!(parameters[0], "k=v");
        prop_assert_eq!(parameters[1].matches('=').count(), 1);
        prop_assert_eq!(request.uri().authority().unwrap().as_str(), "example.com");
    }

    /// Nothing that a URI can be makes it panic.
    #[test]
    fn any_endpoint_is_taken_or_refused(endpoint in "([a-z]{1,5}:)?(//)?[a-z.:@0-9\\[\\]]{0,12}[/*?#a%=&]{0,8}") {
        if let Ok(endpoint) = endpoint.parse::<Uri>() {
            let target = Target::new().literal("/a");
            _ = build("GetX", Method::GET, &endpoint, &target, &[], Bytes::new());
        }
    }
}
