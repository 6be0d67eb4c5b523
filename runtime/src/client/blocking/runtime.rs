//! The waiting of blocking clients.

use std::fmt;
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;

use super::within::{is_in_task, wait_beside};
use crate::client::{CallError, ConfigError};

/// Runs futures to their end on the calling thread. Cheap to clone, and clones may be used
/// from several threads at once.
///
/// A `Runtime` is a tokio runtime without threads of its own: the calling thread does the work.
/// Connections that rest between calls belong to no runtime, so nothing has to be done for them
/// meanwhile.
///
/// A thread of another tokio runtime may call, too, if it is one that may be blocked: in
/// `spawn_blocking`, in `block_in_place`, or outside of all tasks.
#[derive(Clone)]
pub struct Runtime(Arc<Inner>);

struct Inner(Option<tokio::runtime::Runtime>);

impl Runtime {
    /// Creates a runtime.
    ///
    /// # Errors
    ///
    /// The operating system has no resources left for one.
    pub fn new() -> Result<Self, ConfigError> {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map(|runtime| Self(Arc::new(Inner(Some(runtime)))))
            .map_err(|error| ConfigError::new(format!("can't start an async runtime: {error}")))
    }

    /// Waits for a future.
    ///
    /// # Errors
    ///
    /// The errors of the future; and a call within a task of tokio or `block_on`, whose thread has
    /// other work that would wait.
    pub fn run<T, E: From<CallError>>(
        &self,
        future: impl Future<Output = Result<T, E>>,
    ) -> Result<T, E> {
        let mut result = None;
        self.wait(pin!(async { result = Some(future.await) }))?;
        // A future that has ended has a result.
        result.unwrap_or_else(|| Err(CallError::from(ConfigError::new("no result")).into()))
    }

    /// The part of [`run`](Self::run) that is compiled once.
    fn wait(&self, future: Pin<&mut dyn Future<Output = ()>>) -> Result<(), CallError> {
        let within = tokio::runtime::Handle::try_current().is_ok();
        match &self.0.0 {
            Some(runtime) if !within => runtime.block_on(future),
            Some(runtime) if !is_in_task() => wait_beside(runtime, future)?,
            _ => {
                let text = "a blocking call within an async runtime: use the async client there";
                return Err(ConfigError::new(text).into());
            }
        }
        Ok(())
    }
}

impl Drop for Inner {
    fn drop(&mut self) {
        // Dropped within an async runtime, a runtime panics if it has to wait.
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Runtime").finish_non_exhaustive()
    }
}
