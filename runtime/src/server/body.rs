//! The body of a server's response.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use bytes::{Buf, Bytes, BytesMut};
use http_body::{Frame, SizeHint};

use super::Rejection;

/// The body of a response: bytes in memory.
#[derive(Clone, Debug, Default)]
pub struct Body(Option<Bytes>);

impl From<Bytes> for Body {
    fn from(bytes: Bytes) -> Self {
        Self((!bytes.is_empty()).then_some(bytes))
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        Poll::Ready(self.0.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.0.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.0.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// Collects all of a request's body.
pub(super) async fn collect<B>(body: B, limit: usize) -> Result<Bytes, Rejection>
where
    B: http_body::Body,
{
    let mut body = pin!(body);
    if body.size_hint().lower() > limit as u64 {
        return Err(Rejection::TooLarge { limit });
    }
    let mut first = Bytes::new();
    let mut rest = BytesMut::new();
    while let Some(frame) = poll_fn(|context| body.as_mut().poll_frame(context)).await {
        let Ok(frame) = frame else {
            return Err(Rejection::Serialization(
                "the body ended before it was complete".to_owned(),
            ));
        };
        // Trailers say nothing in these protocols.
        let Ok(mut data) = frame.into_data() else {
            continue;
        };
        let length = data.remaining();
        if first.len() + rest.len() + length > limit {
            return Err(Rejection::TooLarge { limit });
        }
        if first.is_empty() && rest.is_empty() {
            first = data.copy_to_bytes(length);
        } else {
            if rest.is_empty() {
                rest.extend_from_slice(&std::mem::take(&mut first));
            }
            rest.extend_from_slice(&data.copy_to_bytes(length));
        }
    }
    Ok(if rest.is_empty() {
        first
    } else {
        rest.freeze()
    })
}
