//! The way of messages from a program to the body that carries them.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use bytes::Bytes;

/// The bytes of messages that wait at most, unless one message has more.
const QUEUE: usize = 16 * 1024;

/// The way of messages from a program to the body that carries them. Few messages wait, so that
/// whoever sends goes at the pace of the other side, and some, so that small ones can share a frame of
/// HTTP/2. No runtime is needed.
#[derive(Default)]
pub(crate) struct Channel(Mutex<State>);

#[derive(Default)]
struct State {
    /// The messages that wait.
    queue: VecDeque<Bytes>,
    /// The number of their bytes.
    queued: usize,
    end: Option<End>,
    /// The end was taken, too.
    is_drained: bool,
    /// Nothing is taken any more.
    is_closed: bool,
    /// The program wants no answer any more, either.
    is_given_up: bool,
    /// A message was handed in that nobody takes.
    has_lost: bool,
    /// The number of messages that were taken.
    taken: u64,
    sending: Option<Waker>,
    taking: Option<Waker>,
    watching: Option<Waker>,
}

/// How a stream of messages ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// The program said that it is complete.
    Finished,
    /// The program dropped its end.
    Dropped,
}

/// The stream of messages broke off: its sender was dropped, or nobody wants more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct BrokenOff;

impl Channel {
    /// Waits until there is room for a message. Says whether messages are taken at all.
    pub(crate) fn poll_room(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut state = self.state();
        if state.is_closed {
            return Poll::Ready(false);
        }
        if state.queued < QUEUE {
            return Poll::Ready(true);
        }
        state.sending = Some(context.waker().clone());
        Poll::Pending
    }

    /// Hands in a message. There has to be room.
    pub(crate) fn put(&self, message: Bytes) {
        let mut state = self.state();
        if !state.is_closed {
            state.queued += message.len();
            state.queue.push_back(message);
        }
        wake(state, |state| &mut state.taking);
    }

    /// Ends the stream, unless that was done before.
    pub(crate) fn end(&self, end: End) {
        let mut state = self.state();
        state.end.get_or_insert(end);
        wake(state, |state| &mut state.taking);
    }

    /// Returns how the stream ended.
    pub(crate) fn ended(&self) -> Option<End> {
        self.state().end
    }

    /// Waits until all messages and the end were taken. Says whether they were.
    pub(crate) fn poll_drained(&self, context: &mut Context<'_>) -> Poll<bool> {
        let mut state = self.state();
        if state.is_drained || state.is_closed {
            return Poll::Ready(state.is_drained);
        }
        state.sending = Some(context.waker().clone());
        Poll::Pending
    }

