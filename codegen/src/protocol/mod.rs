//! Protocols: each is one file that answers what plan asks of it.
//!
//! Adding one means a file here and a line in [`ALL`]; emit never learns which it was.

mod aws_json;
mod http_conflict;
mod http_type;
mod known;
mod rest_json;

pub(crate) use known::{named, of};

use crate::diagnostic::Diagnostic;
use crate::ir::{Binding, HostPart, Request, Serving};
use crate::model::{Member, Model, Shape, TimestampFormat};

/// The answers of a protocol about a service.
pub(crate) trait Protocol: Sync {
    /// The trait that says that a service speaks it.
    fn id(&self) -> &'static str;

    /// A member's name in JSON.
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str;

    /// Returns the format of timestamps in a place when the model doesn't say.
    fn timestamp(&self, place: &Binding) -> TimestampFormat;

    /// Returns the place where a request carries a member of an input.
    fn request_binding(&self, member: &Member) -> Binding;

    /// Returns the place where a response carries a member of an output or an error.
    fn response_binding(&self, member: &Member) -> Binding;

    /// Returns the problems with the members of an input.
    fn problems_of_input(&self, _input: &Shape, _model: &Model) -> Vec<Diagnostic> {
        Vec::new()
    }

    /// Returns the problems with the members of an output or an error.
    fn problems_of_response(&self, _shape: &Shape, _model: &Model) -> Vec<Diagnostic> {
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
        operation: &Shape,
        input: Option<&Shape>,
        output: Option<&Shape>,
        request: &Request,
        model: &Model,
    ) -> Serving;

    /// Whether members beside an event stream are in a message of the stream
    /// ([Smithy 2.0, initial messages](https://smithy.io/2.0/spec/streaming.html#initial-request-messages)).
    fn has_initial_messages(&self) -> bool {
        false
    }

    /// The `content-type` of errors, and whether their code is in the body.
    fn error_form(&self) -> (String, bool);

    /// The `content-type` of the member that is an error's whole body, if there is one.
    fn error_payload_type(&self, _error: &Shape, _model: &Model) -> Option<String> {
        None
    }

    /// The code that a server sends for an error.
    fn sent_code(&self, error: &Shape) -> String {
        error.id.name().to_owned()
    }

    /// The members of an error body that may hold its code, the best first. The header
    /// `x-amzn-errortype` goes before all of them.
    fn error_code_members(&self) -> &'static [&'static str];

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

/// Whether `requestCompression` asks for the encoding that there is.
fn is_compressed(operation: &Shape) -> bool {
    let compression = operation.traits.request_compression.as_ref();
    compression.is_some_and(|compression| compression.encodings.iter().any(|name| name == "gzip"))
}

fn problem(operation: &Shape, message: String, help: &str) -> Diagnostic {
    operation.problem(message, "this operation", help)
}
