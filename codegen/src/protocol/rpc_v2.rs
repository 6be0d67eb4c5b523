//! Smithy RPC v2: everything is a POST, service and operation are in the path, input and output
//! are bodies in CBOR or JSON.
//!
//! Rules: [Smithy RPC v2 CBOR](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html).
//! RPC v2 JSON has the same messages in the JSON of the AWS JSON protocols.

use std::collections::HashSet;

use crate::diagnostic::Diagnostic;
use crate::ir::{
    BigForm, Binding, Body, Format, Formats, Media, Request, Route, Serving, TargetPart,
};
use crate::model::{Kind, Member, Model, Shape, Simple, TimestampFormat};

use super::{ErrorForm, Protocol, host_prefix, is_compressed, query_mode, whole_body};

/// The header that names the protocol, in requests and responses.
const HEADER: &str = "smithy-protocol";

pub(super) struct RpcV2 {
    pub(super) id: &'static str,
    pub(super) format: Format,
    /// The headers of responses: the protocol's name.
    pub(super) headers: &'static [(&'static str, &'static str)],
}

pub(super) const CBOR: RpcV2 = RpcV2 {
    id: "smithy.protocols#rpcv2Cbor",
    format: Format::Cbor,
    headers: &[(HEADER, "rpc-v2-cbor")],
};

pub(super) const JSON: RpcV2 = RpcV2 {
    id: "smithy.protocols#rpcv2Json",
    format: Format::Json,
    headers: &[(HEADER, "rpc-v2-json")],
};

impl Protocol for RpcV2 {
    fn id(&self) -> &'static str {
        self.id
    }

    fn formats(&self) -> Formats {
        Formats::both(self.format)
    }

    /// `jsonName` means nothing here, and neither do the HTTP binding traits.
    fn wire_name<'m>(&self, member: &'m Member) -> &'m str {
        &member.name
    }

    /// `timestampFormat` means nothing here, either.
    fn timestamp(&self, _place: &Binding, _stated: Option<TimestampFormat>) -> TimestampFormat {
        TimestampFormat::EpochSeconds
    }

    /// JSON has big numbers in strings, and CBOR has tags for them.
    fn big_form(&self) -> BigForm {
        match self.format {
            Format::Json => BigForm::Text,
            Format::Cbor => BigForm::Number,
        }
    }

    /// CBOR has no documents: nothing says which of its kinds of values they would have.
    fn unsupported(&self, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
        if self.format == Format::Json {
            return Vec::new();
        }
        documents(shape, model)
    }

    fn request(
        &self,
        service: &Shape,
        operation: &Shape,
        input: Option<&Shape>,
        _model: &Model,
    ) -> Result<Request, Vec<Diagnostic>> {
        let media_type = self.format.media_type().to_owned();
        let header = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
        let mut headers: Vec<(String, String)> = self.headers.iter().map(header).collect();
        headers.push(("accept".to_owned(), media_type.clone()));
        // There is no body, and no type of one, without an input.
        let body = whole_body(input);
        if body != Body::Empty {
            headers.push(("content-type".to_owned(), media_type));
        }
        headers.extend(query_mode(service));
        let (service, operation_name) = (service.id.name(), operation.id.name());
        Ok(Request {
            method: "POST".to_owned(),
            target: vec![TargetPart::Literal(format!(
                "/service/{service}/operation/{operation_name}"
            ))],
            headers,
            body,
            host_prefix: host_prefix(operation, input).map_err(|problem| vec![problem])?,
            has_checksum: operation.traits.http_checksum_required,
            is_compressed: is_compressed(operation),
        })
    }

    fn serving(
        &self,
        _operation: &Shape,
        input: Option<&Shape>,
        output: Option<&Shape>,
        request: &Request,
        _model: &Model,
    ) -> Serving {
        let media_type = self.format.media_type().to_owned();
        let path = request.target.iter().map(|part| match part {
            TargetPart::Literal(text) => text.as_str(),
            _ => "",
        });
        let (name, value) = self.headers.first().copied().unwrap_or_default();
        Serving {
            route: Route::Rpc {
                header: (name.to_owned(), value.to_owned()),
                path: path.collect(),
            },
            takes: match input {
                None => Media::Maybe(media_type.clone()),
                Some(_) => Media::Type(media_type.clone()),
            },
            gives: Media::Maybe(media_type.clone()),
            status: 200,
            body: whole_body(output),
            content_type: output.map(|_| media_type),
        }
    }

    fn response_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    fn errors(&self) -> ErrorForm {
        ErrorForm {
            content_type: self.format.media_type().to_owned(),
            code_in_body: true,
            code_members: &["__type"],
        }
    }

    /// The whole shape id.
    fn sent_code(&self, error: &Shape) -> String {
        error.id.to_string()
    }
}

/// Reports the members of a shape, at any depth, that are documents.
fn documents(shape: &Shape, model: &Model) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let mut seen = HashSet::from([&shape.id]);
    let mut left = vec![shape];
    while let Some(shape) = left.pop() {
        for member in shape.kind.members() {
            let Some(target) = model.target(member) else {
                continue;
            };
            if let Kind::Simple(Simple::Document) = target.kind {
                problems.push(
                    Diagnostic::new(format!(
                        "{} is a document, which CBOR doesn't have",
                        member.name
                    ))
                    .at(member.location.clone(), "this member")
                    .shape(shape.id.member(&member.name))
                    .help("give the member another type, or the service another protocol"),
                );
            } else if seen.insert(&target.id) {
                left.push(target);
            }
        }
    }
    problems
}
