//! Requests to every server.

use std::sync::Arc;

use serde_json::Value;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{HeaderName, HeaderValue, Method, Request, Uri};

use crate::Recorder;

/// A request as text, after a byte that chooses the service: method and target, headers, an empty
/// line, the body. The server answers, whatever it is; and the input that it reads is one that
/// the client sends so that the server reads the same.
pub fn requests(bytes: &[u8]) {
    let Some((choice, rest)) = bytes.split_first() else {
        return;
    };
    let (service, _) = super::operation(*choice);
    let Some(request) = request(rest) else {
        return;
    };
    // Servers are of services: any operation's does.
    let Some(first) = service.operations.first() else {
        return;
    };
    let recorder = Arc::<Recorder>::default();
    let response = (first.answer)(recorder.clone(), request.clone());
    let status = response.status().as_u16();
    assert!(
        matches!(
            status,
            200..=299 | 400 | 404 | 405 | 406 | 413 | 415 | 500 | 501
        ),
        "{status}"
    );
    assert!(response.headers().contains_key("x-amzn-requestid"));
    // An answer isn't larger than what was asked, but for the words of at most 100 violations.
    assert!(response.body().len() <= 64 * 1024 + 8 * rest.len());
    let Some(input) = recorder.input() else {
        assert!(!(200..300).contains(&status), "no input, and no error");
        return;
    };
    // Which operation it was isn't said: it is one whose request holds this input.
    let mut can_be_sent = false;
    for operation in &service.operations {
        let send = |input: &Value| {
            let request = (operation.request)(input.clone()).ok()?;
            let recorder = Arc::<Recorder>::default();
            let response = (operation.answer)(recorder.clone(), request);
            assert!(response.status().is_success() || recorder.input().is_none());
            Some(recorder.input())
        };
        let Some(back) = send(&input) else {
            continue;
        };
        can_be_sent = true;
        // The client fills in a token where there was none, and leaves it from then on.
        let back = back.unwrap_or_default();
        if back == input || holds(&back, &input) && send(&back) == Some(Some(back)) {
            return;
        }
    }
    assert!(!can_be_sent, "{input} doesn't come back");
}

/// Whether all members are there, and are the same.
fn holds(more: &Value, less: &Value) -> bool {
    let (Value::Object(more), Value::Object(less)) = (more, less) else {
        return false;
    };
    less.iter()
        .all(|(name, value)| more.get(name) == Some(value))
}

fn request(bytes: &[u8]) -> Option<Request<Bytes>> {
    let end = bytes.windows(2).position(|two| two == b"\n\n")?;
    let (head, body) = bytes.split_at(end);
    let body = body.get(2..).unwrap_or_default();
    let mut lines = head.split(|byte| *byte == b'\n');
    let mut first = lines.next()?.split(|byte| *byte == b' ');
    let mut request = Request::new(Bytes::copy_from_slice(body));
    *request.method_mut() = Method::from_bytes(first.next()?).ok()?;
    *request.uri_mut() = Uri::try_from(first.next()?).ok()?;
    for line in lines.take(20) {
        let colon = line.iter().position(|byte| *byte == b':')?;
        let (name, value) = line.split_at(colon);
        let name = HeaderName::from_bytes(name).ok()?;
        let value = HeaderValue::from_bytes(value.get(1..).unwrap_or_default()).ok()?;
        request.headers_mut().append(name, value);
    }
    Some(request)
}
