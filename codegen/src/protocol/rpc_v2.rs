//! Smithy RPC v2: everything is a POST, service and operation are in the path, input and output
//! are bodies in CBOR or JSON.
//!
//! Rules: [Smithy RPC v2 CBOR](https://smithy.io/2.0/additional-specs/protocols/smithy-rpc-v2.html).
//! RPC v2 JSON has the same messages in the JSON of the AWS JSON protocols.

use crate::diagnostic::Diagnostic;
use crate::ir::{
    BigForm, Binding, Body, Custom, Envelope, ErrorBody, Format, Formats, Media, Request, Route,
    Serving, TargetPart,
};
use crate::model::{Member, Model, Shape, TimestampFormat};

use super::{
    ErrorForm, Protocol, documents, has_content_md5, host_prefix, is_compressed, query_mode,
    whole_body,
};

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
            _ => BigForm::Number,
        }
    }

    /// CBOR has no documents: nothing says which of its kinds of values they would have.
    fn unsupported(&self, shape: &Shape, model: &Model) -> Vec<Diagnostic> {
        if self.format == Format::Json {
            return Vec::new();
        }
        documents::problems(shape, model, "CBOR")
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
            envelope: Envelope::None,
            content_type: output.map(|_| media_type),
            is_head: false,
        }
    }

    fn response_headers(&self) -> &'static [(&'static str, &'static str)] {
        self.headers
    }

    fn errors(&self, _service: &Shape) -> ErrorForm {
        ErrorForm {
            content_type: self.format.media_type().to_owned(),
            body: ErrorBody::Object { has_code: true },
            code_members: &["__type"],
        }
    }

    /// The whole shape id.
    fn sent_code(&self, error: &Shape) -> String {
        error.id.to_string()
    }
}
