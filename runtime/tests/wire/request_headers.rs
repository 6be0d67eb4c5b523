//! Headers that are added to a request after it was put together.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::request::{Target, build, header, host_prefix, prefix_header};
use tinsmith_runtime::http::{Method, Request, Uri};

fn request(body: impl Into<Bytes>) -> Request<Bytes> {
    let endpoint = Uri::from_static("/");
    build(
        "PutX",
        Method::PUT,
        &endpoint,
        &Target::new(),
        &[],
        body.into(),
    )
    .unwrap()
}

#[test]
fn content_length() {
    for (body, length) in [("", None), ("{}", Some("2")), ("ü", Some("2"))] {
        let request = request(body);
        let found = request.headers().get("content-length");
        assert_eq!(
            found.map(|value| value.to_str().unwrap()),
            length,
            "{body:?}"
        );
    }
}

#[test]
fn headers() {
    for value in ["Foo", "", "a, \"b,c\"", "ü", "a\tb", " a "] {
        let mut request = request("");
        header(&mut request, "PutX", "foo", "x-foo", "before").unwrap();
        header(&mut request, "PutX", "foo", "x-foo", value).unwrap();
        let found: Vec<_> = request.headers().get_all("x-foo").iter().collect();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].as_bytes(), value.as_bytes());
    }
    for value in ["a\nb", "a\r\nx-evil: 1", "\0", "\u{7F}"] {
        let mut request = request("");
        let error = header(&mut request, "PutX", "foo", "x-foo", value).unwrap_err();
        assert_eq!(
            error.to_string(),
            "PutX: invalid input: foo: has a control character in it"
        );
        assert!(request.headers().is_empty());
    }
    let error = header(&mut request(""), "PutX", "foo", "x foo", "a").unwrap_err();
    assert_eq!(
        error.to_string(),
        "PutX: invalid input: foo: not the name of a header"
    );
}

#[test]
fn prefix_headers() {
    for (prefix, key, name) in [
        ("x-foo-", "abc", "x-foo-abc"),
        ("X-Foo-", "Abc", "x-foo-abc"),
        ("x-foo-", "", "x-foo-"),
        ("", "hello", "hello"),
    ] {
        let mut request = request("");
        prefix_header(&mut request, "PutX", "fooMap", prefix, key, "Abc value").unwrap();
        assert_eq!(request.headers().len(), 1);
        assert_eq!(request.headers()[name], "Abc value");
    }
    let mut own = request("");
    prefix_header(&mut own, "PutX", "all", "", "hello", "Hello").unwrap();
    header(&mut own, "PutX", "specific", "hello", "There").unwrap();
    assert_eq!(own.headers()["hello"], "There");

    let long = "x".repeat(70_000);
    let cut = format!(
        "PutX: invalid input: m[\"{}…\"]: not the name of a header",
        "x".repeat(64)
    );
    for (prefix, key, value, problem) in [
        (
            "x-",
            "a b",
            "",
            "PutX: invalid input: m[\"a b\"]: not the name of a header",
        ),
        (
            "x-",
            "a\n",
            "",
            "PutX: invalid input: m[\"a\\n\"]: not the name of a header",
        ),
        (
            "x-",
            "ü",
            "",
            "PutX: invalid input: m[\"ü\"]: not the name of a header",
        ),
        (
            "",
            "",
            "",
            "PutX: invalid input: m[\"\"]: not the name of a header",
        ),
        (
            "x-",
            "a",
            "\n",
            "PutX: invalid input: m[\"a\"]: has a control character in it",
        ),
        ("x-", &long, "", &cut),
    ] {
        let mut request = request("");
        let error = prefix_header(&mut request, "PutX", "m", prefix, key, value).unwrap_err();
        assert_eq!(error.to_string(), problem);
        assert!(request.headers().is_empty());
    }
}

#[test]
fn headers_end_before_the_map_does() {
    let mut request = Request::new(Bytes::new());
    let mut set = |key: u32| prefix_header(&mut request, "PutX", "all", "x-", &key.to_string(), "");
    for key in 0..10_000 {
        set(key).unwrap();
    }
    let error = set(10_000).unwrap_err().to_string();
    assert!(error.contains("too many headers"), "{error}");
    // There is room for others.
    request.headers_mut().try_reserve(1_000).unwrap();
}

