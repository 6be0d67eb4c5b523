//! A request on a connection, and its response.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use http::{Request, Response};
use hyper::body::{Body as _, Incoming};
use hyper::client::conn::http1::{self, Connection, SendRequest};

use super::io::Io;
use super::origin::Origin;
use super::pool::Pool;
use super::stream::Stream;
use crate::{Body, BodyError, BodyErrorKind, Chunks};

/// A request on a connection, and its response.
///
/// The future that waits for the response drives the connection. No task outlives the call, and
/// dropping the exchange closes the connection.
pub(super) struct Exchange {
    /// `None` when it has ended.
    connection: Option<Connection<Io, Body>>,
    sender: SendRequest<Body>,
    origin: Origin,
    pool: Arc<Pool>,
}

/// Why there is no response.
pub(super) struct Failed {
    pub(super) error: hyper::Error,
    /// Whether nothing of the request has left.
    pub(super) is_unsent: bool,
}

impl Exchange {
    /// Sends a request; the response as soon as its head is there.
    pub(super) async fn send(
        stream: Stream,
        origin: Origin,
        pool: Arc<Pool>,
        request: Request<Body>,
    ) -> Result<Response<Arriving>, Failed> {
        let unsent = |error| Failed {
            error,
            is_unsent: true,
        };
        let mut stream = stream;
        let has_sent = stream.socket().has_sent();
        let (mut sender, connection) = http1::handshake(Io::new(stream)).await.map_err(unsent)?;
        let mut response = pin!(sender.send_request(request));
        let mut exchange = Self {
            connection: Some(connection),
            sender,
            origin,
            pool,
        };
        let response = poll_fn(|context| {
            exchange.drive(context);
            response.as_mut().poll(context)
        });
        match response.await {
            Ok(response) => Ok(response.map(|body| Arriving {
                exchange: Some(exchange),
                body,
            })),
            Err(error) => Err(Failed {
                error,
                is_unsent: !has_sent.load(Ordering::Relaxed),
            }),
        }
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        if let Some(connection) = &mut self.connection {
            // The error is reported where the response or its body is waited for.
            if Pin::new(connection).poll(context).is_ready() {
                self.connection = None;
            }
        }
    }

    /// After the end of the response: keeps the connection, if another request can be sent on it.
    fn finish(mut self) {
        // hyper notices the end only now, and whether more has come than the response.
        self.drive(&mut Context::from_waker(Waker::noop()));
        // It isn't ready if one of the sides wants to close the connection, or if the response
        // came before the request had left.
        let (Some(connection), true) = (self.connection, self.sender.is_ready()) else {
            return;
        };
        let parts = connection.into_parts();
        if parts.read_buf.is_empty() && parts.io.is_sound() {
            self.pool.put(self.origin, parts.io.stream);
        }
    }
}

/// A response's body, while it comes. Dropping it closes the connection, unless it was read to
/// its end.
pub(super) struct Arriving {
    exchange: Option<Exchange>,
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
}

impl Chunks for Arriving {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            if let Some(exchange) = &mut self.exchange {
                exchange.drive(context);
            }
            match ready!(Pin::new(&mut self.body).poll_frame(context)) {
                None => {
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
