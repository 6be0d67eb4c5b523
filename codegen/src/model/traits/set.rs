//! Nodes of the AST to typed traits.

use serde::Deserialize;

use crate::ast::{Entries, Node, Place};
use crate::diagnostic::{Diagnostic, Report};

use super::super::rules;
use super::{COMPARED, Traits};

/// `aws.api#clientDiscoveredEndpoint`.
#[derive(Deserialize)]
struct DiscoveredEndpoint {
    required: bool,
}

/// `smithy.api#mixin`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Mixin {
    local_traits: Option<Vec<String>>,
}

/// `aws.api#service`.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct AwsService {
    sdk_id: Option<String>,
    endpoint_prefix: Option<String>,
    doc_id: Option<String>,
}

/// `aws.auth#sigv4`.
#[derive(Deserialize)]
struct SigV4 {
    name: String,
}

/// Types the traits of `shape`; a value of the wrong form is reported and left out.
pub(in crate::model) fn parse<'a>(
    entries: &Entries<'a, Node<'a>>,
    place: &Place<'a>,
    shape: &str,
    report: &mut Report,
) -> Traits {
    let mut traits = Traits::default();
    for (key, node) in entries.iter() {
        if let Err(diagnostic) = traits.set(&key.name, *node, place) {
            let message = format!("trait {} can't be used: {}", key.name, diagnostic.message());
            report.add(
                Diagnostic::new(message)
                    .at(place.of(node.text()), "not a value of this trait")
                    .shape(shape),
            );
        }
        traits.keep(&key.name, *node, place);
    }
    traits
}

