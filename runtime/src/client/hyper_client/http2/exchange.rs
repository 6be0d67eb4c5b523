//! A request on a connection, and its response.

use std::future::poll_fn;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use h2::client::ResponseFuture;
use h2::{Reason, RecvStream, SendStream};
use http::{Request, Response};
use tokio::task::AbortHandle;

use super::connection::Lease;
use super::ends::End;
use crate::client::{TransportError, TransportErrorKind};
use crate::{Body, BodyError, BodyErrorKind, Chunks};

/// The size of a frame.
const FRAME: usize = 16 * 1024;

/// Sends a request; the response as soon as its head is there. Gives the body back if the connection
/// doesn't take the request any more.
pub(super) async fn send(
    lease: Lease,
    head: Request<()>,
    body: Body,
) -> Result<Result<Response<Body>, Body>, TransportError> {
    let Ok(mut sender) = lease.sender().ready().await else {
        lease.close();
        return Ok(Err(body));
    };
    let (response, stream) = match sender.send_request(head, false) {
        Ok(sent) => sent,
        // The connection has ended; anything else is wrong with the request.
        Err(error) if !(error.is_remote() || error.is_io() || error.is_go_away()) => {
            return Err(TransportError::new(TransportErrorKind::Other, error));
        }
        Err(_) => {
            lease.close();
            return Ok(Err(body));
        }
    };
    let end = lease.watch(response.stream_id());
    let upload = Upload {
        stream,
        body,
        rest: Bytes::new(),
        next: None,
        is_over: false,
    };
    // A task, since the program may send while it doesn't wait for the response.
    let exchange = Exchange {
        upload: tokio::spawn(upload.run()).abort_handle(),
        lease,
        end,
    };
    let response = exchange.response(response).await?;
    Ok(Ok(response.map(|body| {
        Body::from_chunks(Arriving { body, exchange }, None)
    })))
}

/// A request, and its place on the connection. Dropping it ends the stream.
struct Exchange {
    upload: AbortHandle,
    lease: Lease,
    end: End,
}

impl Exchange {
    async fn response(
        &self,
        response: ResponseFuture,
    ) -> Result<Response<RecvStream>, TransportError> {
        response.await.map_err(|error| match self.lease.silence() {
            Some(silence) => TransportError::new(TransportErrorKind::Io, silence),
            None => TransportError::new(TransportErrorKind::Io, error),
        })
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        self.upload.abort();
    }
}

/// The body of a request on its way.
struct Upload {
    stream: SendStream<Bytes>,
    body: Body,
    /// The part of a chunk that the window has no room for yet.
    rest: Bytes,
    /// A chunk that was taken of the body, and doesn't fit into a frame with the chunk before.
    next: Option<Option<Result<Bytes, BodyError>>>,
    is_over: bool,
}

impl Upload {
    async fn run(mut self) {
        poll_fn(|context| self.poll(context)).await;
    }

    /// Takes what there is of the body, as far as a frame holds it. Servers have little memory for
    /// small frames that wait to be read: h2's end a connection with a few hundred.
    fn gather(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let first = match self.next.take() {
            Some(next) => next,
            None => ready!(self.body.poll_next(context)),
        };
        let Some(Ok(first)) = first else {
            return Poll::Ready(first);
        };
        let mut several = BytesMut::new();
        loop {
            let length = first.len().max(several.len());
            match self.body.poll_next(context) {
                Poll::Ready(Some(Ok(more))) if length + more.len() <= FRAME => {
                    if several.is_empty() {
                        several.reserve(FRAME);
                        several.extend_from_slice(&first);
                    }
                    several.extend_from_slice(&more);
                }
                Poll::Ready(next) => {
                    self.next = Some(next);
                    break;
                }
                Poll::Pending => break,
            }
        }
        let gathered = if several.is_empty() {
            first
        } else {
            several.freeze()
        };
        Poll::Ready(Some(Ok(gathered)))
    }

    /// Hands over the body as the window has room for it. Ends if the server wants no more.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        loop {
            if self.stream.poll_reset(context).is_ready() {
                self.is_over = true;
                return Poll::Ready(());
            }
            if self.rest.is_empty() {
                match ready!(self.gather(context)) {
                    Some(Ok(chunk)) => {
                        self.stream.reserve_capacity(chunk.len());
                        self.rest = chunk;
                    }
                    // Without an end, the stream is reset.
                    Some(Err(_)) => return Poll::Ready(()),
                    None => {
                        self.is_over = self.stream.send_data(Bytes::new(), true).is_ok();
                        return Poll::Ready(());
                    }
                }
            }
            if self.stream.capacity() == 0 {
                match ready!(self.stream.poll_capacity(context)) {
                    Some(Ok(_)) => continue,
                    Some(Err(_)) | None => return Poll::Ready(()),
                }
            }
            let length = self.stream.capacity().min(self.rest.len());
            let part = self.rest.split_to(length);
            if self.stream.send_data(part, false).is_err() {
                return Poll::Ready(());
            }
        }
    }
}

/// A body that isn't complete must not look so.
impl Drop for Upload {
    fn drop(&mut self) {
        if !self.is_over {
            self.stream.send_reset(Reason::CANCEL);
        }
    }
}

/// A response's body, while it comes.
struct Arriving {
    body: RecvStream,
    exchange: Exchange,
}

impl Chunks for Arriving {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        match ready!(self.body.poll_data(context)) {
            None => Poll::Ready(None),
            Some(Ok(chunk)) => {
                // The server may send as many bytes more.
                _ = self.body.flow_control().release_capacity(chunk.len());
                Poll::Ready(Some(Ok(chunk)))
            }
            // The response is whole, and the connection failed while the request was on its way.
            Some(Err(error)) if error.is_io() && self.exchange.end.has_come() => Poll::Ready(None),
            Some(Err(error)) => Poll::Ready(Some(Err(match self.exchange.lease.silence() {
                Some(silence) => BodyError::new(BodyErrorKind::Stalled, silence),
                None => BodyError::new(BodyErrorKind::Transport, error),
            }))),
        }
    }
}
