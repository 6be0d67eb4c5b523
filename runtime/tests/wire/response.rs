//! Reading responses, and what they say about errors.

use proptest::prelude::*;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::json::{ReadResult, Reader, error_meta, read_body, read_error};
use tinsmith_runtime::http::{HeaderName, HeaderValue, Response, StatusCode};
use tinsmith_runtime::{ErrorMeta, InvalidResponse};

const CODE_MEMBERS: [&str; 3] = ["__type", "code", "Code"];
const OPERATION: &str = "GetStudioSessionMapping";

fn response(status: u16, headers: &[(&str, &str)], body: impl Into<Vec<u8>>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(body.into()));
    *response.status_mut() = StatusCode::from_u16(status).unwrap();
    for (name, value) in headers {
        response.headers_mut().append(
            HeaderName::from_bytes(name.as_bytes()).unwrap(),
            HeaderValue::from_bytes(value.as_bytes()).unwrap(),
        );
    }
    response
}

/// Stands for a generated structure with one member.
fn read(reader: &mut Reader<'_>, id: &mut Option<String>) -> ReadResult {
    reader.object(|r, key| match key {
        "Id" => r.set(id, Reader::string),
        _ => r.skip(),
    })
}

#[test]
fn error_meta_table() {
    type Row<'a> = (
        &'a str,
        &'a [(&'a str, &'a str)],
        &'a [u8],
        [Option<&'a str>; 3],
    );
    let rows: &[Row<'_>] = &[
        ("empty", &[], b"", [None, None, None]),
        (
            "type",
            &[],
            br#"{"__type":"Foo","message":"m"}"#,
            [Some("Foo"), Some("m"), None],
        ),
        (
            "namespace",
            &[],
            br#"{"__type":"aws.emr#Foo"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "namespace and URI",
            &[],
            br#"{"__type":"aws.emr#Foo:http://internal.amazon.com/coral/x#y/"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "URI",
            &[],
            br#"{"__type":"Foo:http://x/"}"#,
            [Some("Foo"), None, None],
        ),
        ("code", &[], br#"{"code":"Foo"}"#, [Some("Foo"), None, None]),
        (
            "Code",
            &[],
            br#"{"Code":"aws#Foo"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "type before code, whatever the order",
            &[],
            br#"{"Code":"C","code":"B","__type":"A"}"#,
            [Some("A"), None, None],
        ),
        (
            "code isn't text",
            &[],
            br#"{"code":400,"Code":"Foo"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "code is null",
            &[],
            br#"{"__type":null,"code":"Foo"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "code is empty",
            &[],
            br#"{"__type":"","code":"Foo"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "nothing but surroundings",
            &[],
            br##"{"__type":"#:x","code":"Foo"}"##,
            [Some("Foo"), None, None],
        ),
        (
            "header first",
            &[("X-Amzn-ErrorType", "Foo:http://internal.amazon.com/coral/")],
            br#"{"__type":"Bar"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "header alone",
            &[("x-amzn-errortype", "ns#Foo")],
            b"",
            [Some("Foo"), None, None],
        ),
        (
            "header is empty",
            &[("x-amzn-errortype", " ")],
            br#"{"code":"Bar"}"#,
            [Some("Bar"), None, None],
        ),
        (
            "header isn't text",
            &[("x-amzn-errortype", "\u{FC}")],
            br#"{"code":"Bar"}"#,
            [Some("Bar"), None, None],
        ),
        (
            "Message",
            &[],
            br#"{"Message":"M"}"#,
            [None, Some("M"), None],
        ),
        (
            "errorMessage",
            &[],
            br#"{"errorMessage":"E"}"#,
            [None, Some("E"), None],
        ),
        (
            "message first, whatever the order",
            &[],
            br#"{"errorMessage":"E","Message":"M","message":"m"}"#,
            [None, Some("m"), None],
        ),
        (
            "null and empty messages don't count",
            &[],
            br#"{"message":null,"Message":"","errorMessage":"E"}"#,
            [None, Some("E"), None],
        ),
        (
            "message isn't text",
            &[],
            br#"{"message":{"a":[1]},"code":"Foo"}"#,
            [Some("Foo"), None, None],
        ),
        (
            "escapes",
            &[],
            br#"{"mess\u0061ge":"a\nb"}"#,
            [None, Some("a\nb"), None],
        ),
        (
            "white space",
            &[],
            b" \r\n\t{\"code\" : \"Foo\"} ",
            [Some("Foo"), None, None],
        ),
        (
            "only the top level",
            &[],
            br#"{"a":{"code":"Foo"}}"#,
            [None, None, None],
        ),
        (
            "request id",
            &[("x-amzn-RequestId", "r1")],
            b"",
            [None, None, Some("r1")],
        ),
        (
            "request id 2",
            &[("x-amz-request-id", "r2")],
            b"",
            [None, None, Some("r2")],
        ),
        (
            "request id 3",
            &[("x-amz-requestid", "r3")],
            b"",
            [None, None, Some("r3")],
        ),
        (
            "request ids in order",
            &[
                ("x-amz-requestid", "r3"),
                ("x-amz-request-id", "r2"),
                ("x-amzn-requestid", ""),
            ],
            b"",
            [None, None, Some("r2")],
        ),
        (
            "HTML",
            &[],
            b"<html><body>502 Bad Gateway</body></html>",
            [None, None, None],
        ),
        ("a string", &[], br#""code""#, [None, None, None]),
        ("an array", &[], br#"[{"code":"Foo"}]"#, [None, None, None]),
        (
            "cut after the code",
            &[],
            br#"{"code":"Foo","message":"half a mess"#,
            [Some("Foo"), None, None],
        ),
        (
            "cut in the code",
            &[],
            br#"{"message":"m","code":"Fo"#,
            [None, Some("m"), None],
        ),
        (
            "not UTF-8",
            &[],
            b"{\"code\":\"Foo\",\"message\":\"\xFF\"}",
            [Some("Foo"), None, None],
        ),
        (
            "not JSON later on",
            &[],
            br#"{"code":"Foo",oops}"#,
            [Some("Foo"), None, None],
        ),
    ];
    for &(name, headers, body, [code, message, request_id]) in rows {
        let meta = error_meta(OPERATION, &response(400, headers, body), &CODE_MEMBERS);
        assert_eq!(meta.code(), code, "{name}");
        assert_eq!(meta.message(), message, "{name}");
        assert_eq!(meta.request_id(), request_id, "{name}");
        assert_eq!(meta.operation(), OPERATION, "{name}");
        assert_eq!(meta.status(), Some(StatusCode::BAD_REQUEST), "{name}");
    }
}

#[test]
fn bodies() {
    let ok = |body: &str| read_body(OPERATION, &response(200, &[], body), read);
    assert_eq!(ok(""), Ok(None));
    assert_eq!(ok("{}"), Ok(None));
    assert_eq!(ok(" \r\n"), Ok(None));
    assert_eq!(ok(r#" {"Id":"x","New":[{}]} "#), Ok(Some("x".into())));
    for (body, expected, found, path, offset) in [
        (r#"{"Id":7}"#, "a string", "a number", "$.Id", 6),
        (" []", "an object", "a list", "$", 1),
        ("null", "an object", "null", "$", 0),
    ] {
        let error = ok(body).unwrap_err();
        assert_eq!(error.expected(), expected, "{body}");
        assert_eq!(error.found(), found, "{body}");
        assert_eq!(error.path(), Some(path), "{body}");
        assert_eq!(error.offset(), Some(offset), "{body}");
        assert_eq!(error.header(), None, "{body}");
        assert_eq!(error.meta().status(), Some(StatusCode::OK), "{body}");
    }
    assert!(ok("{} {}").is_err());
    assert!(ok("{").is_err());

    let error = read_body(
        OPERATION,
        &response(
            200,
            &[("x-amzn-requestid", "abc")],
            r#"{"Id":{"secret":1}}"#,
        ),
        read,
    );
    assert_eq!(
        error.unwrap_err().to_string(),
        "GetStudioSessionMapping: invalid response: expected a string, found an object \
         (path $.Id, offset 6, status 200, request id abc)",
    );
}

#[test]
fn error_bodies() {
    let read = |body: &str| read_error(&response(400, &[], body), read);
    for body in [
        "",
        " ",
        "<html>",
        "null",
        "[]",
        "\"{\"",
        "7",
        r#"{"Id":true}"#,
        r#"{"Id":"x"} x"#,
        r#"{"Id":"#,
    ] {
        assert_eq!(read(body), None, "{body}");
    }
    assert_eq!(read(r#" {"Id":"x"}"#), Some("x".into()));
}

#[test]
fn invalid_headers() {
    let meta = ErrorMeta::default().with_status(StatusCode::OK);
    let error = InvalidResponse::in_header(meta, "last-modified", "an HTTP date", "other text");
    assert_eq!(error.header(), Some("last-modified"));
    assert_eq!(error.path(), None);
    assert_eq!(error.offset(), None);
    assert_eq!(
        error.to_string(),
        "invalid response: expected an HTTP date, found other text \
         (header last-modified, status 200)",
    );
}

proptest! {
    #[test]
    fn any_body_is_taken_as_far_as_it_goes(body in any::<Vec<u8>>(), json in "\\{[\"a-z:,{}\\[\\]0-9 \\\\]{0,40}") {
        for body in [body, json.into_bytes()] {
            let response = response(500, &[], body);
            let meta = error_meta(OPERATION, &response, &CODE_MEMBERS);
            prop_assert!(meta.is_retryable());
            _ = read_error(&response, read);
            _ = read_body(OPERATION, &response, read);
        }
    }

    #[test]
    fn a_cut_body_says_no_more_than_the_whole(cut in 0..80_usize) {
        let whole = br#"{"message":"the message","__type":"aws.emr#Foo:http://x/","Code":"Bar"}"#;
        let body = &whole[..cut.min(whole.len())];
        let meta = error_meta(OPERATION, &response(400, &[], body), &CODE_MEMBERS);
        prop_assert!(matches!(meta.message(), None | Some("the message")));
        prop_assert!(matches!(meta.code(), None | Some("Foo")));
        prop_assert_eq!(meta.message().is_some(), cut >= 24);
    }
}

#[test]
fn the_protocol_says_which_member_holds_the_code() {
    let body = r#"{"__type":"ns#Type","code":"Code","Code":"Upper"}"#;
    for (members, code) in [
        (&["__type", "code"][..], Some("Type")),
        (&["code", "__type"], Some("Code")),
        (&["Code"], Some("Upper")),
        (&["other"], None),
    ] {
        let meta = error_meta(OPERATION, &response(400, &[], body), members);
        assert_eq!(meta.code(), code, "{members:?}");
    }
}
