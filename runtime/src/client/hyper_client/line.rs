//! A connection of HTTP/1.1: hyper's side of it, and the stream below.

use std::pin::Pin;
use std::task::{Context, Waker};

use http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, Connection, SendRequest};

use super::io::Io;
use super::stream::Stream;
use crate::Body;

/// A connection of HTTP/1.1.
///
/// A line reads and writes only while it is driven. Nobody drives it between requests.
pub(super) struct Line {
    io: Io,
    /// `None` before the first request, and after the end of the connection.
    hyper: Option<Hyper>,
    /// Whether the other side speaks HTTP/1.0.
    is_old: bool,
}

struct Hyper {
    sender: SendRequest<Body>,
    connection: Connection<Io, Body>,
}

impl Line {
    pub(super) fn new(stream: Stream) -> Self {
        Self {
            io: Io::new(stream),
            hyper: None,
            is_old: false,
        }
    }

    /// Returns the stream below hyper.
    pub(super) fn io(&self) -> &Io {
        &self.io
    }

    /// Takes a request. The response comes while the line is driven.
    pub(super) async fn send(
        &mut self,
        request: Request<Body>,
    ) -> hyper::Result<impl Future<Output = hyper::Result<Response<Incoming>>> + use<>> {
        let hyper = match &mut self.hyper {
            Some(hyper) => hyper,
            none => {
                let (sender, connection) = http1::Builder::new()
                    // A user agent has to read values of several lines (RFC 9112, section 5.2).
                    .allow_obsolete_multiline_headers_in_responses(true)
                    .handshake(self.io.clone())
                    .await?;
                none.insert(Hyper { sender, connection })
            }
        };
        Ok(hyper.sender.send_request(request))
    }

    /// Moves bytes in both directions. An error is reported where the response or its body is waited
    /// for.
    pub(super) fn drive(&mut self, context: &mut Context<'_>) {
        if let Some(hyper) = &mut self.hyper {
            if Pin::new(&mut hyper.connection).poll(context).is_ready() {
                self.hyper = None;
            }
        }
    }

    /// Notes the version that a response has.
    pub(super) fn heard(&mut self, version: Version) {
        self.is_old = version == Version::HTTP_10;
    }

    /// Returns whether the connection has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.hyper.is_none()
    }

    /// After the end of a response: returns whether another request can be sent. None can if one of the
    /// sides wants to close the connection, if the response came before the request had left, or if
    /// more was read than the response.
    pub(super) fn rest(&mut self) -> bool {
        // hyper notices the end only now. Between requests, it ends the connection if it has read bytes that
        // belong to no response.
        self.drive(&mut Context::from_waker(Waker::noop()));
        let is_ready = self
            .hyper
            .as_ref()
            .is_some_and(|hyper| hyper.sender.is_ready());
        let mut io = self.io.lock();
        if !is_ready || !io.has_sent_all() || !io.stream.is_drained() {
            return false;
        }
        let has_grown = io.has_grown();
        if has_grown {
            io.shrink();
        }
        drop(io);
        // hyper keeps buffers as large as those of the request and the response. To a side that spoke
        // HTTP/1.0, it would send no body of unknown length. The next request gets a new one.
        match self.hyper.take_if(|_| has_grown || self.is_old) {
            Some(hyper) => hyper.connection.into_parts().read_buf.is_empty(),
            None => true,
        }
    }

    /// Returns whether nothing has arrived while the line rested.
    pub(super) fn is_quiet(&self) -> bool {
        self.io.lock().stream.socket().is_quiet()
    }

    /// Moves the line to the runtime that is running. Returns whether it has to be driven again: it was in
    /// another one, or couldn't be moved.
    pub(super) fn follow(&self) -> bool {
        self.io.lock().stream.socket().follow().unwrap_or(true)
    }

    /// Makes the line ready for a request in the runtime that is running. Returns whether it is.
    pub(super) fn wake(&mut self) -> bool {
        self.io.lock().stream.socket().wake().is_ok()
    }
}
