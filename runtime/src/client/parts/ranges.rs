//! The bytes of a download that comes in ranges.

use std::collections::VecDeque;
use std::future::Future as _;
use std::ops::Range;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Bytes, BytesMut};
use tokio::runtime::Handle;
use tokio::task::JoinHandle;

use super::DownloadByRanges;
use super::content_range::{bytes, place};
use crate::body::PIECE;
use crate::client::SendOperation;
use crate::{Body, BodyError, BodyErrorKind, Chunks};

/// The most bytes that are reserved for a range before any came. Ranges of this size and less are never
/// copied into a larger buffer.
const RESERVED: u64 = 64 << 20;

/// The number of requests for a range: a range that is cut off is asked for again.
const REQUESTS: u32 = 3;

/// The way to ask for ranges.
#[derive(Clone)]
pub(super) struct Fetch<C, G> {
    pub(super) client: C,
    /// Names the version of the object.
    pub(super) get: G,
    pub(super) part_size: u64,
    pub(super) concurrency: usize,
}

/// The chunks of several ranges, in their order.
pub(super) struct Ranges<C, G> {
    fetch: Fetch<C, G>,
    /// The first answer, and its place, as far as its bytes haven't been given.
    first: Option<(Body, Range<u64>)>,
    /// The ranges that are on their way.
    on_the_way: VecDeque<Task>,
    /// The bytes of a range that are there.
    ready: Bytes,
    /// The buffer of these bytes, for another range once the program has dropped the pieces.
    buffer: Bytes,
    spare: Option<BytesMut>,
    /// The ranges that nobody has asked for.
    rest: Range<u64>,
}

/// A range on its way, which is stopped when nobody wants it any more.
struct Task(JoinHandle<Result<Bytes, BodyError>>);

impl Drop for Task {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl<C, G> Ranges<C, G>
where
    C: SendOperation<G> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    pub(super) fn new(
        fetch: Fetch<C, G>,
        first: Option<(Body, Range<u64>)>,
        rest: Range<u64>,
    ) -> Self {
        Self {
            fetch,
            first,
            on_the_way: VecDeque::new(),
            ready: Bytes::new(),
            buffer: Bytes::new(),
            spare: None,
            rest,
        }
    }

    /// Asks for ranges, until as many are on their way as may be.
    fn ask(&mut self) -> Result<(), BodyError> {
        let taken = usize::from(self.first.is_some()) + usize::from(!self.ready.is_empty());
        while !self.rest.is_empty() && self.on_the_way.len() + taken < self.fetch.concurrency.max(1)
        {
            let end = self.rest.start.saturating_add(self.fetch.part_size);
            let range = self.rest.start..end.min(self.rest.end);
            self.rest.start = range.end;
            let task = self.task(range, 0)?;
            self.on_the_way.push_back(task);
        }
        Ok(())
    }

    fn task(&mut self, range: Range<u64>, cut: u32) -> Result<Task, BodyError> {
        let Ok(handle) = Handle::try_current() else {
            let text = "no tokio runtime is running that could ask for the next range";
            return Err(BodyError::new(BodyErrorKind::Request, text));
        };
        let fetch = self.fetch.clone();
        let buffer = self.spare.take().unwrap_or_default();
        Ok(Task(handle.spawn(fetch.range(range, cut, buffer))))
    }
}

