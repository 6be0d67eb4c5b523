//! Watching over the body of a response.

use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep};

use super::super::Throughput;
use super::meter::Meter;
use crate::{Body, BodyError, BodyErrorKind, Chunks};

/// Makes the body of a response fail if it comes too slowly while the program waits for it.
pub(in super::super) fn watched(body: Body, least: Option<Throughput>) -> Body {
    match least {
        Some(least) if body.bytes().is_none() => {
            let length = body.length();
            let watched = Watched {
                body,
                least,
                meter: Meter::new(least),
                since: None,
                timer: None,
            };
            Body::from_chunks(watched, length)
        }
        _ => body,
    }
}

struct Watched {
    body: Body,
    least: Throughput,
    meter: Meter,
    /// The time since which the program waits for a chunk.
    since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Chunks for Watched {
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        match self.body.poll_next(context) {
            Poll::Ready(next) => {
                // A chunk that is there already was waited for by nobody.
                let waited = self.since.take().map(|since| since.elapsed());
                if let Some(Ok(chunk)) = &next {
                    let moved = chunk.len() as u64;
                    if !self.meter.add(waited.unwrap_or_default(), moved) {
                        return Poll::Ready(Some(Err(stalled(self.least))));
                    }
                }
                Poll::Ready(next)
            }
            Poll::Pending => {
                // Without a runtime there are no timers, and no socket either.
                if Handle::try_current().is_err() {
                    return Poll::Pending;
                }
                let until = match self.since {
                    Some(since) => since + self.meter.left(),
                    None => {
                        let now = Instant::now();
                        self.since = Some(now);
                        now + self.meter.left()
                    }
                };
                // Made anew in its place: the runtime of an earlier wait may have ended, and a timer of
                // such a runtime panics.
                let timer = tokio::time::sleep_until(until);
                let timer = match &mut self.timer {
                    Some(place) => {
                        place.set(timer);
                        place
                    }
                    none => none.insert(Box::pin(timer)),
                };
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                let waited = self.since.take().map(|since| since.elapsed());
                if self.meter.add(waited.unwrap_or_default(), 0) {
                    // The time begins anew.
                    context.waker().wake_by_ref();
                    return Poll::Pending;
                }
                Poll::Ready(Some(Err(stalled(self.least))))
            }
        }
    }
}

fn stalled(least: Throughput) -> BodyError {
    let Throughput {
        bytes_per_second,
        over,
    } = least;
    let text = format!("less than {bytes_per_second} bytes a second came in {over:?}");
    BodyError::new(BodyErrorKind::Stalled, text)
}
