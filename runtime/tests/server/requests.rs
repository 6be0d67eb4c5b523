//! Requests on their way in: routes, media types, bodies; and that no request is a panic.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, StatusCode};
use http_body::{Body as _, Frame, SizeHint};
use proptest::prelude::*;
use tinsmith_runtime::generated::json::{
    ReadError, Reader, Writer, error_form, read_input, read_input_payload,
};
use tinsmith_runtime::generated::server::{
    ErrorForm, Failure, Incoming, Media, Pattern, Rejection, Route, Segment, header, http_status,
    prefix_header, respond, respond_with_body, status,
};
use tinsmith_runtime::generated::testing::now;
use tinsmith_runtime::generated::text::read_integer;
use tinsmith_runtime::server::{Dispatch, Server, Service};
use tinsmith_runtime::{Body, ErrorMeta};

const FORM: ErrorForm = error_form("application/json", false);

fn request(method: &str, uri: &str, headers: &[(&str, &str)], body: &[u8]) -> Incoming {
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let body = Bytes::copy_from_slice(body);
    Incoming::new(request.body(body).expect("a request"))
}

/// Forms of query protocols come in the body of a POST or in the query of a GET.
#[test]
fn forms_in_bodies_and_in_queries() {
    use tinsmith_runtime::generated::form;

    const QUERY: [Route; 2] = [
        Route::Action {
            action: "Look",
            version: "1",
        },
        Route::Action {
            action: "Do",
            version: "1",
        },
    ];
    const TYPE: &str = "application/x-www-form-urlencoded";
    let read = |method: &str, uri: &str, kind: Option<&str>, body: &[u8]| {
        let kind = kind.map(|kind| ("content-type", kind));
        let mut incoming = request(method, uri, kind.as_slice(), body);
        let route = incoming.route(&QUERY)?;
        incoming.negotiate(Media::Type(TYPE), Media::Any)?;
        let name = form::read_input(&incoming, |r: &mut form::Reader<'_>, name: &mut String| {
            r.object(|r, key| match key {
                "Name" => r.set_or_default(name, form::Reader::string),
                _ => r.skip(),
            })
        })?;
        Ok::<_, Rejection>((route, name))
    };
    let ada = |route| Ok((route, "Ada L".to_owned()));
    let form = "Action=Do&Version=1&Name=Ada%20L";
    assert_eq!(read("POST", "/", Some(TYPE), form.as_bytes()), ada(1));
    for uri in [
        format!("/?{form}"),
        "/?Version=1&Name=Ada+L&Action=Do".to_owned(),
        // A presigned request.
        format!("/?{form}&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Expires=60&X-Amz-Signature=00"),
    ] {
        assert_eq!(read("GET", &uri, None, b""), ada(1), "{uri}");
        assert_eq!(read("GET", &uri, Some(TYPE), b""), ada(1), "{uri}");
    }
    assert_eq!(
        read("GET", "/?Action=Look&Version=1", None, b""),
        Ok((0, String::new()))
    );
    // A POST's form is its body, and a GET's is its query.
    let unknown = Err(Rejection::UnknownOperation);
    let uri = format!("/?{form}");
    assert_eq!(read("POST", &uri, Some(TYPE), b""), unknown);
    assert_eq!(read("GET", "/", Some(TYPE), form.as_bytes()), unknown);
    assert_eq!(read("GET", "/", None, b""), unknown);
    let other = Err(Rejection::MethodNotAllowed);
    assert_eq!(read("PUT", "/", Some(TYPE), form.as_bytes()), other);
    assert!(matches!(
        read("GET", &uri, Some("application/json"), b""),
        Err(Rejection::UnsupportedMediaType { .. })
    ));
    assert!(matches!(
        read("GET", &format!("{uri}&Bad=%FF"), None, b""),
        Err(Rejection::Serialization(_))
    ));
}

const ROUTES: [Route; 4] = [
    Route::Http {
        method: "GET",
        path: &[Segment::Literal("a"), Segment::Literal("b")],
        query: &[],
    },
    Route::Http {
        method: "GET",
        path: &[Segment::Literal("a"), Segment::Label],
        query: &[("x", Some("1")), ("y z", None)],
    },
    Route::Http {
        method: "PUT",
        path: &[Segment::Literal("a"), Segment::Greedy],
        query: &[],
    },
    Route::Target("T.Do"),
];