impl Traits {
    /// Sets a trait that has been read before, so that what is wrong with it is reported.
    pub(in crate::model) fn take<'a>(&mut self, id: &str, node: Node<'a>, place: &Place<'a>) {
        let _reported = self.set(id, node, place);
        self.keep(id, node, place);
    }

    /// Keeps the value of a trait that is compared.
    fn keep(&mut self, id: &str, node: Node<'_>, place: &Place<'_>) {
        if let Some(id) = COMPARED.into_iter().find(|known| *known == id) {
            self.compared.insert(id, rules::Source::new(node, place));
        }
    }

    fn set<'a>(&mut self, id: &str, node: Node<'a>, place: &Place<'a>) -> Result<(), Diagnostic> {
        match id {
            "smithy.api#documentation" => self.documentation = Some(place.decode(node)?),
            "aws.api#service" => {
                let service: AwsService = place.decode(node)?;
                self.sdk_id = service.sdk_id;
                self.endpoint_prefix = service.endpoint_prefix;
                self.doc_id = service.doc_id;
            }
            "aws.auth#sigv4" => self.signing_name = Some(place.decode::<SigV4>(node)?.name),
            "smithy.api#auth" => self.auth = Some(place.decode(node)?),
            "aws.api#clientDiscoveredEndpoint" => {
                let discovered: DiscoveredEndpoint = place.decode(node)?;
                self.discovered_endpoint = Some(discovered.required);
            }
            "aws.api#clientEndpointDiscovery" => {
                self.endpoint_discovery = Some(place.decode(node)?);
            }
            "aws.api#clientEndpointDiscoveryId" => {
                self.endpoint_discovery_id = annotation(node, place)?;
            }
            "aws.auth#unsignedPayload" => self.unsigned_payload = annotation(node, place)?,
            "smithy.api#title" => self.title = Some(place.decode(node)?),
            "smithy.api#deprecated" => self.deprecated = Some(place.decode(node)?),
            "smithy.api#sensitive" => self.sensitive = annotation(node, place)?,
            "smithy.api#mixin" => {
                self.mixin = true;
                self.local_traits = place.decode::<Mixin>(node)?.local_traits;
            }
            "smithy.api#required" => self.required = annotation(node, place)?,
            "smithy.api#clientOptional" => self.client_optional = annotation(node, place)?,
            "smithy.api#internal" => self.internal = annotation(node, place)?,
            "smithy.api#input" => self.input = annotation(node, place)?,
            "smithy.api#default" => self.default = Some(place.decode(node)?),
            "smithy.api#sparse" => self.sparse = annotation(node, place)?,
            "smithy.api#idempotencyToken" => self.idempotency_token = annotation(node, place)?,
            "smithy.api#length" => self.length = Some(place.decode(node)?),
            "smithy.api#range" => self.range = Some(place.decode(node)?),
            "smithy.api#pattern" => self.pattern = Some(place.decode(node)?),
            "smithy.api#uniqueItems" => self.unique_items = annotation(node, place)?,
            "smithy.api#enumValue" => self.enum_value = Some(place.decode(node)?),
            "smithy.api#timestampFormat" => self.timestamp_format = Some(place.decode(node)?),
            "smithy.api#jsonName" => self.json_name = Some(place.decode(node)?),
            "smithy.api#xmlName" => self.xml_name = Some(place.decode(node)?),
            "smithy.api#xmlFlattened" => self.xml_flattened = annotation(node, place)?,
            "smithy.api#xmlAttribute" => self.xml_attribute = annotation(node, place)?,
            "smithy.api#xmlNamespace" => self.xml_namespace = Some(place.decode(node)?),
            "aws.protocols#ec2QueryName" => self.ec2_query_name = Some(place.decode(node)?),
            "aws.protocols#restXml" => {
                self.rest_xml = Some(place.decode(node)?);
                self.others.insert(id.to_owned());
            }
            "aws.customizations#s3UnwrappedXmlOutput" => {
                self.s3_unwrapped_xml_output = annotation(node, place)?;
            }
            "smithy.api#http" => self.http = Some(place.decode(node)?),
            "smithy.api#httpLabel" => self.http_label = annotation(node, place)?,
            "smithy.api#httpQuery" => self.http_query = Some(place.decode(node)?),
            "smithy.api#httpQueryParams" => self.http_query_params = annotation(node, place)?,
            "smithy.api#httpHeader" => self.http_header = Some(place.decode(node)?),
            "smithy.api#httpPrefixHeaders" => self.http_prefix_headers = Some(place.decode(node)?),
            "smithy.api#httpPayload" => self.http_payload = annotation(node, place)?,
            "smithy.api#httpResponseCode" => self.http_response_code = annotation(node, place)?,
            "smithy.api#hostLabel" => self.host_label = annotation(node, place)?,
            "smithy.api#endpoint" => self.endpoint = Some(place.decode(node)?),
            "smithy.api#httpChecksumRequired" => {
                self.http_checksum_required = annotation(node, place)?;
            }
            "aws.protocols#httpChecksum" => {
                self.http_checksum = Some(place.decode(node)?);
                self.others.insert(id.to_owned());
            }
            "smithy.api#requestCompression" => self.request_compression = Some(place.decode(node)?),
            "smithy.api#mediaType" => self.media_type = Some(place.decode(node)?),
            "smithy.api#streaming" => self.streaming = annotation(node, place)?,
            "smithy.api#requiresLength" => self.requires_length = annotation(node, place)?,
            "smithy.api#eventHeader" => self.event_header = annotation(node, place)?,
            "smithy.api#eventPayload" => self.event_payload = annotation(node, place)?,
            "smithy.api#enum" => self.enum_trait = Some(place.decode(node)?),
            "aws.protocols#awsQueryCompatible" => self.aws_query_compatible = true,
            "smithy.api#examples" => self.examples = Some(place.decode(node)?),
            "smithy.test#httpRequestTests" => self.request_tests = Some(place.decode(node)?),
            "smithy.test#httpResponseTests" => self.response_tests = Some(place.decode(node)?),
            "smithy.test#httpMalformedRequestTests" => {
                self.malformed_tests = Some(place.decode(node)?);
            }
            "smithy.test#eventStreamTests" => {
                self.event_stream_tests = Some(place.decode(node)?);
            }
            "smithy.api#error" => self.error = Some(place.decode(node)?),
            "smithy.api#httpError" => self.http_error = Some(place.decode(node)?),
            "aws.protocols#awsQueryError" => self.aws_query_error = Some(place.decode(node)?),
            "smithy.rules#endpointRuleSet" => {
                self.endpoint_rule_set = Some(Box::new(rules::Source::new(node, place)));
            }
            "smithy.rules#endpointBdd" => {
                self.endpoint_bdd = Some(Box::new(rules::Source::new(node, place)));
            }
            "smithy.rules#contextParam" => self.context_param = Some(place.decode(node)?),
            "smithy.rules#clientContextParams" => {
                self.client_context_params = Some(place.decode(node)?);
            }
            "smithy.rules#staticContextParams" => {
                self.static_context_params = Some(place.decode(node)?);
            }
            "smithy.rules#operationContextParams" => {
                self.operation_context_params = Some(place.decode(node)?);
            }
            "smithy.api#paginated" => self.paginated = Some(place.decode(node)?),
            "smithy.waiters#waitable" => self.waitable = Some(place.decode(node)?),
            "smithy.api#retryable" => self.retryable = Some(place.decode(node)?),
            _ => {
                self.others.insert(id.to_owned());
            }
        }
        Ok(())
    }
}

/// An annotation trait's value is `{}` and nothing else.
fn annotation<'a>(node: Node<'a>, place: &Place<'a>) -> Result<bool, Diagnostic> {
    #[derive(Deserialize)]
    #[serde(expecting = "{}")]
    struct Annotation {}
    place.decode::<Annotation>(node).map(|Annotation {}| true)
}
