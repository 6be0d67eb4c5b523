//! Kinds of items put to use, in a crate that the command has made: `packages.rs` puts this file
//! into it. Every model beside this file is a service of the crate.
#![cfg(feature = "serde")]

use kinds::{bindings, defaults, keys, mixed};
use serde_json::json;
use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Response, Uri};

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

/// The request target that a call in its own JSON form has.
fn target_of<O>(form: serde_json::Value) -> String
where
    O: Operation + serde::Serialize + serde::de::DeserializeOwned + PartialEq + std::fmt::Debug,
{
    let request = round_trip::<O>(form).to_request(&Uri::from_static("https://x.example/"));
    let request = request.expect("a sound input");
    let target = request.uri().path_and_query().expect("a target");
    target.to_string()
}

#[test]
fn keys_of_maps_are_text_whatever_the_model_knows() {
    let form = json!({"tags": {"a": "1", "later": "2"}, "nested": {"e": {"more": {"b": "3"}}}});
    assert_eq!(sent(&round_trip::<keys::Count>(form.clone())), form);
    let tags = keys::Count::new().tags([(keys::Sent::A.to_string(), "1".to_owned())]);
    assert_eq!(sent(&tags), json!({"tags": {"a": "1"}}));
    let output = keys::Count::from_response(response(200, r#"{"counts":{"d":2,"other":3}}"#));
    let counts = output.expect("an output").counts.expect("counts");
    assert_eq!(counts.get(keys::Received::D.as_str()), Some(&2));
    assert_eq!(counts.get("other"), Some(&3));
}

#[test]
fn maps_of_enums_and_of_lists_of_them_are_in_the_query() {
    use kinds::bindings as b;
    assert_eq!(
        target_of::<b::QueryColorMap>(
            json!({"params": {"k": "red", "own": "red"}, "own": "green"})
        ),
        "/query/0?own=green&k=red"
    );
    assert_eq!(
        target_of::<b::QueryColorsMap>(json!({"params": {"k": ["red", "later"]}})),
        "/query/1?k=red&k=later"
    );
    assert_eq!(
        target_of::<b::QueryGapsMap>(json!({"params": {"k": ["red", null, "green"]}})),
        "/query/2?k=red&k=green"
    );
    assert_eq!(
        target_of::<b::QueryMaybeMap>(json!({"params": {"k": null, "l": "red"}})),
        "/query/3?l=red"
    );
    assert_eq!(
        target_of::<b::QueryMaybeListMap>(json!({"params": {"k": null, "l": ["x", null]}})),
        "/query/4?l=x"
    );
    assert_eq!(
        target_of::<b::QueryWordMap>(json!({"params": {"red": "x"}})),
        "/query/5?red=x"
    );
}

#[test]
fn enums_are_in_headers_of_a_prefix_and_in_the_status() {
    let call = round_trip::<bindings::Heads>(json!({"heads": {"a": "red"}}));
    let request = call.to_request(&Uri::from_static("/")).expect("sound");
    assert_eq!(
        request.headers().get("x-in-a").map(|it| it.as_bytes()),
        Some(&b"red"[..])
    );
    let answer = Response::builder()
        .header("x-out-b", "green")
        .body(Bytes::new())
        .expect("a response");
    let output = bindings::Heads::from_response(answer).expect("an output");
    assert_eq!(output.status, Some(bindings::Status::Ok));
    let heads = output.heads.expect("heads");
    assert_eq!(heads.get("b"), Some(&bindings::Color::Green));
}

#[test]
fn lists_and_maps_are_payloads() {
    let call = round_trip::<bindings::PutList>(json!({"all": ["red", "later"]}));
    assert_eq!(sent(&call), json!(["red", "later"]));
    let output = bindings::PutList::from_response(response(200, r#"["green"]"#));
    let all = output.expect("an output").all.expect("a list");
    assert_eq!(all, [bindings::Color::Green]);
    let none = bindings::PutList::from_response(response(200, "")).expect("an output");
    assert_eq!(none.all, None);
    let call = round_trip::<bindings::PutMap>(json!({"all": {"k": ["red"]}}));
    assert_eq!(sent(&call), json!({"k": ["red"]}));
}

#[test]
fn members_that_are_always_there_are_in_events() {
    use kinds::beacon::{Blink, Heads, Signal};
    use tinsmith_runtime::event_stream::Event;
    let signal = |member: &str, form: serde_json::Value| match member {
        "raw" => Signal::Raw(round_trip(form)),
        "words" => Signal::Words(round_trip(form)),
        "tint" => Signal::Tint(round_trip(form)),
        "whole" => Signal::Whole(round_trip(form)),
        "either" => Signal::Either(round_trip(form)),
        _ => Signal::Heads(round_trip::<Heads>(form)),
    };
    let heads = json!({
        "text": "t", "blob": "aGk=", "flag": true, "byte": -1, "short": 2, "integer": 3, "long": 4,
        "at": 5, "color": "red", "level": 1, "count": 6, "maybe": 7, "inner": {"q": "r"}
    });
    for (member, form) in [
        ("raw", json!({"bytes": "aGk="})),
        ("words", json!({"text": "hello"})),
        ("tint", json!({"color": "later"})),
        ("whole", json!({"inner": {"q": "r"}})),
        ("either", json!({"one": {"b": 3}})),
        ("heads", heads),
    ] {
        let sent = signal(member, form);
        let bytes = sent.encode().expect("bytes");
        let mut events = Blink::from_response(response(200, bytes)).expect("a stream");
        assert_eq!(events.next().expect("an event"), Some(sent), "{member}");
    }
}

#[test]
fn defaults_keep_their_digits() {
    let values = defaults::Values::new();
    assert_eq!(values.huge.as_str(), "12345678901234567890123");
    assert_eq!(values.beyond.as_str(), "18446744073709551616");
    assert_eq!(values.dozen.as_str(), "12");
    assert_eq!(
        values.precise.as_str(),
        "1.00000000000000000000000000000001"
    );
    assert_eq!(values.tiny, "0.25E-7".parse().expect("a number"));
    assert_eq!(values.long, 9_007_199_254_740_993);
    assert!(values.negative.is_sign_negative());
    assert_eq!(
        (values.at.epoch_seconds(), values.at.subsec_nanos()),
        (-2, 750_000_000)
    );
    assert_eq!(values.day.to_string(), "2024-02-29T23:59:58.5Z");
    let number = values.number.as_number().expect("a number");
    assert_eq!(number.as_str(), "1.00000000000000000000000000000001");
}

#[test]
fn what_mixins_have_is_there() {
    let form = json!({
        "thing": {"a": "x", "shared": "s", "b": ["y"], "c": {"k": 2}},
        "either": {"words": ["z"]}, "hue": "BLUE", "level": 9, "id": "7"
    });
    let call = round_trip::<mixed::PutThing>(form);
    assert_eq!(call.hue, Some(mixed::Hue::Blue));
    assert_eq!(call.level, Some(mixed::Level::High));
    let answer = Response::builder()
        .status(404)
        .header("x-amzn-errortype", "Missing")
        .body(Bytes::from_static(b"{}"))
        .expect("a response");
    let error = mixed::PutThing::from_response(answer).expect_err("an error");
    assert!(matches!(error, mixed::Error::Missing(_)), "{error:?}");
    let busy = response(500, r#"{"code":"Busy"}"#);
    let error = mixed::Ping::from_response(busy).expect_err("an error");
    assert!(matches!(error, mixed::Error::Busy(_)), "{error:?}");
}

/// Rules that decide in the same way in many places are one function, which knows where it is.
#[cfg(feature = "client")]
#[test]
fn repeated_rules_decide_by_their_place() {
    use kinds::halls::endpoint::{EndpointParams, resolve_endpoint};
    use tinsmith_runtime::endpoint::Partitions;
    let partitions = Partitions::built_in();
    let resolved = |hall: &str, use_fips: bool, use_dual_stack: bool| {
        let params = EndpointParams::new()
            .region("eu-west-1")
            .use_fips(use_fips)
            .use_dual_stack(use_dual_stack)
            .hall(hall);
        let endpoint = resolve_endpoint(&params, partitions).expect("an endpoint");
        let scheme = endpoint.auth_schemes.first().expect("a scheme");
        let region = scheme.signing_region.clone().unwrap_or_default();
        (endpoint.url, format!("{} {region}", scheme.name))
    };
    for (hall, zone) in [("ab--x", "ab"), ("abcd--x", "abcd"), ("abcdef--", "abcdef")] {
        let of = |rest: &str| format!("https://{hall}.{zone}.{rest}.example");
        let scheme = |text: &str| text.to_owned();
        assert_eq!(
            [
                resolved(hall, true, true),
                resolved(hall, true, false),
                resolved(hall, false, true),
                resolved(hall, false, false),
            ],
            [
                (of("fips.eu-west-1.aws"), scheme("sigv4 eu-west-1")),
                (of("fips"), scheme("sigv4a ")),
                (of("dual.eu-west-1"), scheme("sigv4 eu-west-1")),
                (of("eu-west-1.aws"), scheme("sigv4 us-east-1")),
            ]
        );
    }
    assert_eq!(
        resolved("elsewhere", true, false).0,
        "https://keyed.example"
    );
}

#[cfg(feature = "client")]
#[test]
fn endpoint_parameters_are_found_behind_unions() {
    use kinds::waypoints as w;
    use tinsmith_runtime::endpoint::Bind;
    fn bound<O>(form: serde_json::Value) -> (Option<String>, Option<Vec<String>>)
    where
        O: Bind<w::endpoint::EndpointParams>
            + serde::Serialize
            + serde::de::DeserializeOwned
            + PartialEq
            + std::fmt::Debug,
    {
        let params = w::endpoint::EndpointParams::new();
        let params = round_trip::<O>(form).bind(&params).expect("parameters");
        (params.name, params.names)
    }
    let list = |items: &[&str]| Some(items.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
    let name = |name: &str| Some(name.to_owned());
    let point = |label: &str| json!({"point": {"label": label, "kinds": ["here", "later"], "gaps": ["g", null], "tags": {"there": "x"}}});
    assert_eq!(
        bound::<w::ByName>(json!({"place": {"name": "n"}})),
        (name("n"), None)
    );
    assert_eq!(
        bound::<w::ByName>(json!({"place": point("l")})),
        (None, None)
    );
    assert_eq!(
        bound::<w::ByLabel>(json!({"must": point("l")})),
        (name("l"), list(&["here", "later"]))
    );
    assert_eq!(
        bound::<w::ByGaps>(json!({"place": point("l")})),
        (None, list(&["g"]))
    );
    let places = json!({"places": [point("l"), {"name": "n"}, point("m")]});
    assert_eq!(bound::<w::Each>(places.clone()), (None, list(&["n"])));
    assert_eq!(
        bound::<w::EachLabel>(places.clone()),
        (None, list(&["l", "m"]))
    );
    assert_eq!(
        bound::<w::Flat>(places),
        (None, list(&["here", "later", "here", "later"]))
    );
    let deep = json!({"place": {"self": {"inner": point("deep")}}});
    assert_eq!(bound::<w::Deep>(deep), (name("deep"), None));
    assert_eq!(
        bound::<w::Multi>(json!({"place": {"name": "n"}, "must": point("l")})),
        (None, list(&["n", "l"]))
    );
    assert_eq!(
        bound::<w::ByKeys>(json!({"place": point("l")})),
        (None, list(&["there"]))
    );
}

#[test]
fn a_waiter_looks_into_unions() {
    use kinds::waypoints as w;
    use tinsmith_runtime::Waiter;
    use tinsmith_runtime::AcceptorState;
    let call = round_trip::<w::ByName>(json!({"place": {"name": "n"}}));
    let accept = |body: &'static str| {
        let output = w::ByName::from_response(response(200, body)).expect("an output");
        w::waiter::NameThere::accept(&call, Ok(&output))
    };
    assert_eq!(
        accept(r#"{"place":{"name":"n"}}"#),
        Some(AcceptorState::Success)
    );
    assert_eq!(
        accept(r#"{"places":[{"name":"x"},{"point":{"label":"gone"}}]}"#),
        Some(AcceptorState::Failure)
    );
    assert_eq!(
        accept(r#"{"place":{"self":{"inner":{"point":{"label":"wait"}}}}}"#),
        Some(AcceptorState::Retry)
    );
    assert_eq!(accept("{}"), None);
}
