//! Messages from the bytes of a stream, as they come.

use std::collections::VecDeque;
use std::fmt;

use bytes::{Bytes, BytesMut};

use super::message::{PRELUDE, Prelude};
use super::{FrameError, Message};

/// A chunk of fewer bytes costs more than they do: what surrounds a `Bytes`, and the buffer that
/// it keeps.
const SMALL: usize = 1024;

/// Takes messages out of a stream of bytes that comes in chunks of any size.
///
/// A message within one chunk isn't copied; one that is spread over several is copied when all
/// of it is there. Chunks of less than 1 KiB are put together while they wait for more, so that
/// what waits takes no more memory than a few times its length. After an error nothing more can
/// be read: where the next message begins isn't known.
///
/// ```
/// use tinsmith_runtime::event_stream::{Decoder, Message};
///
/// let mut bytes = Message::new(b"hello".as_slice()).encode()?;
/// let mut decoder = Decoder::new();
/// decoder.push(bytes.split_to(10));
/// assert_eq!(decoder.next()?, None);
/// decoder.push(bytes);
/// assert_eq!(decoder.next()?.map(|message| message.payload), Some("hello".into()));
/// decoder.finish()?;
/// # Ok::<(), tinsmith_runtime::event_stream::FrameError>(())
/// ```
#[derive(Default)]
pub struct Decoder {
    chunks: VecDeque<Bytes>,
    /// Small chunks that came after those.
    small: BytesMut,
    /// Bytes in all of them.
    length: usize,
    /// The prelude of the next message, once it is complete.
    prelude: Option<Prelude>,
    /// The most bytes of a message, if there are fewer than the format allows.
    limit: Option<usize>,
    failure: Option<FrameError>,
}

impl Decoder {
    /// Creates an empty decoder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets the most bytes that a message may have, its headers and checksums included. A larger one is
    /// [`FrameError::TooLong`], before the rest of it is waited for.
    #[must_use]
    pub fn with_limit(mut self, bytes: usize) -> Self {
        self.limit = Some(bytes);
        self
    }

    /// Takes in the next bytes.
    pub fn push(&mut self, chunk: Bytes) {
        if chunk.is_empty() || self.failure.is_some() {
            return;
        }
        let is_small = chunk.len() < SMALL && self.length > 0;
        self.length += chunk.len();
        if is_small {
            self.small.extend_from_slice(&chunk);
        } else {
            self.settle();
            self.chunks.push_back(chunk);
        }
    }

    /// The next message, or `None` if more bytes are needed for it.
    ///
    /// # Errors
    ///
    /// Bytes that aren't a message; it is the same error from then on.
    // An iterator's `None` would be its end.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<Message>, FrameError> {
        if let Some(failure) = self.failure {
            return Err(failure);
        }
        self.message().map_err(|failure| self.fail(failure))
    }

    /// Ends the stream.
    ///
    /// # Errors
    ///
    /// [`FrameError::Truncated`] if it ends within a message, or the error that there was.
    pub fn finish(&mut self) -> Result<(), FrameError> {
        match self.failure {
            Some(failure) => Err(failure),
            None if self.length > 0 => Err(self.fail(FrameError::Truncated)),
            None => Ok(()),
        }
    }

    fn message(&mut self) -> Result<Option<Message>, FrameError> {
        let prelude = match self.prelude {
            Some(prelude) => prelude,
            None => {
                let Some(bytes) = self.peek() else {
                    return Ok(None);
                };
                *self.prelude.insert(Prelude::read(bytes)?)
            }
        };
        if self.limit.is_some_and(|limit| prelude.total > limit) {
            return Err(FrameError::TooLong);
        }
        if self.length < prelude.total {
            return Ok(None);
        }
        self.prelude = None;
        let bytes = self.take(prelude.total);
        prelude.message(bytes).map(Some)
    }

    /// The first bytes, if there are enough.
    fn peek(&self) -> Option<[u8; PRELUDE]> {
        if self.length < PRELUDE {
            return None;
        }
        let mut start = [0; PRELUDE];
        let chunks = self.chunks.iter().map(|chunk| &**chunk);
        let bytes = chunks.chain([&*self.small]).flatten();
        for (place, byte) in start.iter_mut().zip(bytes) {
            *place = *byte;
        }
        Some(start)
    }

    /// Takes off that many bytes, which are there.
    fn take(&mut self, count: usize) -> Bytes {
        self.length -= count;
        self.settle();
        let first = self.chunks.front().map_or(0, Bytes::len);
        if first >= count {
            return self.split(count);
        }
        let mut all = BytesMut::with_capacity(count);
        loop {
            let part = self.split(count - all.len());
            if part.is_empty() {
                break;
            }
            all.extend_from_slice(&part);
        }
        all.freeze()
    }

    /// Takes off that many bytes of the first chunk, or all that it has.
    fn split(&mut self, most: usize) -> Bytes {
        let Some(first) = self.chunks.front_mut() else {
            return Bytes::new();
        };
        let part = first.split_to(first.len().min(most));
        if first.is_empty() {
            self.chunks.pop_front();
        }
        part
    }

    /// Makes a chunk of the small ones.
    fn settle(&mut self) {
        if !self.small.is_empty() {
            self.chunks.push_back(self.small.split().freeze());
        }
    }

    fn fail(&mut self, failure: FrameError) -> FrameError {
        self.failure = Some(failure);
        self.chunks = VecDeque::new();
        self.small = BytesMut::new();
        self.length = 0;
        failure
    }
}

