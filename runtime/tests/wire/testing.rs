//! Functions that generated protocol tests call.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::testing::{ExpectedRequest, response, same};
use tinsmith_runtime::http::{HeaderName, HeaderValue, Method, Request, Uri};
use tinsmith_runtime::{Redacted, Timestamp};

const NONE: ExpectedRequest = ExpectedRequest::NONE;

fn request(uri: &str, headers: &[(&str, &str)], body: &'static str) -> Request<Bytes> {
    let mut request = Request::new(Bytes::from_static(body.as_bytes()));
    *request.method_mut() = Method::POST;
    *request.uri_mut() = uri.parse::<Uri>().unwrap();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).unwrap();
        request
            .headers_mut()
            .append(name, HeaderValue::from_str(value).unwrap());
    }
    request
}

/// Checks each expectation against the request; an empty text stands for success.
fn table(request: &Request<Bytes>, rows: &[(ExpectedRequest, &str)]) {
    for (expected, mismatches) in rows {
        let found = expected.check(request).err().unwrap_or_default();
        assert_eq!(found, *mismatches, "{expected:?}");
    }
}

#[test]
fn nothing_expected() {
    assert_eq!(
        NONE.check(&request("https://example.com/a?b", &[("c", "d")], "e")),
        Ok(())
    );
    assert_eq!(ExpectedRequest::default(), NONE);
}

#[test]
fn methods_paths_and_hosts() {
    let rows = [
        (
            ExpectedRequest {
                method: "POST",
                uri: "/a%20b",
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                method: "GET",
                uri: "/",
                ..NONE
            },
            "method: expected \"GET\", found \"POST\"\npath: expected \"/\", found \"/a%20b\"",
        ),
        (
            ExpectedRequest {
                host: Some("example.com:81"),
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                host: Some("example.com:81/custom"),
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                host: Some("foo.example.com"),
                ..NONE
            },
            "host: expected \"foo.example.com\", found \"example.com:81\"",
        ),
    ];
    table(
        &request("https://u:p@example.com:81/a%20b?c", &[], ""),
        &rows,
    );
    let host = ExpectedRequest {
        host: Some("example.com"),
        ..NONE
    };
    table(
        &request("/", &[], ""),
        &[(host, "host: expected \"example.com\", found \"\"")],
    );
}

#[test]
fn queries() {
    let rows = [
        (ExpectedRequest { query: &[], ..NONE }, ""),
        (
            ExpectedRequest {
                query: &["baz=qux", "baz=bar", "hello", "e="],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                query: &["baz=bar", "baz=bar"],
                ..NONE
            },
            "query: baz=bar is missing from Q",
        ),
        (
            ExpectedRequest {
                query: &["baz"],
                ..NONE
            },
            "query: baz is missing from Q",
        ),
        (
            ExpectedRequest {
                query: &["e"],
                ..NONE
            },
            "query: e is missing from Q",
        ),
        (
            ExpectedRequest {
                forbid_query: &["qux", "ba"],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                forbid_query: &["baz", "hello"],
                ..NONE
            },
            "query: baz must not be in Q\nquery: hello must not be in Q",
        ),
        (
            ExpectedRequest {
                require_query: &["baz", "hello", "e"],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                require_query: &["bar"],
                ..NONE
            },
            "query: bar is missing from Q",
        ),
    ];
    let query = "baz=bar&hello&baz=qux&e=";
    let rows = rows.map(|(expected, text)| (expected, text.replace('Q', query)));
    for (expected, text) in &rows {
        table(
            &request(&format!("/?{query}"), &[], ""),
            &[(*expected, text)],
        );
    }
    let empty = ExpectedRequest {
        query: &["a"],
        forbid_query: &[""],
        ..NONE
    };
    table(
        &request("/?", &[], ""),
        &[(empty, "query: a is missing from ")],
    );
}

#[test]
fn headers() {
    let request = request(
        "/",
        &[
            ("x-list", "a"),
            ("x-list", "b,c"),
            ("x-quoted", "\"a,b\",  \"\\\",c\""),
            ("content-length", "2"),
        ],
        "",
    );
    let rows = [
        (
            ExpectedRequest {
                headers: &[("X-List", "a, b, c")],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                headers: &[("x-list", "a,b,c")],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                headers: &[("x-quoted", "\"a,b\", \"\\\",c\"")],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                headers: &[("x-quoted", "\"a, b\", \"\\\",c\"")],
                ..NONE
            },
            r#"header x-quoted: expected "\"a, b\", \"\\\",c\"", found "\"a,b\",  \"\\\",c\"""#,
        ),
        (
            ExpectedRequest {
                headers: &[("X-List", "a, c, b"), ("x-none", "")],
                ..NONE
            },
            "header X-List: expected \"a, c, b\", found \"a, b,c\"\n\
             header x-none: expected \"\", found none",
        ),
        (
            ExpectedRequest {
                headers: &[("Content-Length", "99")],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                require_headers: &["Content-Length", "x-list"],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                require_headers: &["Content-Type"],
                ..NONE
            },
            "header Content-Type: expected one, found none",
        ),
        (
            ExpectedRequest {
                forbid_headers: &["Content-Type"],
                ..NONE
            },
            "",
        ),
        (
            ExpectedRequest {
                forbid_headers: &["X-List"],
                ..NONE
            },
            "header X-List: expected none, found \"a, b,c\"",
        ),
    ];
    table(&request, &rows);
}