#[test]
fn routes() {
    let no = Err(Rejection::UnknownOperation);
    let other = Err(Rejection::MethodNotAllowed);
    for (method, uri, target, expected) in [
        ("GET", "/a/b", "", Ok(0)),
        ("GET", "/%61/%62", "", Ok(0)),
        ("GET", "/a/b/", "", Ok(0)),
        ("GET", "/a/c/?x=1&y+z", "", Ok(1)),
        ("GET", "/a/b//", "", other.clone()),
        ("GET", "/a//", "", other.clone()),
        ("GET", "/b//", "", no.clone()),
        ("GET", "/a/b?x=1&y+z", "", Ok(0)),
        ("GET", "/a/c?x=1&y%20z=2", "", Ok(1)),
        ("GET", "/a/c?x=2&y%20z", "", other.clone()),
        ("PUT", "/a/c", "", Ok(2)),
        ("PUT", "/a/b/c/", "", Ok(2)),
        ("POST", "/a/b", "", other.clone()),
        ("POST", "/a/b/c", "", other.clone()),
        ("GET", "/b", "", no.clone()),
        ("GET", "/a", "", no.clone()),
        ("GET", "/a/", "", no.clone()),
        ("PUT", "/a/", "", no.clone()),
        ("GET", "*", "", no.clone()),
        ("POST", "/", "T.Do", Ok(3)),
        ("POST", "/?x", "T.Do", Ok(3)),
        ("POST", "http://example.com", "T.Do", Ok(3)),
        ("GET", "/", "T.Do", other),
        ("POST", "/", "T.Undo", no.clone()),
        ("POST", "/x", "T.Do", no),
    ] {
        let headers = [("x-amz-target", target)];
        let found = request(method, uri, &headers, b"").route(&ROUTES);
        assert_eq!(found, expected, "{method} {uri} {target}");
    }
}

#[test]
fn labels_are_decoded_once() {
    for (uri, expected) in [
        ("/a/%2520", "%20"),
        ("/a/x%2Fy/z", "x/y/z"),
        ("/a/%", "%"),
        ("/a/%4", "%4"),
        ("/a/%zz%", "%zz%"),
        ("/a/+", "+"),
        ("/a/%F0%9F%98%80", "😀"),
    ] {
        let mut incoming = request("PUT", uri, &[], b"");
        assert_eq!(incoming.route(&ROUTES), Ok(2));
        let label = incoming.label(0, "l", |text| Ok(text.to_owned()));
        assert_eq!(label.as_deref(), Ok(expected), "{uri}");
    }
}

#[test]
fn targets_that_are_no_text_are_refused() {
    for uri in ["/a/%FF", "/a/%C3/%A9", "/a/b?x=%80", "/a/b?%ed%a0%80"] {
        let refused = request("PUT", uri, &[], b"").route(&ROUTES);
        assert!(
            matches!(refused, Err(Rejection::Serialization(_))),
            "{uri} {refused:?}"
        );
    }
}

#[test]
fn queries() {
    let incoming = request("GET", "/?n=1&n=x&a+b=%26+&empty&&=v", &[], b"");
    assert_eq!(
        incoming.query("n", read_integer),
        Ok(Some(1)),
        "the first counts"
    );
    assert_eq!(
        incoming.query_list("n", read_integer),
        Err(Rejection::Serialization(
            "query parameter n: expected an integer of 32 bits".to_owned()
        ))
    );
    let text = |text: &str| Ok(text.to_owned());
    assert_eq!(incoming.query("a b", text), Ok(Some("& ".to_owned())));
    assert_eq!(incoming.query("empty", text), Ok(Some(String::new())));
    assert_eq!(incoming.query("", text), Ok(Some("v".to_owned())));
    assert_eq!(incoming.query("none", text), Ok(None));
}

