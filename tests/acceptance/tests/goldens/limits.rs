//! Requests at the edge of what the model allows, which a generated server takes or refuses.

use std::io::Write;
use std::sync::{Arc, Mutex};
use std::task::{Context as Poller, Poll};

use flate2::write::GzEncoder;
use goldens::limits::server::{Handler, Server};
use goldens::limits::{
    Check, CheckOutput, Error, Find, FindOutput, Keep, KeepOutput, Level, Note, NoteOutput, Paint,
    PaintOutput, Stay, Weigh, WeighOutput,
};
use goldens::unlike;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::http::{Request, Response, Uri};
use tinsmith_runtime::server::{Context, Mock};
use tinsmith_runtime::{BigDecimal, BigInteger, Body, BodyError, Chunks, Operation, Timestamp};

/// A handler that keeps what it got last.
#[derive(Clone, Default)]
struct Keeper(Arc<Mutex<Got>>);

#[derive(Default)]
struct Got {
    bytes: Option<Bytes>,
    text: Option<String>,
    weigh: Option<Weigh>,
}

impl Handler for Keeper {
    async fn check(&self, _: Check, _: &Context) -> Result<CheckOutput, Error> {
        Ok(CheckOutput::new())
    }

    async fn keep(&self, input: Keep, _: &Context) -> Result<KeepOutput, Error> {
        self.0.lock().expect("no panic").bytes = input.bytes;
        Ok(KeepOutput::new())
    }

    async fn note(&self, input: Note, _: &Context) -> Result<NoteOutput, Error> {
        self.0.lock().expect("no panic").text = input.text;
        Ok(NoteOutput::new())
    }

    async fn paint(&self, input: Paint, _: &Context) -> Result<PaintOutput, Error> {
        let mut output = PaintOutput::new();
        (output.type_, output.picture) = (input.type_, input.picture);
        Ok(output)
    }

    async fn weigh(&self, input: Weigh, _: &Context) -> Result<WeighOutput, Error> {
        self.0.lock().expect("no panic").weigh = Some(input);
        Ok(WeighOutput::new())
    }
}

fn request(operation: &impl Operation<Error = Error>) -> Request<Bytes> {
    let request = operation.to_request(&Uri::from_static("/"));
    request.expect("a sound input")
}

/// Has a server answer an operation: what it says of a refusal.
fn answer<O: Operation<Error = Error>>(operation: &O) -> Result<(), String> {
    let response = now(Server::new(Keeper::default()).answer(request(operation)));
    match O::from_response(response) {
        Ok(_) => Ok(()),
        Err(error) => Err(error.to_string()),
    }
}

fn refused(check: &Check, place: &str, constraint: &str) {
    let said = answer(check).expect_err("a refusal");
    let place = format!("'{place}'");
    assert!(said.contains(&place) && said.contains(constraint), "{said}");
}

#[test]
fn ranges_are_exact_whatever_the_type() {
    let big = |text: &str| text.parse::<BigInteger>().expect("a number");
    for check in [
        Check::new().float(0.1),
        Check::new().big(big("100000000000000000001")),
        Check::new().level(Level::Middle),
        Check::new().level(Level::from(-7)),
        Check::new().levels([Level::High, Level::from(9)]),
    ] {
        assert_eq!(answer(&check), Ok(()), "{check:?}");
    }
    refused(
        &Check::new().float(0.100_000_01),
        "/float",
        "between 0.1 and 0.1",
    );
    let below = big("100000000000000000000");
    refused(&Check::new().big(below), "/big", "greater than or equal");
    let high = Check::new().level(Level::High);
    refused(&high, "/level", "Member must be less than or equal to 2");
    let levels = Check::new().levels([Level::High, Level::Low]);
    refused(
        &levels,
        "/levels/1",
        "Member must be greater than or equal to 2",
    );
}

