//! AWS restXml: method and path per operation, members in the path, in headers or in an XML body.
//!
//! Rules: [AWS restXml](https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html),
//! [HTTP binding traits](https://smithy.io/2.0/spec/http-bindings.html).

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Binding, Body, EntryTags, Envelope, ErrorBody, ErrorWrapping, Format, Formats, ItemTag, Media,
    MemberTags, Request, SentAndReceived, Serving, Tag,
};
use crate::model::{Member, Model, Shape, TimestampFormat};

use super::{ErrorForm, Message, Protocol, documents, http_binding, tags};

/// The `content-type` of bodies that are no payload.
const MEDIA_TYPE: &str = "application/xml";

pub(super) struct RestXml;

impl Protocol for RestXml {
    fn id(&self) -> &'static str {
        "aws.protocols#restXml"
    }

    fn formats(&self) -> Formats {
        Formats::both(Format::Xml)
    }

    /// The name in serde's form; elements have [`tags`](Self::member_tags).
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str {
        &member.name
    }

    fn member_tags(&self, service: &Shape, member: &Member, model: &Model) -> Option<MemberTags> {
        Some(MemberTags {
            tags: SentAndReceived::both(tags::member(member, model)),
            also_read: None,
            is_attribute: member.traits.xml_attribute,
            root: tags::payload(member, service, model),
        })
    }

    fn root(&self, service: &Shape, structure: &Shape) -> Option<Tag> {
        Some(tags::root(structure, service))
    }

    fn item_tags(&self, item: &Member, is_flat: bool) -> Option<SentAndReceived<ItemTag>> {
        Some(SentAndReceived::both(tags::item(item, is_flat)))
    }

    fn entry_tags(
        &self,
        key: &Member,
        value: &Member,
        is_flat: bool,
    ) -> Option<SentAndReceived<EntryTags>> {
        Some(SentAndReceived::both(tags::entry(key, value, is_flat)))
    }

    fn timestamp(&self, place: &Binding, stated: Option<TimestampFormat>) -> TimestampFormat {
        http_binding::timestamp(place, stated, TimestampFormat::DateTime)
    }

    fn binding(&self, message: Message, member: &Member) -> Binding {
        http_binding::binding(message, member)
    }

    fn problems(&self, message: Message, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
        http_binding::problems(message, shape, model)
    }

    fn unsupported(&self, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
        documents::problems(shape, model, "XML")
    }

    fn has_initial_messages(&self) -> bool {
        false
    }

    fn request(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        model: &Model,
    ) -> Result<Request, Vec<Diagnostic>> {
        let mut request = http_binding::request(operation, input, MEDIA_TYPE, model)?;
        if let Some(input) = input {
            request.envelope = Envelope::Root(tags::root(input, service));
            name_payload(&mut request.body, input, service, model);
        }
        Ok(request)
    }

    fn serving(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        output: Option<&Shape>,
        request: &Request,
        model: &Model,
    ) -> Serving {
        let mut serving =
            http_binding::serving(operation, input, output, request, MEDIA_TYPE, model);
        if serving.body == Body::EmptyObject {
            serving.body = Body::Empty;
            serving.content_type = None;
        }
        // botocore sends XML without a content type, so only a wrong one is refused.
        if let Media::Type(xml) = &serving.takes
            && xml == MEDIA_TYPE
        {
            serving.takes = Media::Maybe(xml.clone());
        }
        if let Some(output) = output {
            serving.envelope = match operation.traits.s3_unwrapped_xml_output {
                true => Envelope::Unwrapped,
                false => Envelope::Root(tags::root(output, service)),
            };
            name_payload(&mut serving.body, output, service, model);
        }
        serving
    }

    fn errors(&self, service: &Shape) -> ErrorForm {
        let is_bare = service
            .traits
            .rest_xml
            .unwrap_or_default()
            .no_error_wrapping;
        ErrorForm {
            content_type: MEDIA_TYPE.to_owned(),
            body: ErrorBody::Element(match is_bare {
                true => ErrorWrapping::Bare,
                false => ErrorWrapping::ErrorResponse,
            }),
            code_members: &["Code"],
        }
    }

    fn error_payload_type(&self, error: &Shape, model: &Model) -> Option<String> {
        http_binding::payload_type(Message::Response, error, MEDIA_TYPE, model)
    }
}

/// Gives a payload that is an element its name.
fn name_payload(body: &mut Body, message: &Shape, service: &Shape, model: &Model) {
    let Body::Payload { field, root, .. } = body else {
        return;
    };
    let members = message.kind.members();
    let payload = members.into_iter().find(|member| member.name == *field);
    *root = payload.and_then(|payload| tags::payload(payload, service, model));
}
