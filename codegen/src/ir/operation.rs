//! Operations: how they authenticate, and how they go from page to page.

use super::paginator::Paginator;
use super::{
    Discovered, Example, Name, Request, RequestChecksum, ResponseChecksum, Serving, Structure,
};

/// An operation: its input is the operation's own type.
#[derive(Debug)]
pub(crate) struct Operation {
    /// The operation's name on the wire.
    pub(crate) wire_name: String,
    pub(crate) input: Structure,
    pub(crate) output: Structure,
    /// The handler's method.
    pub(crate) method: String,
    /// The client's method.
    pub(crate) client_method: String,
    /// The first sentence of the documentation, in lines.
    pub(crate) summary: Vec<String>,
    /// The errors that the operation can end with, as a section of the documentation.
    pub(crate) error_docs: Vec<String>,
    /// The schemes with which a client authenticates, most wanted first; empty for an operation
    /// that is open, or whose schemes clients don't have.
    pub(crate) auth: Vec<Auth>,
    /// Anybody may call it.
    pub(crate) is_open: bool,
    /// Signatures cover the body over TLS, too.
    pub(crate) signs_body: bool,
    /// Clients are told the endpoint by the service.
    pub(crate) discovered: Option<Discovered>,
    pub(crate) request: Request,
    /// The headers that every response has.
    pub(crate) response_headers: &'static [(&'static str, &'static str)],
    pub(crate) serving: Serving,
    /// Whether a response with a status of success may hold an error all the same.
    pub(crate) fails_with_success: bool,
    /// The member of the input that is the request's body and streams.
    pub(crate) stream_in: Option<StreamIn>,
    /// The field of the output that is the response's body and streams.
    pub(crate) stream_out: Option<String>,
    /// The checksum of the request's body, besides its MD5.
    pub(crate) checksum_in: Option<RequestChecksum>,
    /// The checksum of the response's body.
    pub(crate) checksum_out: Option<ResponseChecksum>,
    /// The union of the events that the request carries.
    pub(crate) events_in: Option<Name>,
    /// The union of the events that the response carries.
    pub(crate) events_out: Option<Name>,
    /// The way from page to page, if the answer comes in pages.
    pub(crate) paginator: Option<Paginator>,
    pub(crate) example: Example,
    /// The other examples that the model has.
    pub(crate) more_examples: Vec<Example>,
}

/// A member of an input that is the request's body and streams.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct StreamIn {
    /// The member's name in the model, for reports.
    pub(crate) name: String,
    pub(crate) field: String,
    /// A body of unknown length is refused.
    pub(crate) requires_length: bool,
    /// All of the body has to be in memory, since a header is made of it.
    pub(crate) is_in_memory: bool,
}

/// A way to authenticate that clients have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Auth {
    /// `aws.auth#sigv4`.
    SigV4,
    /// `smithy.api#httpBearerAuth`.
    Bearer,
}
