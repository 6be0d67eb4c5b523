//! Cutting a body into parts.

use std::collections::VecDeque;

use bytes::{Bytes, BytesMut};

use super::part_sizes::PartSizes;
use crate::{Body, BodyError};

/// The parts of a body, one after the other. Parts of bytes in memory and of files are read when they
/// are sent; of any other body, a part is read into memory.
pub(super) struct PartSource {
    body: Body,
    sizes: PartSizes,
    /// Parts that were taken and given back.
    back: VecDeque<Body>,
    /// The beginning of the next part, of a body whose parts can be read by themselves.
    apart: Option<u64>,
    /// The bytes of the last chunk that belong to the next part.
    rest: Bytes,
    has_ended: bool,
}

impl PartSource {
    pub(super) fn new(body: Body, sizes: PartSizes) -> Self {
        Self {
            sizes,
            back: VecDeque::new(),
            apart: body.part(0..0).map(|_| 0),
            body,
            rest: Bytes::new(),
            has_ended: false,
        }
    }

    /// Returns the size of a part that isn't the last one.
    pub(super) fn size(&self, number: i32) -> u64 {
        self.sizes.of(number)
    }

    /// Gives parts back, which come next.
    pub(super) fn give_back(&mut self, parts: impl IntoIterator<Item = Body>) {
        self.back.extend(parts);
    }

    /// Takes the next part, which has this number; `None` at the end.
    pub(super) async fn next(&mut self, number: i32) -> Result<Option<Body>, BodyError> {
        if let Some(part) = self.back.pop_front() {
            return Ok(Some(part));
        }
        let size = self.size(number);
        if let Some(start) = &mut self.apart {
            let end = self.body.length().unwrap_or_default();
            let end = start.saturating_add(size).min(end);
            let part = self.body.part(*start..end).filter(|_| end > *start);
            *start = end;
            return Ok(part);
        }
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let mut part = BytesMut::new();
        while part.len() < size {
            if self.rest.is_empty() && !self.read().await? {
                break;
            }
            if part.is_empty() && self.rest.len() >= size {
                return Ok(Some(self.rest.split_to(size).into()));
            }
            if part.is_empty() {
                // Known lengths take their memory at once, others as they come.
                part.reserve(self.body.length().map_or(0, |_| size));
            }
            let take = self.rest.len().min(size - part.len());
            part.extend_from_slice(&self.rest.split_to(take));
        }
        Ok((!part.is_empty()).then(|| part.freeze().into()))
    }

    /// Passes over a part that needn't be sent. Returns whether the body has that many bytes.
    pub(super) async fn skip(&mut self, number: i32) -> Result<bool, BodyError> {
        let size = self.size(number);
        if let Some(start) = &mut self.apart {
            *start = start.saturating_add(size);
            return Ok(self.body.length().is_some_and(|length| *start <= length));
        }
        let mut left = size;
        while left > 0 {
            if self.rest.is_empty() && !self.read().await? {
                return Ok(false);
            }
            let take = usize::try_from(left).unwrap_or(usize::MAX);
            let take = take.min(self.rest.len());
            drop(self.rest.split_to(take));
            left -= take as u64;
        }
        Ok(true)
    }

    /// Reads the next chunk. Returns whether there is one.
    async fn read(&mut self) -> Result<bool, BodyError> {
        if self.has_ended {
            return Ok(false);
        }
        match self.body.next().await? {
            Some(chunk) => self.rest = chunk,
            None => self.has_ended = true,
        }
        Ok(!self.has_ended)
    }
}
