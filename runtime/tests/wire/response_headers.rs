//! Reading the headers of responses, and bodies that are one member.

use std::collections::BTreeMap;

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::json::{Reader, read_payload};
use tinsmith_runtime::generated::response::{
    Headers, blob_payload, query_compatible, text_payload,
};
use tinsmith_runtime::generated::text;
use tinsmith_runtime::http::{HeaderName, HeaderValue, Response, StatusCode};
use tinsmith_runtime::{ErrorMeta, Timestamp};

fn response(headers: &[(&str, &[u8])], body: &'static [u8]) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(body));
    *response.status_mut() = StatusCode::CREATED;
    for (name, value) in headers {
        response.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes()).unwrap(),
            HeaderValue::from_bytes(value).unwrap(),
        );
    }
    response
}

#[test]
fn single_values() {
    let response = response(
        &[
            ("X-Name", b" \tHello \t"),
            ("x-size", b"7"),
            ("x-lines", b"a"),
            ("x-lines", b" b "),
            ("x-empty", b""),
            ("x-utf-8", "ü".as_bytes()),
        ],
        b"",
    );
    let headers = Headers::new("GetX", &response);
    for (name, expected) in [
        ("x-name", Some("Hello")),
        ("X-Name", Some("Hello")),
        ("x-lines", Some("a, b")),
        ("x-empty", Some("")),
        ("x-utf-8", Some("ü")),
        ("x-none", None),
        ("no name", None),
    ] {
        assert_eq!(
            headers.get(name, text::read_string).unwrap().as_deref(),
            expected,
            "{name}"
        );
    }
    assert_eq!(headers.get("x-size", text::read_integer), Ok(Some(7)));
    assert_eq!(headers.get("x-none", text::read_integer), Ok(None));
    assert_eq!(headers.status(), 201);
}

