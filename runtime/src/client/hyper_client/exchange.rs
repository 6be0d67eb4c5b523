//! A request on a connection, and its response.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use http::{Request, Response, StatusCode};
use hyper::body::{Body as _, Frame, Incoming};
use tokio::task::coop::unconstrained;

use super::line::Line;
use super::origin::Origin;
use super::pool::Pool;
use crate::client::{TransportError, TransportErrorKind};
use crate::{Body, BodyError, BodyErrorKind, Chunks};

/// A request on a connection, and its response.
///
/// The future that waits for the response drives the connection. No task outlives the call, and
/// dropping the exchange closes the connection.
pub(super) struct Exchange {
    line: Box<Line>,
    origin: Origin,
    pool: Arc<Pool>,
    /// The request's body, which hyper shares.
    outgoing: Body,
}

/// Why there is no response.
pub(super) struct Failed {
    pub(super) error: TransportError,
    /// Whether nothing of the request has left.
    pub(super) is_unsent: bool,
}

impl Exchange {
    /// Sends a request; the response as soon as its head is there.
    pub(super) async fn send(
        mut line: Box<Line>,
        origin: Origin,
        pool: Arc<Pool>,
        request: Request<Body>,
    ) -> Result<Response<Arriving>, Failed> {
        let request = request.map(Body::opened);
        let outgoing = request.body().clone();
        let response = line.send(request).await.map_err(|error| Failed {
            error: exchange_error(error),
            is_unsent: true,
        })?;
        // Its own turn may be used up when the response is there, and nobody would be woken for the next.
        let mut response = pin!(unconstrained(response));
        let mut exchange = Self {
            line,
            origin,
            pool,
            outgoing,
        };
        let response = poll_fn(|context| {
            exchange.line.drive(context);
            response.as_mut().poll(&mut driven())
        });
        match response.await {
            Ok(response) => {
                let status = response.status();
                exchange.line.heard(response.version());
                // With a body, that is done at its end: it may come while the request is sent.
                if response.body().is_end_stream() {
                    let sent = poll_fn(|context| exchange.poll_sent(status, context));
                    sent.await.map_err(|error| Failed {
                        error,
                        is_unsent: false,
                    })?;
                }
                Ok(response.map(|body| Arriving {
                    exchange: Some(exchange),
                    status,
                    body,
                }))
            }
            Err(error) => Err(Failed {
                error: exchange_error(error),
                is_unsent: !exchange.line.io().lock().has_sent_any(),
            }),
        }
    }

    /// Waits until the whole request has left, if the response says that the request succeeded. A service
    /// that has answered and takes no more of the request can't have succeeded with the whole of it.
    fn poll_sent(
        &mut self,
        status: StatusCode,
        context: &mut Context<'_>,
    ) -> Poll<Result<(), TransportError>> {
        let has_left = |exchange: &Self| {
            exchange.outgoing.has_ended() && exchange.line.io().lock().has_sent_all()
        };
        if !status.is_success() || has_left(self) {
            return Poll::Ready(Ok(()));
        }
        self.line.drive(context);
        if has_left(self) {
            return Poll::Ready(Ok(()));
        }
        if let Some(error) = self.outgoing.failure() {
            return Poll::Ready(Err(TransportError::of_request(error)));
        }
        if self.line.has_ended() || self.line.io().lock().has_lost() {
            let text = "the response came before the whole request was sent, and the service takes \
                        no more of it";
            return Poll::Ready(Err(TransportError::new(TransportErrorKind::Io, text)));
        }
        if self.line.follow() {
            return self.poll_sent(status, context);
        }
        Poll::Pending
    }

    /// After the end of the response: keeps the connection, if another request can be sent on it.
    fn finish(mut self) {
        if self.line.rest() {
            self.pool.put(self.origin, self.line);
        }
    }
}

/// A response's body, while it comes. Dropping it closes the connection, unless it was read to
/// its end.
pub(super) struct Arriving {
    exchange: Option<Exchange>,
    status: StatusCode,
    body: Incoming,
}

impl Arriving {
    /// Returns the least length of the body, as its head says.
    pub(super) fn expected(&self) -> u64 {
        self.body.size_hint().lower()
    }

    /// Returns the length of the body, if its head says it.
    pub(super) fn length(&self) -> Option<u64> {
        self.body.size_hint().exact()
    }

    fn poll_frame(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        // Mostly the next frame has come with the one before.
        let frame = Pin::new(&mut self.body).poll_frame(&mut driven());
        let (Poll::Pending, Some(exchange)) = (&frame, &mut self.exchange) else {
            return frame;
        };
        exchange.line.drive(context);
        let frame = Pin::new(&mut self.body).poll_frame(&mut driven());
        // The runtime of the call may rest while the body is read in another. If it has ended, so has the
        // connection.
        if frame.is_ready() || !exchange.line.follow() {
            return frame;
        }
        exchange.line.drive(context);
        Pin::new(&mut self.body).poll_frame(&mut driven())
    }
}

impl Chunks for Arriving {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            match ready!(self.poll_frame(context)) {
                None => {
                    if let Some(exchange) = &mut self.exchange {
                        if let Err(error) = ready!(exchange.poll_sent(self.status, context)) {
                            self.exchange = None;
                            let error = BodyError::new(BodyErrorKind::Transport, error);
                            return Poll::Ready(Some(Err(error)));
                        }
                    }
                    if let Some(exchange) = self.exchange.take() {
                        exchange.finish();
                    }
                    return Poll::Ready(None);
                }
                Some(Ok(frame)) => {
                    // The other kind of frame is trailers.
                    if let Ok(data) = frame.into_data() {
                        return Poll::Ready(Some(Ok(data)));
                    }
                }
                Some(Err(error)) => {
                    self.exchange = None;
                    let error = BodyError::new(BodyErrorKind::Transport, error);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

/// The context in which a response and its body are asked for. They come only while the line is
/// driven, which those do who ask. So nobody has to be woken for them: it would be the same task, once
/// more for nothing.
fn driven() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

fn exchange_error(error: hyper::Error) -> TransportError {
    // The request's own body.
    let body = std::error::Error::source(&error).and_then(|source| source.downcast_ref());
    if let Some(body) = body.cloned() {
        return TransportError::of_request(body);
    }
    let kind = if error.is_parse() {
        TransportErrorKind::Protocol
    } else if error.is_user() {
        TransportErrorKind::Other
    } else {
        TransportErrorKind::Io
    };
    TransportError::new(kind, error)
}
