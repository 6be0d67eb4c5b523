//! The other side of the wire: servers, to test against or to serve.
//!
//! A generated service's `server` module has a trait `Handler` with a method per operation and
//! an alias of [`Server`], which is a [`tower_service::Service`] over [`http`]: it mounts in axum as it is
//! (`Router::new().fallback_service(server)`), and in hyper through hyper-util's
//! `TowerToHyperService`. Nothing here does I/O or needs a runtime: `Server::answer` turns a
//! request in memory into a response in memory, which is what a test wants. [`Mock`] is a handler that
//! answers by rules.
//!
//! A request goes through these steps; the first that fails answers:
//!
//! 1. the body is collected, up to a limit (`RequestEntityTooLargeException`, status 413), unless it
//!    streams;
//! 2. the operation is found, by `x-amz-target` or by method and path
//!    (`UnknownOperationException`, status 404, or 405 for another method);
//! 3. `content-type` and `accept` are looked at (`UnsupportedMediaTypeException`,
//!    status 415; `NotAcceptableException`, status 406);
//! 4. labels, query, headers and body are read, strictly (`SerializationException`, status 400);
//! 5. the model's constraints are checked, all of them (`ValidationException`, status 400);
//! 6. the handler's method is called, and its output or error is encoded (`InternalFailure`,
//!    status 500, if it can't be written).
//!
//! Bodies of operations with `requestCompression` are decompressed before they are read, up to the
//! same limit.
//!
//! Layers below have to care for time limits (of slow clients and of handlers), handlers that
//! panic, signatures, and MD5 sums that `httpChecksumRequired` demands.
//!
//! A pattern of the model that neither looks around nor refers back to a group is matched in time
//! that is linear in the text. Others can be written so that a text takes them forever, such as
//! `^(?=a)(a+)+$`, and only the limit of the body's size bounds that.

#[cfg(feature = "http-checksum")]
mod aws_chunked;
mod body;
#[cfg(feature = "http-checksum")]
mod checked;
pub(crate) mod constraint;
mod context;
#[cfg(feature = "event-stream")]
mod event_queue;
#[cfg(feature = "event-stream")]
mod event_receiver;
#[cfg(feature = "event-stream")]
mod event_response;
#[cfg(feature = "event-stream")]
mod event_sender;
#[cfg(feature = "event-stream")]
pub(crate) mod events;
pub(crate) mod form;
#[cfg(feature = "compression")]
mod gzip;
#[cfg(feature = "_client")]
mod in_memory;
pub(crate) mod incoming;
pub(crate) mod media_type;
mod mock;
pub(crate) mod pattern;
pub(crate) mod rejection;
pub(crate) mod respond;
pub(crate) mod route;
mod serve;
pub(crate) mod service;
pub(crate) mod violation;
pub(crate) mod violations;

pub use crate::Body;
pub use context::Context;
#[cfg(feature = "event-stream")]
pub use event_receiver::EventReceiver;
#[cfg(feature = "event-stream")]
pub use event_response::EventResponse;
#[cfg(feature = "event-stream")]
pub use event_sender::EventSender;
pub(crate) use form::ErrorForm;
pub(crate) use incoming::Incoming;
pub use mock::{Mock, Rule};
pub(crate) use rejection::{Failure, Rejection};
pub use serve::Serving;
pub use service::{DEFAULT_BODY_LIMIT, Dispatch, Server};
pub(crate) use violation::Violation;
pub(crate) use violations::Violations;

pub use http_body;
pub use tower_service::Service;
