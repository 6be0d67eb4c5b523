//! Headers that are there and empty, on both sides: an empty text or list is an empty header,
//! and only what isn't there has none.

use std::task::{Context as TaskContext, Poll, Waker};

use goldens::heads::server::{Handler, Server};
use goldens::heads::{Error, HoldOutput, Keep, Leap, LeapOutput, Suit, Thing, Turn, TurnOutput};
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{HeaderMap, Request, Response, Uri};
use tinsmith_runtime::server::Context;

/// The names of our headers and their values.
fn heads(headers: &HeaderMap) -> Vec<(String, String)> {
    let is_ours = |name: &str| name.starts_with("x-") && name != "x-amzn-requestid";
    let ours = headers.iter().filter(|(name, _)| is_ours(name.as_str()));
    let mut heads: Vec<(String, String)> = ours
        .map(|(name, value)| {
            let value = value.to_str().expect("a text");
            (name.as_str().to_owned(), value.to_owned())
        })
        .collect();
    heads.sort();
    heads
}

fn request(turn: &Turn) -> Request<Bytes> {
    turn.to_request(&Uri::from_static("/"))
        .expect("a sound input")
}

const NAMES: [&str; 10] = [
    "x-levels",
    "x-more-a",
    "x-note",
    "x-numbers",
    "x-stamps",
    "x-suit",
    "x-suits",
    "x-text",
    "x-texts",
    "x-times",
];

/// Everything there, and empty.
fn empty() -> Turn {
    Turn::new()
        .text("")
        .texts([""; 0])
        .suit(Suit::None)
        .suits([""; 0])
        .times([])
        .stamps([])
        .numbers([])
        .levels([])
        .note("")
        .more([("a".to_owned(), String::new())])
}

fn now<T>(future: impl Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    match future
        .as_mut()
        .poll(&mut TaskContext::from_waker(Waker::noop()))
    {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("it waits"),
    }
}

/// Answers with what it is asked with.
struct Mirror;

impl Handler for Mirror {
    async fn turn(&self, turn: Turn, _: &Context) -> Result<TurnOutput, Error> {
        let mut output = TurnOutput::new();
        output.text = turn.text;
        output.texts = turn.texts;
        output.suit = turn.suit;
        output.suits = turn.suits;
        output.times = turn.times;
        output.stamps = turn.stamps;
        output.numbers = turn.numbers;
        output.levels = turn.levels;
        output.note = turn.note;
        output.more = turn.more;
        Ok(output)
    }

    async fn hold(&self, _: goldens::heads::Hold, _: &Context) -> Result<HoldOutput, Error> {
        Ok(HoldOutput::new())
    }

    async fn leap(&self, leap: Leap, _: &Context) -> Result<LeapOutput, Error> {
        let mut output = LeapOutput::new()
            .texts(leap.texts.unwrap_or_default())
            .suits(leap.suits.unwrap_or_default());
        output.numbers = leap.numbers;
        output.times = leap.times;
        output.asked = leap.asked;
        Ok(output)
    }
}

fn answer(request: Request<Bytes>) -> Response<Bytes> {
    now(Server::new(Mirror).answer(request))
}

#[test]
fn what_is_empty_is_sent_by_both_sides_and_read_back_as_empty() {
    let request = request(&empty());
    let expected: Vec<_> = NAMES.map(|name| (name.to_owned(), String::new())).into();
    assert_eq!(heads(request.headers()), expected);
    let response = answer(request);
    assert_eq!(response.status(), 200);
    assert_eq!(heads(response.headers()), expected);
    let output = Turn::from_response(response).expect("an output");
    assert_eq!(output.text.as_deref(), Some(""));
    assert_eq!(output.texts, Some(vec![]));
    assert_eq!(output.suit, Some(Suit::None));
    assert_eq!(output.suits, Some(vec![]));
    assert_eq!((output.times, output.stamps), (Some(vec![]), Some(vec![])));
    assert_eq!(
        (output.numbers, output.levels),
        (Some(vec![]), Some(vec![]))
    );
    assert_eq!(output.note.as_deref(), Some(""));
    assert_eq!(output.more, Some([("a".to_owned(), String::new())].into()));
}