#[test]
fn lists() {
    type Row<'a> = (&'a [&'a str], Option<&'a [&'a str]>);
    let rows: &[Row<'_>] = &[
        (&[], None),
        (&[""], Some(&[])),
        (&[" , ,"], Some(&[])),
        (&["a, b, c"], Some(&["a", "b", "c"])),
        (&["a,b ,\tc"], Some(&["a", "b", "c"])),
        (&["a", "b, c"], Some(&["a", "b", "c"])),
        (&["a,, b,"], Some(&["a", "b"])),
        (&[r#""b,c", "\"def\"", a"#], Some(&["b,c", "\"def\"", "a"])),
        (&[r#""", a"#], Some(&["", "a"])),
        (&[r#"" a " ,"\\""#], Some(&[" a ", "\\"])),
        (&[r#"a"b, c\d"#], Some(&["a\"b", "c\\d"])),
    ];
    for (lines, expected) in rows {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| ("x-list", line.as_bytes()))
            .collect();
        let response = response(&lines, b"");
        let items = Headers::new("GetX", &response)
            .list("x-list", text::read_string)
            .unwrap();
        let items = items
            .as_ref()
            .map(|items| items.iter().map(String::as_str).collect());
        assert_eq!(items, expected.map(<[&str]>::to_vec), "{lines:?}");
    }
    let response = response(&[("x-list", b"1, \"2\", 3")], b"");
    let headers = Headers::new("GetX", &response);
    assert_eq!(
        headers.list("x-list", text::read_integer),
        Ok(Some(vec![1, 2, 3]))
    );
}

#[test]
fn http_date_lists() {
    let timestamp = Timestamp::from_epoch_seconds(1_576_540_098).unwrap();
    type Row<'a> = (&'a [&'a str], Option<usize>);
    let rows: &[Row<'_>] = &[
        (&[], None),
        (&[""], Some(0)),
        (&["Mon, 16 Dec 2019 23:48:18 GMT"], Some(1)),
        (
            &["Mon, 16 Dec 2019 23:48:18 GMT, Mon, 16 Dec 2019 23:48:18 GMT"],
            Some(2),
        ),
        (
            &["Mon, 16 Dec 2019 23:48:18 GMT ,Mon, 16 Dec 2019 23:48:18 GMT,"],
            Some(2),
        ),
        (
            &[
                "Mon, 16 Dec 2019 23:48:18 GMT",
                "Mon, 16 Dec 2019 23:48:18 GMT",
            ],
            Some(2),
        ),
    ];
    for (lines, count) in rows {
        let lines: Vec<_> = lines
            .iter()
            .map(|line| ("x-list", line.as_bytes()))
            .collect();
        let response = response(&lines, b"");
        let items = Headers::new("GetX", &response).http_date_list("x-list", text::read_http_date);
        assert_eq!(
            items,
            Ok(count.map(|count| vec![timestamp; count])),
            "{lines:?}"
        );
    }
}

#[test]
fn prefixes() {
    type Row<'a> = (&'static str, Option<&'a [(&'a str, &'a str)]>);
    let response = response(
        &[
            ("X-Foo", b"Foo"),
            ("X-Foo-Abc", b"Abc value"),
            ("x-foo-def", b"1"),
            ("x-foo-def", b"2"),
            ("x-foo-empty", b""),
            ("hello", b"\xFFa"),
        ],
        b"",
    );
    let foo: &[_] = &[("abc", "Abc value"), ("def", "1, 2"), ("empty", "")];
    let rows: &[Row<'_>] = &[
        ("x-foo-", Some(foo)),
        ("X-Foo-", Some(foo)),
        ("x-bar-", Some(&[])),
        ("hel", Some(&[("lo", "\u{FFFD}a")])),
        (
            "",
            Some(&[
                ("x-foo", "Foo"),
                ("x-foo-abc", "Abc value"),
                ("x-foo-def", "1, 2"),
                ("x-foo-empty", ""),
                ("hello", "\u{FFFD}a"),
            ]),
        ),
    ];
    for (prefix, expected) in rows {
        let expected = expected.map(|entries| {
            let entries = entries
                .iter()
                .map(|&(key, value)| (key.to_owned(), value.to_owned()));
            entries.collect::<BTreeMap<_, _>>()
        });
        assert_eq!(
            Headers::new("GetX", &response).prefixed(prefix),
            expected,
            "{prefix:?}"
        );
    }
    let none = Response::new(Bytes::new());
    let prefixed = Headers::new("GetX", &none).prefixed::<String>("");
    assert_eq!(prefixed, Some(BTreeMap::new()));
}

#[test]
fn invalid_headers() {
    let response = response(
        &[
            ("x-amzn-requestid", b"r-1"),
            ("x-number", b"secret"),
            ("x-bytes", b"secret\xFF"),
            ("x-bytes-twice", b"secret\xFF"),
            ("x-bytes-twice", b"b"),
            ("x-open", b"\"secret"),
            ("x-escape", b"\"secret\\"),
            ("x-after", b"\"secret\" secret"),
            ("x-date", b"Mon, secret"),
        ],
        b"",
    );
    let headers = Headers::new("GetX", &response);
    let integer = |name| headers.get(name, text::read_integer).map(|_| ());
    let list = |name| headers.list(name, text::read_integer).map(|_| ());
    let dates = |name| {
        headers
            .http_date_list(name, text::read_http_date)
            .map(|_| ())
    };
    for (result, name, expected, found) in [
        (
            integer("x-number"),
            "x-number",
            "an integer of 32 bits",
            "another text",
        ),
        (
            integer("x-bytes"),
            "x-bytes",
            "a text in UTF-8",
            "other bytes",
        ),
        (
            integer("x-bytes-twice"),
            "x-bytes-twice",
            "a text in UTF-8",
            "other bytes",
        ),
        (
            list("x-number"),
            "x-number",
            "an integer of 32 bits",
            "another text",
        ),
        (list("x-bytes"), "x-bytes", "a text in UTF-8", "other bytes"),
        (
            list("x-open"),
            "x-open",
            "a quoted string that ends",
            "another text",
        ),
        (
            list("x-escape"),
            "x-escape",
            "a quoted string that ends",
            "another text",
        ),
        (
            list("x-after"),
            "x-after",
            "a comma after a quoted string",
            "another text",
        ),
        (dates("x-date"), "x-date", "an HTTP date", "another text"),
        (
            dates("x-bytes"),
            "x-bytes",
            "a text in UTF-8",
            "other bytes",
        ),
    ] {
        let error = result.unwrap_err();
        assert_eq!(error.header(), Some(name));
        assert_eq!(error.expected(), expected);
        assert_eq!(error.found(), found);
        assert_eq!(
            error.to_string(),
            format!(
                "GetX: invalid response: expected {expected}, found {found} \
                 (header {name}, status 201, request id r-1)"
            ),
        );
        assert!(!format!("{error:?} {headers:?}").contains("secret"));
    }
}

#[test]
fn json_payloads() {
    let read = |body| {
        read_payload("GetX", &response(&[], body), |r: &mut Reader<'_>| {
            r.integer()
        })
    };
    assert_eq!(read(b""), Ok(None));
    assert_eq!(read(b" 7 "), Ok(Some(7)));
    for (body, message) in [
        (
            &b"\"a\""[..],
            "GetX: invalid response: expected a whole number of 32 bits, found a string \
             (path $, offset 0, status 201)",
        ),
        (
            b"7 8",
            "GetX: invalid response: expected the end of the input, found a number \
             (path $, offset 2, status 201)",
        ),
    ] {
        assert_eq!(read(body).unwrap_err().to_string(), message);
    }
}

#[test]
fn text_and_blob_payloads() {
    let read = |body| text_payload("GetX", &response(&[], body));
    assert_eq!(read(b""), Ok(None));
    assert_eq!(read("ü".as_bytes()), Ok(Some("ü".to_owned())));
    assert_eq!(read(b" \n"), Ok(Some(" \n".to_owned())));
    assert_eq!(
        read(b"{\"secret\":\"\xFF").unwrap_err().to_string(),
        "GetX: invalid response: expected a text in UTF-8, found other bytes \
         (path $, offset 11, status 201)",
    );
    assert_eq!(blob_payload(&response(&[], b"")), None);
    assert_eq!(
        blob_payload(&response(&[], b"\xFF")),
        Some(Bytes::from_static(b"\xFF"))
    );
}

#[test]
fn query_compatible_codes() {
    let meta = || ErrorMeta::default().with_code("QueueDoesNotExist");
    for (header, code) in [
        (None, "QueueDoesNotExist"),
        (
            Some("AWS.SimpleQueueService.NonExistentQueue;Sender"),
            "AWS.SimpleQueueService.NonExistentQueue",
        ),
        (Some(" A ; Receiver"), "A"),
        (Some("A;"), "A"),
        (Some("A;B;C"), "A"),
        (Some(""), "QueueDoesNotExist"),
        (Some("A"), "QueueDoesNotExist"),
        (Some(";Sender"), "QueueDoesNotExist"),
    ] {
        let headers = header.map(|text| ("x-amzn-query-error", text.as_bytes()));
        let response = response(headers.as_slice(), b"");
        assert_eq!(
            query_compatible(meta(), &response).code(),
            Some(code),
            "{header:?}"
        );
    }
}
