//! The half of a conversation that sends.

use std::fmt;
use std::future::{Future as _, poll_fn};
use std::marker::PhantomData;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tokio::runtime::Handle;
use tokio::time::{Instant, Sleep, sleep_until};

use super::super::transfer::Meter;
use super::super::{CallError, Throughput, TimeoutError, TimeoutKind};
use super::Flow;
use super::flow::given_up;
use super::state::{Conversation, Verdict, gone};
use crate::error::Problems;
use crate::event_stream::channel::End;
use crate::event_stream::{Event, MAX_PAYLOAD};

/// Sends the events of a request. The events of the answer come from the other half,
/// [`Answer`](super::Answer), which may be in another task.
///
/// - [`send`](Self::send) waits until the service takes events: one that waits, and 16 KiB that are
///   being sent, are all that is in memory besides the connection's buffers.
/// - [`finish`](Self::finish) ends the stream. A sender that is dropped without it resets the stream:
///   the service doesn't take a part for the whole, and the other half ends with an error.
/// - If the service has ended the conversation, `send` gives the service's error, as the other half
///   does.
pub struct EventSender<E: Event>
where
    E::Error: Clone + From<CallError>,
{
    conversation: Arc<Conversation<E::Error>>,
    throughput: Option<Throughput>,
    events: PhantomData<fn(E)>,
}

impl<E> EventSender<E>
where
    E: Event,
    E::Error: Clone + From<CallError>,
{
    pub(super) fn new(
        conversation: Arc<Conversation<E::Error>>,
        throughput: Option<Throughput>,
    ) -> Self {
        Self {
            conversation,
            throughput,
            events: PhantomData,
        }
    }

    /// Sends an event, as soon as the one before is on its way. An event on its way is signed, if the
    /// service wants that, and never sent again.
    ///
    /// A future that is dropped before it is ready has sent nothing, and another event can be sent.
    ///
    /// # Errors
    ///
    /// An event that can't be sent: required members are missing, it is unknown, or larger than a
    /// message may be; others can be sent afterwards. Or the reason why the conversation is over: the
    /// service's error, that of the call, or that the other half was dropped. A service that takes too
    /// little over the time of [`Timeouts::throughput`](crate::client::Timeouts::throughput) ends it, too.
    pub async fn send(&mut self, event: E) -> Result<(), E::Error> {
        let message = event.encode()?;
        if message.len() > MAX_PAYLOAD {
            let mut problems = Problems::new();
            problems.invalid("message", "larger than a message may be");
            problems.finish(E::NAME)?;
        }
        self.wait(Some(message)).await
    }

    /// Ends the stream of events, and waits until the last one is on its way. If the service wants
    /// signatures, the end is signed, too.
    ///
    /// # Errors
    ///
    /// The errors of [`send`](Self::send): not all events were sent.
    pub async fn finish(self) -> Result<(), E::Error> {
        self.conversation.flow.end(End::Finished);
        self.wait(None).await
    }

    /// Waits until a message can be handed in, or until all were taken.
    async fn wait(&self, message: Option<Bytes>) -> Result<(), E::Error> {
        let mut patience = Patience::new(self.throughput);
        let is_end = message.is_none();
        let mut message = message;
        let flow = &self.conversation.flow;
        let step = poll_fn(|context| {
            // Without a message, what was handed in may be on its way in spite of an answer.
            if !is_end {
                if let Some(verdict) = self.conversation.verdict(false, context) {
                    return Poll::Ready(Step::Over(verdict));
                }
            }
            let state = match is_end {
                false => flow.messages.poll_room(context),
                true => flow.messages.poll_drained(context),
            };
            match state {
                Poll::Ready(true) => {
                    if let Some(message) = message.take() {
                        flow.messages.put(message);
                    }
                    Poll::Ready(Step::Done)
                }
                Poll::Ready(false) => Poll::Ready(Step::Closed),
                Poll::Pending => match patience.poll(flow, context) {
                    Some(stalled) => Poll::Ready(Step::Stalled(stalled)),
                    None => Poll::Pending,
                },
            }
        });
        let verdict = match step.await {
            Step::Done => return Ok(()),
            Step::Over(verdict) => verdict,
            Step::Closed => self.conversation.closed().await,
            Step::Stalled(error) => {
                let error = E::Error::from(error);
                return Err(self.conversation.fail(error));
            }
        };
        match verdict {
            Verdict::Failed(error) => Err(error),
            Verdict::Answered if is_end && !flow.messages.has_lost() => Ok(()),
            Verdict::Answered => Err(gone(
                "the service has ended the stream, and takes no more events",
            )),
        }
    }
}

enum Step<E> {
    Done,
    /// The HTTP client takes no more.
    Closed,
    Over(Verdict<E>),
    Stalled(CallError),
}

/// The time in which enough has to move while a sender waits for the network.
struct Patience {
    meter: Option<(Meter, Throughput)>,
    since: Option<Instant>,
    timer: Option<Pin<Box<Sleep>>>,
}

impl Patience {
    fn new(least: Option<Throughput>) -> Self {
        Self {
            meter: least.map(|least| (Meter::new(least), least)),
            since: None,
            timer: None,
        }
    }

    /// Returns an error if too little moved; otherwise `context` is woken to look again.
    fn poll(&mut self, flow: &Flow, context: &mut Context<'_>) -> Option<CallError> {
        let (meter, least) = self.meter.as_mut()?;
        // Without a runtime there are no timers.
        if Handle::try_current().is_err() {
            return None;
        }
        let since = self.since.get_or_insert_with(|| {
            flow.take_moved();
            Instant::now()
        });
        loop {
            let until = *since + meter.left();
            let timer = self
                .timer
                .get_or_insert_with(|| Box::pin(sleep_until(until)));
            timer.as_mut().reset(until);
            if timer.as_mut().poll(context).is_pending() {
                return None;
            }
            let waited = since.elapsed();
            *since = Instant::now();
            // Until there is a stream for the request, the timeout of the attempt holds.
            if !meter.add(waited, flow.take_moved()) && flow.is_open() {
                return Some(TimeoutError::new(TimeoutKind::Throughput, least.over).into());
            }
        }
    }
}

impl<E: Event> Drop for EventSender<E>
where
    E::Error: Clone + From<CallError>,
{
    fn drop(&mut self) {
        let flow = &self.conversation.flow;
        flow.end(End::Dropped);
        if flow.messages.ended() == Some(End::Dropped) {
            self.conversation.fail(given_up().into());
        }
    }
}

impl<E: Event> fmt::Debug for EventSender<E>
where
    E::Error: Clone + From<CallError>,
{
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EventSender")
            .field("events", &E::NAME)
            .finish_non_exhaustive()
    }
}