/// Requests of others, since ours have no fractions of milliseconds.
#[test]
fn items_are_unique_by_their_values() {
    let status = |body: &'static str| {
        let request = Request::post("/check").header("content-type", "application/json");
        let request = request.body(Bytes::from_static(body.as_bytes()));
        now(Server::new(Keeper::default()).answer(request.expect("a request"))).status()
    };
    for body in [
        r#"{"times":[1.0001,1.0002]}"#,
        r#"{"stays":[{"since":1.0001},{"since":1.0002}]}"#,
        r#"{"stays":[{"place":"a"},{"place":"b"}]}"#,
        r#"{"exact":[1.0,1.1]}"#,
    ] {
        assert_eq!(status(body), 200, "{body}");
    }
    for body in [
        r#"{"times":[1.0001,2,1.00010]}"#,
        r#"{"stays":[{"since":1.0001},{"place":null,"since":1.0001}]}"#,
    ] {
        assert_eq!(status(body), 400, "{body}");
    }
    let number = |text: &str| text.parse::<BigDecimal>().expect("a number");
    let exact = Check::new().exact([number("1.0"), number("1")]);
    refused(&exact, "/exact", "Member must have unique values");
    let time = Timestamp::from_epoch_seconds(7).expect("a time");
    let stays = [Stay::new().since(time), Stay::new().since(time)];
    refused(&Check::new().stays(stays), "/stays", "unique values");
}

