//! Requests that carry events: the two halves, and the call between them.
//!
//! The call is a task, since its sender can be used before the answer is there. The task makes the
//! attempts and ends with the head of the response. The events of the response are read by whoever
//! waits for them, and by the sender as far as it looks for the reason why it can't go on.

mod answer;
mod begin;
mod flow;
mod outgoing;
mod sender;
mod state;

pub use answer::Answer;
pub(super) use flow::Flow;
pub(super) use outgoing::{Outgoing, Signing};
pub use sender::EventSender;
