//! Bodies from what blocks while it is read.

use std::collections::VecDeque;
use std::future::Future as _;
use std::io::{self, Read};
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::{Body, BodyError, BodyErrorKind, Chunks};

/// The size of a chunk. A chunk is read while the one before is sent.
const CHUNK: usize = 256 * 1024;

/// The buffers of a body: of the chunk that is read, the one that is sent, and one that hyper is about to
/// let go.
const BUFFERS: usize = 3;

impl Body {
    /// Makes a body of what `reader` reads until its end, on threads for blocking work: a stream,
    /// which comes once. With a `length`, other than that many bytes are an error.
    ///
    /// ```
    /// use tinsmith_runtime::Body;
    ///
    /// let body = Body::from_read(std::io::stdin(), None);
    /// # let _ = body;
    /// ```
    pub fn from_read(reader: impl Read + Send + 'static, length: Option<u64>) -> Self {
        Self::from_chunks(Reading::new(move || Ok(Box::new(reader))), length)
    }
}

type Reader = Box<dyn Read + Send>;
type Open = Box<dyn FnOnce() -> io::Result<Reader> + Send>;

/// The chunks of a reader that blocks. It is opened when the first chunk is asked for.
pub(super) enum Reading {
    Closed(Option<Open>),
    Busy(JoinHandle<(Buffered, io::Result<Bytes>)>),
    Opening(JoinHandle<io::Result<Reader>>),
    Ended,
}

impl Reading {
    pub(super) fn new(open: impl FnOnce() -> io::Result<Reader> + Send + 'static) -> Self {
        Self::Closed(Some(Box::new(open)))
    }
}

impl Chunks for Reading {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let Ok(handle) = Handle::try_current() else {
            let text = "no tokio runtime is running that could read it";
            return Poll::Ready(Some(Err(BodyError::new(BodyErrorKind::Source, text))));
        };
        loop {
            match self {
                Self::Closed(open) => {
                    let Some(open) = open.take() else {
                        return Poll::Ready(None);
                    };
                    *self = Self::Opening(handle.spawn_blocking(open));
                }
                Self::Opening(opening) => {
                    let opened = ready!(Pin::new(opening).poll(context));
                    *self = Self::Ended;
                    match opened.map_err(io::Error::other).and_then(|reader| reader) {
                        Ok(reader) => {
                            let reader = Buffered {
                                reader,
                                buffers: VecDeque::new(),
                            };
                            *self = Self::Busy(handle.spawn_blocking(|| reader.read()));
                        }
                        Err(error) => return Poll::Ready(Some(Err(error.into()))),
                    }
                }
                Self::Busy(busy) => {
                    let done = ready!(Pin::new(busy).poll(context));
                    *self = Self::Ended;
                    return Poll::Ready(match done {
                        Ok((_, Ok(chunk))) if chunk.is_empty() => None,
                        Ok((reader, Ok(chunk))) => {
                            // The next chunk is read while this one is sent.
                            *self = Self::Busy(handle.spawn_blocking(|| reader.read()));
                            Some(Ok(chunk))
                        }
                        Ok((_, Err(error))) => Some(Err(error.into())),
                        // The reader panicked, or the runtime ended.
                        Err(error) => Some(Err(io::Error::other(error).into())),
                    });
                }
                Self::Ended => return Poll::Ready(None),
            }
        }
    }
}

/// A reader, and the buffers of its chunks. They are used again once nobody has the chunk: fresh memory
/// costs as much as what is read into it.
pub(super) struct Buffered {
    reader: Reader,
    buffers: VecDeque<Bytes>,
}

impl Buffered {
    /// Reads a chunk; an empty one at the end.
    fn read(mut self) -> (Self, io::Result<Bytes>) {
        let mut chunk = self.buffer();
        let result = loop {
            match self.reader.read(&mut chunk) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                other => break other,
            }
        };
        let result = result.map(|length| {
            chunk.truncate(length);
            let chunk = chunk.freeze();
            self.buffers.push_back(chunk.clone());
            chunk
        });
        (self, result)
    }

    fn buffer(&mut self) -> BytesMut {
        if self.buffers.len() >= BUFFERS {
            if let Some(Ok(mut buffer)) = self.buffers.pop_front().map(Bytes::try_into_mut) {
                buffer.resize(CHUNK, 0);
                return buffer;
            }
        }
        BytesMut::zeroed(CHUNK)
    }
}
