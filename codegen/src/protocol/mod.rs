//! Protocols: each is one file that answers what plan asks of it.
//!
//! Adding one means a file here and a line in [`ALL`]; emit never learns which it was.

mod aws_json;
mod aws_query;
mod documents;
mod http_binding;
mod http_conflict;
mod http_type;
mod known;
mod rest_json;
mod rest_xml;
mod rpc_v2;
mod tags;

pub(crate) use known::{named, of};

use crate::diagnostic::Diagnostic;
use crate::ir::{
    BigForm, Binding, Body, EntryTags, ErrorBody, Formats, HostPart, ItemTag, MemberTags, Request,
    SentAndReceived, Serving, Tag,
};
use crate::model::{Member, Model, Shape, TimestampFormat};

/// The direction of a message, as a client sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Message {
    /// An input.
    Request,
    /// An output or an error.
    Response,
}

/// The form of errors.
#[derive(Debug)]
pub(crate) struct ErrorForm {
    /// The `content-type` of an error's body.
    pub(crate) content_type: String,
    /// The form of a body.
    pub(crate) body: ErrorBody,
    /// The members of an error's body that may hold its code, the best first. The header
    /// `x-amzn-errortype` goes before all of them.
    pub(crate) code_members: &'static [&'static str],
}

/// The answers of a protocol about a service.
pub(crate) trait Protocol: Sync {
    /// The trait that says that a service speaks it.
    fn id(&self) -> &'static str;

    /// The formats of bodies.
    fn formats(&self) -> Formats;

    /// A member's name on the wire.
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str;

    /// Returns a member's names in formats that have others than [`wire_name`](Self::wire_name).
    fn member_tags(
        &self,
        _service: &Shape,
        _member: &Member,
        _model: &Model,
    ) -> Option<MemberTags> {
        None
    }

    /// Returns the name of the root element of a body that has the members of a structure.
    fn root(&self, _service: &Shape, _structure: &Shape) -> Option<Tag> {
        None
    }

    /// Returns the names of a list's items. `is_flat` says whether the holder is flattened.
    fn item_tags(&self, _item: &Member, _is_flat: bool) -> Option<SentAndReceived<ItemTag>> {
        None
    }

    /// Returns the names in a map. `is_flat` says whether the holder is flattened.
    fn entry_tags(
        &self,
        _key: &Member,
        _value: &Member,
        _is_flat: bool,
    ) -> Option<SentAndReceived<EntryTags>> {
        None
    }

    /// Returns the format of timestamps in a place; `stated` is the model's.
    fn timestamp(&self, place: &Binding, stated: Option<TimestampFormat>) -> TimestampFormat;

    /// Returns the form of big numbers in bodies.
    fn big_form(&self) -> BigForm {
        BigForm::Number
    }

    /// Returns the place where a message carries a member of an input, an output or an error. The
    /// body holds all members unless HTTP bindings mean something.
    fn binding(&self, _message: Message, _member: &Member) -> Binding {
        Binding::Body
    }

    /// Returns the problems with the members of an input, an output or an error.
    fn problems(&self, _message: Message, _shape: &Shape, _model: &Model) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Returns the reasons why an input, an output or an error can't be carried at all. Its
    /// operations are refused, or left out if that is asked for.
    fn unsupported(&self, _shape: &Shape, _model: &Model) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Returns the way in which the request of an operation is made.
    fn request(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        model: &Model,
    ) -> Result<Request, Vec<Diagnostic>>;

    /// Returns the way in which an operation is served: where its requests go, and what its
    /// responses are.
    fn serving(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        output: Option<&Shape>,
        request: &Request,
        model: &Model,
    ) -> Serving;

    /// Whether members beside an event stream are in a message of the stream
    /// ([Smithy 2.0, initial messages](https://smithy.io/2.0/spec/streaming.html#initial-request-messages)).
    fn has_initial_messages(&self) -> bool {
        true
    }

    /// The headers that every response of a server has.
    fn response_headers(&self) -> &'static [(&'static str, &'static str)] {
        &[]
    }

    /// Returns the form of errors.
    fn errors(&self, service: &Shape) -> ErrorForm;

    /// The `content-type` of the member that is an error's whole body, if there is one.
    fn error_payload_type(&self, _error: &Shape, _model: &Model) -> Option<String> {
        None
    }

    /// The status of an error's response, if the protocol has a say in it.
    fn error_status(&self, _error: &Shape) -> Option<u16> {
        None
    }

    /// The code that a server sends for an error.
    fn sent_code(&self, error: &Shape) -> String {
        error.id.name().to_owned()
    }

    /// The codes by which a response names an error.
    fn error_codes(&self, error: &Shape) -> Vec<String> {
        let mut codes = vec![error.id.name().to_owned()];
        // Services that once spoke the query protocol may still answer with its code.
        if let Some(query) = &error.traits.aws_query_error
            && query.code != error.id.name()
        {
            codes.push(query.code.clone());
        }
        codes
    }
}

/// Asks a service that once spoke the query protocol for the codes that it had there
/// (<https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait>).
fn query_mode(service: &Shape) -> Option<(String, String)> {
    let is_compatible = service.traits.aws_query_compatible;
    is_compatible.then(|| ("x-amzn-query-mode".to_owned(), "true".to_owned()))
}

/// The parts of an operation's host prefix
/// ([Smithy 2.0, endpoint](https://smithy.io/2.0/spec/endpoint-traits.html#endpoint-trait)).
fn host_prefix(operation: &Shape, input: Option<&Shape>) -> Result<Vec<HostPart>, Diagnostic> {
    let Some(endpoint) = &operation.traits.endpoint else {
        return Ok(Vec::new());
    };
    let members = input.map(|input| input.kind.members()).unwrap_or_default();
    let mut parts = Vec::new();
    let mut rest = endpoint.host_prefix.as_str();
    while let Some((literal, after)) = rest.split_once('{') {
        if !literal.is_empty() {
            parts.push(HostPart::Literal(literal.to_owned()));
        }
        let (label, after) = after.split_once('}').unwrap_or((after, ""));
        rest = after;
        let is_label = |member: &Member| member.traits.host_label && member.name == label;
        if !members.iter().any(|member| is_label(member)) {
            return Err(problem(
                operation,
                format!("host label {{{label}}} has no member"),
                "give the input a required member of this name with the trait smithy.api#hostLabel",
            ));
        }
        parts.push(HostPart::Label(label.to_owned()));
    }
    if !rest.is_empty() {
        parts.push(HostPart::Literal(rest.to_owned()));
    }
    Ok(parts)
}

/// Whether `httpChecksumRequired` asks for a checksum. `httpChecksum` says more of it, if it is there.
fn has_content_md5(operation: &Shape) -> bool {
    operation.traits.http_checksum_required && operation.traits.http_checksum.is_none()
}

/// Whether `requestCompression` asks for the encoding that there is.
fn is_compressed(operation: &Shape) -> bool {
    let compression = operation.traits.request_compression.as_ref();
    compression.is_some_and(|compression| compression.encodings.iter().any(|name| name == "gzip"))
}

/// The body of an input or output in a protocol without HTTP bindings, where the body has all
/// members; empty without an input or output.
fn whole_body(message: Option<&Shape>) -> Body {
    match message {
        None => Body::Empty,
        Some(message) if message.kind.members().is_empty() => Body::EmptyObject,
        Some(_) => Body::Object,
    }
}

fn problem(operation: &Shape, message: String, help: &str) -> Diagnostic {
    operation.problem(message, "this operation", help)
}