#[test]
fn accepted_types() {
    let gives = Media::Maybe("application/json");
    for (accept, is_fine) in [
        ("application/json", true),
        ("Application/JSON;q=0.001", true),
        ("application/json; charset=utf-8; q=1.0", true),
        ("*/*", true),
        ("application/*", true),
        ("text/html, */*;q=0.1", true),
        ("*/*;q=0, application/json", true),
        ("application/*;q=0, application/json;q=0.5", true),
        ("", true),
        (" ", true),
        ("application/json;q=0", false),
        ("application/json;Q=0.000", false),
        ("*/*, application/json;q=0", false),
        ("application/*;q=0, */*", false),
        ("text/*", false),
        ("application/jsonp", false),
        ("app/*", false),
        ("json", false),
        (",", false),
    ] {
        let incoming = request("GET", "/", &[("accept", accept)], b"");
        let found = incoming.negotiate(Media::Any, gives);
        assert_eq!(found.is_ok(), is_fine, "{accept:?} {found:?}");
    }
    // As many lines as one likes.
    let lines = [("accept", "text/html"), ("accept", "application/json")];
    let incoming = request("GET", "/", &lines, b"");
    assert_eq!(incoming.negotiate(Media::Any, gives), Ok(()));
}

#[test]
fn content_types() {
    const JSON: &str = "application/json";
    for (takes, content_type, body, is_fine) in [
        (Media::Type(JSON), Some("application/json"), "{}", true),
        (
            Media::Type(JSON),
            Some(" APPLICATION/json ;x=\"y\""),
            "{}",
            true,
        ),
        (Media::Type(JSON), Some("text/json"), "", false),
        (Media::Type(JSON), None, "", true),
        (Media::Type(JSON), None, "{}", false),
        (Media::Maybe(JSON), None, "{}", true),
        (Media::Maybe(JSON), Some("text/plain"), "", false),
        (Media::None, None, "{}", true),
        (Media::None, Some(JSON), "", true),
        (Media::None, Some(JSON), "{}", false),
        (Media::Any, Some("nonsense"), "x", true),
    ] {
        let headers: Vec<_> = content_type
            .map(|value| ("content-type", value))
            .into_iter()
            .collect();
        let incoming = request("POST", "/", &headers, body.as_bytes());
        let found = incoming.negotiate(takes, Media::Any);
        assert_eq!(
            found.is_ok(),
            is_fine,
            "{takes:?} {content_type:?} {body} {found:?}"
        );
    }
}

/// A body of frames that says of its size what it likes.
struct Frames {
    frames: Vec<Result<Frame<Bytes>, &'static str>>,
    length: u64,
}

impl http_body::Body for Frames {
    type Data = Bytes;
    type Error = &'static str;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, &'static str>>> {
        Poll::Ready(if self.frames.is_empty() {
            None
        } else {
            Some(self.frames.remove(0))
        })
    }

    fn size_hint(&self) -> SizeHint {
        let mut hint = SizeHint::default();
        if self.length > 0 {
            hint.set_exact(self.length);
        }
        hint
    }
}

/// A protocol that answers each body with itself.
enum Echo {}

impl Dispatch<()> for Echo {
    type Error = Infallible;
    const FORM: ErrorForm = FORM;

    async fn dispatch(
        (): &(),
        incoming: &mut Incoming,
        _: &tinsmith_runtime::server::Context,
    ) -> Result<Response<Body>, Failure<Infallible>> {
        let body = incoming.blob_payload().unwrap_or_default();
        Ok(Response::new(Body::from(body)))
    }

    fn encode_error(error: &Infallible) -> Response<Bytes> {
        match *error {}
    }
}

