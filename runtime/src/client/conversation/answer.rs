//! The half of a conversation that receives.

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::sync::oneshot;
use tokio::task::AbortHandle;

use super::super::CallError;
use super::state::{Conversation, NO_RUNTIME, gone};

/// The answer to a request with events: a future of the response, which is an
/// [`EventStream`](crate::client::EventStream) if the response carries events, too.
///
/// The response may come before all events were sent, and a service may send it only after the first
/// ones. So send in another task, or send and wait in turns. Dropping the answer ends the call.
///
/// The future ends with the response's head. The timeout of the attempt holds from the last event
/// that was sent, if the response carries events, and otherwise from the end of the request's events.
#[must_use = "dropping the answer ends the call"]
pub struct Answer<T, E>
where
    E: Clone + From<CallError>,
{
    answer: oneshot::Receiver<Result<T, E>>,
    /// Until the answer is there.
    call: Option<Call<E>>,
}

/// The call that is waited for.
struct Call<E> {
    task: AbortHandle,
    conversation: Arc<Conversation<E>>,
}

impl<T, E> Answer<T, E>
where
    E: Clone + From<CallError>,
{
    pub(super) fn new(
        answer: oneshot::Receiver<Result<T, E>>,
        task: AbortHandle,
        conversation: Arc<Conversation<E>>,
    ) -> Self {
        let call = Some(Call { task, conversation });
        Self { answer, call }
    }
}

impl<T, E> Future for Answer<T, E>
where
    E: Clone + From<CallError>,
{
    type Output = Result<T, E>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let answer = ready!(Pin::new(&mut self.answer).poll(context));
        self.call = None;
        Poll::Ready(answer.unwrap_or_else(|_| Err(gone(NO_RUNTIME))))
    }
}

impl<T, E> Drop for Answer<T, E>
where
    E: Clone + From<CallError>,
{
    fn drop(&mut self) {
        if let Some(Call { task, conversation }) = self.call.take() {
            task.abort();
            conversation.fail(gone("the answer was dropped, and with it the call"));
        }
    }
}

impl<T, E> fmt::Debug for Answer<T, E>
where
    E: Clone + From<CallError>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer").finish_non_exhaustive()
    }
}
