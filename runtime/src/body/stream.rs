//! Bodies that aren't in memory: sources, and the streams that they are opened as.

use std::ops::Range;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::{BodyError, BodyErrorKind, Chunks};

/// A body that can be read again.
pub(super) struct Source {
    open: Box<dyn Fn() -> Box<dyn Chunks> + Send + Sync>,
    length: u64,
    /// Makes the source of a part, where that needn't read the bytes before it.
    pub(super) part: Option<Box<dyn Fn(Range<u64>) -> Self + Send + Sync>>,
    /// Makes the body without reports of progress.
    pub(super) quiet: Option<Quiet>,
}

/// The bytes of a source that tells of progress.
#[derive(Clone)]
pub(super) enum Quiet {
    Known(Bytes),
    Source(Arc<Source>),
}

impl Source {
    pub(super) fn new(open: Box<dyn Fn() -> Box<dyn Chunks> + Send + Sync>, length: u64) -> Self {
        Self {
            open,
            length,
            part: None,
            quiet: None,
        }
    }

    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Makes a stream from the beginning.
    pub(super) fn open(&self) -> Stream {
        Stream::new((self.open)(), Some(self.length))
    }
}

/// A body that comes once. The lock is only ever held while the chunks are polled.
pub(super) struct Stream {
    length: Option<u64>,
    state: Mutex<State>,
}

struct State {
    has_begun: bool,
    /// The number of bytes in the chunks so far.
    given: u64,
    rest: Rest,
}

/// The part of a stream that is yet to come.
enum Rest {
    Chunks(Box<dyn Chunks>),
    Ended,
    Failed(BodyError),
}

impl Stream {
    pub(super) fn new(chunks: Box<dyn Chunks>, length: Option<u64>) -> Self {
        Self {
            length,
            state: Mutex::new(State {
                has_begun: false,
                given: 0,
                rest: Rest::Chunks(chunks),
            }),
        }
    }

    pub(super) fn length(&self) -> Option<u64> {
        self.length
    }

    pub(super) fn has_begun(&self) -> bool {
        self.state().has_begun
    }

    /// Returns whether all was taken: the end, or as many bytes as were promised.
    #[cfg(feature = "_http")]
    pub(super) fn has_ended(&self) -> bool {
        let state = self.state();
        matches!(state.rest, Rest::Ended) || self.length.is_some_and(|length| state.given >= length)
    }

    /// Returns the error that the stream ended with.
    #[cfg(feature = "_http")]
    pub(super) fn failure(&self) -> Option<BodyError> {
        match &self.state().rest {
            Rest::Failed(error) => Some(error.clone()),
            Rest::Chunks(_) | Rest::Ended => None,
        }
    }

    /// Takes the next chunk that isn't empty. An error stays.
    pub(super) fn poll_chunk(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        let mut state = self.state();
        loop {
            let next = match &mut state.rest {
                Rest::Chunks(chunks) => ready!(chunks.poll_chunk(context)),
                Rest::Ended => return Poll::Ready(None),
                Rest::Failed(error) => return Poll::Ready(Some(Err(error.clone()))),
            };
            state.has_begun = true;
            match state.checked(next, self.length) {
                Ok(None) => {
                    state.rest = Rest::Ended;
                    return Poll::Ready(None);
                }
                Ok(Some(chunk)) if chunk.is_empty() => {}
                Ok(Some(chunk)) => return Poll::Ready(Some(Ok(chunk))),
                Err(error) => {
                    state.rest = Rest::Failed(error.clone());
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Counts a chunk, and compares the count with the length that was promised.
    fn checked(
        &mut self,
        next: Option<Result<Bytes, BodyError>>,
        length: Option<u64>,
    ) -> Result<Option<Bytes>, BodyError> {
        let chunk = next.transpose()?;
        self.given += chunk.as_ref().map_or(0, |chunk| chunk.len() as u64);
        let Some(length) = length else {
            return Ok(chunk);
        };
        if self.given > length {
            let text = format!("it has more than the {length} bytes that were promised");
            return Err(BodyError::new(BodyErrorKind::Length, text));
        }
        if chunk.is_none() && self.given < length {
            let given = self.given;
            let text = format!("it ended after {given} of the {length} bytes that were promised");
            return Err(BodyError::new(BodyErrorKind::Length, text));
        }
        Ok(chunk)
    }
}
