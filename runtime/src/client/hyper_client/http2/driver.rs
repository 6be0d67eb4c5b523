//! The task of a connection.

use std::future::{Future as _, poll_fn};
use std::pin::Pin;
use std::sync::{Arc, Weak};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use h2::client::{self, Builder};
use h2::{Ping, PingPong};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep};

use super::super::idle::IDLE;
use super::super::stream::Stream;
use super::connection::{Connection, STREAMS};
use super::ends::Ends;
use super::entries::Entries;
use super::reading_on::{Broken, ReadingOn};
use crate::client::{TransportError, TransportErrorKind};

/// The bytes of a response that may be there before they are asked for.
const WINDOW: u32 = 64 * 1024;

/// The memory for frames of few bytes that nobody has read yet: more than the windows of all streams
/// hold of small events, and little enough for a server that sends each byte on its own. h2 counts
/// the bytes that a frame has less than 256.
const SMALL_FRAMES: usize = 64 * 1024 * 1024;

/// The bytes that the head of a response may have. h2 takes 16 MiB otherwise, for each stream.
const HEAD: u32 = 256 * 1024;

/// The bytes of a request that may wait in the connection.
const SEND_BUFFER: usize = 64 * 1024;

/// The time after which the server is asked whether it is still there (PING), and the time that it
/// has to answer. So a quiet conversation is told from a dead connection.
const PING: Duration = Duration::from_secs(20);

/// Begins to speak HTTP/2. The connection is there once the server has said how many streams it
/// allows.
pub(super) async fn start(
    stream: Stream,
    timeout: Option<Duration>,
    connections: Weak<Entries>,
) -> Result<Arc<Connection>, TransportError> {
    let refused = |error| TransportError::new(TransportErrorKind::Connect, error);
    let ends = Ends::default();
    let begin = async {
        let (stream, broken) = ReadingOn::new(stream, ends.clone());
        let (sender, connection) = Builder::new()
            .enable_push(false)
            .initial_window_size(WINDOW)
            .initial_connection_window_size(WINDOW * STREAMS as u32)
            .max_send_buffer_size(SEND_BUFFER)
            .max_header_list_size(HEAD)
            .data_frame_budget(SMALL_FRAMES)
            // The server's settings are waited for.
            .initial_max_send_streams(0)
            .handshake(stream)
            .await
            .map_err(refused)?;
        let (dropped, is_dropped) = oneshot::channel();
        let shared = Arc::new(Connection::new(sender, dropped, ends));
        let (settled, is_settled) = oneshot::channel();
        let mut connection = connection;
        let driver = Driver {
            ping: connection.ping_pong(),
            connection,
            shared: Arc::downgrade(&shared),
            settled: Some(settled),
            is_dropped: Some(is_dropped),
            connections,
            broken,
            look: Box::pin(tokio::time::sleep(PING)),
            is_asked: false,
        };
        tokio::spawn(driver.run());
        match is_settled.await {
            Ok(Ok(())) => Ok(shared),
            Ok(Err(error)) => Err(refused(error)),
            Err(_) => {
                let text = "the connection ended before the server spoke HTTP/2";
                Err(TransportError::new(TransportErrorKind::Connect, text))
            }
        }
    };
    match timeout {
        None => begin.await,
        Some(after) => match tokio::time::timeout(after, begin).await {
            Ok(connection) => connection,
            Err(_) => Err(TransportError::connect_timeout(after)),
        },
    }
}

struct Driver {
    connection: client::Connection<ReadingOn<Stream>, Bytes>,
    shared: Weak<Connection>,
    /// Told once the server's settings are there.
    settled: Option<oneshot::Sender<Result<(), h2::Error>>>,
    /// Told when nobody has the connection any more.
    is_dropped: Option<oneshot::Receiver<()>>,
    connections: Weak<Entries>,
    broken: Broken,
    ping: Option<PingPong>,
    look: Pin<Box<Sleep>>,
    /// A ping has no answer yet.
    is_asked: bool,
}

impl Driver {
    /// Drives the connection to its end, and closes it if nobody uses it, or nobody is there.
    async fn run(mut self) {
        poll_fn(|context| self.poll(context)).await;
        // Whoever comes next needs another connection.
        if let Some(shared) = self.shared.upgrade() {
            shared.close();
        }
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if let Some(is_dropped) = &mut self.is_dropped {
            if Pin::new(is_dropped).poll(context).is_ready() {
                // h2 ends the connection with its last stream.
                self.is_dropped = None;
            }
        }
        let state = Pin::new(&mut self.connection).poll(context);
        // Frames that have arrived are still read, but no stream begins.
        if self.broken.is_so() {
            if let Some(shared) = self.shared.upgrade() {
                shared.close();
            }
        }
        let allowed = self.connection.max_concurrent_send_streams();
        if let Poll::Ready(result) = state {
            if let Err(error) = &result {
                tracing::debug!(%error, "a connection failed");
            }
            if let (Some(settled), Err(error)) = (self.settled.take(), result) {
                _ = settled.send(Err(error));
            }
            return Poll::Ready(());
        }
        if allowed > 0 {
            if let Some(settled) = self.settled.take() {
                _ = settled.send(Ok(()));
            }
        }
        self.watch(context)
    }

    /// Asks the server now and then whether it is there, and looks whether the connection is used.
    fn watch(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if self.is_asked {
            let pong = self.ping.as_mut().map(|ping| ping.poll_pong(context));
            self.is_asked = matches!(pong, Some(Poll::Pending));
        }
        while self.look.as_mut().poll(context).is_ready() {
            let Some(shared) = self.shared.upgrade() else {
                self.look.as_mut().reset(Instant::now() + PING);
                continue;
            };
            if self.is_asked {
                shared.close_in_silence(PING);
                return Poll::Ready(());
            }
            let mut next = PING;
            match shared.idle() {
                Some(idle) if idle >= IDLE => {
                    if let Some(connections) = self.connections.upgrade() {
                        connections.forget(&shared);
                    }
                }
                Some(idle) => next = PING.min(IDLE - idle),
                None => {
                    if let Some(ping) = &mut self.ping {
                        self.is_asked = ping.send_ping(Ping::opaque()).is_ok();
                    }
                }
            }
            self.look.as_mut().reset(Instant::now() + next);
            // The pong wakes this task.
            if self.is_asked {
                let pong = self.ping.as_mut().map(|ping| ping.poll_pong(context));
                self.is_asked = matches!(pong, Some(Poll::Pending));
            }
        }
        Poll::Pending
    }
}
