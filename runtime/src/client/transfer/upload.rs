//! Watching over the body of a request.

use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::Instant;

use super::super::{CallError, Throughput, TimeoutError, TimeoutKind, Timeouts};
use super::meter::Meter;
use crate::body::Pieces;
use crate::{Body, BodyError, Chunks};

/// The time between two looks at whom is waited for.
const LOOK: Duration = Duration::from_secs(1);

/// Watches over the body of a request: how much of it the HTTP client has taken, and whom is waited
/// for.
pub(in super::super) struct Upload(Arc<Mutex<State>>);

struct State {
    waits_for: For,
    since: Instant,
    /// The time for which the network was waited for since the last look, but for the time since
    /// `since`.
    waited: Duration,
    /// The bytes that were handed on since the last look.
    moved: u64,
    /// The bytes that are yet to be handed on, if that is known: an HTTP client doesn't ask for more.
    left: Option<u64>,
}

impl State {
    /// Waits for another side, or anew for the network.
    fn wait_for(&mut self, side: For) {
        if self.waits_for == side && side != For::Network {
            return;
        }
        let now = Instant::now();
        if self.waits_for == For::Network {
            self.waited += now - self.since;
        }
        (self.waits_for, self.since) = (side, now);
    }
}

/// The side that is waited for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum For {
    /// The program's source of bytes.
    Source,
    /// The HTTP client, which takes the next bytes once it got rid of those before.
    Network,
    /// The response: all of the body was taken.
    Response,
}

impl Upload {
    /// Begins to watch over a body.
    pub(in super::super) fn new(body: Body) -> (Self, Body) {
        let length = body.length();
        let is_empty = length == Some(0);
        let state = Arc::new(Mutex::new(State {
            waits_for: if is_empty {
                For::Response
            } else {
                For::Network
            },
            since: Instant::now(),
            waited: Duration::ZERO,
            moved: 0,
            left: length,
        }));
        let watched = Watched {
            pieces: Pieces::new(body),
            state: state.clone(),
        };
        (Self(state), Body::from_chunks(watched, length))
    }

    /// Waits for a response's head, as long as enough of the request moves. After the request, the
    /// timeout of the attempt begins.
    ///
    /// A source that lets the call wait may wait for calls itself, which need permits. So the permit is
    /// given away then.
    pub(in super::super) async fn in_time<T>(
        &self,
        timeouts: &Timeouts,
        response: impl Future<Output = T>,
        permit: &mut Option<OwnedSemaphorePermit>,
    ) -> Result<T, CallError> {
        let mut response = pin!(response);
        let mut meter = timeouts.throughput.map(|least| (Meter::new(least), least));
        loop {
            let (waits_for, since) = {
                let state = self.state();
                (state.waits_for, state.since)
            };
            let left = match (waits_for, &meter, timeouts.attempt) {
                (For::Network, Some((meter, _)), _) => meter.left().min(LOOK),
                (For::Response, _, Some(after)) => after.saturating_sub(since.elapsed()),
                // Looks again whether the body has been sent.
                _ => LOOK,
            };
            if waits_for == For::Source && since.elapsed() >= LOOK {
                drop(permit.take());
            }
            match tokio::time::timeout(left, response.as_mut()).await {
                Ok(response) => return Ok(response),
                Err(_) if waits_for == For::Response => {
                    if let Some(after) = timeouts.attempt.filter(|after| since.elapsed() >= *after)
                    {
                        return Err(TimeoutError::new(TimeoutKind::Attempt, after).into());
                    }
                }
                Err(_) => {}
            }
            if let Some((meter, least)) = &mut meter {
                let (waited, moved) = self.look();
                if !meter.add(waited, moved) {
                    return Err(stalled(*least));
                }
            }
        }
    }

    /// Returns the time for which the network was waited for since the last look, and what moved.
    fn look(&self) -> (Duration, u64) {
        let mut state = self.state();
        if state.waits_for == For::Network {
            state.wait_for(For::Network);
        }
        let moved = std::mem::take(&mut state.moved);
        (std::mem::take(&mut state.waited), moved)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn stalled(least: Throughput) -> CallError {
    TimeoutError::new(TimeoutKind::Throughput, least.over).into()
}

/// The chunks of a request's body that is watched over.
struct Watched {
    pieces: Pieces,
    state: Arc<Mutex<State>>,
}

impl Chunks for Watched {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        let next = self.pieces.poll_chunk(context);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        match &next {
            Poll::Pending => state.wait_for(For::Source),
            Poll::Ready(Some(Ok(chunk))) => {
                let length = chunk.len() as u64;
                state.moved += length;
                state.left = state.left.map(|left| left.saturating_sub(length));
                let is_last = state.left == Some(0);
                state.wait_for(if is_last { For::Response } else { For::Network });
            }
            Poll::Ready(_) => state.wait_for(For::Response),
        }
        next
    }
}
