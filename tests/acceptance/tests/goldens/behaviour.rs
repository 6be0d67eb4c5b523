//! The goldens put to use: each kind of item does what its model says.

use goldens::{
    enums, errors, odd_names, rest, sensitive, simple, structures, target, trees, unions,
};
use serde_json::json;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Response, Uri};
use tinsmith_runtime::{Document, Operation, Timestamp, UnknownMember};

fn response(status: u16, body: impl Into<Bytes>) -> Response<Bytes> {
    Response::builder()
        .status(status)
        .body(body.into())
        .expect("a response")
}

fn sent<O: Operation>(operation: &O) -> serde_json::Value {
    let request = operation
        .to_request(&Uri::from_static("/"))
        .expect("a sound input");
    serde_json::from_slice(request.body()).expect("JSON")
}

/// Reads a structure of the service's own JSON form, and writes it again.
fn round_trip<T>(form: serde_json::Value) -> T
where
    T: serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let value: T = serde_json::from_value(form.clone()).expect("the service's form");
    assert_eq!(serde_json::to_value(&value).expect("JSON"), form);
    value
}

#[test]
fn required_and_default_members_are_there_whatever_is_received() {
    let output = structures::PutPerson::from_response(response(200, "{}")).expect("an output");
    assert_eq!(output.id, "");
    assert_eq!(output.address.city, "Ulm");
    assert!(output.address.lift);
    assert_eq!(output.address.floor, 0);

    let body = r#"{"id":"7","address":{"lift":false,"city":null,"zip":"1"}}"#;
    let output = structures::PutPerson::from_response(response(200, body)).expect("an output");
    assert_eq!((output.id.as_str(), output.address.lift), ("7", false));
    assert_eq!(
        (output.address.city.as_str(), output.address.zip.as_deref()),
        ("Ulm", Some("1"))
    );
}

#[test]
fn input_members_are_optional_in_the_type_and_required_when_sent() {
    let call = structures::PutPerson::new().address(structures::Address::new().zip("89073"));
    let error = call
        .to_request(&Uri::from_static("/"))
        .expect_err("no name");
    assert_eq!(
        error.to_string(),
        "PutPerson: invalid input: missing required name"
    );
    assert_eq!(
        sent(&call.name("Ada")),
        json!({"name": "Ada", "address": {"zip": "89073", "floor": 0, "lift": true, "city": "Ulm"}})
    );
}

#[test]
fn recursion_goes_round() {
    let form = json!({
        "label": "a",
        "left": {"label": "b"},
        "others": [{"right": {"label": "c"}}],
        "named": {"d": {"choice": {"choice": {"many": [{"leaf": "e"}, {"tree": {}}]}}}}
    });
    let tree = round_trip::<trees::Tree>(form.clone());
    assert_eq!(
        tree.left.as_ref().and_then(|left| left.label.as_deref()),
        Some("b")
    );
    assert_eq!(sent(&trees::Grow::new().tree(tree)), json!({"tree": form}));
}

#[test]
fn an_unknown_member_is_found_however_deep_it_is() {
    let unknown = trees::Choice::Unknown(UnknownMember::new("branch"));
    let leaf = trees::Tree::new().choice(trees::Choice::Many(vec![unknown]));
    let tree = trees::Tree::new()
        .others([trees::Tree::new(), leaf.clone()])
        .named([("n".to_owned(), leaf)]);
    let error = trees::Grow::new()
        .tree(tree)
        .to_request(&Uri::from_static("/"))
        .expect_err("an unknown member can't be sent");
    let text = error.to_string();
    assert!(text.contains("tree.others[1].choice.many[0]"), "{text}");
    assert!(text.contains("tree.named[\"n\"].choice.many[0]"), "{text}");
    assert!(text.contains("branch"), "{text}");
}

