//! The events of a response, while they come.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::sync::OwnedSemaphorePermit;

use super::{CallError, ConfigError, TimeoutError, TimeoutKind, TransportError};
use crate::Body;
use crate::event_stream::{Event, EventDecoder};

/// The events of a response, while they come.
///
/// An event stream counts as an attempt in flight as long as it exists. Dropping the stream closes
/// the connection. A failed stream isn't tried again: events may be lost, and only the program
/// knows whether that matters.
pub struct EventStream<E, O> {
    decoder: EventDecoder<E, O>,
    /// Until it has ended.
    open: Option<Open>,
    timeout: Option<Duration>,
}

/// The parts that are held as long as more events may come.
pub(super) struct Open {
    pub(super) body: Body,
    pub(super) _permit: Option<OwnedSemaphorePermit>,
}

impl<E, O> EventStream<E, O>
where
    E: Event,
    E::Error: From<CallError>,
    O: Default,
{
    pub(super) fn new(
        decoder: EventDecoder<E, O>,
        open: Option<Open>,
        timeout: Option<Duration>,
    ) -> Self {
        Self {
            decoder,
            open,
            timeout,
        }
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
            let event = self.decoder.next();
            if self.decoder.has_ended() {
                self.open = None;
            }
            if let Some(event) = event? {
                return Ok(Some(event));
            }
            if !self.more().await? {
                return Ok(None);
            }
        }
    }

    /// The members that the output has besides the events. In RPC protocols they are in the
    /// stream's first message, which is waited for.
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next), and a stream that ends before.
    pub async fn output(&mut self) -> Result<Option<&O>, E::Error> {
        while self.decoder.output()?.is_none() {
            if !self.more().await? {
                break;
            }
        }
        self.decoder.output()
    }

    /// Waits for more bytes; says whether there are any.
    async fn more(&mut self) -> Result<bool, E::Error> {
        match self.chunk().await {
            Ok(Some(chunk)) => {
                self.decoder.push(chunk);
                Ok(true)
            }
            Ok(None) => {
                self.open = None;
                self.decoder.finish()?;
                Ok(false)
            }
            Err(error) => {
                self.open = None;
                Err(error.into())
            }
        }
    }

    async fn chunk(&mut self) -> Result<Option<Bytes>, CallError> {
        let Some(open) = &mut self.open else {
            return Ok(None);
        };
        let chunk = open.body.next();
        let chunk = match self.timeout {
            None => chunk.await,
            Some(_) if Handle::try_current().is_err() => {
                return Err(ConfigError::no_runtime().into());
            }
            Some(after) => match tokio::time::timeout(after, chunk).await {
                Ok(chunk) => chunk,
                Err(_) => return Err(TimeoutError::new(TimeoutKind::Chunk, after).into()),
            },
        };
        Ok(chunk.map_err(TransportError::of_response)?)
    }
}

impl<E, O: fmt::Debug> fmt::Debug for EventStream<E, O> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventStream")
            .field("decoder", &self.decoder)
            .finish_non_exhaustive()
    }
}
