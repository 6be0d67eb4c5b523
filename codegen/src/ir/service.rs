//! The crate and its services.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::ProtocolTests;
use crate::model::ShapeId;

use super::endpoint::EndpointRules;
use super::waiter::Waiter;
use super::{
    AttributeVariants, CheckBody, CheckFunction, Discovery, ErrorBody, ErrorShape, EventStreamTest,
    ExampleTest, Formats, Item, MalformedTest, Name, Operation, PatternConstant, Recorded,
    RequestTest, ResponseTest, Transfers, Union,
};

/// The whole crate.
#[derive(Debug, Default)]
pub(crate) struct Crate {
    pub(crate) docs: Vec<String>,
    /// The crate's name in paths, if it is known: examples are compiled then.
    pub(crate) library: Option<String>,
    pub(crate) services: Vec<Service>,
    /// The services that aren't there, as they speak no protocol that is supported.
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) serde_feature: Option<String>,
    pub(crate) server_feature: Option<String>,
    pub(crate) buildtime_feature: Option<String>,
    pub(crate) protocol_tests: ProtocolTests,
    /// The cargo feature that endpoint rules are behind, if they are emitted.
    pub(crate) client_feature: Option<String>,
    /// The cargo feature of clients without an HTTP client.
    pub(crate) client_core_feature: Option<String>,
    /// Whether only endpoint rules are emitted, for tests of them.
    pub(crate) endpoints_only: bool,
}

/// A service: a module of the crate.
#[derive(Debug)]
pub(crate) struct Service {
    pub(crate) module: String,
    pub(crate) id: String,
    /// The service's name for people.
    pub(crate) title: Option<String>,
    pub(crate) docs: Vec<String>,
    pub(crate) operations: Vec<Operation>,
    /// The operation that examples show.
    pub(crate) example: Option<usize>,
    pub(crate) waiters: Vec<Waiter>,
    pub(crate) items: Vec<Item>,
    pub(crate) errors: Vec<ErrorShape>,
    /// The shape id of the protocol's trait.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) protocol: &'static str,
    /// The formats of bodies.
    pub(crate) formats: Formats,
    /// The members of an error body that may hold its code, the best first.
    pub(crate) error_code_members: &'static [&'static str],
    /// The names of all types and modules, and the stems of the names of functions in other files:
    /// generated files can't import another item under these.
    pub(crate) names: BTreeSet<String>,
    /// Whether there is a `read_write.rs`.
    pub(crate) has_read_write: bool,
    /// Whether serde uses the functions of the wire.
    pub(crate) serde_is_on_wire: bool,
    /// Whether anything in it is deprecated, so that the module must not warn of itself.
    pub(crate) has_deprecated: bool,
    /// Some types are lists and maps in one another, several deep, as the model has them.
    pub(crate) has_deep_types: bool,
    /// The recursion limit that crates need whose tasks hold the types, if it isn't the compiler's.
    pub(crate) recursion_limit: Option<usize>,
    /// Operations that the model has and that were left out, with the reason.
    pub(crate) skipped: Vec<Skipped>,
    /// The error's code may be in the header of the query protocol.
    pub(crate) is_query_compatible: bool,
    /// The codes of errors without a body, by the status.
    pub(crate) codes_of_status: &'static [(u16, &'static str)],
    pub(crate) request_tests: Vec<RequestTest>,
    pub(crate) response_tests: Vec<ResponseTest>,
    pub(crate) event_stream_tests: Vec<EventStreamTest>,
    /// Its other side.
    pub(crate) server: Server,
    /// The client, if clients are asked for.
    pub(crate) client: Option<Client>,
    /// The secrets that recordings of traffic leave out.
    pub(crate) recorded: Option<Recorded>,
    /// The way in which clients are told endpoints.
    pub(crate) discovery: Option<Discovery>,
    /// The operations with which clients move large objects.
    pub(crate) transfers: Option<Transfers>,
    /// The endpoint rules, if they are asked for.
    pub(crate) endpoint: Option<EndpointRules>,
    /// The number of shapes of the model that went into the service.
    pub(crate) shapes: usize,
    /// The shapes that types come from, by the types' names; those of inputs and outputs come
    /// from their operation.
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) origins: BTreeMap<String, ShapeId>,
}

/// The facts about a service that a client needs.
#[derive(Debug)]
pub(crate) struct Client {
    pub(crate) sdk_id: String,
    pub(crate) signing_name: String,
    pub(crate) endpoint_prefix: String,
    pub(crate) version: String,
    /// Each signed request has the hash of its body in a header.
    pub(crate) content_hash: bool,
    /// The setter of the endpoint parameter that is the bucket of a form, if the service takes
    /// uploads by forms.
    pub(crate) bucket_of_forms: Option<String>,
}

/// The facts about a service that its server needs besides its operations.
#[derive(Debug, Default)]
pub(crate) struct Server {
    /// The `content-type` of errors.
    pub(crate) error_type: String,
    /// The form of an error's body.
    pub(crate) error_body: ErrorBody,
    /// The headers that every response has.
    pub(crate) headers: &'static [(&'static str, &'static str)],
    /// The functions that check inputs and what is in them: those of inputs, of types, then of
    /// other shapes.
    pub(crate) checks: Vec<CheckFunction>,
    /// The operations' indices, those with the more specific routes first.
    pub(crate) order: Vec<usize>,
    pub(crate) patterns: Vec<PatternConstant>,
    pub(crate) request_tests: Vec<RequestTest>,
    pub(crate) response_tests: Vec<ResponseTest>,
    pub(crate) malformed_tests: Vec<MalformedTest>,
    pub(crate) event_stream_tests: Vec<EventStreamTest>,
    /// The examples that the model has, as tests.
    pub(crate) example_tests: Vec<ExampleTest>,
}

/// An operation that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Skipped {
    pub(crate) operation: String,
    pub(crate) reason: String,
    /// An item of a list in Markdown that says so.
    pub(crate) line: String,
    /// The ids of the protocol tests that went with it.
    pub(crate) cases: Vec<String>,
}

/// A service that was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub(crate) service: String,
    pub(crate) reason: String,
    /// An item of a list in Markdown that says so.
    pub(crate) line: String,
}

impl Service {
    /// The item of a name. Plan has sorted items by their names.
    pub(crate) fn item(&self, name: &Name) -> Option<&Item> {
        let found = self.items.binary_search_by(|item| item.name().cmp(name));
        found.ok().and_then(|at| self.items.get(at))
    }

    /// The union of the values that attributes of items have, if the service has one.
    pub(crate) fn attributes(&self) -> Option<(&Union, &AttributeVariants)> {
        self.items.iter().find_map(|item| match item {
            Item::Union(union) => Some((union, union.attributes.as_deref()?)),
            _ => None,
        })
    }
}

impl Server {
    /// The name of the function that checks an operation's input, if there is anything to check.
    pub(crate) fn check_of(&self, input: &Name) -> Option<&str> {
        let mut inputs = self.checks.iter().filter(|check| check.is_for_input);
        let found = inputs.find(
            |check| matches!(&check.body, CheckBody::Structure { name, .. } if name == input),
        );
        found.map(|check| check.name.as_str())
    }
}