#[test]
fn enums_are_open() {
    assert_eq!(enums::Suit::from("clubs"), enums::Suit::Clubs);
    assert_eq!(enums::Suit::from("unknown"), enums::Suit::UnknownValue);
    let joker = enums::Suit::from("joker");
    assert_eq!(joker, enums::Suit::from(String::from("joker")));
    assert_eq!(joker.as_str(), "joker");
    assert_eq!(
        format!("{joker} {}", enums::Suit::TwoWords),
        "joker two words"
    );
    assert_eq!(enums::Level::from(-5), enums::Level::High);
    assert_eq!(enums::Level::from(9).as_i32(), 9);

    let call = enums::Deal::new()
        .suit("joker")
        .level(enums::Level::from(9))
        .suits([enums::Suit::Clubs, joker])
        .counts([("clubs".to_owned(), enums::Level::Low)]);
    assert_eq!(
        sent(&call),
        json!({"suit": "joker", "level": 9, "suits": ["clubs", "joker"], "counts": {"clubs": 1}})
    );
    let output = enums::Deal::from_response(response(200, r#"{"level":-5}"#)).expect("an output");
    assert_eq!(
        (output.suit.as_str(), output.level),
        ("", enums::Level::High)
    );
    assert_eq!(output.trump, enums::Suit::Clubs);
}

#[test]
fn unions_of_every_kind_of_member() {
    for form in [
        json!({"circle": {"radius": 1.5}}),
        json!({"sides": 6}),
        json!({"names": ["a", "b"]}),
        json!({"nothing": {}}),
        json!({"nested": {"when": "2026-01-02T03:04:05.006Z"}}),
        json!({"SDK_UNKNOWN_MEMBER": {"name": "ellipse"}}),
    ] {
        round_trip::<unions::Shape>(form);
    }
    let body = r#"{"shape":{"__type":"Shape","circle":null,"ellipse":{"a":1,"b":[2]}}}"#;
    let output = unions::Draw::from_response(response(200, body)).expect("an output");
    let Some(unions::Shape::Unknown(member)) = output.shape else {
        panic!("{output:?}");
    };
    assert_eq!(
        (member.name(), member.value()),
        ("ellipse", Some(r#"{"a":1,"b":[2]}"#))
    );

    let body = r#"{"shape":{"sides":3,"circle":{}}}"#;
    let error = unions::Draw::from_response(response(200, body)).expect_err("two members");
    let text = error.to_string();
    assert!(
        text.contains("`circle` and `sides`") || text.contains("`sides` and `circle`"),
        "{text}"
    );
}

#[test]
fn errors_are_told_apart_by_code() {
    let answer = |status, body: &'static str| {
        errors::TryIt::from_response(response(status, body)).expect_err("an error")
    };
    let error = answer(
        404,
        r#"{"__type":"example#NotFound","message":"No.","what":"it"}"#,
    );
    let errors::Error::NotFound(not_found) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(not_found.what.as_deref(), Some("it"));
    assert_eq!(error.to_string(), "TryIt: NotFound: No. (status 404)");
    assert!(!error.is_retryable() && !error.is_throttling());

    let error = answer(400, r#"{"__type":"SlowDown"}"#);
    assert!(error.is_retryable() && error.is_throttling());
    let error = answer(400, r#"{"__type":"InternalFailure"}"#);
    assert!(
        matches!(error, errors::Error::Broken(_)),
        "the query protocol's code: {error:?}"
    );
    assert!(error.is_retryable() && !error.is_throttling());

    let error = answer(400, r#"{"__type":"Leak","message":"hunter2"}"#);
    assert!(
        !format!("{error} {error:?}").contains("hunter2"),
        "{error:?}"
    );
    let errors::Error::Leak(leak) = error else {
        panic!("{error:?}")
    };
    assert_eq!(leak.message.as_deref(), Some("hunter2"));

    let error = answer(400, r#"{"__type":"Unmodeled","meta":"m"}"#);
    let errors::Error::UnmodeledError(unmodeled) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(
        (unmodeled.meta_.as_deref(), unmodeled.meta().code()),
        (Some("m"), Some("Unmodeled"))
    );

    let error = answer(400, r#"{"__type":"Unheard","message":"Of."}"#);
    assert!(matches!(error, errors::Error::Unmodeled(_)), "{error:?}");
    assert_eq!(
        (error.code(), error.is_retryable()),
        (Some("Unheard"), false)
    );
    assert!(answer(503, "").is_retryable());
    let error = answer(400, r#"{"__type":"NotFound","what":5}"#);
    let errors::Error::NotFound(not_found) = &error else {
        panic!("{error:?}")
    };
    assert_eq!((&not_found.what, error.code()), (&None, Some("NotFound")));
}

#[test]
fn aws_json_names_the_operation_in_a_header() {
    let endpoint = Uri::from_static("https://example.com/base/");
    let request = target::Ping::new()
        .to_request(&endpoint)
        .expect("a request");
    assert_eq!(request.uri(), "https://example.com/base/");
    assert_eq!(request.headers()["x-amz-target"], "Target.Ping");
    assert_eq!(
        request.headers()["content-type"],
        "application/x-amz-json-1.0"
    );
    assert_eq!(request.body(), "{}");

    let call = target::Echo::new()
        .text("t")
        .at(Timestamp::from_epoch(1, 500_000_000).expect("a time"));
    let first = sent(&call);
    assert_eq!((&first["text"], &first["at"]), (&json!("t"), &json!(1.5)));
    assert_eq!(first["token"].as_str().map(str::len), Some(36));
    assert_eq!(first, sent(&call), "the same request has the same token");
    assert_ne!(first["token"], sent(&target::Echo::new())["token"]);
    assert_eq!(sent(&call.token("mine"))["token"], "mine");
}

#[test]
fn rest_json_puts_labels_into_the_path() {
    let call = rest::PutItem::new()
        .bucket("a b/c")
        .key("dir/ä.txt")
        .kind(rest::Kind::Big)
        .text("x")
        .request_token("t");
    let request = call.to_request(&Uri::from_static("/")).expect("a request");
    assert_eq!(request.method(), "PUT");
    assert_eq!(
        request.uri(),
        "/a%20b%2Fc/kinds/big/dir/%C3%A4.txt?replace&mode=all"
    );
    assert_eq!(sent(&call), json!({"Text": "x", "requestToken": "t"}));

    let output = r#"{"Version":"2","at":"Tue, 29 Apr 2014 18:30:38 GMT"}"#;
    let output = rest::PutItem::from_response(response(200, output)).expect("an output");
    assert_eq!(output.at.map(|at| at.epoch_seconds()), Some(1_398_796_238));

    let empty = call
        .bucket("")
        .kind("")
        .to_request(&Uri::from_static("/"))
        .expect_err("empty labels");
    let text = empty.to_string();
    assert!(text.contains("bucket") && text.contains("kind"), "{text}");
}

#[test]
fn every_simple_type_goes_round() {
    let form = json!({
        "aBlob": "aGk=", "aBoolean": true, "aString": "s", "aByte": -8, "aShort": 300,
        "aInteger": -70000, "aLong": 9007199254740993_i64, "aFloat": 0.5, "aDouble": -1e300,
        "aBigInteger": 12345678901234567_i64, "aBigDecimal": 0.25, "aTimestamp": 1.25,
        "aDocument": {"x": [1, null, "y"]}, "aDateTime": "2026-01-02T03:04:05Z",
        "anHttpDate": "Tue, 29 Apr 2014 18:30:38 GMT",
        "integerList": [1, 2], "stringList": [], "timestampList": [0], "blobList": ["AA=="],
        "doubleList": ["NaN", "-Infinity", 1.5], "sparseList": ["a", null],
        "listOfLists": [[1], []], "stringMap": {"k": "v"}, "sparseMap": {"t": true, "n": null},
        "mapOfLists": {"m": [null]}
    });
    // NaN isn't equal to itself, so the forms are compared and not the values.
    let value: simple::Everything = serde_json::from_value(form.clone()).expect("the form");
    assert_eq!(serde_json::to_value(&value).expect("JSON"), form);
    assert_eq!(
        value.a_document,
        Some(serde_json::from_value::<Document>(json!({"x": [1, null, "y"]})).expect("a document"))
    );

    let output = r#"{"always":{"aBlob":null,"list":[1,null,2]}}"#;
    let output = simple::Types::from_response(response(200, output)).expect("an output");
    let always = output.always.expect("it is there");
    assert_eq!(always.list, [1, 2], "nulls in a dense list are skipped");
    assert_eq!(
        (always.limit, always.ratio, always.started.epoch_seconds()),
        (-7, 0.5, 86400)
    );
    assert!(always.a_blob.is_empty() && always.a_string.is_empty());
}

#[test]
fn wrong_types_are_told_with_path_and_offset() {
    for (body, path) in [
        (r#"{"everything":{"aBlob":"?"}}"#, "$.everything.aBlob"),
        (r#"{"everything":{"aByte":128}}"#, "$.everything.aByte"),
        (
            r#"{"everything":{"aInteger":1.5}}"#,
            "$.everything.aInteger",
        ),
        (
            r#"{"everything":{"aTimestamp":"now"}}"#,
            "$.everything.aTimestamp",
        ),
        (
            r#"{"everything":{"listOfLists":[[1],[2,"x"]]}}"#,
            "$.everything.listOfLists[1][1]",
        ),
        (
            r#"{"everything":{"mapOfLists":{"a b":[1]}}}"#,
            r#"$.everything.mapOfLists["a b"][0]"#,
        ),
        (r#"{"everything":[]}"#, "$.everything"),
    ] {
        let error = simple::Types::from_response(response(200, body)).expect_err(body);
        let simple::Error::InvalidResponse(invalid) = &error else {
            panic!("{error:?}")
        };
        assert_eq!(invalid.path(), Some(path), "{body}");
        assert!(
            invalid.offset().is_some_and(|offset| offset < body.len()),
            "{body}"
        );
    }
}

#[test]
fn secrets_are_not_printed() {
    let call = sensitive::SignIn::new()
        .name("Ada")
        .token("hunter2")
        .tokens(["hunter2".to_owned()])
        .by_name([("k".to_owned(), vec!["hunter2".to_owned()])])
        .kind("hunter2")
        .kinds([sensitive::SecretKind::from("hunter2")])
        .login(sensitive::Login::new().password("hunter2"))
        .proof(sensitive::Proof::Token("hunter2".to_owned()))
        .hidden(sensitive::Hidden::Text("hunter2".to_owned()));
    let text = format!("{call:?} {call:#?}");
    assert!(!text.contains("hunter2"), "{text}");
    assert!(
        text.contains("Ada") && text.contains("** redacted **"),
        "{text}"
    );
    let unset = format!("{:?}", sensitive::SignIn::new());
    assert!(
        unset.contains("token: None"),
        "that nothing is set is no secret: {unset}"
    );

    let body = r#"{"token":{"hunter2":1}}"#;
    let error = sensitive::SignIn::from_response(response(200, body)).expect_err("no string");
    assert!(
        !format!("{error} {error:?}").contains("hunter2"),
        "{error:?}"
    );
    let body = r#"{"proof":{"new":"hunter2"},"token":"hunter2"}"#;
    let output = sensitive::SignIn::from_response(response(200, body)).expect("an output");
    assert!(!format!("{output:?}").contains("hunter2"), "{output:?}");
}

#[test]
fn odd_names_can_be_used() {
    let option = odd_names::OptionShape::new()
        .type_("t")
        .self_("s")
        .match_(1)
        .with_clone("c")
        .with_new(true);
    assert_eq!(option.clone().clone.as_deref(), Some("c"));
    let call = odd_names::Type::new()
        .common("mixed in")
        .option(option)
        .error(odd_names::ErrorShape::UnknownValue)
        .value(odd_names::Value::SelfValue("s".to_owned()))
        .timestamp(odd_names::Timestamp::new().value(Timestamp::default()));
    assert_eq!(
        sent(&call),
        json!({
            "common": "mixed in",
            "option": {"type": "t", "Self": "s", "match": 1, "clone": "c", "new": true},
            "error": "Unknown",
            "value": {"Self": "s"},
            "timestamp": {"value": 0}
        })
    );
    let error = odd_names::Type::new()
        .to_request(&Uri::from_static("/"))
        .expect_err("required by apply");
    assert!(error.to_string().contains("common"), "{error}");
    let error = odd_names::GetThing::new()
        .to_request(&Uri::from_static("/"))
        .expect_err("no id");
    assert!(error.to_string().contains("GetThing"), "{error}");
}

#[test]
fn members_are_bound_to_query_host_and_headers() {
    let call = rest::GetItem::new()
        .bucket("b")
        .region("eu")
        .limit(5)
        .tags(["a b".to_owned(), "c".to_owned()])
        .more([
            ("tag".to_owned(), "lost".to_owned()),
            ("x".to_owned(), "y".to_owned()),
        ])
        .since(Timestamp::from_epoch_seconds(1_398_796_238).expect("a time"))
        .labels(["plain".to_owned(), "with, comma".to_owned()]);
    let endpoint = Uri::from_static("https://items.example.com");
    let request = call.to_request(&endpoint).expect("a request");
    assert_eq!(
        request.uri(),
        "https://read.eu.items.example.com/b?limit=5&tag=a%20b&tag=c&x=y"
    );
    let headers = request.headers();
    assert_eq!(
        headers["if-modified-since"],
        "Tue, 29 Apr 2014 18:30:38 GMT"
    );
    assert_eq!(headers["x-labels"], "plain, \"with, comma\"");

    let error = rest::GetItem::new()
        .bucket("b")
        .region("")
        .to_request(&endpoint)
        .expect_err("no host");
    assert!(error.to_string().contains("region"), "{error}");
}

#[test]
fn members_are_read_from_headers_status_and_payload() {
    let answer = Response::builder()
        .status(206)
        .header("X-Count", "7")
        .header(
            "X-Dates",
            "Tue, 29 Apr 2014 18:30:38 GMT, Thu, 01 Jan 1970 00:00:00 GMT",
        )
        .header("x-meta-Kind", "k")
        .body(Bytes::from_static(b"\x89PNG"))
        .expect("a response");
    let output = rest::GetItem::from_response(answer).expect("an output");
    assert_eq!((output.count, output.status), (Some(7), 206));
    assert_eq!(output.content.as_deref(), Some(&b"\x89PNG"[..]));
    let dates: Vec<_> = output
        .dates
        .iter()
        .flatten()
        .map(Timestamp::epoch_seconds)
        .collect();
    assert_eq!(dates, [1_398_796_238, 0]);
    let metadata = output.metadata.expect("metadata");
    assert_eq!(metadata.get("kind").map(String::as_str), Some("k"));

    let answer = Response::builder().status(429).header("retry-after", "3");
    let answer = answer
        .header("x-amzn-errortype", "Slow")
        .body(Bytes::from("busy"))
        .expect("a response");
    let error = rest::GetItem::from_response(answer).expect_err("an error");
    let rest::Error::Slow(slow) = &error else {
        panic!("{error:?}")
    };
    assert_eq!(slow.after, Some(3));
    assert!(error.is_throttling() && error.is_retryable());
}

#[test]
fn malformed_responses_are_errors_that_say_where() {
    let header = |value: &str| {
        let answer = Response::builder()
            .header("x-count", value)
            .body(Bytes::new());
        rest::GetItem::from_response(answer.expect("a response")).expect_err(value)
    };
    for value in ["", "seven", "7.5", "99999999999"] {
        let rest::Error::InvalidResponse(invalid) = header(value) else {
            panic!("{value}")
        };
        assert_eq!(invalid.header(), Some("x-count"), "{value}");
    }

    let deep = format!("{}1{}", "[".repeat(10_000), "]".repeat(10_000));
    let bodies: Vec<Vec<u8>> = vec![
        br#"{"everything":{"aString":"cut"#.to_vec(),
        br#"{"everything":{}} x"#.to_vec(),
        b"{\"everything\":{\"aString\":\"\xff\"}}".to_vec(),
        br#"{"everything":{"aBlob":"a?"}}"#.to_vec(),
        br#"{"everything":{"aLong":9223372036854775808}}"#.to_vec(),
        br#"{"everything":{"aFloat":1e39}}"#.to_vec(),
        br#"{"everything":{"aDocument":"#.iter().chain(deep.as_bytes()).chain(b"}}").copied().collect(),
        br#"{"unknown":"#.iter().chain(deep.as_bytes()).chain(b"}").copied().collect(),
        b"null".to_vec(),
        b"<html>".to_vec(),
    ];
    for body in bodies {
        let length = body.len();
        let shown = String::from_utf8_lossy(&body[..length.min(60)]).into_owned();
        let error = simple::Types::from_response(response(200, body)).expect_err(&shown);
        let simple::Error::InvalidResponse(invalid) = &error else {
            panic!("{shown}: {error:?}")
        };
        assert!(
            invalid.path().is_some_and(|path| path.starts_with('$')),
            "{shown}: {error}"
        );
        assert!(
            invalid.offset().is_some_and(|offset| offset <= length),
            "{shown}: {error}"
        );
    }
}
