//! Blocking calls on threads of another tokio runtime.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};

use tokio::runtime::Runtime;
use tokio::sync::oneshot;
use tokio::task::coop::poll_proceed;

use crate::client::ConfigError;

/// More than the budget of a task is, which is 128 and fits into a byte.
const BUDGET: usize = 1_024;

/// Returns whether this thread is polling a task of tokio, or the future of a `block_on`: blocking
/// it would stop others.
///
/// tokio has no function that says so, but such code has a budget, after which it is told to let
/// others have their turn. Code that may block has none, in `spawn_blocking` and `block_in_place`
/// too. So the budget is used up here, and put back.
///
/// A task that is `unconstrained` has no budget either, so its calls are made, and block it.
pub(super) fn is_in_task() -> bool {
    let mut context = Context::from_waker(Waker::noop());
    let Poll::Ready(first) = poll_proceed(&mut context) else {
        return true;
    };
    let is_in_task = (0..BUDGET).any(|_| match poll_proceed(&mut context) {
        Poll::Ready(budget) => {
            budget.made_progress();
            false
        }
        Poll::Pending => true,
    });
    // Dropped without progress, it puts back what there was before it.
    drop(first);
    is_in_task
}

/// Waits for a future on a thread that may be of another runtime, where `block_on` isn't allowed:
/// the future is polled here, and what it waits for is driven by another thread meanwhile.
///
/// # Errors
/// The operating system has no resources left for a thread.
pub(super) fn wait_beside(
    runtime: &Runtime,
    mut future: Pin<&mut dyn Future<Output = ()>>,
) -> Result<(), ConfigError> {
    let (done, is_done) = oneshot::channel::<()>();
    thread::scope(|scope| {
        // When the sender is dropped, the thread ends.
        let driver = thread::Builder::new().name("blocking call".to_owned());
        driver
            .spawn_scoped(scope, move || _ = runtime.block_on(is_done))
            .map_err(|error| ConfigError::new(format!("can't start a thread: {error}")))?;
        let _done = done;
        let _entered = runtime.enter();
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        while future.as_mut().poll(&mut context).is_pending() {
            thread::park();
        }
        Ok(())
    })
}

/// Wakes a thread that is parked.
struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.unpark();
    }
}
