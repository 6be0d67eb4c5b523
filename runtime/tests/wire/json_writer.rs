//! The writer, call by call.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::json::{Reader, Writer, name};
use tinsmith_runtime::{Document, Number, Timestamp, UnknownMember};

fn written(write: impl FnOnce(&mut Writer)) -> String {
    let mut writer = Writer::new();
    write(&mut writer);
    String::from_utf8(writer.finish().to_vec()).expect("UTF-8")
}

#[test]
fn punctuation() {
    let text = written(|w| {
        w.begin_object();
        w.key("a");
        w.begin_list();
        w.end_list();
        w.name(name!("n"));
        w.string("a,");
        w.name(name!("ö{}"));
        w.begin_object();
        w.name(name!("m"));
        w.integer(1);
        w.end_object();
        w.key("b");
        w.begin_list();
        w.null();
        w.begin_object();
        w.end_object();
        w.boolean(true);
        w.end_list();
        w.key("c\"");
        w.raw("[1, 2]");
        w.end_object();
    });
    assert_eq!(
        text,
        r#"{"a":[],"n":"a,","ö{}":{"m":1},"b":[null,{},true],"c\"":[1, 2]}"#
    );
}

#[test]
fn numbers() {
    assert_eq!(written(|w| w.byte(i8::MIN)), "-128");
    assert_eq!(written(|w| w.short(0)), "0");
    assert_eq!(written(|w| w.integer(i32::MAX)), "2147483647");
    assert_eq!(written(|w| w.long(i64::MIN)), "-9223372036854775808");
    assert_eq!(written(|w| w.float(0.1)), "0.1");
    assert_eq!(written(|w| w.float(f32::NAN)), "\"NaN\"");
    for (value, text) in [
        (1.0, "1.0"),
        (-0.0, "-0.0"),
        (1e300, "1e300"),
        (5e-324, "5e-324"),
        (f64::INFINITY, "\"Infinity\""),
        (f64::NEG_INFINITY, "\"-Infinity\""),
        (f64::NAN, "\"NaN\""),
    ] {
        assert_eq!(written(|w| w.double(value)), text);
    }
    let digits = "123456789012345678901234567890";
    assert_eq!(
        written(|w| w.big_integer(&digits.parse().expect("digits"))),
        digits
    );
    assert_eq!(
        written(|w| w.big_decimal(&"1.50".parse().expect("digits"))),
        "1.50"
    );
    assert_eq!(
        written(|w| w.big_integer_text(&digits.parse().expect("digits"))),
        format!("\"{digits}\"")
    );
    assert_eq!(
        written(|w| w.big_decimal_text(&"1.50".parse().expect("digits"))),
        "\"1.50\""
    );
}

#[test]
fn strings() {
    assert_eq!(written(|w| w.string("")), "\"\"");
    assert_eq!(
        written(|w| w.string("a \"quoted\" \\ \n\r\t\u{8}\u{c}\u{0}\u{1f}\u{7f} é \u{1f600}")),
        "\"a \\\"quoted\\\" \\\\ \\n\\r\\t\\b\\f\\u0000\\u001f\u{7f} é \u{1f600}\""
    );
    for code in (0..0x20_u8).filter(|code| !matches!(code, 8 | 9 | 10 | 12 | 13)) {
        let text = char::from(code).to_string();
        assert_eq!(written(|w| w.string(&text)), format!("\"\\u{code:04x}\""));
    }
    assert_eq!(written(|w| w.blob(b"")), "\"\"");
    assert_eq!(written(|w| w.blob(b"f")), "\"Zg==\"");
    assert_eq!(written(|w| w.blob(b"fo")), "\"Zm8=\"");
    assert_eq!(written(|w| w.blob(b"foobar")), "\"Zm9vYmFy\"");
}

#[test]
fn timestamps() {
    let at = |seconds, nanos| Timestamp::from_epoch(seconds, nanos).expect("in range");
    assert_eq!(written(|w| w.epoch_seconds(&at(0, 0))), "0");
    assert_eq!(written(|w| w.epoch_seconds(&at(1, 500_000_000))), "1.5");
    assert_eq!(written(|w| w.epoch_seconds(&at(-1, 500_000_000))), "-0.5");
    assert_eq!(written(|w| w.epoch_seconds(&at(-2, 1_000_000))), "-1.999");
    let text = written(|w| w.date_time(&at(1_675_397_106, 0)));
    assert_eq!(text, "\"2023-02-03T04:05:06Z\"");
    let text = written(|w| w.http_date(&at(1_675_397_106, 0)));
    assert_eq!(text, "\"Fri, 03 Feb 2023 04:05:06 GMT\"");
}

#[test]
fn collections() {
    let list = ["a".to_owned(), "b".to_owned()];
    assert_eq!(
        written(|w| w.list(&list, |w, item| w.string(item))),
        r#"["a","b"]"#
    );
    let sparse = [Some(1), None];
    assert_eq!(
        written(|w| w.sparse_list(&sparse, |w, item| w.integer(*item))),
        "[1,null]"
    );
    let map = BTreeMap::from([("a".to_owned(), vec![1]), ("b".to_owned(), vec![])]);
    let text = written(|w| w.map(&map, |w, items| w.list(items, |w, item| w.integer(*item))));
    assert_eq!(text, r#"{"a":[1],"b":[]}"#);
    let sparse = BTreeMap::from([("a".to_owned(), None), ("b".to_owned(), Some(true))]);
    let text = written(|w| w.sparse_map(&sparse, |w, value| w.boolean(*value)));
    assert_eq!(text, r#"{"a":null,"b":true}"#);
}

#[test]
fn documents_and_unknown_members() {
    let body = r#"{"a":[1.50,"x",true,null,{}],"b":1e2}"#;
    let document = Reader::new(body.as_bytes()).and_then(|mut r| r.document());
    assert_eq!(
        written(|w| w.document(&document.expect("a document"))),
        body
    );
    let number = Document::Number("0.10".parse::<Number>().expect("a number"));
    assert_eq!(written(|w| w.document(&number)), "0.10");
    let text = written(|w| {
        w.begin_object();
        w.unknown_member(&UnknownMember::new("To\"ken"));
        w.end_object();
    });
    assert_eq!(text, r#"{"SDK_UNKNOWN_MEMBER":{"name":"To\"ken"}}"#);
    let member = |value: &str| {
        written(|w| {
            w.begin_object();
            w.unknown_member(&UnknownMember::with_value("New", value));
            w.end_object();
        })
    };
    assert_eq!(member("[1]"), r#"{"New":[1]}"#);
    // A text that isn't one value would break the body.
    for value in ["1 2", "1,\"b\":2", "nope", ""] {
        assert_eq!(member(value), r#"{"SDK_UNKNOWN_MEMBER":{"name":"New"}}"#);
    }
}

/// A body that streams has a form only if it is in memory.
#[cfg(feature = "serde")]
#[test]
fn streams_in_memory_are_blobs() {
    let body = tinsmith_runtime::Body::from("foobar");
    assert_eq!(written(|w| w.body(&body)), "\"Zm9vYmFy\"");
}

#[test]
fn debug_output_shows_no_values() {
    let mut writer = Writer::with_capacity(10);
    writer.string("secret");
    assert!(!format!("{writer:?}").contains("secret"));
}