/// Doesn't print the bytes, which may be secret.
impl fmt::Debug for Decoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Decoder")
            .field("length", &self.length)
            .field("failure", &self.failure)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(length: usize) -> Bytes {
        vec![0; length].into()
    }

    /// The lengths of the chunks that wait, and of the small ones behind them.
    fn waiting(decoder: &Decoder) -> (Vec<usize>, usize) {
        let chunks = decoder.chunks.iter().map(Bytes::len);
        (chunks.collect(), decoder.small.len())
    }

    #[test]
    fn small_chunks_are_put_together() {
        let mut decoder = Decoder::new();
        decoder.push(bytes(0));
        assert_eq!(waiting(&decoder), (vec![], 0));
        decoder.push(bytes(10));
        assert_eq!(waiting(&decoder), (vec![10], 0));
        decoder.push(bytes(1));
        decoder.push(bytes(0));
        decoder.push(bytes(SMALL - 1));
        assert_eq!(waiting(&decoder), (vec![10], SMALL));
        decoder.push(bytes(SMALL));
        assert_eq!(waiting(&decoder), (vec![10, SMALL, SMALL], 0));
        decoder.push(bytes(2));
        assert_eq!(waiting(&decoder), (vec![10, SMALL, SMALL], 2));
        assert_eq!(decoder.length, 12 + 2 * SMALL);
    }

    #[test]
    fn nothing_is_kept_after_an_error() {
        let mut decoder = Decoder::new();
        decoder.push(bytes(20));
        assert_eq!(decoder.next(), Err(FrameError::PreludeChecksum));
        decoder.push(bytes(SMALL));
        decoder.push(bytes(1));
        assert_eq!(waiting(&decoder), (vec![], 0));
        assert_eq!(decoder.length, 0);
    }

    /// A message within one chunk isn't copied, and a chunk that was read is dropped.
    #[test]
    fn messages_are_parts_of_their_chunk() {
        let message = Message::new(vec![7; 100]).encode().unwrap();
        for count in [1, 2, 30] {
            let chunk = Bytes::from(message.repeat(count));
            let mut decoder = Decoder::new();
            for _ in 0..2 {
                // The second chunk comes while nothing of another waits.
                decoder.push(chunk.clone());
                for at in 0..count {
                    let payload = decoder.next().unwrap().unwrap().payload;
                    let start = at * message.len() + 12;
                    assert_eq!(payload.as_ptr(), chunk[start..].as_ptr(), "{at} of {count}");
                }
                assert_eq!(decoder.next(), Ok(None));
                assert_eq!(waiting(&decoder), (vec![], 0));
            }
        }
        // The end of one message is in the next chunk, whose other messages aren't copied.
        let (start, rest) = (
            message.slice(..50),
            Bytes::from(message.repeat(20)).slice(50..),
        );
        let mut decoder = Decoder::new();
        decoder.push(start);
        decoder.push(rest.clone());
        assert_eq!(decoder.next().unwrap().unwrap().payload.len(), 100);
        let payload = decoder.next().unwrap().unwrap().payload;
        let start = message.len() - 50 + 12;
        assert_eq!(payload.as_ptr(), rest[start..].as_ptr());
        assert_eq!(waiting(&decoder), (vec![message.len() * 18], 0));
    }
}
