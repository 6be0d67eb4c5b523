//! The body of a response, whole or in chunks.

use std::fmt;
use std::task::{Context, Poll};

use bytes::Bytes;

use super::TransportError;

/// The chunks of a body, as they come.
pub trait Chunks: Send {
    /// The next chunk; `None` at the end.
    fn poll_chunk(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, TransportError>>>;
}

/// The body of a response that is read while it comes. Dropping the body closes the connection,
/// unless the body has been read to its end.
///
/// ```
/// use tinsmith_runtime::bytes::{Bytes, BytesMut};
/// use tinsmith_runtime::client::{ResponseBody, TransportError};
///
/// async fn collect(mut body: ResponseBody) -> Result<Bytes, TransportError> {
///     let mut all = BytesMut::new();
///     while let Some(chunk) = body.chunk().await? {
///         all.extend_from_slice(&chunk);
///     }
///     Ok(all.freeze())
/// }
/// ```
pub struct ResponseBody(Body);

enum Body {
    Whole(Option<Bytes>),
    Chunks(Box<dyn Chunks>),
}

impl ResponseBody {
    /// Makes a body of bytes that are there already: one chunk.
    pub fn whole(body: Bytes) -> Self {
        Self(Body::Whole(Some(body)))
    }

    /// Makes a body that is yet to come.
    pub fn new(chunks: impl Chunks + 'static) -> Self {
        Self(Body::Chunks(Box::new(chunks)))
    }

    /// The next chunk; `None` at the end.
    ///
    /// # Errors
    ///
    /// The connection failed, or ended too early.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, TransportError> {
        match &mut self.0 {
            Body::Whole(body) => Ok(body.take().filter(|body| !body.is_empty())),
            Body::Chunks(chunks) => std::future::poll_fn(|context| chunks.poll_chunk(context))
                .await
                .transpose(),
        }
    }
}

/// Doesn't print the body, which may be secret.
impl fmt::Debug for ResponseBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ResponseBody").finish_non_exhaustive()
    }
}
