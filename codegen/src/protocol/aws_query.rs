//! AWS Query and EC2 Query: everything is a POST of a form to `/`, and answers are XML.
//!
//! Rules: [AWS Query](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html),
//! [EC2 Query](https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html).

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Binding, Body, Custom, EntryTags, Envelope, ErrorBody, ErrorWrapping, Format, Formats, ItemTag,
    Media, MemberTags, Request, Route, SentAndReceived, Serving, Tag, TargetPart,
};
use crate::model::{Kind, Member, Model, Shape, TimestampFormat};

use super::{ErrorForm, Protocol, documents, has_content_md5, host_prefix, is_compressed, tags};

/// The `content-type` of requests.
const FORM: &str = "application/x-www-form-urlencoded";

/// The `content-type` of responses.
const XML: &str = "text/xml";

/// The `content-type` of EC2's responses.
const EC2_XML: &str = "text/xml;charset=UTF-8";

pub(super) struct AwsQuery {
    pub(super) id: &'static str,
    /// EC2 has rules of its own for names, lists, outputs and errors.
    pub(super) is_ec2: bool,
}

impl Protocol for AwsQuery {
    fn id(&self) -> &'static str {
        self.id
    }

    fn formats(&self) -> Formats {
        Formats {
            sent: Format::Form,
            received: Format::Xml,
        }
    }

    /// The name in serde's form; fields and elements have [`tags`](Self::member_tags).
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str {
        &member.name
    }

    fn member_tags(&self, _service: &Shape, member: &Member, model: &Model) -> Option<MemberTags> {
        Some(MemberTags {
            tags: SentAndReceived {
                sent: if self.is_ec2 {
                    Tag::field(ec2_name(member))
                } else {
                    Tag::field(tags::xml_name(member))
                },
                received: tags::member(member, model),
            },
            also_read: None,
            is_attribute: false,
            root: None,
        })
    }

    /// EC2 sends all lists as flattened ones
    /// ([EC2 Query, collections](https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#x-www-form-urlencoded-shape-serialization)).
    fn item_tags(&self, item: &Member, is_flat: bool) -> Option<SentAndReceived<ItemTag>> {
        Some(SentAndReceived {
            sent: tags::item(item, is_flat || self.is_ec2).as_field(),
            received: tags::item(item, is_flat),
        })
    }

    fn entry_tags(
        &self,
        key: &Member,
        value: &Member,
        is_flat: bool,
    ) -> Option<SentAndReceived<EntryTags>> {
        let received = tags::entry(key, value, is_flat);
        Some(SentAndReceived {
            sent: received.as_fields(),
            received,
        })
    }

    fn timestamp(&self, _place: &Binding, stated: Option<TimestampFormat>) -> TimestampFormat {
        stated.unwrap_or(TimestampFormat::DateTime)
    }

    fn unsupported(&self, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
        documents::problems(shape, model, "the query protocol")
    }

    fn request(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        _model: &Model,
    ) -> Result<Request, Vec<Diagnostic>> {
        let (action, version) = (operation.id.name(), version(service));
        let has_members = input.is_some_and(|input| !input.kind.members().is_empty());
        Ok(Request {
            method: "POST".to_owned(),
            target: vec![TargetPart::Literal("/".to_owned())],
            headers: vec![("content-type".to_owned(), FORM.to_owned())],
            body: match has_members {
                true => Body::Object,
                false => Body::EmptyObject,
            },
            envelope: Envelope::Fields {
                first: format!("Action={action}&Version={version}"),
                omits_empty: self.is_ec2,
            },
            host_prefix: host_prefix(operation, input).map_err(|problem| vec![problem])?,
            has_checksum: has_content_md5(operation),
            is_compressed: is_compressed(operation),
            custom: Custom::default(),
        })
    }

    fn serving(
        &self,
        service: &Shape,
        operation: &Shape,
        _input: Option<&Shape>,
        output: Option<&Shape>,
        _request: &Request,
        _model: &Model,
    ) -> Serving {
        let name = operation.id.name();
        let root = tags::in_namespace(&format!("{name}Response"), &[service]);
        Serving {
            route: Route::Action {
                action: name.to_owned(),
                version: version(service).to_owned(),
            },
            takes: Media::Type(FORM.to_owned()),
            gives: Media::Any,
            status: 200,
            body: Body::Object,
            envelope: match (self.is_ec2, output) {
                (true, _) | (false, None) => Envelope::Root(root),
                (false, Some(_)) => Envelope::Result {
                    root,
                    result: Tag::new(format!("{name}Result")),
                },
            },
            content_type: Some(self.response_type().to_owned()),
            is_head: false,
        }
    }

    fn errors(&self, _service: &Shape) -> ErrorForm {
        ErrorForm {
            content_type: self.response_type().to_owned(),
            body: ErrorBody::Element(match self.is_ec2 {
                true => ErrorWrapping::Errors,
                false => ErrorWrapping::Query,
            }),
            code_members: &["Code"],
        }
    }

    /// The code and the status of `awsQueryError` mean something to AWS Query only
    /// ([AWS Query, errors](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsqueryerror-trait)).
    fn error_status(&self, error: &Shape) -> Option<u16> {
        let query = error
            .traits
            .aws_query_error
            .as_ref()
            .filter(|_| !self.is_ec2)?;
        query.http_response_code
    }

    fn sent_code(&self, error: &Shape) -> String {
        let query = error
            .traits
            .aws_query_error
            .as_ref()
            .filter(|_| !self.is_ec2);
        query.map_or_else(|| error.id.name().to_owned(), |query| query.code.clone())
    }

    /// The code that the service sends; the shape's own name is none of the protocol's.
    fn error_codes(&self, error: &Shape) -> Vec<String> {
        let (sent, own) = (self.sent_code(error), error.id.name().to_owned());
        match sent == own {
            true => vec![own],
            false => vec![sent, own],
        }
    }
}

impl AwsQuery {
    fn response_type(&self) -> &'static str {
        if self.is_ec2 { EC2_XML } else { XML }
    }
}

/// The version of a service's interface.
fn version(service: &Shape) -> &str {
    match &service.kind {
        Kind::Service(service) => &service.version,
        _ => "",
    }
}

/// A member's name in requests to EC2
/// ([EC2 Query, names](https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html#ec2queryname-trait)).
fn ec2_name(member: &Member) -> String {
    if let Some(name) = &member.traits.ec2_query_name {
        return name.clone();
    }
    let name = tags::xml_name(member);
    let mut letters = name.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}
