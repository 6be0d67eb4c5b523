//! The body of a request with events.

use std::sync::Arc;
use std::task::{Context, Poll, ready};

use bytes::Bytes;

use super::super::MessageSigner;
use super::super::core::Core;
use super::Flow;
use crate::event_stream::{FrameError, channel::BrokenOff};
use crate::{BodyError, BodyErrorKind, Chunks};

/// The size of the pieces that messages are handed over in, so that it can be told whether a large
/// one moves: that of a frame of HTTP/2.
const PIECE: usize = 16 * 1024;

/// The body of an attempt: the initial message, the events and the end, each signed when it is handed
/// over, in the order and at the time that it leaves.
pub(in super::super) struct Outgoing {
    flow: Arc<Flow>,
    /// The message before all events, until it is handed over.
    initial: Bytes,
    signing: Option<Signing>,
    /// The rest of the message that is being handed over.
    rest: Bytes,
    has_ended: bool,
}

/// The signatures of an attempt's messages.
pub(in super::super) struct Signing {
    pub(in super::super) signer: MessageSigner,
    /// Knows the service's clock.
    pub(in super::super) core: Core,
}

impl Signing {
    fn sign(&mut self, message: &Bytes) -> Result<Bytes, BodyError> {
        let now = self.core.inner.clock.now();
        let signed = self.signer.sign(message, now);
        signed.map_err(|error: FrameError| BodyError::new(BodyErrorKind::Source, error))
    }
}

impl Outgoing {
    pub(in super::super) fn new(flow: Arc<Flow>, initial: Bytes, signing: Option<Signing>) -> Self {
        flow.set_open(false);
        Self {
            flow,
            initial,
            signing,
            rest: Bytes::new(),
            has_ended: false,
        }
    }

    /// The next message as it is sent; `None` after the end.
    fn poll_message(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BodyError>>> {
        let message = if self.initial.is_empty() {
            match ready!(self.flow.messages.poll_take(context)) {
                Some(Ok(message)) => message,
                Some(Err(BrokenOff)) => {
                    let error = BodyError::new(BodyErrorKind::Source, "its sender was dropped");
                    return Poll::Ready(Some(Err(error)));
                }
                None => {
                    self.flow.handed_over();
                    self.has_ended = true;
                    // A message without content.
                    let signing = self.signing.as_mut();
                    return Poll::Ready(signing.map(|signing| signing.sign(&Bytes::new())));
                }
            }
        } else {
            std::mem::take(&mut self.initial)
        };
        self.flow.handed_over();
        Poll::Ready(Some(match &mut self.signing {
            Some(signing) => signing.sign(&message),
            None => Ok(message),
        }))
    }
}

impl Chunks for Outgoing {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        self.flow.set_open(true);
        if self.rest.is_empty() {
            if self.has_ended {
                return Poll::Ready(None);
            }
            match ready!(self.poll_message(context)) {
                Some(Ok(message)) => self.rest = message,
                other => return Poll::Ready(other),
            }
        }
        let piece = self.rest.split_to(self.rest.len().min(PIECE));
        self.flow.moved(piece.len());
        Poll::Ready(Some(Ok(piece)))
    }
}

/// A body that is dropped before its end can't be sent again if an event was handed over: whoever
/// waits to send more is told.
impl Drop for Outgoing {
    fn drop(&mut self) {
        if !self.has_ended && self.flow.has_begun() {
            self.flow.messages.close();
        }
    }
}