#[test]
fn bodies() {
    let json = Some("application/json");
    let of = |body, media_type| ExpectedRequest {
        body,
        media_type,
        ..NONE
    };
    table(
        &request("/", &[], r#"{"b":[1.0,"x"],"a":{"c":null}}"#),
        &[
            (of(None, json), ""),
            (
                of(Some("{ \"a\": {\"c\": null}, \"b\": [1, \"x\"] }"), json),
                "",
            ),
            (
                of(
                    Some(r#"{"a":{"c":null},"b":[1e0,"\u0078"]}"#),
                    Some("Application/X+JSON; x=y"),
                ),
                "",
            ),
            (
                of(Some(r#"{"a":{"d":[]},"b":[2,"y"],"e":1}"#), json),
                "body: $.a.c: expected nothing, found null\n\
                 body: $.a.d: expected [], found nothing\n\
                 body: $.b[0]: expected 2, found 1.0\n\
                 body: $.b[1]: expected \"y\", found \"x\"\n\
                 body: $.e: expected 1, found nothing",
            ),
            (
                of(Some(r#"{"a":[],"b":[1]}"#), json),
                "body: $.a: expected [], found {\"c\":null}\n\
                 body: $.b[1]: expected nothing, found \"x\"",
            ),
            (
                of(Some(""), json),
                r#"body: expected "", found "{\"b\":[1.0,\"x\"],\"a\":{\"c\":null}}""#,
            ),
            (
                of(Some("{"), json),
                "body: the expected body isn't JSON: expected a comma or the end of the object, found the end of the input at byte 1",
            ),
            (
                of(Some("{}"), None),
                r#"body: expected "{}", found "{\"b\":[1.0,\"x\"],\"a\":{\"c\":null}}""#,
            ),
        ],
    );
    table(
        &request("/", &[], ""),
        &[
            (of(Some(""), json), ""),
            (of(Some(""), Some("text/plain")), ""),
            (of(Some("{}"), json), "body: expected \"{}\", found \"\""),
        ],
    );
    table(
        &request("/", &[], "raw"),
        &[
            (of(Some("raw"), Some("text/plain")), ""),
            (
                of(Some("raw "), Some("text/plain")),
                "body: expected \"raw \", found \"raw\"",
            ),
            (
                of(Some("{}"), json),
                "body: the body isn't JSON: expected a value, found an unexpected character at byte 0",
            ),
        ],
    );
}

#[test]
fn all_mismatches_are_told() {
    let expected = ExpectedRequest {
        method: "GET",
        uri: "/b",
        host: Some("example.com"),
        query: &["c"],
        headers: &[("d", "e")],
        body: Some("f"),
        ..NONE
    };
    let mismatches = expected.check(&request("/a", &[], "")).unwrap_err();
    assert_eq!(mismatches.lines().count(), 6, "{mismatches}");
}

#[test]
fn responses() {
    let found = response(
        404,
        &[("X-Foo", "a"), ("x-foo", "b"), ("bad name", "")],
        "{}",
    );
    assert_eq!(found.status(), 404);
    assert_eq!(found.headers().len(), 2);
    assert_eq!(found.headers()["x-foo"], "a");
    assert_eq!(found.body(), "{}");
    assert_eq!(response(7, &[], "").status(), 200);
}

#[test]
fn sameness() {
    #[derive(Clone, PartialEq)]
    struct Secret(f64);
    impl std::fmt::Debug for Secret {
        fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
            f.debug_tuple("Secret")
                .field(&Redacted)
                .field(&f64::NAN)
                .finish()
        }
    }
    assert_eq!(same(&vec![1.0, 2.0], &vec![1.0, 2.0]), Ok(()));
    assert_eq!(same(&[Some(f64::NAN)], &[Some(f64::NAN)]), Ok(()));
    assert_eq!(
        same(&[f64::NAN, 1.0], &[f64::NAN, 2.0])
            .unwrap_err()
            .lines()
            .count(),
        8
    );
    assert_eq!(same(&1, &2), Err("expected 2\nfound 1".to_owned()));
    assert_eq!(same(&Secret(1.0), &Secret(1.0)), Ok(()));
    assert!(
        same(&Secret(1.0), &Secret(2.0))
            .unwrap_err()
            .ends_with("prints the same")
    );
    assert!(same(&Timestamp::MIN, &Timestamp::MAX).is_err());
}
