//! AWS restJson1: method and path per operation, members in the path or the JSON body.
//!
//! Rules: [AWS restJson1](https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html),
//! [HTTP binding traits](https://smithy.io/2.0/spec/http-bindings.html).

use crate::diagnostic::Diagnostic;
use crate::ir::{Binding, ErrorBody, Format, Formats, Request, Serving};
use crate::model::{Member, Model, Shape, TimestampFormat};

use super::{ErrorForm, Message, Protocol, http_binding};

/// The `content-type` of bodies that are no payload.
const MEDIA_TYPE: &str = "application/json";

pub(super) struct RestJson;

impl Protocol for RestJson {
    fn id(&self) -> &'static str {
        "aws.protocols#restJson1"
    }

    fn formats(&self) -> Formats {
        Formats::both(Format::Json)
    }

    fn wire_name<'m>(&self, member: &'m Member) -> &'m str {
        member.traits.json_name.as_deref().unwrap_or(&member.name)
    }

    fn timestamp(&self, place: &Binding, stated: Option<TimestampFormat>) -> TimestampFormat {
        http_binding::timestamp(place, stated, TimestampFormat::EpochSeconds)
    }

    fn binding(&self, message: Message, member: &Member) -> Binding {
        http_binding::binding(message, member)
    }

    fn problems(&self, message: Message, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
        http_binding::problems(message, shape, model)
    }

    fn has_initial_messages(&self) -> bool {
        false
    }

    fn request(
        &self,
        _service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        model: &Model,
    ) -> Result<Request, Vec<Diagnostic>> {
        http_binding::request(operation, input, MEDIA_TYPE, model)
    }

    fn serving(
        &self,
        _service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        output: Option<&Shape>,
        request: &Request,
        model: &Model,
    ) -> Serving {
        http_binding::serving(operation, input, output, request, MEDIA_TYPE, model)
    }

    fn errors(&self, _service: &Shape) -> ErrorForm {
        ErrorForm {
            content_type: MEDIA_TYPE.to_owned(),
            body: ErrorBody::Object { has_code: false },
            code_members: &["code", "Code", "__type"],
        }
    }

    fn error_payload_type(&self, error: &Shape, model: &Model) -> Option<String> {
        http_binding::payload_type(Message::Response, error, MEDIA_TYPE, model)
    }
}
