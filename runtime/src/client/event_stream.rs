//! The events of a response, while they come.

use std::any::Any;
use std::fmt;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;

#[cfg(feature = "request-events")]
use super::conversation::Flow;
use super::incoming::Incoming;
use super::{CallError, ConfigError, TimeoutError, TimeoutKind};
use crate::Body;
use crate::event_stream::{Event, EventDecoder};

/// The events of a response, while they come.
///
/// An event stream has a connection, and no permit of
/// [`max_concurrency`](super::Config::max_concurrency): a program may make calls for each event.
/// Dropping the stream ends it: it closes the connection, or the stream of an HTTP/2 connection. A
/// failed stream isn't tried again: events may be lost, and only the program knows whether that
/// matters.
pub struct EventStream<E: Event, O> {
    incoming: Arc<Mutex<Incoming<E, O>>>,
    /// Taken out once it is known.
    output: Option<O>,
    timeout: Option<Duration>,
    /// Ends the conversation that the events are one half of.
    _hold: Option<Box<dyn Any + Send + Sync>>,
}

impl<E, O> EventStream<E, O>
where
    E: Event,
    E::Error: From<CallError>,
    O: Default,
{
    pub(super) fn new(
        decoder: EventDecoder<E, O>,
        open: Option<Body>,
        timeout: Option<Duration>,
    ) -> Self {
        Self {
            incoming: Arc::new(Mutex::new(Incoming::new(decoder, open))),
            output: None,
            timeout,
            _hold: None,
        }
    }

    /// Makes the stream one half of a conversation, which ends when `hold` is dropped.
    #[cfg(feature = "request-events")]
    pub(super) fn held(mut self, hold: impl Any + Send + Sync) -> Self {
        self._hold = Some(Box::new(hold));
        self
    }

    /// Returns the place where the sender of a conversation looks for the end of the stream.
    #[cfg(feature = "request-events")]
    pub(super) fn with_sender(&self, flow: &Arc<Flow>) -> Arc<Mutex<Incoming<E, O>>>
    where
        E::Error: Clone,
    {
        lock(&self.incoming).has_sender(flow.clone());
        self.incoming.clone()
    }

    /// The next event; `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// The error that the service ended the stream with, a connection that failed or was
    /// silent for too long, or what isn't an event of the model; after the latter, the next
    /// one can be asked for. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Result<Option<E>, E::Error> {
        loop {
            if let Some(event) = lock(&self.incoming).event() {
                return event;
            }
            self.more().await?;
        }
    }

    /// The members that the output has besides the events. In RPC protocols they are in the
    /// stream's first message, which is waited for.
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next), and a stream that ends before.
    pub async fn output(&mut self) -> Result<Option<&O>, E::Error> {
        while self.output.is_none() {
            let output = lock(&self.incoming).output();
            match output {
                Some(output) => {
                    self.output = output?;
                    break;
                }
                None => self.more().await?,
            }
        }
        Ok(self.output.as_ref())
    }

    /// Waits for more bytes, or the end.
    async fn more(&self) -> Result<(), E::Error> {
        let more = poll_fn(|context| lock(&self.incoming).poll_more(context));
        let error = match self.timeout {
            None => {
                more.await;
                return Ok(());
            }
            Some(_) if Handle::try_current().is_err() => CallError::from(ConfigError::no_runtime()),
            Some(after) => match tokio::time::timeout(after, more).await {
                Ok(_) => return Ok(()),
                Err(_) => TimeoutError::new(TimeoutKind::Chunk, after).into(),
            },
        };
        let error = E::Error::from(error);
        lock(&self.incoming).ended(Some(&error));
        Err(error)
    }
}

fn lock<E: Event, O>(incoming: &Mutex<Incoming<E, O>>) -> MutexGuard<'_, Incoming<E, O>> {
    incoming.lock().unwrap_or_else(PoisonError::into_inner)
}

impl<E: Event, O: fmt::Debug> fmt::Debug for EventStream<E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("output", &self.output)
            .finish_non_exhaustive()
    }
}
