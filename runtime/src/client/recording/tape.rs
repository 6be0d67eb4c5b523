//! The events of a response, kept while the program reads them.

use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::Response;

use super::message::StoredRequest;
use super::rules::Spoken;
use super::state::{Call, State, lock};
use crate::{Body, BodyError, Chunks};

/// The size of a body above which it isn't recorded.
pub(super) const LIMIT: usize = 16 << 20;

/// The body of a response with events, which the program reads as they come. The exchange ends with
/// the body: at its end, or when the program drops it.
pub(super) struct Tape {
    body: Body,
    chunks: Vec<Bytes>,
    length: usize,
    /// Taken out at the end.
    exchange: Option<Begun>,
}

/// An exchange that has begun.
struct Begun {
    number: usize,
    call: Call,
    request: StoredRequest,
    head: Response<()>,
    spoken: Spoken,
    state: Arc<Mutex<State>>,
}

impl Tape {
    /// Puts a tape between a response and the program.
    pub(super) fn on(
        response: Response<Body>,
        call: Call,
        request: StoredRequest,
        spoken: Spoken,
        state: Arc<Mutex<State>>,
    ) -> Response<Body> {
        let (head, body) = response.into_parts();
        let number = lock(&state).begin();
        let tape = Self {
            body,
            chunks: Vec::new(),
            length: 0,
            exchange: Some(Begun {
                number,
                call,
                request,
                head: Response::from_parts(head.clone(), ()),
                spoken,
                state,
            }),
        };
        Response::from_parts(head, Body::from_chunks(tape, None))
    }

    fn keep(&mut self, chunk: &Bytes) {
        self.length = self.length.saturating_add(chunk.len());
        if self.length > LIMIT {
            self.end(Some(format!("the events take more than {LIMIT} bytes")));
        } else if self.exchange.is_some() {
            self.chunks.push(chunk.clone());
        }
    }

    /// Ends the exchange, with the reason why it isn't recorded.
    fn end(&mut self, problem: Option<String>) {
        let Some(begun) = self.exchange.take() else {
            return;
        };
        let chunks = std::mem::take(&mut self.chunks);
        let Begun {
            number,
            call,
            request,
            head,
            spoken,
            state,
        } = begun;
        let exchange = match problem {
            Some(why) => Err(format!("{}: {why}", call.operation())),
            None => call
                .events(&head, chunks, &spoken)
                .map(|response| call.exchange(request, response)),
        };
        lock(&state).end(number, exchange);
    }
}

impl Chunks for Tape {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = self.body.poll_next(context);
        match &next {
            Poll::Pending => {}
            Poll::Ready(Some(Ok(chunk))) => self.keep(chunk),
            Poll::Ready(Some(Err(error))) => {
                self.end(Some(format!("the events broke off: {error}")));
            }
            Poll::Ready(None) => self.end(None),
        }
        next
    }
}

impl Drop for Tape {
    fn drop(&mut self) {
        self.end(None);
    }
}