/// The body as the server got it, or the status of its refusal.
fn collected(
    frames: Vec<Result<Frame<Bytes>, &'static str>>,
    length: u64,
) -> Result<Bytes, StatusCode> {
    let request = Request::new(Frames { frames, length });
    let mut server = Server::<(), Echo>::new(()).body_limit(4);
    let response: Result<_, Infallible> = now(server.call(request));
    let Ok(response) = response;
    if response.status() != StatusCode::OK {
        assert!(response.headers().contains_key("x-amzn-requestid"));
        return Err(response.status());
    }
    let mut body = Box::pin(response.into_body());
    let mut context = Context::from_waker(std::task::Waker::noop());
    match body.as_mut().poll_frame(&mut context) {
        Poll::Ready(Some(Ok(frame))) => Ok(frame.into_data().expect("data")),
        Poll::Ready(None) => Ok(Bytes::new()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn bodies_are_collected_up_to_the_limit() {
    let data = |text: &'static str| Ok(Frame::data(Bytes::from_static(text.as_bytes())));
    let trailers = || Ok(Frame::trailers(HeaderMap::new()));
    assert_eq!(collected(vec![], 0), Ok(Bytes::new()));
    assert_eq!(collected(vec![data("abcd")], 4), Ok("abcd".into()));
    let pieces = vec![
        data(""),
        data("a"),
        data("bc"),
        data(""),
        data("d"),
        trailers(),
    ];
    assert_eq!(collected(pieces, 0), Ok("abcd".into()));
    let too_large = Err(StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(collected(vec![data("abcde")], 0), too_large);
    assert_eq!(collected(vec![data("abc"), data("de")], 0), too_large);
    assert_eq!(collected(vec![Err("nobody reads this")], 5), too_large);
    let refused = Err(StatusCode::BAD_REQUEST);
    assert_eq!(collected(vec![data("a"), Err("lost")], 0), refused);
    // Another length than was promised.
    assert_eq!(collected(vec![data("ab")], 3), refused);
    assert_eq!(collected(vec![data("ab"), data("cd")], 3), refused);
}

#[test]
fn answers_that_hyper_could_not_send_are_not_made() {
    for code in [204, 304] {
        let response = respond(status(code), Some("a/b"), Bytes::from_static(b"x"));
        assert!(
            response.body().is_empty() && response.headers().is_empty(),
            "{code}"
        );
    }
    // RFC 9110, section 15.3.6: the length of nothing is said.
    let reset = respond(status(205), Some("a/b"), Bytes::from_static(b"x"));
    assert!(reset.body().is_empty());
    assert_eq!(reset.headers().len(), 1);
    assert_eq!(reset.headers()["content-length"], "0");
    let stream = || {
        let frames = vec![Ok(Frame::data(Bytes::from_static(b"x")))];
        Body::from_http_body(Frames { frames, length: 1 })
    };
    for code in [204, 205, 304] {
        for body in [Body::from("x"), stream()] {
            let response = respond_with_body(status(code), Some("a/b"), body);
            let length = response.headers().get("content-length");
            assert_eq!(length.is_some(), code == 205, "{code}");
            assert!(length.is_none_or(|length| length == "0"), "{code}");
            assert_eq!(response.body().length(), Some(0), "{code}");
        }
    }
    for (named, expected) in [
        (Some(404), 404),
        (Some(100), 201),
        (Some(199), 201),
        (Some(99), 201),
        (Some(-1), 201),
        (Some(65_536 + 404), 201),
        (None, 201),
    ] {
        assert_eq!(http_status(named, 201), expected, "{named:?}");
    }
    assert_eq!(status(101), 500);

    let mut response = respond(status(200), None, Bytes::from_static(b"ab"));
    assert_eq!(
        prefix_header(&mut response, "", "Content-Length", "9"),
        Ok(())
    );
    assert_eq!(response.headers()["content-length"], "2", "the body's own");
    for (name, value) in [
        ("transfer-encoding", "chunked"),
        ("connection", "close"),
        ("x-a", "b\r\nx-c: d"),
        ("x a", "b"),
    ] {
        let set = prefix_header(&mut response, "", name, value);
        assert!(matches!(set, Err(Rejection::Internal(_))), "{name}");
    }
    assert_eq!(
        header(&mut response, "x-ü", "v"),
        Err(Rejection::Internal(
            "the answer has a header that it can't have".to_owned()
        ))
    );
    assert_eq!(response.headers().len(), 1);
}

#[test]
fn an_error_is_never_a_success() {
    for (status, expected) in [
        (Some(200), 500),
        (Some(302), 500),
        (Some(429), 429),
        (None, 500),
    ] {
        let mut meta = ErrorMeta::default().with_code("a\nb").with_message("m");
        if let Some(status) = status {
            meta = meta.with_status(StatusCode::from_u16(status).expect("a status"));
        }
        let response = FORM.unmodeled(&meta);
        assert_eq!(response.status(), expected);
        // A code that no header can hold isn't sent.
        assert!(!response.headers().contains_key("x-amzn-errortype"));
    }
}

#[test]
fn nothing_prints_what_may_be_secret() {
    let headers = [("authorization", "hunter2")];
    let incoming = request("POST", "/hunter2?hunter2", &headers, b"hunter2");
    assert!(!format!("{incoming:?}").contains("hunter2"));
    let incoming = request("POST", "/", &[("x-n", "hunter2")], b"{\"n\": \"hunter2\"}");
    let refused = [
        incoming
            .header("x-n", read_integer)
            .expect_err("no integer"),
        read_input_payload(&incoming, integer).expect_err("no integer"),
    ];
    assert!(!format!("{refused:?}").contains("hunter2"));
}

fn integer(r: &mut Reader<'_>) -> Result<i32, ReadError> {
    r.integer()
}

fn text(r: &mut Reader<'_>) -> Result<String, ReadError> {
    r.string()
}

/// All that a generated operation does with a request.
fn toy(incoming: &mut Incoming) -> Result<(), Rejection> {
    static WORD: Pattern = Pattern::new(r"^(?!x)\S+$");
    let index = incoming.route(&ROUTES)?;
    incoming.negotiate(
        Media::Type("application/json"),
        Media::Maybe("application/json"),
    )?;
    let label = match index {
        1 | 2 => Some(incoming.label(0, "l", |text| Ok(text.to_owned()))?),
        _ => None,
    };
    let numbers = incoming.query_list("n", read_integer)?;
    let header = incoming.header_list("x-h", read_integer)?;
    _ = incoming.header_http_date_list("x-d", tinsmith_runtime::generated::text::read_http_date)?;
    _ = (
        incoming.query_params::<String>(),
        incoming.query_params_lists::<String>(),
    );
    let prefixed = incoming.prefixed_headers::<String>("x-");
    let maps = read_input(incoming, |r, maps: &mut BTreeMap<String, i32>| {
        *maps = r.map(|r| r.list(text).map(|all| all.len() as i32))?;
        Ok(())
    })?;
    incoming.validate(|v| {
        v.optional("l", &label, |v, label| v.pattern(label, &WORD));
        v.optional("n", &numbers, |v, all| {
            v.unique(all, |w: &mut Writer, item| w.integer(*item));
            v.items(all, |v, item| v.range(item, Some("0"), None));
        });
        v.optional("x-h", &header, |v, all| v.length(all, 1..));
        v.optional("x", &prefixed, |v, map| {
            v.keys(map, |v, key| v.length(key, 9..));
        });
        v.values(&maps, |v, item| v.range(item, None, Some("0")));
    })
}

proptest! {
    #[test]
    fn no_request_is_a_panic(
        method in "GET|PUT|POST|[A-Z]{1,9}",
        uri in "/a/[!-~é]{0,20}|/a/b\\?(n=-?[0-9]{1,3}&){0,4}|/[ -~]{0,40}|/",
        headers in proptest::collection::vec(("x-[hd]|accept|content-type|x-amz-target", "[ -~é]{0,20}|application/json|T.Do|[0-9, ]{0,9}"), 0..6),
        body in proptest::collection::vec(any::<u8>(), 0..40).boxed()
            .prop_union("\\{(\"[a-c~/]{0,2}\": \\[(\"a\",?){0,2}\\],?){0,3}\\}|[\\[\\]{}:,\"0-9 ]{0,30}".prop_map(String::into_bytes).boxed()),
    ) {
        let Ok(uri) = uri.parse::<http::Uri>() else { return Ok(()) };
        let mut request = Request::builder().method(method.as_str()).uri(uri);
        for (name, value) in &headers {
            request = request.header(name.as_str(), value.as_bytes());
        }
        let Ok(request) = request.body(Bytes::from(body)) else { return Ok(()) };
        let Err(rejection) = toy(&mut Incoming::new(request)) else { return Ok(()) };
        let response = FORM.rejection(&rejection);
        prop_assert!(response.status().is_client_error(), "{}", rejection);
        prop_assert!(Reader::new(response.body()).and_then(|mut r| r.document()).is_ok());
    }
}