    /// Takes the next message; `None` at the end.
    pub(crate) fn poll_take(
        &self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, BrokenOff>>> {
        let mut state = self.state();
        if state.is_closed {
            return Poll::Ready(Some(Err(BrokenOff)));
        }
        if let Some(message) = state.queue.pop_front() {
            state.queued -= message.len();
            state.taken += 1;
            wake(state, |state| &mut state.sending);
            return Poll::Ready(Some(Ok(message)));
        }
        match state.end {
            Some(End::Finished) => {
                state.is_drained = true;
                wake(state, |state| &mut state.sending);
                Poll::Ready(None)
            }
            Some(End::Dropped) => Poll::Ready(Some(Err(BrokenOff))),
            None => {
                state.taking = Some(context.waker().clone());
                Poll::Pending
            }
        }
    }

    /// Returns whether a message was handed in that nobody took.
    pub(crate) fn has_lost(&self) -> bool {
        self.state().has_lost
    }

    /// Returns the number of messages that were taken.
    pub(crate) fn taken(&self) -> u64 {
        self.state().taken
    }

    /// Says that nothing is taken any more. What waits is dropped.
    pub(crate) fn close(&self) {
        let mut state = self.state();
        state.is_closed = true;
        state.has_lost |= !state.queue.is_empty();
        state.queue.clear();
        state.queued = 0;
        let taking = state.taking.take();
        wake(state, |state| &mut state.sending);
        if let Some(waker) = taking {
            waker.wake();
        }
    }

    /// Says that the program wants no answer any more, either.
    pub(crate) fn give_up(&self) {
        self.close();
        let mut state = self.state();
        state.is_given_up = true;
        wake(state, |state| &mut state.watching);
    }

    /// Waits until the program wants no answer any more.
    pub(crate) fn poll_given_up(&self, context: &mut Context<'_>) -> Poll<()> {
        let mut state = self.state();
        if state.is_given_up {
            return Poll::Ready(());
        }
        state.watching = Some(context.waker().clone());
        Poll::Pending
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Wakes one of the two sides, without the lock.
fn wake(mut state: MutexGuard<'_, State>, side: fn(&mut State) -> &mut Option<Waker>) {
    let waker = side(&mut state).take();
    drop(state);
    if let Some(waker) = waker {
        waker.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::task::Wake;

    use super::*;

    /// Counts how often it is woken.
    #[derive(Default)]
    struct Count(AtomicUsize);

    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    /// A side of the channel.
    #[derive(Default)]
    struct Side(Arc<Count>);

    impl Side {
        fn poll<T>(&self, poll: impl FnOnce(&mut Context<'_>) -> T) -> T {
            let waker = Waker::from(Arc::clone(&self.0));
            poll(&mut Context::from_waker(&waker))
        }

        /// How often the side was woken since the last time.
        fn woken(&self) -> usize {
            self.0.0.swap(0, Ordering::SeqCst)
        }
    }

    fn message(length: usize) -> Bytes {
        vec![0; length].into()
    }

    fn taken(length: usize) -> Poll<Option<Result<Bytes, BrokenOff>>> {
        Poll::Ready(Some(Ok(message(length))))
    }

    #[test]
    fn messages_come_in_their_order_and_then_the_end() {
        let (channel, from, to) = (Channel::default(), Side::default(), Side::default());
        assert_eq!(to.poll(|c| channel.poll_take(c)), Poll::Pending);
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Ready(true));
        channel.put(message(1));
        assert_eq!(to.woken(), 1);
        channel.put(message(2));
        // Nobody waits any more.
        assert_eq!(to.woken(), 0);
        assert_eq!(from.poll(|c| channel.poll_drained(c)), Poll::Pending);
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(1));
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(2));
        assert_eq!((channel.taken(), from.woken()), (2, 1));
        assert_eq!(to.poll(|c| channel.poll_take(c)), Poll::Pending);
        assert_eq!(channel.ended(), None);
        channel.end(End::Finished);
        channel.end(End::Dropped);
        assert_eq!((channel.ended(), to.woken()), (Some(End::Finished), 1));
        assert_eq!(from.poll(|c| channel.poll_drained(c)), Poll::Pending);
        assert_eq!(to.poll(|c| channel.poll_take(c)), Poll::Ready(None));
        assert_eq!(from.woken(), 1);
        assert_eq!(from.poll(|c| channel.poll_drained(c)), Poll::Ready(true));
        assert!(!channel.has_lost());
    }

    /// A message may wait besides others if they have less than 16 KiB, however large it is.
    #[test]
    fn few_messages_wait() {
        let (channel, from, to) = (Channel::default(), Side::default(), Side::default());
        channel.put(message(10_000));
        channel.put(message(6_383));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Ready(true));
        channel.put(message(1));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Pending);
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(10_000));
        assert_eq!(from.woken(), 1);
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Ready(true));
        channel.put(message(100_000));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Pending);
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(6_383));
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(1));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Pending);
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(100_000));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Ready(true));
    }

    #[test]
    fn what_breaks_off_is_told_to_both_sides() {
        let (channel, from, to) = (Channel::default(), Side::default(), Side::default());
        let broken = Poll::Ready(Some(Err(BrokenOff)));
        channel.put(message(1));
        channel.end(End::Dropped);
        assert_eq!(to.poll(|c| channel.poll_take(c)), taken(1));
        assert_eq!(to.poll(|c| channel.poll_take(c)), broken);
        assert_eq!(from.poll(|c| channel.poll_drained(c)), Poll::Pending);
        assert_eq!(channel.ended(), Some(End::Dropped));

        let channel = Channel::default();
        channel.put(message(20_000));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Pending);
        assert!(!channel.has_lost());
        from.woken();
        channel.close();
        assert_eq!(from.woken(), 1);
        assert!(channel.has_lost());
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Ready(false));
        assert_eq!(from.poll(|c| channel.poll_drained(c)), Poll::Ready(false));
        assert_eq!(to.poll(|c| channel.poll_take(c)), broken);
        // What comes now isn't kept.
        channel.put(message(1));
        assert_eq!(channel.state().queue.len(), 0);
        channel.close();
        assert!(channel.has_lost());
        assert_eq!(channel.taken(), 0);

        // The side that takes is woken, too.
        let channel = Channel::default();
        assert_eq!(to.poll(|c| channel.poll_take(c)), Poll::Pending);
        to.woken();
        channel.close();
        assert_eq!(to.woken(), 1);
        assert!(!channel.has_lost());
    }

    #[test]
    fn giving_up_closes_and_is_told() {
        let (channel, from, to) = (Channel::default(), Side::default(), Side::default());
        let watch = Side::default();
        assert_eq!(watch.poll(|c| channel.poll_given_up(c)), Poll::Pending);
        channel.close();
        assert_eq!(watch.poll(|c| channel.poll_given_up(c)), Poll::Pending);
        assert_eq!(watch.woken(), 0);

        let channel = Channel::default();
        assert_eq!(watch.poll(|c| channel.poll_given_up(c)), Poll::Pending);
        assert_eq!(to.poll(|c| channel.poll_take(c)), Poll::Pending);
        channel.give_up();
        assert_eq!((watch.woken(), to.woken()), (1, 1));
        assert_eq!(watch.poll(|c| channel.poll_given_up(c)), Poll::Ready(()));
        assert_eq!(from.poll(|c| channel.poll_room(c)), Poll::Ready(false));
    }
}