impl<C, G> Chunks for Ranges<C, G>
where
    C: SendOperation<G> + Clone + Send + Sync + 'static,
    G: DownloadByRanges,
{
    fn poll_chunk(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BodyError>>> {
        loop {
            if !self.ready.is_empty() {
                let length = self.ready.len().min(PIECE);
                return Poll::Ready(Some(Ok(self.ready.split_to(length))));
            }
            // Fresh memory costs more than the bytes that are copied into it.
            if let Ok(mut buffer) = std::mem::take(&mut self.buffer).try_into_mut() {
                buffer.clear();
                self.spare = Some(buffer).filter(|buffer| buffer.capacity() > 0);
            }
            if let Err(error) = self.ask() {
                return Poll::Ready(Some(Err(error)));
            }
            if let Some((body, place)) = &mut self.first {
                match ready!(body.poll_next(context)) {
                    Some(Ok(chunk)) => {
                        place.start += chunk.len() as u64;
                        if place.start > place.end {
                            return Poll::Ready(Some(Err(too_long())));
                        }
                        return Poll::Ready(Some(Ok(chunk)));
                    }
                    // The rest of a range that was cut off.
                    cut if !place.is_empty() => {
                        if let Some(Err(error)) = cut {
                            tracing::debug!(%error, "a range was cut off, the rest is asked for");
                        }
                        let place = place.clone();
                        self.first = None;
                        match self.task(place, 1) {
                            Ok(task) => self.on_the_way.push_front(task),
                            Err(error) => return Poll::Ready(Some(Err(error))),
                        }
                    }
                    Some(Err(error)) => return Poll::Ready(Some(Err(error))),
                    None => self.first = None,
                }
                continue;
            }
            let Some(task) = self.on_the_way.front_mut() else {
                return Poll::Ready(None);
            };
            let done = ready!(Pin::new(&mut task.0).poll(context));
            self.on_the_way.pop_front();
            match done {
                Ok(Ok(bytes)) => {
                    self.ready = bytes.clone();
                    self.buffer = bytes;
                }
                Ok(Err(error)) => return Poll::Ready(Some(Err(error))),
                Err(error) => {
                    let error = BodyError::new(BodyErrorKind::Request, error);
                    return Poll::Ready(Some(Err(error)));
                }
            }
        }
    }
}

impl<C, G> Fetch<C, G>
where
    C: SendOperation<G>,
    G: DownloadByRanges,
{
    /// Reads a range into a buffer. The chunks of an answer are copied, since each of them may hold a
    /// larger buffer of the connection. Where the answer is cut off, the rest is asked for. `cut` is the
    /// number of times that this has happened already.
    async fn range(
        mut self,
        mut range: Range<u64>,
        mut cut: u32,
        mut buffer: BytesMut,
    ) -> Result<Bytes, BodyError> {
        let length = (range.end - range.start).min(RESERVED);
        buffer.reserve(usize::try_from(length).unwrap_or_default());
        loop {
            self.get.set_range(Some(bytes(&range)));
            let output = self.client.send_operation(&self.get).await;
            let mut output =
                output.map_err(|error| BodyError::new(BodyErrorKind::Request, error))?;
            let given = G::content_range(&output).and_then(place);
            if given.is_none_or(|(given, _)| given != range) {
                let text = format!("the service gave other bytes than {}", bytes(&range));
                return Err(BodyError::new(BodyErrorKind::Length, text));
            }
            let mut body = G::take_body(&mut output);
            let error = loop {
                match body.next().await {
                    Ok(Some(chunk)) => {
                        range.start += chunk.len() as u64;
                        if range.start > range.end {
                            return Err(too_long());
                        }
                        buffer.extend_from_slice(&chunk);
                    }
                    Ok(None) if range.is_empty() => return Ok(buffer.freeze()),
                    Ok(None) => {
                        let text = "the answer ended before its range";
                        break BodyError::new(BodyErrorKind::Length, text);
                    }
                    Err(error) => break error,
                }
            };
            cut += 1;
            if cut >= REQUESTS {
                return Err(error);
            }
            tracing::debug!(%error, "a range was cut off, the rest is asked for");
            if range.is_empty() {
                // All bytes came, and the end of the answer failed: its checksum, for example.
                return Err(error);
            }
        }
    }
}

fn too_long() -> BodyError {
    let text = "the service gave more bytes than the range has";
    BodyError::new(BodyErrorKind::Length, text)
}
