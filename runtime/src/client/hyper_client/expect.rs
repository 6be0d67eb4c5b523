//! `expect: 100-continue` (RFC 9110, section 10.1.1): a large body is sent once the other side says
//! that it wants it.

use std::future::Future as _;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Waker, ready};
use std::time::Duration;

use bytes::Bytes;
use http::header::EXPECT;
use http::{Request, StatusCode};
use tokio::time::Sleep;

use crate::{Body, BodyError, Chunks};

/// The time after which a body is sent without an answer, as a server need not give one. botocore
/// waits as long.
const PATIENCE: Duration = Duration::from_secs(1);

/// Holds the body of a request back that expects `100 Continue`, if the body is a stream or a source.
pub(super) fn gated(mut request: Request<Body>) -> Request<Body> {
    let expects = |request: &Request<Body>| {
        let expect = request.headers().get(EXPECT);
        expect.is_some_and(|value| value.as_bytes().eq_ignore_ascii_case(b"100-continue"))
    };
    if request.body().bytes().is_some() || !expects(&request) {
        return request;
    }
    let gate = Arc::new(Gate::default());
    let opened = gate.clone();
    hyper::ext::on_informational(&mut request, move |response| {
        if response.status() == StatusCode::CONTINUE {
            opened.open();
        }
    });
    request.map(|body| {
        let length = body.length();
        let held = move |body: Body| Held {
            body,
            gate: Some(gate.clone()),
            patience: None,
        };
        match length {
            Some(length) if body.can_be_read_again() => {
                Body::from_source(length, move || held(body.clone()))
            }
            _ => Body::from_chunks(held(body), length),
        }
    })
}

#[derive(Default)]
struct Gate(Mutex<State>);

#[derive(Default)]
struct State {
    is_open: bool,
    waker: Option<Waker>,
}

impl Gate {
    fn open(&self) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_open = true;
        if let Some(waker) = state.waker.take() {
            waker.wake();
        }
    }

    /// Returns whether the gate is open; otherwise `context` is woken when it is.
    fn is_open(&self, context: &Context<'_>) -> bool {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if !state.is_open {
            state.waker = Some(context.waker().clone());
        }
        state.is_open
    }
}

/// The chunks of a body that is held back.
struct Held {
    body: Body,
    /// `None` once the body flows.
    gate: Option<Arc<Gate>>,
    patience: Option<Pin<Box<Sleep>>>,
}

impl Chunks for Held {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Some(gate) = &self.gate {
            if !gate.is_open(context) {
                let patience = &mut self.patience;
                let patience =
                    patience.get_or_insert_with(|| Box::pin(tokio::time::sleep(PATIENCE)));
                ready!(patience.as_mut().poll(context));
            }
            (self.gate, self.patience) = (None, None);
        }
        self.body.poll_next(context)
    }
}
