//! Names of members, and what is between members.
//!
//! The reader has a quick way for compact JSON, which it takes where at least 24 bytes follow the
//! start of a name, and another way for everything else. Both must say the same.

use std::collections::BTreeMap;

use tinsmith_runtime::generated::json::{ReadError, Reader};

use super::json_reader::{all, refusal};

/// A body that ends where it ends, and one that has enough after it.
fn short_and_long(body: &str) -> [Vec<u8>; 2] {
    [body.to_owned(), format!("{body:40}")].map(String::into_bytes)
}

fn numbers(r: &mut Reader<'_>) -> Result<BTreeMap<String, i32>, ReadError> {
    r.map(Reader::integer)
}

#[test]
fn punctuation_of_objects_is_strict() {
    for (body, message) in [
        (
            r#"{"a":1,}"#,
            "$: expected the name of a member, found the end of an object at byte 7",
        ),
        (
            r#"{,"a":1}"#,
            "$: expected the name of a member, found a comma at byte 1",
        ),
        (
            r#"{"a" 1}"#,
            "$.a: expected a colon, found a number at byte 5",
        ),
        (
            r#"{"a:"=1}"#,
            r#"$["a:"]: expected a colon, found an unexpected character at byte 5"#,
        ),
        (
            r#"{"a":1 "b":2}"#,
            "$.a: expected a comma or the end of the object, found a string at byte 7",
        ),
        (
            r#"{"a":1"b":2}"#,
            "$.a: expected a comma or the end of the object, found a string at byte 6",
        ),
        (
            r#"{"a":1,xb":2}"#,
            "$: expected the name of a member, found an unexpected character at byte 7",
        ),
        (
            "{\"a\n:1}",
            "$: expected the end of the string, found a control character at byte 3",
        ),
        (
            r#"{"a":}"#,
            "$.a: expected a whole number of 32 bits, found the end of an object at byte 5",
        ),
        (
            "{1:1}",
            "$: expected the name of a member, found a number at byte 1",
        ),
    ] {
        for body in short_and_long(body) {
            assert_eq!(refusal(&body, numbers), message);
        }
    }
    assert_eq!(
        refusal(b"{", numbers),
        "$: expected a comma or the end of the object, found the end of the input at byte 1"
    );
}

#[test]
fn space_may_be_around_all_punctuation() {
    for body in short_and_long("{\n\t\"a\" : 1 ,\r\n\"b\" :2\n}") {
        let read = all(&body, numbers);
        assert_eq!(
            read,
            Ok(BTreeMap::from([("a".to_owned(), 1), ("b".to_owned(), 2)]))
        );
    }
}

#[test]
fn names_may_have_any_characters() {
    let names = [
        "", ":", ":b", "a:", ",", "a b", "!", "\u{e9}", "\u{7f}", "{", "}",
    ];
    let members: Vec<_> = names
        .iter()
        .map(|name| format!("\"{name}\":\"x\""))
        .collect();
    for body in short_and_long(&format!("{{{}}}", members.join(","))) {
        let read = all(&body, |r| r.map(Reader::string)).expect("an object");
        assert_eq!(read.len(), names.len());
        for name in names {
            assert_eq!(read.get(name).map(String::as_str), Some("x"), "{name:?}");
        }
    }
}
