//! A connection of HTTP/2, and the places on it.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use h2::StreamId;
use h2::client::SendRequest;
use tokio::sync::oneshot;
use tokio::time::Instant;

use super::ends::{End, Ends};

/// The number of streams that a connection has at most: the window of the connection holds theirs.
pub(super) const STREAMS: usize = 128;

/// A connection of HTTP/2.
pub(super) struct Connection {
    sender: SendRequest<Bytes>,
    usage: Mutex<Usage>,
    ends: Ends,
    /// Tells the driver that the connection was dropped. It comes after the sender.
    _dropped: oneshot::Sender<()>,
}

struct Usage {
    streams: usize,
    /// The time since which there is none.
    idle_since: Instant,
    /// No streams can be had any more.
    is_closed: bool,
    /// The server didn't answer for so long.
    silence: Option<Duration>,
}

impl Connection {
    pub(super) fn new(
        sender: SendRequest<Bytes>,
        dropped: oneshot::Sender<()>,
        ends: Ends,
    ) -> Self {
        Self {
            sender,
            ends,
            usage: Mutex::new(Usage {
                streams: 0,
                idle_since: Instant::now(),
                is_closed: false,
                silence: None,
            }),
            _dropped: dropped,
        }
    }

    /// Takes a place for a stream, if there is one.
    pub(super) fn lease(self: &Arc<Self>) -> Option<Lease> {
        let allowed = self.sender.current_max_send_streams().min(STREAMS);
        let mut usage = self.usage();
        if usage.is_closed || usage.streams >= allowed {
            return None;
        }
        usage.streams += 1;
        Some(Lease(self.clone()))
    }

    /// Returns whether the connection takes no streams any more.
    pub(super) fn is_closed(&self) -> bool {
        self.usage().is_closed
    }

    /// Has the connection take no streams any more.
    pub(super) fn close(&self) {
        self.usage().is_closed = true;
    }

    /// Closes the connection to a server that didn't answer for so long.
    pub(super) fn close_in_silence(&self, silence: Duration) {
        let mut usage = self.usage();
        usage.is_closed = true;
        usage.silence = Some(silence);
    }

    /// Returns how long there was no stream.
    pub(super) fn idle(&self) -> Option<Duration> {
        let usage = self.usage();
        (usage.streams == 0).then(|| usage.idle_since.elapsed())
    }

    fn usage(&self) -> MutexGuard<'_, Usage> {
        self.usage.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A place for a stream on a connection, as long as it exists.
pub(super) struct Lease(Arc<Connection>);

impl Lease {
    pub(super) fn sender(&self) -> SendRequest<Bytes> {
        self.0.sender.clone()
    }

    /// Watches for the end of the response on a stream.
    pub(super) fn watch(&self, id: StreamId) -> End {
        self.0.ends.watch(id.as_u32())
    }

    /// Returns what to say if the connection was closed since the server didn't answer.
    pub(super) fn silence(&self) -> Option<String> {
        let silence = self.0.usage().silence?;
        Some(format!(
            "the server didn't answer a ping within {silence:?}"
        ))
    }

    /// Has the connection take no streams any more.
    pub(super) fn close(&self) {
        self.0.close();
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        let mut usage = self.0.usage();
        usage.streams -= 1;
        usage.idle_since = Instant::now();
    }
}
