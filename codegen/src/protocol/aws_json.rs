//! AWS JSON 1.0 and 1.1: everything is a POST to `/`, the operation is in a header, input
//! and output are JSON bodies.
//!
//! Rules: [AWS JSON 1.0](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html),
//! [AWS JSON 1.1](https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html).

use crate::diagnostic::Diagnostic;
use crate::ir::{
    Binding, Body, Custom, Envelope, ErrorBody, Format, Formats, Media, Request, Route, Serving,
    TargetPart,
};
use crate::model::{Member, Model, Shape, TimestampFormat};

use super::{
    ErrorForm, Protocol, has_content_md5, host_prefix, is_compressed, query_mode, whole_body,
};

pub(super) struct AwsJson {
    pub(super) version: &'static str,
    pub(super) id: &'static str,
}

impl Protocol for AwsJson {
    fn id(&self) -> &'static str {
        self.id
    }

    fn formats(&self) -> Formats {
        Formats::both(Format::Json)
    }

    /// `jsonName` means nothing here, and neither do the HTTP binding traits.
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str {
        &member.name
    }

    fn timestamp(&self, _place: &Binding, stated: Option<TimestampFormat>) -> TimestampFormat {
        stated.unwrap_or(TimestampFormat::EpochSeconds)
    }

    fn request(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        _model: &Model,
    ) -> Result<Request, Vec<Diagnostic>> {
        let has_members = input.is_some_and(|input| !input.kind.members().is_empty());
        let mut headers = vec![
            ("content-type".to_owned(), self.media_type()),
            (
                "x-amz-target".to_owned(),
                format!("{}.{}", service.id.name(), operation.id.name()),
            ),
        ];
        headers.extend(query_mode(service));
        Ok(Request {
            method: "POST".to_owned(),
            target: vec![TargetPart::Literal("/".to_owned())],
            headers,
            body: if has_members {
                Body::Object
            } else {
                Body::EmptyObject
            },
            envelope: Envelope::None,
            host_prefix: host_prefix(operation, input).map_err(|problem| vec![problem])?,
            has_checksum: has_content_md5(operation),
            is_compressed: is_compressed(operation),
            custom: Custom::default(),
        })
    }

    fn serving(
        &self,
        _service: &Shape,
        _operation: &Shape,
        _input: Option<&Shape>,
        output: Option<&Shape>,
        request: &Request,
        _model: &Model,
    ) -> Serving {
        let target = request
            .headers
            .iter()
            .find(|(name, _)| name == "x-amz-target");
        Serving {
            route: Route::Target(target.map_or_else(String::new, |(_, value)| value.clone())),
            takes: Media::Type(self.media_type()),
            gives: Media::Maybe(self.media_type()),
            status: 200,
            body: whole_body(output),
            envelope: Envelope::None,
            content_type: Some(self.media_type()),
            is_head: false,
        }
    }

    /// `code` comes last: it may be a member that the error itself has.
    fn errors(&self, _service: &Shape) -> ErrorForm {
        ErrorForm {
            content_type: self.media_type(),
            body: ErrorBody::Object { has_code: true },
            code_members: &["__type", "code", "Code"],
        }
    }

    /// Version 1.0 sends the whole shape id
    /// ([AWS JSON 1.0, differences](https://smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#differences-between-awsjson1-0-and-awsjson1-1)).
    fn sent_code(&self, error: &Shape) -> String {
        if self.version == "1.0" {
            error.id.to_string()
        } else {
            error.id.name().to_owned()
        }
    }
}

impl AwsJson {
    fn media_type(&self) -> String {
        format!("application/x-amz-json-{}", self.version)
    }
}
