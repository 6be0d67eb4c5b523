//! Reading bodies chunk by chunk, and into memory.

use std::future::poll_fn;

use bytes::{Bytes, BytesMut};

use super::{Body, BodyError, BodyErrorKind, Chunks};

impl Body {
    /// Takes the next chunk, which isn't empty; `None` at the end. Dropping the future loses
    /// nothing.
    ///
    /// # Errors
    ///
    /// A source or a connection that failed, or bytes that aren't those that were promised. The
    /// body gives the same error if it is asked again.
    pub async fn next(&mut self) -> Result<Option<Bytes>, BodyError> {
        poll_fn(|context| self.poll_next(context)).await.transpose()
    }

    /// Collects the rest of the body in memory, if it has no more than `limit` bytes. A body in one
    /// piece isn't copied.
    ///
    /// ```
    /// use tinsmith_runtime::Body;
    /// use tinsmith_runtime::BodyError;
    ///
    /// async fn text(body: Body) -> Result<String, BodyError> {
    ///     let bytes = body.collect(1 << 20).await?;
    ///     Ok(String::from_utf8_lossy(&bytes).into_owned())
    /// }
    /// # let _ = text;
    /// ```
    ///
    /// # Errors
    ///
    /// The errors of [`next`](Self::next), and a body that is larger.
    pub async fn collect(mut self, limit: usize) -> Result<Bytes, BodyError> {
        let length = self.length().filter(|_| !self.has_begun());
        collect_chunks(&mut self, length.unwrap_or_default(), limit).await
    }
}

/// Collects chunks in memory. A body in one piece isn't copied. `least` is the length as far as it
/// is known before.
///
/// # Errors
///
/// An error of the chunks, and more bytes than the limit.
pub(crate) async fn collect_chunks(
    chunks: &mut impl Chunks,
    least: u64,
    limit: usize,
) -> Result<Bytes, BodyError> {
    let too_large = || {
        let text = format!("it has more than {limit} bytes");
        BodyError::new(BodyErrorKind::TooLarge, text)
    };
    if least > limit as u64 {
        return Err(too_large());
    }
    let mut first = Bytes::new();
    let mut all: Option<BytesMut> = None;
    while let Some(chunk) = poll_fn(|context| chunks.poll_chunk(context)).await {
        let chunk = chunk?;
        let length = all.as_ref().map_or(first.len(), BytesMut::len);
        if chunk.len() > limit - length {
            return Err(too_large());
        }
        match &mut all {
            Some(all) => all.extend_from_slice(&chunk),
            None if first.is_empty() => first = chunk,
            None => {
                let mut together = BytesMut::with_capacity(first.len() + chunk.len());
                together.extend_from_slice(&first);
                together.extend_from_slice(&chunk);
                all = Some(together);
            }
        }
    }
    Ok(all.map_or(first, BytesMut::freeze))
}
