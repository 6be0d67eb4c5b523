//! Bodies of streaming members.

#[cfg(feature = "_client")]
mod async_read;
mod chunks;
mod collect;
mod error;
#[cfg(feature = "_client")]
mod file;
#[cfg(any(feature = "_client", feature = "server"))]
mod http_body;
#[cfg(feature = "_client")]
mod into_file;
mod pieces;
mod progress;
#[cfg(feature = "_client")]
mod read;
mod request;
mod stream;

use std::fmt;
use std::ops::Range;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;

use crate::ChecksumAlgorithm;

#[cfg(feature = "_client")]
pub use async_read::BodyReader;
pub use chunks::Chunks;
#[cfg(feature = "_http")]
pub(crate) use collect::collect_chunks;
pub use error::{BodyError, BodyErrorKind};
#[cfg(feature = "server")]
pub(crate) use http_body::collect_http_body;
#[cfg(feature = "_client")]
pub(crate) use pieces::{PIECE, Pieces};
pub use request::{in_memory, known_body, with_body};
use stream::{Source, Stream};

/// The body of a message, for members with the trait
/// [`streaming`](https://smithy.io/2.0/spec/streaming.html): bytes that are there, a source that can
/// be read again, such as a file, or a stream that comes once.
///
/// Nothing is read before it is needed, and nothing is kept: a stream takes the memory of a chunk or
/// two. A request whose body can be read again is sent again where that may help; a stream that has
/// begun can't be.
///
/// ```
/// use tinsmith_runtime::{Body, BodyError};
///
/// async fn count(mut body: Body) -> Result<usize, BodyError> {
///     let mut bytes = 0;
///     while let Some(chunk) = body.next().await? {
///         bytes += chunk.len();
///     }
///     Ok(bytes)
/// }
///
/// let body = Body::from("known bytes");
/// assert_eq!(body.length(), Some(11));
/// # let _ = count(body);
/// ```
///
/// Clones of known bytes and of a source are independent. Clones of a stream share it: a chunk goes
/// to whoever asks for the next one. Bodies of known bytes are equal if their bytes are; others are
/// equal to their clones.
#[derive(Clone)]
pub struct Body(Content, Comparison);

/// Whether a body is compared with a checksum.
#[derive(Clone, Copy)]
enum Comparison {
    /// Nobody wanted a comparison.
    Unwanted,
    /// A comparison was wanted, and no checksum came.
    #[cfg(feature = "http-checksum")]
    Missing,
    /// With a checksum of this algorithm.
    #[cfg(feature = "http-checksum")]
    With(ChecksumAlgorithm),
}

#[derive(Clone)]
enum Content {
    Known(Bytes),
    Source(Arc<Source>),
    Stream(Arc<Stream>),
}

impl Body {
    /// Creates a body without bytes.
    pub const fn new() -> Self {
        Self(Content::Known(Bytes::new()), Comparison::Unwanted)
    }

    /// Makes a body of chunks that come once. With a `length`, other than that many bytes are an
    /// error.
    pub fn from_chunks(chunks: impl Chunks + 'static, length: Option<u64>) -> Self {
        let stream = Stream::new(Box::new(chunks), length);
        Self(Content::Stream(Arc::new(stream)), Comparison::Unwanted)
    }

