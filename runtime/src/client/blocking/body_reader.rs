//! Bodies as the standard library's `Read`.

use std::io::{self, Read};

use bytes::{Buf as _, Bytes};

use super::Runtime;
use crate::client::CallError;
use crate::{Body, BodyError};

/// Reads a [`Body`] by the standard library's [`Read`], for programs without an async runtime.
/// Generated blocking clients make it.
#[derive(Debug)]
pub struct BodyReader {
    body: Body,
    chunk: Bytes,
    runtime: Runtime,
}

impl BodyReader {
    /// Makes a reader that waits by this runtime, which has to be the runtime that made the call.
    #[doc(hidden)]
    pub fn new(body: Body, runtime: Runtime) -> Self {
        Self {
            body,
            chunk: Bytes::new(),
            runtime,
        }
    }
}

impl Read for BodyReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.chunk.is_empty() {
            let next = async { self.body.next().await.map_err(Failure::Body) };
            match self.runtime.run(next) {
                Ok(None) => return Ok(0),
                Ok(Some(chunk)) => self.chunk = chunk,
                Err(Failure::Body(error)) => return Err(error.into()),
                Err(Failure::Call(error)) => return Err(io::Error::other(error)),
            }
        }
        let length = self.chunk.len().min(buffer.len());
        let (now, _) = buffer.split_at_mut(length);
        self.chunk.copy_to_slice(now);
        Ok(length)
    }
}

/// The reason why there is no chunk.
enum Failure {
    Body(BodyError),
    Call(CallError),
}

impl From<CallError> for Failure {
    fn from(error: CallError) -> Self {
        Self::Call(error)
    }
}
