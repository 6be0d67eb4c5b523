//! **Resolve**: the shape graph with typed traits, pruned to the chosen operations.
//!
//! Merging of files, mixins, `apply`, the prelude, resources and the closure are settled
//! here; nothing in here knows Rust. All problems are collected, each with its place.

mod choice;
mod closure;
mod dangling;
mod event_stream_test;
mod example;
mod graph;
mod inherit;
mod merge;
#[cfg(feature = "cli")]
mod names_of_two;
mod prelude;
mod resolve;
pub(crate) mod rules;
mod service_names;
mod shape;
mod shape_id;
mod shapes;
mod traits;

pub(crate) use choice::choose;
pub(crate) use closure::{Selection, all_services, operations_of, select};
pub(crate) use event_stream_test::{Direction, EventStreamTest, EventTest, Expectation};
pub(crate) use example::OperationExample;
pub(crate) use graph::Graph;
#[cfg(feature = "cli")]
pub(crate) use names_of_two::{Names, in_neither};
pub(crate) use resolve::resolve;
pub(crate) use shape_id::{ShapeId, ShapeMap, is_identifier};
pub(crate) use shapes::{
    Kind, Member, Model, Operation, Reference, Resource, Service, Shape, Simple,
};
pub(crate) use traits::{
    AcceptorState, Bounds, Comparator, EndpointDiscovery, Fault, HttpChecksum, MalformedTest,
    Matcher, Paginated, PathMatcher, RequestTest, ResponseTest, Retryable, TimestampFormat, Traits,
    Waiter, XmlNamespace,
};
