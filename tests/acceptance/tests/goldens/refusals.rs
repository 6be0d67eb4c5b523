//! Errors whose body is one member, from a generated server to a generated client.

use std::future::Future;
use std::pin::pin;
use std::task::{Context as Task, Poll, Waker};

use goldens::refusals::server::{Handler, Server};
use goldens::refusals::{
    Ask, AskOutput, Detail, Detailed, Error, Free, Hidden, Listed, Pictured, Secret, Sort, Sorted,
    Spoken,
};
use tinsmith_runtime::Document;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{Response, Uri};
use tinsmith_runtime::server::Context;

struct Refuser(Error);

impl Handler for Refuser {
    async fn ask(&self, _: Ask, _: &Context) -> Result<AskOutput, Error> {
        Err(self.0.clone())
    }
}

fn answer(error: impl Into<Error>) -> Response<Bytes> {
    let server = Server::new(Refuser(error.into()));
    let request = Ask::new().to_request(&Uri::from_static("/"));
    let mut answer = pin!(server.answer(request.expect("a sound input")));
    match Future::poll(answer.as_mut(), &mut Task::from_waker(Waker::noop())) {
        Poll::Ready(response) => response,
        Poll::Pending => panic!("it waits"),
    }
}

fn read(response: Response<Bytes>) -> Error {
    Ask::from_response(response).expect_err("an error")
}

fn content_type(response: &Response<Bytes>) -> Option<&str> {
    let value = response.headers().get("content-type")?;
    value.to_str().ok()
}

#[test]
fn a_structure_is_the_whole_body() {
    let detail = Detail::new().message("no verb").line(7);
    let error = Detailed::new().detail(detail.clone()).ticket("t-1");
    let response = answer(error);
    assert_eq!(response.status(), 422);
    assert_eq!(response.headers()["x-amzn-errortype"], "Detailed");
    assert_eq!(response.headers()["x-ticket"], "t-1");
    assert_eq!(content_type(&response), Some("application/json"));
    assert_eq!(response.body(), r#"{"message":"no verb","line":7}"#);
    let Error::Detailed(error) = read(response) else {
        panic!("another error");
    };
    assert_eq!(error.detail, Some(detail));
    assert_eq!(error.ticket.as_deref(), Some("t-1"));
    assert_eq!(error.meta().code(), Some("Detailed"));
    assert_eq!(error.meta().message(), Some("no verb"));
}

#[test]
fn a_body_that_is_not_there_is_empty() {
    let response = answer(Detailed::new().ticket("t-2"));
    assert_eq!(response.body(), "");
    assert_eq!(content_type(&response), None);
    let Error::Detailed(error) = read(response) else {
        panic!("another error");
    };
    assert_eq!(error.detail, None);
    assert_eq!(error.ticket.as_deref(), Some("t-2"));
}

/// The code is worth more than a member.
#[test]
fn a_body_that_is_none_leaves_the_error_what_it_is() {
    let mut response = answer(Detailed::new().ticket("t-3"));
    *response.body_mut() = Bytes::from_static(b"<html>bad gateway</html>");
    let Error::Detailed(error) = read(response) else {
        panic!("another error");
    };
    assert_eq!(error.detail, None);
    assert_eq!(error.ticket.as_deref(), Some("t-3"));
    let mut response = answer(Spoken::new().message("no"));
    *response.body_mut() = Bytes::from_static(b"\xff");
    assert!(matches!(read(response), Error::Spoken(error) if error.message.is_none()));
}

/// An error, the media type and body that it is sent as, and whether it is the same when read.
#[test]
fn every_kind_of_payload() {
    let lines = [Detail::new().line(1), Detail::new().line(2)];
    let anything = Document::from("a");
    let cases: [(Error, &str, &[u8]); 5] = [
        (
            Pictured::new()
                .picture(Bytes::from_static(b"\x89PNG"))
                .into(),
            "image/png",
            b"\x89PNG",
        ),
        (
            Spoken::new().message("not today").into(),
            "text/plain",
            b"not today",
        ),
        (Sorted::new().sort(Sort::Bad).into(), "text/plain", b"bad"),
        (
            Free::new().anything(anything).into(),
            "application/json",
            br#""a""#,
        ),
        (
            Listed::new().lines(lines).into(),
            "application/json",
            br#"[{"line":1},{"line":2}]"#,
        ),
    ];
    for (sent, media_type, body) in cases {
        let response = answer(sent.clone());
        assert_eq!(content_type(&response), Some(media_type));
        assert_eq!(response.body(), body);
        match (sent, read(response)) {
            (Error::Pictured(sent), Error::Pictured(read)) => {
                assert_eq!(sent.picture, read.picture);
            }
            (Error::Spoken(sent), Error::Spoken(read)) => assert_eq!(sent.message, read.message),
            (Error::Sorted(sent), Error::Sorted(read)) => assert_eq!(sent.sort, read.sort),
            (Error::Free(sent), Error::Free(read)) => assert_eq!(sent.anything, read.anything),
            (Error::Listed(sent), Error::Listed(read)) => assert_eq!(sent.lines, read.lines),
            (_, other) => panic!("{other:?}"),
        }
    }
}

#[test]
fn a_secret_of_the_body_is_not_printed() {
    let secret = Secret::new().message("hush");
    let error = read(answer(Hidden::new().secret(secret)));
    assert!(!format!("{error:?} {error}").contains("hush"));
    assert!(matches!(error, Error::Hidden(error) if error.secret.is_some()));
}
