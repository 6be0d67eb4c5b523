//! Bodies from and as those of the crate `http-body`.

use std::ops::DerefMut;
use std::pin::Pin;
#[cfg(feature = "server")]
use std::pin::pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, Bytes};
use http_body::{Frame, SizeHint};

#[cfg(feature = "server")]
use super::collect::collect_chunks;
use super::{Body, BodyError, BodyErrorKind, Chunks};

impl Body {
    /// Makes a body of one of the crate `http-body`, such as those of hyper and axum: a stream,
    /// which comes once. Trailers are left out.
    pub fn from_http_body<B>(body: B) -> Self
    where
        B: http_body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>>
            + Send
            + 'static,
    {
        let length = body.size_hint().exact();
        Self::from_chunks(Frames(Box::pin(body)), length)
    }
}

/// Collects a body of the crate `http-body`, up to a limit.
#[cfg(feature = "server")]
pub(crate) async fn collect_http_body<B>(body: B, limit: usize) -> Result<Bytes, BodyError>
where
    B: http_body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send,
{
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let length = body.size_hint();
    let collected = collect_chunks(&mut Frames(pin!(body)), length.lower(), limit).await?;
    match length.exact() {
        Some(length) if length != collected.len() as u64 => {
            let text = "it has another length than was promised";
            Err(BodyError::new(BodyErrorKind::Length, text))
        }
        _ => Ok(collected),
    }
}

struct Frames<P>(Pin<P>);

impl<P, B> Chunks for Frames<P>
where
    P: DerefMut<Target = B> + Send,
    B: http_body::Body<Data: Send, Error: Into<Box<dyn std::error::Error + Send + Sync>>> + Send,
{
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            let Some(frame) = ready!(self.0.as_mut().poll_frame(context)) else {
                return Poll::Ready(None);
            };
            match frame {
                Ok(frame) => {
                    // The other kind of frame is trailers.
                    if let Ok(mut data) = frame.into_data() {
                        let length = data.remaining();
                        return Poll::Ready(Some(Ok(data.copy_to_bytes(length))));
                    }
                }
                Err(error) => {
                    let error = BodyError::new(BodyErrorKind::Transport, error);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let next = ready!(self.poll_next(context));
        Poll::Ready(next.map(|chunk| chunk.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes().is_some_and(Bytes::is_empty)
    }

    fn size_hint(&self) -> SizeHint {
        match self.length() {
            // Whoever reads a stream that has begun may have had a part already.
            Some(length) if !self.has_begun() => SizeHint::with_exact(length),
            _ => SizeHint::default(),
        }
    }
}
