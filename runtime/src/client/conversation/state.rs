//! The state that the two halves of a conversation share.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::super::incoming::Look;
use super::super::{CallError, TransportError, TransportErrorKind};
use super::Flow;

/// A request with events and its answer, as both halves see it. `E` is the service's error.
pub(super) struct Conversation<E> {
    pub(super) flow: Arc<Flow>,
    state: Mutex<State<E>>,
}

struct State<E> {
    progress: Progress<E>,
    waiting: Option<Waker>,
}

enum Progress<E> {
    /// There is no answer yet.
    Calling,
    /// The service answered; with events, if the answer is a stream.
    Answered(Option<Arc<dyn Look<E>>>),
    Over(E),
}

/// Why no more events are taken.
pub(super) enum Verdict<E> {
    /// The answer is complete, and no error.
    Answered,
    Failed(E),
}

impl<E: Clone + From<CallError>> Conversation<E> {
    pub(super) fn new(flow: Flow) -> Self {
        Self {
            flow: Arc::new(flow),
            state: Mutex::new(State {
                progress: Progress::Calling,
                waiting: None,
            }),
        }
    }

    /// Says that the service answered.
    pub(super) fn answered(&self, events: Option<Arc<dyn Look<E>>>) {
        let mut state = self.state();
        if let Progress::Calling = state.progress {
            state.progress = Progress::Answered(events);
        }
        wake(state);
    }

    /// Ends the conversation, unless it has ended, with everything that is under way. Returns the
    /// error that it ended with.
    pub(super) fn fail(&self, error: E) -> E {
        let mut state = self.state();
        let mut ignored = Context::from_waker(Waker::noop());
        // The answer is dropped with its progress.
        state.progress = match std::mem::replace(&mut state.progress, Progress::Calling) {
            Progress::Calling => Progress::Over(error.clone()),
            Progress::Answered(None) => Progress::Answered(None),
            // An end that the service made says more.
            Progress::Answered(Some(events)) => match events.look(false, &mut ignored) {
                Some(None) => Progress::Answered(None),
                Some(Some(told)) => Progress::Over(told),
                None => {
                    events.end(&error);
                    Progress::Over(error.clone())
                }
            },
            over @ Progress::Over(_) => over,
        };
        let result = match &state.progress {
            Progress::Over(error) => error.clone(),
            _ => error,
        };
        wake(state);
        self.flow.messages.give_up();
        result
    }

    /// Returns why no more events are taken, if that is so. Whatever the service has said meanwhile
    /// counts, and `context` is woken when it says more.
    pub(super) fn verdict(&self, is_closed: bool, context: &mut Context<'_>) -> Option<Verdict<E>> {
        let events = match &self.state().progress {
            Progress::Calling => return None,
            Progress::Over(error) => return Some(Verdict::Failed(error.clone())),
            Progress::Answered(None) => return Some(Verdict::Answered),
            // Not looked at with the lock.
            Progress::Answered(Some(events)) => events.clone(),
        };
        let over = events.look(is_closed, context)?;
        Some(over.map_or(Verdict::Answered, Verdict::Failed))
    }

    /// Waits for the reason why the HTTP client takes no more events. It has given up on the request,
    /// so the answer or its failure is near.
    pub(super) async fn closed(&self) -> Verdict<E> {
        poll_fn(|context| {
            if let Some(verdict) = self.verdict(true, context) {
                return Poll::Ready(verdict);
            }
            let mut state = self.state();
            match state.progress {
                Progress::Calling => {
                    state.waiting = Some(context.waker().clone());
                    Poll::Pending
                }
                _ => Poll::Ready(Verdict::Failed(gone(
                    "the service takes no more events, and doesn't say why",
                ))),
            }
        })
        .await
    }

    fn state(&self) -> MutexGuard<'_, State<E>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn wake<E>(mut state: MutexGuard<'_, State<E>>) {
    let waker = state.waiting.take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

/// The text of the error if the runtime ended that the call was made in.
pub(super) const NO_RUNTIME: &str = "the runtime of the call has ended";

/// Makes the error of a half whose other half is gone.
pub(super) fn gone<E: From<CallError>>(text: &'static str) -> E {
    CallError::from(TransportError::new(TransportErrorKind::Other, text)).into()
}

/// Ends a conversation when it is dropped, unless it has ended: with the error that the other half
/// is to get.
pub(super) struct Hold<E: Clone + From<CallError>> {
    /// Until it is let go.
    conversation: Option<Arc<Conversation<E>>>,
    text: &'static str,
}

impl<E: Clone + From<CallError>> Hold<E> {
    pub(super) fn new(conversation: &Arc<Conversation<E>>, text: &'static str) -> Self {
        let conversation = Some(conversation.clone());
        Self { conversation, text }
    }

    /// Leaves the conversation to others.
    pub(super) fn let_go(mut self) {
        self.conversation = None;
    }
}

impl<E: Clone + From<CallError>> Drop for Hold<E> {
    fn drop(&mut self) {
        if let Some(conversation) = &self.conversation {
            conversation.fail(gone(self.text));
        }
    }
}
