//! Unions: which member counts.

use tinsmith_runtime::UnknownMember;
use tinsmith_runtime::generated::json::{ReadError, Reader, path_at};

/// How deep objects and lists may be, which is written in SECURITY.md.
const MAX_DEPTH: usize = 128;

#[derive(Debug, PartialEq)]
enum Value {
    Text(String),
    Number(i32),
    Nested(Box<Value>),
    Unknown(UnknownMember),
}

/// As generated code reads it.
fn read(r: &mut Reader<'_>) -> Result<Value, ReadError> {
    r.union("Value").read(|r, tag| match tag {
        "Text" => r.string().map(Value::Text),
        "Number" => r.integer().map(Value::Number),
        "Nested" => Ok(Value::Nested(Box::new(read(r)?))),
        _ => r.unknown_member(tag).map(Value::Unknown),
    })
}

/// Reads a list of unions, so that what comes after each is read as well.
fn all(body: &str) -> Result<Vec<Value>, ReadError> {
    let mut reader = Reader::new(body.as_bytes())?;
    let values = reader.list(read)?;
    reader.end()?;
    Ok(values)
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

#[test]
fn the_member_that_is_set() {
    let unknown = |raw: &str| Value::Unknown(UnknownMember::with_value("New", raw));
    for (body, value) in [
        (r#"{"Text": "a"}"#, text("a")),
        (r#" { "Text" : "a" } "#, text("a")),
        (r#"{"T\u0065xt": "a"}"#, text("a")),
        // Unknown members keep the text of their value.
        (r#"{"New": {"a": [1,  2]}}"#, unknown(r#"{"a": [1,  2]}"#)),
        (r#"{"New": "x" }"#, unknown("\"x\"")),
        // Members that are null don't count, wherever they are.
        (r#"{"Number": null, "Text": "a"}"#, text("a")),
        (r#"{"Text": "a", "Number": null}"#, text("a")),
        (r#"{"New": null, "Text": "a", "Newer": null}"#, text("a")),
        (r#"{"Text": null, "New": 1, "Number": null}"#, unknown("1")),
        // Nor does the type.
        (r#"{"__type": "ns#Value", "Text": "a"}"#, text("a")),
        (r#"{"Text": "a", "__type": {"a": 1}}"#, text("a")),
        (r#"{"__type": null, "Text": "a", "__type": "b"}"#, text("a")),
        // Of duplicates the last counts.
        (r#"{"Text": "a", "Text": "b"}"#, text("b")),
        (
            r#"{"Text": "a", "Text": "b", "Text": "c", "Number": null}"#,
            text("c"),
        ),
        (r#"{"Text": null, "Text": "b"}"#, text("b")),
        (r#"{"Text": "a", "Text": null, "Text": "b"}"#, text("b")),
        (
            r#"{"Text": "a", "Number": 1, "Text": null}"#,
            Value::Number(1),
        ),
        (
            r#"{"Text": "a", "Text": null, "Number": 1}"#,
            Value::Number(1),
        ),
        (r#"{"Text": "a", "Number": 1, "Number": null}"#, text("a")),
        (
            r#"{"Text": "a", "New": 1, "Text": null, "__type": ""}"#,
            unknown("1"),
        ),
        (r#"{"New": 1, "Ne\u0077": 2}"#, unknown("2")),
        // Nested, with and without a second look.
        (
            r#"{"Nested": {"Text": "a"}}"#,
            Value::Nested(Box::new(text("a"))),
        ),
        (
            r#"{"Nested": {"Text": "a", "Text": "b"}, "Nested": {"Number": 1, "Number": null, "Text": "c"}}"#,
            Value::Nested(Box::new(text("c"))),
        ),
    ] {
        let three = format!("[{body},{body}, {body}]");
        let values = all(&three).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(values.len(), 3);
        for found in values {
            assert_eq!(found, value, "{body}");
        }
    }
}

#[test]
fn no_member_or_several() {
    let one = "expected exactly one member of union Value, found";
    for (body, message) in [
        ("{}", format!("{one} none at byte 1")),
        (r#"{"Text": null}"#, format!("{one} none at byte 1")),
        (r#"{"__type": "Text"}"#, format!("{one} none at byte 1")),
        (
            r#"{"Text": "a", "Text": null}"#,
            format!("{one} none at byte 1"),
        ),
        (
            r#"{"Text": "a", "Number": 1}"#,
            format!("{one} `Text` and `Number` at byte 1"),
        ),
        (
            r#"{"Text": "a", "New": {}}"#,
            format!("{one} `Text` and `New` at byte 1"),
        ),
        (
            r#"{"Newer": [], "New": {}}"#,
            format!("{one} `Newer` and `New` at byte 1"),
        ),
        (
            r#"{"c":1,"b":1,"a":1}"#,
            format!("{one} `c`, `b` and `a` at byte 1"),
        ),
        (
            r#"{"d":1,"c":1,"b":1,"a":1}"#,
            format!("{one} `d`, `c`, `b` and `a` at byte 1"),
        ),
        (
            r#"{"f":1,"e":1,"d":1,"c":1,"b":1,"a":1}"#,
            format!("{one} `f`, `e`, `d`, `c` and 2 more at byte 1"),
        ),
        (
            "7",
            "expected an object, found a number at byte 1".to_owned(),
        ),
        (
            "\"Text\"",
            "expected an object, found a string at byte 1".to_owned(),
        ),
        (
            "[]",
            "expected an object, found a list at byte 1".to_owned(),
        ),
        (
            r#"{"Text": "a", }"#,
            "expected the name of a member, found the end of an object at byte 15".to_owned(),
        ),
        (
            r#"{"Text": 1}"#,
            "expected a string, found a number at byte 10".to_owned(),
        ),
    ] {
        let error = all(&format!("[{body}]")).expect_err(body);
        assert_eq!(error.to_string(), message);
    }
    let body = r#"[{"Text": "a"}, {"Nested": {"Number": 1, "Text": "b"}}]"#;
    let error = all(body).expect_err("two members");
    assert_eq!(path_at(body.as_bytes(), error.offset()), "$[1].Nested");
}

#[test]
fn nesting_stays_limited_after_a_second_look() {
    let duplicated = |depth: usize| {
        r#"{"Text": "a", "Nested": "#.repeat(depth)
            + r#"{"Text": "b"}"#
            + &r#", "Text": null}"#.repeat(depth)
    };
    assert!(all(&format!("[{0},{0}]", duplicated(100))).is_ok());
    assert!(all(&format!("[{}]", duplicated(10_000))).is_err());
}

#[test]
fn a_second_look_counts_depth_as_the_first_does() {
    // The list, the union around, and so many inside it.
    let nested =
        |depth: usize| r#"{"Nested": "#.repeat(depth) + r#"{"Text": "a"}"# + &"}".repeat(depth);
    let looked_at_twice = |depth| {
        format!(
            r#"{{"Text": "a", "Nested": {}, "Text": null}}"#,
            nested(depth)
        )
    };
    let read_at_once = |depth| format!(r#"{{"Nested": {}}}"#, nested(depth));
    for form in [&looked_at_twice as &dyn Fn(usize) -> String, &read_at_once] {
        assert!(all(&format!("[{}]", form(MAX_DEPTH - 3))).is_ok());
        let error = all(&format!("[{}]", form(MAX_DEPTH - 2))).expect_err("too deep");
        assert!(error.to_string().contains("levels of nesting"), "{error}");
    }
    // Values that follow are as deep as those before.
    let duplicated = r#"{"Text": "a", "Text": "b"},"#.repeat(2 * MAX_DEPTH);
    assert!(all(&format!("[{duplicated}{}]", read_at_once(MAX_DEPTH - 3))).is_ok());
    assert!(all(&format!("[{duplicated}{}]", read_at_once(MAX_DEPTH - 2))).is_err());
}

#[test]
fn a_member_without_data_is_an_object_to_those_who_are_strict() {
    let unit = |reader: &mut Reader<'_>| {
        reader.union("Value").read(|r, _| r.unit())?;
        reader.end()
    };
    let lenient = |body: &str| unit(&mut Reader::new(body.as_bytes()).expect("UTF-8"));
    let strict = |body: &str| unit(&mut Reader::new(body.as_bytes()).expect("UTF-8").strict());
    for value in ["{}", r#" {"a": [1, {}]}"#] {
        let body = format!(r#"{{"Nothing": {value}}}"#);
        assert_eq!(lenient(&body), Ok(()), "{body}");
        assert_eq!(strict(&body), Ok(()), "{body}");
    }
    for value in ["[]", "1", "\"\"", "true"] {
        let body = format!(r#"{{"Nothing": {value}}}"#);
        assert_eq!(lenient(&body), Ok(()), "{body}");
        let error = strict(&body).expect_err(&body).to_string();
        assert!(error.starts_with("expected an object, found"), "{error}");
        assert!(error.ends_with("at byte 12"), "{error}");
    }
    assert!(lenient(r#"{"Nothing": }"#).is_err());
    assert!(strict(r#"{"Nothing": {"#).is_err());
}

#[test]
fn a_flood_of_members_is_quick() {
    let members: Vec<_> = (0..100_000).map(|n| format!("\"m{n}\":1")).collect();
    let error = all(&format!("[{{{}}}]", members.join(","))).expect_err("many members");
    assert!(error.found().ends_with("and 99996 more"), "{error}");
}

#[test]
fn truncated_unions_are_errors() {
    let body = r#"[{"Text": "a", "Number": 1, "Text": null, "__type": "b"}]"#;
    assert_eq!(all(body), Ok(vec![Value::Number(1)]));
    for end in 0..body.len() {
        let error = all(body.get(..end).unwrap_or_default()).expect_err("truncated");
        assert!(error.offset() <= end);
    }
}

#[test]
fn only_a_name_alone_is_the_form_of_boto3() {
    let read_back = |value: &str| {
        let body = format!(r#"{{"SDK_UNKNOWN_MEMBER": {value}}}"#);
        let mut reader = Reader::for_serde(&body);
        let read = read(&mut reader).unwrap_or_else(|error| panic!("{body}: {error}"));
        assert_eq!(reader.end(), Ok(()), "{body}");
        read
    };
    let name = Value::Unknown(UnknownMember::new("Token"));
    assert_eq!(read_back(r#"{"name": "Token"}"#), name);
    for value in [
        r#"{"other": "Token"}"#,
        r#"{"name": "Token", "other": 1}"#,
        r#"{"name": 1}"#,
        "{}",
        r#""Token""#,
    ] {
        let member = UnknownMember::with_value("SDK_UNKNOWN_MEMBER", value);
        assert_eq!(read_back(value), Value::Unknown(member));
    }
}

#[test]
fn on_the_wire_the_form_of_boto3_means_nothing() {
    let body = r#"[{"SDK_UNKNOWN_MEMBER": {"name": "Token"}}]"#;
    let member = UnknownMember::with_value("SDK_UNKNOWN_MEMBER", r#"{"name": "Token"}"#);
    assert_eq!(all(body), Ok(vec![Value::Unknown(member)]));
}
