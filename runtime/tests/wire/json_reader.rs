//! The reader, call by call.

use std::borrow::Cow;
use std::collections::BTreeMap;

use tinsmith_runtime::generated::json::{MAX_DEPTH, MAX_SKIP_DEPTH, ReadError, Reader, path_at};
use tinsmith_runtime::{Document, Timestamp};

/// Reads all of `body` with `read`.
pub(crate) fn all<'a, T>(
    body: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>,
) -> Result<T, ReadError> {
    let mut reader = Reader::new(body)?;
    let value = read(&mut reader)?;
    reader.end()?;
    Ok(value)
}

/// The text of the error that reading all of `body` gives, with its path.
pub(crate) fn refusal<'a, T: std::fmt::Debug>(
    body: &'a [u8],
    read: impl FnOnce(&mut Reader<'a>) -> Result<T, ReadError>,
) -> String {
    let error = all(body, read).expect_err("an error");
    assert!(error.offset() <= body.len());
    assert_eq!(size_of_val(&error), size_of::<usize>());
    format!("{}: {error}", path_at(body, error.offset()))
}

#[test]
fn integers() {
    assert_eq!(all(b" -128 ", Reader::byte), Ok(-128));
    assert_eq!(all(b"32767", Reader::short), Ok(i16::MAX));
    assert_eq!(all(b"-2147483648", Reader::integer), Ok(i32::MIN));
    assert_eq!(all(b"9223372036854775807", Reader::long), Ok(i64::MAX));
    assert_eq!(all(b"-9223372036854775808", Reader::long), Ok(i64::MIN));
    assert_eq!(
        all(b"999999999999999999", Reader::long),
        Ok(999_999_999_999_999_999)
    );
    assert_eq!(all(b"-0", Reader::long), Ok(0));
    assert_eq!(all(b"1.0", Reader::byte), Ok(1));
    assert_eq!(all(b"2e3", Reader::short), Ok(2000));
    for (body, text) in [
        (
            "128",
            "$: expected a whole number of 8 bits, found a number out of range at byte 0",
        ),
        (
            " 1.5",
            "$: expected a whole number of 8 bits, found a number with a fraction at byte 1",
        ),
        (
            "1e99",
            "$: expected a whole number of 8 bits, found a number out of range at byte 0",
        ),
        (
            "\"1\"",
            "$: expected a whole number of 8 bits, found a string at byte 0",
        ),
        (
            "null",
            "$: expected a whole number of 8 bits, found null at byte 0",
        ),
        (
            "",
            "$: expected a whole number of 8 bits, found the end of the input at byte 0",
        ),
        (
            "-",
            "$: expected a digit, found the end of the input at byte 1",
        ),
        (
            "01",
            "$: expected the end of the input, found a number at byte 1",
        ),
        (
            "-01",
            "$: expected the end of the input, found a number at byte 2",
        ),
        (
            "1.",
            "$: expected a digit, found the end of the input at byte 2",
        ),
        (
            "+1",
            "$: expected a whole number of 8 bits, found an unexpected character at byte 0",
        ),
    ] {
        assert_eq!(refusal(body.as_bytes(), Reader::byte), text, "{body}");
    }
}

#[test]
fn floating_point_numbers() {
    assert_eq!(all(b"1.5", Reader::double), Ok(1.5));
    assert_eq!(
        all(b"-0", Reader::double).map(f64::is_sign_negative),
        Ok(true)
    );
    assert_eq!(all(b"1e-999999999", Reader::double), Ok(0.0));
    assert_eq!(all(b"0.1", Reader::float), Ok(0.1_f32));
    assert_eq!(all(b"\"Infinity\"", Reader::float), Ok(f32::INFINITY));
    assert_eq!(all(b"\"-Infinity\"", Reader::double), Ok(f64::NEG_INFINITY));
    assert!(all(b"\"NaN\"", Reader::double).is_ok_and(f64::is_nan));
    let what = "expected a floating-point number of 64 bits, found";
    for (body, found) in [
        ("1e309", "a number out of range at byte 0"),
        ("\"nan\"", "a string at byte 0"),
        ("\"1.5\"", "a string at byte 0"),
        ("NaN", "an unexpected character at byte 0"),
        ("Infinity", "an unexpected character at byte 0"),
        ("true", "a boolean at byte 0"),
    ] {
        assert_eq!(
            refusal(body.as_bytes(), Reader::double),
            format!("$: {what} {found}")
        );
    }
    assert!(all(b"3.5e38", Reader::float).is_err());
}