    /// Makes a body that can be read again: `open` gives the chunks from the beginning, `length`
    /// bytes in all.
    ///
    /// ```
    /// use std::task::{Context, Poll};
    /// use tinsmith_runtime::bytes::Bytes;
    /// use tinsmith_runtime::{Body, BodyError, Chunks};
    ///
    /// struct Zeros(u64);
    ///
    /// impl Chunks for Zeros {
    ///     fn poll_chunk(
    ///         &mut self,
    ///         _: &mut Context<'_>,
    ///     ) -> Poll<Option<Result<Bytes, BodyError>>> {
    ///         static PAGE: [u8; 4096] = [0; 4096];
    ///         let next = PAGE.len().min(usize::try_from(self.0).unwrap_or(PAGE.len()));
    ///         self.0 -= next as u64;
    ///         Poll::Ready((next > 0).then(|| Ok(Bytes::from_static(&PAGE[..next]))))
    ///     }
    /// }
    ///
    /// let gibibyte = Body::from_source(1 << 30, || Zeros(1 << 30));
    /// assert!(gibibyte.can_be_read_again());
    /// ```
    pub fn from_source<C: Chunks + 'static>(
        length: u64,
        open: impl Fn() -> C + Send + Sync + 'static,
    ) -> Self {
        let source = Source::new(Box::new(move || Box::new(open())), length);
        Self(Content::Source(Arc::new(source)), Comparison::Unwanted)
    }

    /// Returns the number of bytes, as far as it is known before they are read. Of a stream that
    /// has begun, it is the length of the whole.
    pub fn length(&self) -> Option<u64> {
        match &self.0 {
            Content::Known(bytes) => Some(bytes.len() as u64),
            Content::Source(source) => Some(source.length()),
            Content::Stream(stream) => stream.length(),
        }
    }

    /// Returns the bytes of a body that is in memory.
    pub fn bytes(&self) -> Option<&Bytes> {
        match &self.0 {
            Content::Known(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the bytes of a body that is in memory, and nothing of another. Unlike a clone of
    /// [`bytes`](Self::bytes), that takes no memory.
    pub(crate) fn into_bytes(self) -> Option<Bytes> {
        match self.0 {
            Content::Known(bytes) => Some(bytes),
            _ => None,
        }
    }

    /// Returns the algorithm of the checksum with which the body of a response is compared. A body
    /// whose end was reached without an error is what the service sent.
    pub fn checksum(&self) -> Option<ChecksumAlgorithm> {
        match self.1 {
            #[cfg(feature = "http-checksum")]
            Comparison::With(algorithm) => Some(algorithm),
            _ => None,
        }
    }

    /// Returns whether the body was to be compared with a checksum, and none came.
    #[cfg(feature = "_client")]
    pub(crate) fn lacks_checksum(&self) -> bool {
        #[cfg(feature = "http-checksum")]
        return matches!(self.1, Comparison::Missing);
        #[cfg(not(feature = "http-checksum"))]
        false
    }

    /// Tells that the body was to be compared, and that no checksum came.
    #[cfg(feature = "http-checksum")]
    pub(crate) fn without_checksum(mut self) -> Self {
        self.1 = Comparison::Missing;
        self
    }

    /// Tells the algorithm of the checksum with which the body is compared.
    #[cfg(feature = "http-checksum")]
    pub(crate) fn with_checksum(mut self, algorithm: ChecksumAlgorithm) -> Self {
        self.1 = Comparison::With(algorithm);
        self
    }

    /// Makes a body of the bytes from one to before another, if they can be read by themselves: of
    /// bytes in memory and of files. `None` of any other body, and of bytes that the body doesn't
    /// have.
    pub fn part(&self, bytes: Range<u64>) -> Option<Self> {
        if bytes.start > bytes.end || bytes.end > self.length()? {
            return None;
        }
        match &self.0 {
            Content::Known(known) => {
                let start = usize::try_from(bytes.start).ok()?;
                let end = usize::try_from(bytes.end).ok()?;
                Some(Self::from(known.slice(start..end)))
            }
            Content::Source(source) => {
                let part = source.part.as_ref()?(bytes);
                Some(Self(Content::Source(Arc::new(part)), Comparison::Unwanted))
            }
            Content::Stream(_) => None,
        }
    }

    /// Returns whether the body can be read from its beginning as often as one wants, each time from
    /// a clone.
    pub fn can_be_read_again(&self) -> bool {
        !matches!(self.0, Content::Stream(_))
    }

    /// Returns whether the body is a stream from which a chunk was taken.
    pub fn has_begun(&self) -> bool {
        matches!(&self.0, Content::Stream(stream) if stream.has_begun())
    }

    /// Opens a source, so that clones share what is read.
    #[cfg(feature = "_http")]
    pub(crate) fn opened(mut self) -> Self {
        if let Content::Source(source) = &self.0 {
            self.0 = Content::Stream(Arc::new(source.open()));
        }
        self
    }

    /// Returns whether all was taken of a stream. Known bytes are taken at once.
    #[cfg(feature = "_http")]
    pub(crate) fn has_ended(&self) -> bool {
        match &self.0 {
            Content::Known(_) => true,
            Content::Source(_) => false,
            Content::Stream(stream) => stream.has_ended(),
        }
    }

    /// Returns the error that a stream ended with.
    #[cfg(feature = "_http")]
    pub(crate) fn failure(&self) -> Option<BodyError> {
        match &self.0 {
            Content::Stream(stream) => stream.failure(),
            Content::Known(_) | Content::Source(_) => None,
        }
    }

    /// Takes the next chunk, as [`next`](Self::next) does, for those who poll.
    pub fn poll_next(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        if let Content::Source(source) = &self.0 {
            self.0 = Content::Stream(Arc::new(source.open()));
        }
        match &mut self.0 {
            Content::Known(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Known(bytes) => Poll::Ready(Some(Ok(std::mem::take(bytes)))),
            Content::Stream(stream) => stream.poll_chunk(context),
            // Opened above.
            Content::Source(_) => Poll::Ready(None),
        }
    }
}

impl Chunks for Body {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        self.poll_next(context)
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::new()
    }
}

impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (&self.0, &other.0) {
            (Content::Known(a), Content::Known(b)) => a == b,
            (Content::Source(a), Content::Source(b)) => Arc::ptr_eq(a, b),
            (Content::Stream(a), Content::Stream(b)) => Arc::ptr_eq(a, b),
            _ => false,
        }
    }
}

/// Doesn't print the bytes, which may be many, or secret.
impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let kind = match &self.0 {
            Content::Known(_) => "bytes",
            Content::Source(_) => "source",
            Content::Stream(_) => "stream",
        };
        let mut f = f.debug_struct("Body");
        f.field("kind", &kind).field("length", &self.length());
        f.finish()
    }
}

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self(Content::Known(bytes), Comparison::Unwanted)
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self::from(Bytes::from(bytes))
    }
}

impl From<String> for Body {
    fn from(text: String) -> Self {
        Self::from(Bytes::from(text))
    }
}

impl From<&'static [u8]> for Body {
    fn from(bytes: &'static [u8]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl<const N: usize> From<&'static [u8; N]> for Body {
    fn from(bytes: &'static [u8; N]) -> Self {
        Self::from(Bytes::from_static(bytes))
    }
}

impl From<&'static str> for Body {
    fn from(text: &'static str) -> Self {
        Self::from(Bytes::from_static(text.as_bytes()))
    }
}