#[test]
fn what_is_not_there_has_no_header() {
    let request = request(&Turn::new());
    assert_eq!(heads(request.headers()), []);
    let response = answer(request);
    assert_eq!(heads(response.headers()), []);
    let output = Turn::from_response(response).expect("an output");
    // No header begins with the prefix, as in botocore.
    assert_eq!(output, TurnOutput::new().more([("", ""); 0]));
}

#[test]
fn an_empty_item_is_another_thing_than_no_item() {
    let turn = Turn::new()
        .texts([String::new()])
        .suits([Suit::None, Suit::Clubs])
        .times([Timestamp::from_epoch_seconds(0).expect("in range")]);
    let response = answer(request(&turn));
    assert_eq!(
        heads(response.headers()),
        [
            ("x-suits".to_owned(), "\"\", clubs".to_owned()),
            ("x-texts".to_owned(), "\"\"".to_owned()),
            (
                "x-times".to_owned(),
                "Thu, 01 Jan 1970 00:00:00 GMT".to_owned()
            ),
        ]
    );
    let output = Turn::from_response(response).expect("an output");
    assert_eq!(output.texts, turn.texts);
    assert_eq!(output.suits, turn.suits);
    assert_eq!(output.times, turn.times);
}

/// An answer's structure that isn't there is no `{}`, which would be one without members.
#[test]
fn a_payload_that_is_not_there_is_an_empty_body() {
    let get = Request::get("/hold").body(Bytes::new()).expect("a request");
    let response = answer(get);
    assert_eq!(response.status(), 200);
    assert_eq!(response.body(), "");
    assert_eq!(response.headers().get("content-type"), None);
    assert_eq!(
        heads(response.headers()),
        [("x-text".to_owned(), String::new())]
    );
    let output = goldens::heads::Hold::from_response(response).expect("an output");
    assert_eq!(output.thing, None);
}

#[test]
fn what_is_missing_in_path_query_headers_and_payload_is_told_at_once() {
    let error = Keep::new()
        .thing(Thing::new().size(1))
        .to_request(&Uri::from_static("/"))
        .expect_err("four are missing");
    assert_eq!(
        error.to_string(),
        "Keep: invalid input: missing required id, text, texts, thing.name"
    );
    let put = Request::put("/keep/a")
        .header("content-type", "application/json")
        .body(Bytes::from("{}"))
        .expect("a request");
    let response = answer(put);
    let body: serde_json::Value = serde_json::from_slice(response.body()).expect("JSON");
    let fields = body["fieldList"].as_array().expect("a list");
    let paths: Vec<_> = fields
        .iter()
        .filter_map(|field| field["path"].as_str())
        .collect();
    assert_eq!(paths, ["/text", "/texts", "/thing/name"]);
}

/// A header and a query have no form for what is missing in a sparse list.
#[test]
fn a_gap_is_not_sent() {
    let time = Timestamp::from_epoch_seconds(0).expect("in range");
    let leap = Leap::new()
        .texts([Some("a".to_owned()), None, Some(String::new())])
        .suits([None, Some(Suit::Clubs)])
        .numbers([Some(1), None, Some(2)])
        .times([Some(time), None, Some(time)])
        .asked([None, Some(3), Some(4)]);
    let request = leap.to_request(&Uri::from_static("/"));
    let request = request.expect("a sound input");
    let epoch = "Thu, 01 Jan 1970 00:00:00 GMT";
    let expected = [
        ("x-numbers", "1, 2"),
        ("x-suits", "clubs"),
        ("x-texts", r#"a, """#),
        ("x-times", &format!("{epoch}, {epoch}")),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(heads(request.headers()), expected);
    assert_eq!(request.uri().query(), Some("asked=3&asked=4"));
    let response = answer(request);
    assert_eq!(heads(response.headers()), expected);
    let output = Leap::from_response(response).expect("an output");
    assert_eq!(output.texts, [Some("a".to_owned()), Some(String::new())]);
    assert_eq!(output.suits, [Some(Suit::Clubs)]);
    assert_eq!(output.numbers, Some(vec![Some(1), Some(2)]));
    assert_eq!(output.times, Some(vec![Some(time), Some(time)]));
    assert_eq!(output.asked, Some(vec![Some(3), Some(4)]));
}