/// Models that programs made have the trait on lists that it isn't for. Their items are compared, too.
#[test]
fn items_of_models_that_programs_made_are_unique() {
    let status = |body: &'static str| {
        let request = Request::post("/")
            .header("content-type", "application/x-amz-json-1.1")
            .header("x-amz-target", "Unlike.Differ");
        let request = request.body(Bytes::from_static(body.as_bytes()));
        let mock = Mock::new();
        mock.on::<unlike::Differ>()
            .returns(unlike::DifferOutput::new());
        let server = unlike::server::Server::new(mock);
        now(server.answer(request.expect("a request"))).status()
    };
    for (body, expected) in [
        (r#"{"texts":[null,"",null]}"#, 400),
        (r#"{"texts":[null,""]}"#, 200),
        (r#"{"numbers":[1,1.0]}"#, 400),
        (r#"{"numbers":[1,1.5]}"#, 200),
        (r#"{"parts":[null,{},null]}"#, 400),
        (r#"{"parts":[null,{},{"number":1}]}"#, 200),
        (r#"{"parts":[{"parts":[{},{}]}]}"#, 400),
    ] {
        assert_eq!(status(body), expected, "{body}");
    }
}

#[test]
fn an_empty_body_is_the_empty_value_of_a_required_member() {
    let keeper = Keeper::default();
    let server = Server::new(keeper.clone());
    let response = now(server.answer(request(&Keep::new().bytes(Bytes::new()))));
    assert_eq!(response.status(), 200);
    let kept = keeper.0.lock().expect("no panic").bytes.take();
    assert_eq!(kept, Some(Bytes::new()));
    let said = answer(&Note::new().text("")).expect_err("too short");
    assert!(said.contains("Value with length 0 at '/text'"), "{said}");
}

/// A body of any type is taken, whatever media type the member has.
#[test]
fn a_member_for_the_content_type_says_what_a_body_is() {
    for media_type in [Some("image/gif"), None] {
        let mut call = Paint::new().picture(&b"GIF"[..]);
        call.type_ = media_type.map(str::to_owned);
        let mut sent = request(&call);
        let accept = media_type.unwrap_or("image/png").parse();
        sent.headers_mut()
            .insert("accept", accept.expect("a value"));
        let response = now(Server::new(Keeper::default()).answer(sent));
        assert_eq!(response.status(), 200, "{media_type:?}");
        let output = Paint::from_response(response).expect("an output");
        let found = output.type_.as_deref();
        assert_eq!(found, Some(media_type.unwrap_or("image/png")));
        assert_eq!(output.picture, Some(Bytes::from_static(b"GIF")));
    }
}

fn zipped(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

/// Weighs a compressed body, of which the server takes so many bytes.
fn weigh(body: Body, encoding: &str, limit: usize) -> (Response<Body>, Option<Weigh>) {
    let keeper = Keeper::default();
    let server = Server::new(keeper.clone()).body_limit(limit);
    let request = Request::post("/weigh/here")
        .header("content-type", "application/json")
        .header("content-encoding", encoding)
        .body(body);
    let response = now(server.answer_stream(request.expect("a request")));
    let got = keeper.0.lock().expect("no panic").weigh.take();
    (response, got)
}

#[test]
fn a_server_reads_what_a_client_compresses() {
    let load = "heavy ".repeat(10_000);
    let weighed = Weigh::new().place("here").load(&load).encoding("own");
    let sent = request(&weighed);
    assert_eq!(sent.headers()["content-encoding"], "own, gzip");
    assert!(sent.body().len() < load.len());
    let keeper = Keeper::default();
    let response = now(Server::new(keeper.clone()).answer(sent));
    assert_eq!(response.status(), 200);
    let got = keeper.0.lock().expect("no panic").weigh.take();
    assert_eq!(got, Some(weighed.clone()));
    // What isn't compressed is taken, too.
    let (response, got) = weigh(Body::from(r#"{"load":"light"}"#), "own", 100);
    assert_eq!(response.status(), 200);
    assert_eq!(got, Some(weighed.load("light")));
}

/// Chunks of a few bytes.
struct Crumbs(Vec<u8>);

impl Chunks for Crumbs {
    fn poll_chunk(&mut self, _: &mut Poller<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let rest = self.0.split_off(self.0.len().min(3));
        let crumb = Bytes::from(std::mem::replace(&mut self.0, rest));
        Poll::Ready((!crumb.is_empty()).then_some(Ok(crumb)))
    }
}

#[test]
fn what_is_not_compressed_as_it_says_is_refused() {
    let body = zipped(r#"{"load":"light"}"#);
    let (response, got) = weigh(Body::from_chunks(Crumbs(body.clone()), None), "GZIP", 100);
    assert_eq!(response.status(), 200);
    assert!(got.is_some_and(|got| got.encoding.is_none()));
    let cut = body[..body.len() - 1].to_vec();
    let mut damaged = body.clone();
    damaged[body.len() - 5] ^= 1;
    for body in [b"{}".to_vec(), cut, damaged, Vec::new()] {
        let (response, got) = weigh(Body::from(body), "gzip", 100);
        assert_eq!((response.status().as_u16(), got), (400, None));
    }
    // A small body that becomes a large one.
    let bomb = zipped(&" ".repeat(1_000_000));
    assert!(bomb.len() < 10_000);
    let (response, got) = weigh(Body::from(bomb), "gzip", 100_000);
    assert_eq!((response.status().as_u16(), got), (413, None));
}

/// The URI has a query whose names and values are encoded: they are sent as they are, and a server
/// takes what means the same.
#[test]
fn a_query_of_a_uri_is_encoded_once() {
    let call = Find::new().inside("x+y");
    let request = call.to_request(&Uri::from_static("/")).expect("sound");
    assert_eq!(
        request.uri().to_string(),
        "/find?first%20mark=%C3%A9%25&second=a%20b%2Bc&in%2Bside=x%2By"
    );
    let mock = Mock::new();
    let found = mock.on::<Find>().returns(FindOutput::new()).times(2);
    let answer = |uri: &str| {
        let request = Request::get(uri).body(Bytes::new()).expect("a request");
        now(Server::new(mock.clone()).answer(request)).status()
    };
    assert_eq!(answer(&request.uri().to_string()), 200);
    assert_eq!(
        answer("/find?second=a+b%2bc&first+mark=%c3%a9%25&in%2Bside=x%2By"),
        200
    );
    assert_eq!(answer("/find?second=a%2Bb%2Bc&first+mark=%C3%A9%25"), 404);
    assert_eq!(found.calls(), [call.clone(), call]);
}
