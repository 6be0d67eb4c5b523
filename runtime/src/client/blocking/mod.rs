//! Clients for programs without an async runtime.
//!
//! A blocking client is the async one and a `Runtime` that waits for its futures:
//!
//! ```text
//! pub fn get_studio_session_mapping(
//!     &self,
//!     operation: GetStudioSessionMapping,
//! ) -> Result<GetStudioSessionMappingOutput, Error> {
//!     self.runtime.run(self.client.get_studio_session_mapping(operation))
//! }
//! ```
//!
//! Its configuration comes from [`Config::load`](super::Config::load), which isn't async.

mod body_reader;
mod pages;
pub(crate) mod runtime;
mod transfer;
mod within;

use super::CallError;
use crate::event_stream::Event;

pub use body_reader::BodyReader;
pub use pages::{Items, Pages};
pub(crate) use runtime::Runtime;
pub use transfer::Transfer;

/// The events of a response, for programs without an async runtime.
#[derive(Debug)]
pub struct EventStream<E: Event, O> {
    stream: super::EventStream<E, O>,
    runtime: Runtime,
}

impl<E, O> EventStream<E, O>
where
    E: Event,
    E::Error: From<CallError>,
    O: Default,
{
    /// Makes a stream that waits by this runtime, which has to be the runtime that made the call.
    #[doc(hidden)]
    pub fn new(stream: super::EventStream<E, O>, runtime: Runtime) -> Self {
        Self { stream, runtime }
    }

    /// Waits for the next event; `None` at the end of the stream.
    ///
    /// # Errors
    ///
    /// The errors of [`EventStream::next`](super::EventStream::next).
    // An iterator can't give a last error and go on.
    #[allow(clippy::should_implement_trait)]
    pub fn next(&mut self) -> Result<Option<E>, E::Error> {
        self.runtime.run(self.stream.next())
    }

    /// Waits for the members that the output has besides the events.
    ///
    /// # Errors
    ///
    /// The errors of [`EventStream::output`](super::EventStream::output).
    pub fn output(&mut self) -> Result<Option<&O>, E::Error> {
        self.runtime.run(self.stream.output())
    }
}