#[test]
fn big_numbers_keep_their_digits() {
    let digits = "123456789012345678901234567890";
    let integer = all(digits.as_bytes(), Reader::big_integer).expect("an integer");
    assert_eq!(integer.as_str(), digits);
    let decimal = all(b"0.10000000000000000000001", Reader::big_decimal).expect("a decimal");
    assert_eq!(decimal.as_str(), "0.10000000000000000000001");
    assert!(all(b"\"1\"", Reader::big_decimal).is_err());
}

#[test]
fn strings_are_borrowed_unless_escaped() {
    let text = |body: &'static str| all(body.as_bytes(), Reader::text).expect("a string");
    assert!(matches!(text(r#""plain \u00e9""#), Cow::Owned(owned) if owned == "plain é"));
    assert!(matches!(
        text("\"a longer plain text, é\""),
        Cow::Borrowed("a longer plain text, é")
    ));
    assert_eq!(
        text(r#""\"\\\/\b\f\n\r\t\ud83d\ude00""#),
        "\"\\/\u{8}\u{c}\n\r\t\u{1f600}"
    );
    assert_eq!(text("\"\""), "");
    assert_eq!(text("\"\u{7f}\u{2028}\""), "\u{7f}\u{2028}");
    for (body, message) in [
        (
            "\"abc",
            "expected the end of the string, found the end of the input at byte 4",
        ),
        (
            "\"a\nb\"",
            "expected the end of the string, found a control character at byte 2",
        ),
        (
            "\"\\n\u{0}\"",
            "expected the end of the string, found a control character at byte 3",
        ),
        (
            "\"\\x\"",
            "expected a known escape, found another escape at byte 1",
        ),
        (
            "\"\\",
            "expected the end of the string, found the end of the input at byte 2",
        ),
        (
            "\"\\u00g0\"",
            "expected a hexadecimal digit, found another character at byte 5",
        ),
        (
            "\"\\u12",
            "expected the end of the string, found the end of the input at byte 5",
        ),
        (
            "\"\\ud800\"",
            "expected a pair of surrogates, found half of one at byte 1",
        ),
        (
            "\"\\ud800\\n\"",
            "expected a pair of surrogates, found half of one at byte 1",
        ),
        (
            "\"\\ud800\\u0041\"",
            "expected a pair of surrogates, found half of one at byte 1",
        ),
        (
            "\"\\udc00\"",
            "expected a pair of surrogates, found half of one at byte 1",
        ),
        (
            "\"\\ud800\\",
            "expected the end of the string, found the end of the input at byte 8",
        ),
        ("7", "expected a string, found a number at byte 0"),
        ("[", "expected a string, found a list at byte 0"),
    ] {
        assert_eq!(
            refusal(body.as_bytes(), Reader::string),
            format!("$: {message}")
        );
        assert!(all(body.as_bytes(), Reader::string).is_err());
    }
    // Values that are skipped are checked in the same way, apart from surrogates.
    assert!(all(br#"["\ud800"]"#, Reader::skip).is_ok());
    assert!(all(br#"["\ud80"]"#, Reader::skip).is_err());
    assert!(all(b"[\"\t\"]", Reader::skip).is_err());
}

#[test]
fn other_scalars() {
    assert_eq!(all(b"true", Reader::boolean), Ok(true));
    assert_eq!(all(b"\tfalse\r\n", Reader::boolean), Ok(false));
    assert!(all(b"truex", Reader::boolean).is_err());
    assert_eq!(
        all(b"\"AQI=\"", Reader::blob).as_deref(),
        Ok(&[1_u8, 2][..])
    );
    assert_eq!(all(b"\"AQI\"", Reader::blob).as_deref(), Ok(&[1_u8, 2][..]));
    assert_eq!(
        all(br#""AQ\u0049=""#, Reader::blob).as_deref(),
        Ok(&[1_u8, 2][..])
    );
    assert_eq!(
        refusal(b"\"secret!\"", Reader::blob),
        "$: expected a string of base64, found another string at byte 0"
    );
    let strictly = |body: &'static [u8]| Reader::new(body)?.strict().blob();
    assert_eq!(strictly(b"\"AQI=\"").as_deref(), Ok(&[1_u8, 2][..]));
    assert!(strictly(b"\"AQI\"").is_err());
    let timestamp = Timestamp::parse_date_time("2023-02-03T04:05:06.5Z");
    let timestamp = timestamp.expect("a timestamp");
    assert_eq!(all(b"1675397106.5", Reader::epoch_seconds), Ok(timestamp));
    assert_eq!(all(b"16753971065e-1", Reader::epoch_seconds), Ok(timestamp));
    assert_eq!(
        all(b"\"2023-02-03T04:05:06.5Z\"", Reader::date_time),
        Ok(timestamp)
    );
    let whole = all(b"\"Fri, 03 Feb 2023 04:05:06 GMT\"", Reader::http_date);
    assert_eq!(whole.map(|whole| whole.epoch_seconds()), Ok(1_675_397_106));
    assert_eq!(
        refusal(b"1e999999999", Reader::epoch_seconds),
        "$: expected a timestamp in seconds, found a number out of range at byte 0"
    );
    assert_eq!(
        refusal(b"\"2023-02-03\"", Reader::date_time),
        "$: expected a string with an RFC 3339 timestamp, found another string at byte 0"
    );
    assert_eq!(
        refusal(b"12", Reader::http_date),
        "$: expected a string with an HTTP date, found a number at byte 0"
    );
}

#[test]
fn nulls_in_collections() {
    assert_eq!(
        all(b"[1, null, 2]", |r| r.list(Reader::integer)),
        Ok(vec![1, 2])
    );
    assert_eq!(
        all(b"[1,null]", |r| r.sparse_list(Reader::integer)),
        Ok(vec![Some(1), None])
    );
    assert_eq!(all(b"[]", |r| r.list(Reader::integer)), Ok(vec![]));
    let map = all(br#"{"a": 1, "b": null, "c": 2, "c": 3, "a": null}"#, |r| {
        r.map(Reader::integer)
    });
    assert_eq!(map, Ok(BTreeMap::from([("c".to_owned(), 3)])));
    let map = all(br#"{"a": 1, "b": null, "a": null, "b": 2}"#, |r| {
        r.sparse_map(Reader::integer)
    });
    assert_eq!(
        map,
        Ok(BTreeMap::from([
            ("a".to_owned(), None),
            ("b".to_owned(), Some(2))
        ]))
    );
    assert_eq!(all(b"null", |r| r.nullable(Reader::integer)), Ok(None));
    assert_eq!(all(b"1", |r| r.nullable(Reader::integer)), Ok(Some(1)));
    assert!(all(b"nul", |r| r.nullable(Reader::integer)).is_err());
}

#[test]
fn punctuation_of_lists_is_strict() {
    let list = |r: &mut Reader<'_>| r.list(Reader::integer);
    for (body, message) in [
        (
            "[1,]",
            "$[1]: expected a whole number of 32 bits, found the end of a list at byte 3",
        ),
        (
            "[,1]",
            "$[0]: expected a whole number of 32 bits, found a comma at byte 1",
        ),
        (
            "[1 2]",
            "$[0]: expected a comma or the end of the list, found a number at byte 3",
        ),
        (
            "[1}",
            "$[0]: expected a comma or the end of the list, found the end of an object at byte 2",
        ),
        (
            "[1",
            "$[0]: expected a comma or the end of the list, found the end of the input at byte 2",
        ),
        (
            "[1]]",
            "$: expected the end of the input, found the end of a list at byte 3",
        ),
        ("{}", "$: expected a list, found an object at byte 0"),
        (
            "\u{feff}[]",
            "$: expected a list, found an unexpected character at byte 0",
        ),
        (
            "\u{a0}[]",
            "$: expected a list, found an unexpected character at byte 0",
        ),
        (
            "\u{b}[]",
            "$: expected a list, found an unexpected character at byte 0",
        ),
    ] {
        assert_eq!(refusal(body.as_bytes(), list), message);
    }
    assert_eq!(
        refusal(b"\"\xff\"", Reader::string),
        "$: expected UTF-8, found bytes that are not UTF-8 at byte 1"
    );
}

#[test]
fn documents() {
    let body = br#"{"a": [1.50, "x", true, null, {}], "a": [], "b": 1e2}"#;
    let document = all(body, Reader::document).expect("a document");
    let Document::Object(members) = document else {
        panic!("not an object");
    };
    assert_eq!(members.get("a"), Some(&Document::Array(vec![])));
    assert!(matches!(members.get("b"), Some(Document::Number(n)) if n.as_str() == "1e2"));
    assert_eq!(all(b"null", Reader::document), Ok(Document::Null));
    assert!(all(b"nope", Reader::document).is_err());
}

#[test]
fn nesting_is_limited() {
    let nested = |depth: usize, open: &str, close: &str| {
        (open.repeat(depth) + "0" + &close.repeat(depth)).into_bytes()
    };
    let typed = MAX_DEPTH as usize;
    let skipped = MAX_SKIP_DEPTH as usize;
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        assert!(all(&nested(typed, open, close), Reader::document).is_ok());
        assert!(all(&nested(typed + 1, open, close), Reader::document).is_err());
        assert!(all(&nested(skipped, open, close), Reader::skip).is_ok());
        assert!(all(&nested(skipped + 1, open, close), Reader::skip).is_err());
        assert!(all(&nested(10_000, open, close), Reader::document).is_err());
        let message = refusal(&nested(10_000, open, close), Reader::skip);
        assert!(
            message.contains("…: expected at most 1024 levels of nesting"),
            "{message}"
        );
        assert!(message.len() < 300);
        assert!(all(open.repeat(10_000).as_bytes(), Reader::skip).is_err());
    }
    // Siblings don't nest.
    let siblings = format!("[{}[]]", "[],".repeat(5000));
    assert!(all(siblings.as_bytes(), Reader::skip).is_ok());
    assert!(all(siblings.as_bytes(), Reader::document).is_ok());
}

#[test]
fn skipping_checks_brackets() {
    for body in [
        "[}",
        "{]",
        "[{]}",
        "[1,]",
        "{\"a\"}",
        "{\"a\":1,}",
        "[1 2]",
        "]",
        "",
        "[tru]",
    ] {
        assert!(all(body.as_bytes(), Reader::skip).is_err(), "{body}");
    }
    for body in ["{}", "[ ]", "[{\"a\":[{}]},[],1e5,\"\\\"\"]", " null "] {
        assert_eq!(all(body.as_bytes(), Reader::skip), Ok(()), "{body}");
    }
}

/// A structure as generated code reads it.
fn mapping(r: &mut Reader<'_>) -> Result<usize, ReadError> {
    let mut tags = Vec::new();
    r.begin_object()?;
    while let Some(key) = r.next_key()? {
        match &*key {
            "SessionMapping" => {
                r.begin_object()?;
                while let Some(key) = r.next_key()? {
                    match &*key {
                        "Tags" => tags = r.list(|r| r.map(Reader::string))?,
                        "CreationTime" => drop(r.nullable(Reader::epoch_seconds)?),
                        _ => r.skip()?,
                    }
                }
            }
            _ => r.skip()?,
        }
    }
    Ok(tags.len())
}

#[test]
fn errors_have_paths() {
    let body = br#"{"Other": [1, {"x": "]}"}], "SessionMapping": {"Tags": [{}, {"Key": "a"}, {"Key": 7}]}}"#;
    assert_eq!(
        refusal(body, mapping),
        "$.SessionMapping.Tags[2].Key: expected a string, found a number at byte 82"
    );
    let body = br#"{"SessionMapping": {"Tags": [{"odd key": 1}]}}"#;
    assert!(refusal(body, mapping).starts_with("$.SessionMapping.Tags[0][\"odd key\"]: "));
    let body = br#"{"SessionMapping": {"Tags": [{"\u0041\"\n": 1}]}}"#;
    assert!(refusal(body, mapping).starts_with(r#"$.SessionMapping.Tags[0]["A\"\n"]: "#));
    let long = "k".repeat(65);
    let body = format!(r#"{{"SessionMapping": {{"Tags": [{{"{long}": 1}}]}}}}"#);
    let start = format!("$.SessionMapping.Tags[0].{}…: ", "k".repeat(64));
    assert!(refusal(body.as_bytes(), mapping).starts_with(&start));
    // Inside of a name, the path is that of the object.
    assert!(refusal(br#"{"a": {"b\x": 1}}"#, mapping).starts_with("$.a: expected a known escape"));
    // At the end of a name, it is that of the member.
    assert_eq!(
        refusal(br#"{"a""#, mapping),
        "$.a: expected a colon, found the end of the input at byte 4"
    );
    // Values stay out of messages.
    let body = br#"{"SessionMapping": {"CreationTime": "secret"}}"#;
    assert!(!refusal(body, mapping).contains("secret"));
}

#[test]
fn every_truncation_is_an_error() {
    let body = r#"{"SessionMapping": {"Tags": [{"Kéy": "v\u00e9\ud83d\ude00"}, {}], "CreationTime": -1.5e+3,
        "Other": [true, false, null, {"a": []}]}, "x": "y"}"#;
    assert_eq!(all(body.as_bytes(), mapping), Ok(2));
    for end in 0..body.len() {
        let part = body.as_bytes().get(..end).unwrap_or_default();
        for error in [
            all(part, mapping).expect_err("truncated"),
            all(part, Reader::skip).expect_err("truncated"),
            all(part, Reader::document).expect_err("truncated"),
        ] {
            assert!(error.offset() <= end, "{error}");
            assert!(path_at(part, error.offset()).starts_with('$'));
        }
    }
}

#[test]
fn debug_output_and_errors_show_no_values() {
    let reader = Reader::new(br#"  "secret""#).expect("UTF-8");
    assert!(!format!("{reader:?}").contains("secret"));
    assert_eq!(
        reader.expected("a number").to_string(),
        "expected a number, found a string at byte 2"
    );
}
