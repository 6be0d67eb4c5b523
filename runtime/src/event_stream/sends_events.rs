//! Operations whose requests carry events.

use super::Event;
use crate::Operation;

/// An operation whose request carries an event stream. Generated code implements the trait.
///
/// The body of [`to_request`](Operation::to_request) is what goes before the events: nothing, or the
/// initial message of an RPC protocol. The events follow, as [`Event::encode`] gives them. A service
/// that wants signatures is sent each message wrapped in a signed one
/// ([`MessageSigner`][signer]), the initial message included, and a signed message without content
/// at the end.
///
/// [signer]: https://docs.rs/tinsmith-runtime/latest/tinsmith_runtime/client/struct.MessageSigner.html
pub trait SendsEvents: Operation {
    /// The union of the events.
    type Sent: Event<Error = Self::Error>;
}