#[test]
fn host_prefixes() {
    for (endpoint, prefix, expected) in [
        ("https://example.com", "foo.", "https://foo.example.com/"),
        (
            "https://example.com/base?q",
            "foo.bar.",
            "https://foo.bar.example.com/base?q",
        ),
        (
            "http://localhost:4566",
            "data-",
            "http://data-localhost:4566/",
        ),
        ("https://example.com", "", "https://example.com/"),
        ("/base", "foo.", "/base"),
        ("/base", "not checked", "/base"),
    ] {
        let endpoint: Uri = endpoint.parse().unwrap();
        assert_eq!(host_prefix("GetX", &endpoint, prefix).unwrap(), expected);
    }
    let invalid = "GetX: invalid input: endpoint: what goes before its host isn't a valid part of a host's name";
    let user = "GetX: invalid input: endpoint: has user information";
    let no_prefix = "GetX: invalid input: endpoint: its host can't have a prefix";
    for (endpoint, prefix, problem) in [
        ("https://example.com", ".", invalid),
        ("https://example.com", "..", invalid),
        ("https://example.com", "a..", invalid),
        ("https://example.com", ".a.", invalid),
        ("https://example.com", "a..b.", invalid),
        ("https://example.com", "a/b.", invalid),
        ("https://example.com", "evil.com/", invalid),
        ("https://example.com", "evil.com#", invalid),
        ("https://example.com", "user@", invalid),
        ("https://example.com", "a_b.", invalid),
        ("https://example.com", "ü.", invalid),
        ("https://[::1]:443", "foo.", no_prefix),
        ("https://example.com", "-a.", invalid),
        ("https://example.com", "a-.", invalid),
        ("https://user:pass@example.com", "a.", user),
    ] {
        let endpoint: Uri = endpoint.parse().unwrap();
        let error = host_prefix("GetX", &endpoint, prefix).unwrap_err();
        assert_eq!(error.to_string(), problem, "{endpoint} {prefix}");
        assert_eq!(error.problems()[0].path(), "endpoint");
    }
}

#[cfg(feature = "checksum")]
mod checksum {
    use tinsmith_runtime::generated::request::{content_md5, header};

    use super::request;

    #[test]
    fn md5_of_the_body() {
        for (body, expected) in [
            ("", "1B2M2Y8AsgTpgAmY7PhCfg=="),
            (
                r#"{"foo":"base64 encoded md5 checksum"}"#,
                "iB0/3YSo7maijL0IGOgA9g==",
            ),
        ] {
            let mut request = request(body);
            content_md5(&mut request);
            assert_eq!(request.headers()["content-md5"], expected);
        }
    }

    #[test]
    fn the_callers_own_stays() {
        let mut request = request("x");
        header(&mut request, "PutX", "md5", "content-md5", "own").unwrap();
        content_md5(&mut request);
        assert_eq!(request.headers()["content-md5"], "own");
    }
}

#[cfg(feature = "compression")]
mod compression {
    use std::io::Read;

    use tinsmith_runtime::generated::request::gzip;
    use tinsmith_runtime::http::HeaderValue;

    use super::request;

    #[test]
    fn only_from_a_size_on() {
        for (size, compressed) in [(0, false), (10_239, false), (10_240, true), (100_000, true)] {
            let body: Vec<u8> = (0..size).map(|i| (i % 251) as u8).collect();
            let mut request = request(body.clone());
            gzip(&mut request, &tinsmith_runtime::RequestOptions::new());
            let length = request.body().len();
            if compressed {
                assert!(length < size);
                assert_eq!(request.headers()["content-encoding"], "gzip");
                let mut back = Vec::new();
                let mut decoder = flate2::read::GzDecoder::new(&request.body()[..]);
                decoder.read_to_end(&mut back).unwrap();
                assert_eq!(back, body);
            } else {
                assert_eq!(request.body(), &body);
                assert!(!request.headers().contains_key("content-encoding"));
            }
            if length > 0 {
                assert_eq!(request.headers()["content-length"], length.to_string());
            }
        }
    }

    #[test]
    fn other_encodings_stay_before_it() {
        let rows: &[(&[&str], &str)] = &[
            (&["custom"], "custom, gzip"),
            (&["a, b", "c"], "a, b, c, gzip"),
            (&[""], "gzip"),
        ];
        for (before, after) in rows {
            let mut request = request(vec![b'x'; 20_000]);
            for line in *before {
                let line = HeaderValue::from_str(line).unwrap();
                request.headers_mut().append("content-encoding", line);
            }
            gzip(&mut request, &tinsmith_runtime::RequestOptions::new());
            let lines: Vec<_> = request
                .headers()
                .get_all("content-encoding")
                .iter()
                .collect();
            assert_eq!(lines, [after]);
        }
    }
}
