//! Whole bodies in CBOR, and errors in them.

use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::cbor::{ReadResult, Reader, error_meta, read_body, read_error};
use tinsmith_runtime::http::Response;

use crate::cbor::bytes;

fn response(hex: &str) -> Response<Bytes> {
    Response::new(bytes(hex).into())
}

fn name(r: &mut Reader<'_>, value: &mut Option<String>) -> ReadResult {
    r.object(|r, key| match key {
        "Name" => r.set(value, Reader::string),
        _ => r.skip(),
    })
}

#[test]
fn a_body_is_one_value_or_none() {
    assert_eq!(read_body("Op", &response(""), name), Ok(None));
    let body = response("a1644e616d656161");
    assert_eq!(read_body("Op", &body, name), Ok(Some("a".to_owned())));
    let error = read_body("Op", &response("a1644e616d6501"), name).unwrap_err();
    assert_eq!(
        error.to_string(),
        "Op: invalid response: expected a string, found a whole number \
         (path $.Name, offset 6, status 200)",
    );
    assert!(read_body("Op", &response("a000"), name).is_err());
}

/// Code and message are taken from the part of a body that can be read. Members of other names, and
/// values that are no text, don't count.
#[test]
fn an_error_says_what_can_be_read() {
    const TYPE: &str = "665f5f74797065";
    const MESSAGE: &str = "676d657373616765";
    // {"a": "b", "__type": "ns#C", "message": "m"}
    let whole = format!("a361616162{TYPE}646e732343{MESSAGE}616d");
    // The same, and then it breaks off.
    let broken = format!("bf61616162{TYPE}7f636e73236143ff{MESSAGE}616d6178");
    for hex in [whole, broken] {
        let meta = error_meta("Op", &response(&hex), &["__type"]);
        assert_eq!(
            (meta.code(), meta.message()),
            (Some("C"), Some("m")),
            "{hex}"
        );
    }
    // Neither a code that is a number nor one that is a list of texts is one, and the message
    // after them counts.
    for code in ["18c8", "816143"] {
        let hex = format!("a2{TYPE}{code}{MESSAGE}616d");
        let meta = error_meta("Op", &response(&hex), &["__type"]);
        assert_eq!((meta.code(), meta.message()), (None, Some("m")), "{hex}");
    }
    let body = response("a1644e616d656161");
    assert_eq!(read_error(&body, name), Some("a".to_owned()));
    assert_eq!(read_error(&response("a1644e616d65"), name), None);
    let meta = error_meta("Op", &response("3c"), &["__type"]);
    assert_eq!((meta.code(), meta.message()), (None, None));
}
