//! Messages of errors.

use tinsmith_runtime::generated::request::Problems;
use tinsmith_runtime::http::StatusCode;
use tinsmith_runtime::{
    ErrorMeta, IdempotencyToken, InvalidInput, InvalidResponse, InvalidTimestamp, OutOfRange,
    Problem, ProblemKind, Redacted, UnknownMember, UnknownNumber, UnknownValue,
};

fn invalid(look: impl FnOnce(&mut Problems)) -> Box<InvalidInput> {
    let mut problems = Problems::new();
    look(&mut problems);
    problems.finish("GetX").unwrap_err()
}

#[test]
fn no_problem_is_no_error() {
    let mut problems = Problems::new();
    problems.enter("A");
    problems.leave();
    problems.leave();
    assert_eq!(problems.finish("GetX"), Ok(()));
}

#[test]
fn missing_members_are_grouped() {
    let error = invalid(|problems| {
        problems.missing("StudioId");
        problems.empty_label("virtualClusterIdentifier");
        problems.missing("IdentityType");
    });
    assert_eq!(
        error.to_string(),
        "GetX: invalid input: missing required StudioId, IdentityType; \
         virtualClusterIdentifier is empty, but it is part of the URI",
    );
    assert_eq!(error.operation(), "GetX");
    assert_eq!(
        error.missing().collect::<Vec<_>>(),
        ["StudioId", "IdentityType"]
    );
    let kinds: Vec<_> = error.problems().iter().map(Problem::kind).collect();
    assert_eq!(
        kinds,
        [
            &ProblemKind::Missing,
            &ProblemKind::EmptyLabel,
            &ProblemKind::Missing
        ]
    );
}

#[test]
fn other_problems_stand_alone() {
    let error = invalid(|problems| problems.invalid("Size", "must be at least 1"));
    assert_eq!(
        error.to_string(),
        "GetX: invalid input: Size: must be at least 1"
    );
    assert_eq!(error.missing().count(), 0);
}

#[test]
fn paths() {
    let error = invalid(|problems| {
        problems.enter("Tags");
        problems.enter_index(3);
        problems.missing("Key");
        problems.leave();
        problems.leave();
        problems.enter("Map");
        problems.enter_key("a \"b\"");
        problems.missing("X");
        problems.leave();
        problems.enter_key(&"ü".repeat(65));
        problems.missing("Y");
        problems.leave();
        problems.leave();
        problems.enter("Credentials");
        problems.unknown_member(&UnknownMember::with_value("Token", "\"secret\""));
        problems.leave();
        problems.missing("Z");
    });
    let paths: Vec<_> = error.problems().iter().map(Problem::path).collect();
    let long = format!("Map[\"{}…\"].Y", "ü".repeat(64));
    assert_eq!(
        paths,
        [
            "Tags[3].Key",
            "Map[\"a \\\"b\\\"\"].X",
            &long,
            "Credentials",
            "Z"
        ]
    );
    assert!(
        error.to_string().ends_with(
            "; Credentials holds the unknown union member \"Token\", which can't be sent"
        )
    );
    assert!(!format!("{error:?}").contains("secret"));
}

#[test]
fn meta_on_one_line() {
    let empty = ErrorMeta::default;
    let status = StatusCode::BAD_REQUEST;
    for (meta, text) in [
        (empty(), "an error without code and message"),
        (
            empty().with_operation("GetX"),
            "GetX: an error without code and message",
        ),
        (
            empty().with_status(status),
            "an error without code and message (status 400)",
        ),
        (empty().with_code("Foo"), "Foo"),
        (empty().with_message("m"), "m"),
        (
            empty().with_request_id("r"),
            "an error without code and message (request id r)",
        ),
        (
            empty()
                .with_code("Foo")
                .with_message("a\nb\u{85}c\u{2028}d\u{2029}")
                .with_operation("GetX"),
            "GetX: Foo: a\\nb\\u{85}c\\u{2028}d\\u{2029}",
        ),
        (
            empty()
                .with_operation("GetStudioSessionMapping")
                .with_status(status)
                .with_code("InvalidRequestException".to_owned())
                .with_message("the message")
                .with_request_id("abc"),
            "GetStudioSessionMapping: InvalidRequestException: the message \
             (status 400, request id abc)",
        ),
        (
            empty()
                .with_code("Foo")
                .with_message("secret")
                .without_message(),
            "Foo",
        ),
    ] {
        assert_eq!(meta.to_string(), text);
    }
}

#[test]
fn retries() {
    for (code, throttling, retryable) in [
        ("ThrottlingException", true, true),
        ("TooManyRequestsException", true, true),
        ("SlowDown", true, true),
        ("RequestTimeout", false, true),
        ("RequestTimeoutException", false, true),
        ("InvalidRequestException", false, false),
        ("throttling", false, false),
    ] {
        let meta = ErrorMeta::default()
            .with_code(code)
            .with_status(StatusCode::BAD_REQUEST);
        assert_eq!(meta.is_throttling(), throttling, "{code}");
        assert_eq!(meta.is_retryable(), retryable, "{code}");
    }
    for status in 100..=999 {
        let meta = ErrorMeta::default().with_status(StatusCode::from_u16(status).unwrap());
        assert_eq!(meta.is_throttling(), status == 429, "{status}");
        let retryable = [429, 500, 502, 503, 504].contains(&status);
        assert_eq!(meta.is_retryable(), retryable, "{status}");
    }
    assert!(!ErrorMeta::default().is_retryable());
}

#[test]
fn unknown_things() {
    let bare = UnknownMember::new("Token");
    let full = UnknownMember::with_value("Token", "{\"Secret\":1}");
    assert_eq!((bare.name(), bare.value()), ("Token", None));
    assert_eq!(
        (full.name(), full.value()),
        ("Token", Some("{\"Secret\":1}"))
    );
    assert_ne!(bare, full);
    assert_eq!(format!("{bare:?}"), "UnknownMember { name: \"Token\" }");
    assert_eq!(
        format!("{full:?}"),
        "UnknownMember { name: \"Token\", value: ** redacted ** }"
    );

    let value = UnknownValue::__new("NEW");
    assert_eq!(
        (value.as_str(), value.to_string()),
        ("NEW", "NEW".to_owned())
    );
    assert_eq!(format!("{value:?}"), "\"NEW\"");
    assert!(UnknownValue::__new("A") < value);

    let number = UnknownNumber::__new(-7);
    assert_eq!((number.get(), number.to_string()), (-7, "-7".to_owned()));
    assert_eq!(format!("{number:?}"), "-7");

    assert_eq!(
        format!("{Redacted:?} {Redacted}"),
        "** redacted ** ** redacted **"
    );
}

#[test]
fn everything_can_go_to_another_thread() {
    fn check<T: Send + Sync + Clone + PartialEq + 'static>() {}
    fn check_error<T: std::error::Error + Send + Sync + Clone + PartialEq + 'static>() {}
    check_error::<ErrorMeta>();
    check_error::<InvalidInput>();
    check_error::<InvalidResponse>();
    check_error::<InvalidTimestamp>();
    check_error::<OutOfRange>();
    check::<Problem>();
    check::<IdempotencyToken>();
    check::<UnknownMember>();
}
