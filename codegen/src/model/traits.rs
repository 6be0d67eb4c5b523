//! Traits as types: the ones that bear on what is generated. Others are kept by id only.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::ast::{Entries, Node, Number, Place, Value};
use crate::diagnostic::{Diagnostic, Report};

use super::event_stream_test::EventStreamTest;
use super::example::OperationExample;
use super::rules;

/// The traits of a shape or member. There is one for every member of a model, so what is rare
/// and large is boxed.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Traits {
    pub(crate) documentation: Option<String>,
    pub(crate) title: Option<String>,
    /// The `sdkId` of `aws.api#service`.
    pub(crate) sdk_id: Option<String>,
    /// Its `endpointPrefix`.
    pub(crate) endpoint_prefix: Option<String>,
    /// The `name` of `aws.auth#sigv4`.
    pub(crate) signing_name: Option<String>,
    /// `smithy.api#auth`: the ids of authentication schemes.
    pub(crate) auth: Option<Vec<String>>,
    pub(crate) deprecated: Option<Box<Deprecated>>,
    pub(crate) sensitive: bool,
    pub(crate) mixin: bool,
    /// The traits of a mixin that stay with it.
    pub(crate) local_traits: Option<Vec<String>>,

    pub(crate) required: bool,
    /// Whether the shape isn't for customers: `smithy.api#internal`, or, for a value of the old
    /// `enum` trait, a tag that says so.
    pub(crate) internal: bool,
    pub(crate) client_optional: bool,
    pub(crate) input: bool,
    pub(crate) default: Option<Value>,
    pub(crate) sparse: bool,
    pub(crate) idempotency_token: bool,

    pub(crate) length: Option<Box<Bounds>>,
    pub(crate) range: Option<Box<Bounds>>,
    pub(crate) pattern: Option<String>,
    pub(crate) unique_items: bool,

    pub(crate) enum_value: Option<Value>,
    pub(crate) timestamp_format: Option<TimestampFormat>,
    pub(crate) json_name: Option<String>,
    pub(crate) xml_name: Option<String>,
    pub(crate) xml_flattened: bool,
    pub(crate) xml_attribute: bool,
    pub(crate) xml_namespace: Option<Box<XmlNamespace>>,
    /// `aws.protocols#ec2QueryName`.
    pub(crate) ec2_query_name: Option<String>,
    /// The value of `aws.protocols#restXml`.
    pub(crate) rest_xml: Option<RestXml>,
    /// `aws.customizations#s3UnwrappedXmlOutput`.
    pub(crate) s3_unwrapped_xml_output: bool,

    pub(crate) http: Option<Box<Http>>,
    pub(crate) http_label: bool,
    pub(crate) http_query: Option<String>,
    pub(crate) http_query_params: bool,
    pub(crate) http_header: Option<String>,
    pub(crate) http_prefix_headers: Option<String>,
    pub(crate) http_payload: bool,
    pub(crate) http_response_code: bool,
    pub(crate) host_label: bool,
    pub(crate) endpoint: Option<Box<Endpoint>>,
    pub(crate) http_checksum_required: bool,
    pub(crate) http_checksum: Option<Box<HttpChecksum>>,
    pub(crate) request_compression: Option<Box<RequestCompression>>,
    pub(crate) media_type: Option<String>,
    pub(crate) streaming: bool,
    pub(crate) requires_length: bool,
    /// `aws.api#clientEndpointDiscovery`.
    pub(crate) endpoint_discovery: Option<Box<EndpointDiscovery>>,
    /// Whether clients have to ask for an endpoint, or may: `aws.api#clientDiscoveredEndpoint`.
    pub(crate) discovered_endpoint: Option<bool>,
    /// `aws.api#clientEndpointDiscoveryId`.
    pub(crate) endpoint_discovery_id: bool,
    /// `aws.auth#unsignedPayload`.
    pub(crate) unsigned_payload: bool,
    pub(crate) event_header: bool,
    pub(crate) event_payload: bool,
    pub(crate) aws_query_compatible: bool,

    pub(crate) error: Option<Fault>,
    pub(crate) http_error: Option<u16>,
    pub(crate) aws_query_error: Option<AwsQueryError>,
    pub(crate) retryable: Option<Retryable>,

    /// `smithy.api#enum`, which Smithy 2.0 has kept for old models.
    pub(crate) enum_trait: Option<Vec<EnumDefinition>>,

    pub(crate) request_tests: Option<Vec<RequestTest>>,
    pub(crate) response_tests: Option<Vec<ResponseTest>>,
    pub(crate) malformed_tests: Option<Vec<MalformedTest>>,
    pub(crate) event_stream_tests: Option<Vec<EventStreamTest>>,
    pub(crate) examples: Option<Vec<OperationExample>>,

    /// `smithy.rules#endpointRuleSet`, which is read where it is asked for.
    pub(crate) endpoint_rule_set: Option<Box<rules::Source>>,
    /// `smithy.rules#endpointBdd`, likewise.
    pub(crate) endpoint_bdd: Option<Box<rules::Source>>,
    pub(crate) context_param: Option<ContextParam>,
    pub(crate) client_context_params: Option<Box<IndexMap<String, ClientContextParam>>>,
    pub(crate) static_context_params: Option<Box<IndexMap<String, StaticContextParam>>>,
    pub(crate) operation_context_params: Option<Box<IndexMap<String, OperationContextParam>>>,

    pub(crate) paginated: Option<Box<Paginated>>,
    pub(crate) waitable: Option<Box<IndexMap<String, Waiter>>>,

    /// The ids of all other traits.
    pub(crate) others: BTreeSet<String>,
    /// The values of traits that only a comparison of two models looks at, see [`COMPARED`].
    #[cfg_attr(not(feature = "cli"), allow(dead_code))]
    pub(crate) compared: BTreeMap<&'static str, rules::Source>,
}

/// Traits whose values are kept as they stand in the file, to be compared with another
/// version's.
const COMPARED: [&str; 3] = [
    "smithy.api#paginated",
    "smithy.rules#endpointTests",
    "smithy.waiters#waitable",
];

impl Traits {
    /// Whether a trait is there that isn't typed here.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.others.contains(id)
    }
}

/// Takes `$over`'s value where it has one.
macro_rules! overlay {
    ($base:expr, $over:expr; flags: $($flag:ident)*; options: $($option:ident)*) => {
        Traits {
            $($flag: $base.$flag || $over.$flag,)*
            $($option: $over.$option.clone().or_else(|| $base.$option.clone()),)*
            others: $base.others.union(&$over.others).cloned().collect(),
            compared: BTreeMap::new(),
        }
    };
}

/// Lays `$over` on `$own`, whose lists are taken and come before those of `$over`.
macro_rules! join {
    ($own:expr, $over:expr; $($list:ident)*) => {{
        let mut own = $own;
        $(let $list = own.$list.take();)*
        let mut joined = own.overlaid($over);
        $(if let Some(mut list) = $list {
            list.extend(joined.$list.into_iter().flatten());
            joined.$list = Some(list);
        })*
        joined
    }};
}

impl Traits {
    /// Lays `over`'s traits on top of these, as mixins do.
    pub(super) fn overlaid(&self, over: &Self) -> Self {
        let mut traits = overlay!(
            self, over;
            flags: sensitive mixin required internal client_optional input sparse idempotency_token
                http_label http_query_params http_payload http_response_code host_label
                http_checksum_required streaming requires_length unsigned_payload endpoint_discovery_id event_header event_payload aws_query_compatible unique_items
                xml_flattened xml_attribute s3_unwrapped_xml_output;
            options: local_traits http_query http_header http_prefix_headers endpoint http_checksum request_compression
                media_type enum_trait endpoint_discovery discovered_endpoint request_tests response_tests malformed_tests event_stream_tests examples
                documentation title sdk_id endpoint_prefix signing_name auth deprecated default length range pattern enum_value
                endpoint_rule_set endpoint_bdd context_param client_context_params static_context_params operation_context_params
                timestamp_format json_name xml_name xml_namespace ec2_query_name rest_xml http error http_error aws_query_error retryable
                paginated waitable
        );
        traits.compared = self.compared.clone();
        traits.compared.extend(over.compared.clone());
        traits
    }

    /// Adds traits of an `apply` statement: values that are lists are joined, of others the later
    /// one counts
    /// ([Smithy 2.0, trait conflict resolution](https://smithy.io/2.0/spec/model.html#trait-conflict-resolution)).
    pub(super) fn join(&mut self, over: &Self) {
        let own = std::mem::take(self);
        *self = join!(
            own, over;
            auth enum_trait request_tests response_tests malformed_tests event_stream_tests examples
        );
    }
}

/// `smithy.api#deprecated`.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub(crate) struct Deprecated {
    pub(crate) message: Option<String>,
    pub(crate) since: Option<String>,
}

/// `smithy.api#length` and `smithy.api#range`: numbers as the model writes them.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Bounds {
    pub(crate) min: Option<Number>,
    pub(crate) max: Option<Number>,
}

/// `smithy.api#http`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Http {
    pub(crate) method: String,
    pub(crate) uri: String,
    #[serde(default = "ok")]
    pub(crate) code: u16,
}

/// The status that `smithy.api#http` stands for if it names none.
fn ok() -> u16 {
    200
}

/// `smithy.api#endpoint`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Endpoint {
    pub(crate) host_prefix: String,
}

/// `aws.api#clientEndpointDiscovery`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct EndpointDiscovery {
    /// The id of the operation that asks for endpoints.
    pub(crate) operation: String,
    /// The id of the error that means an endpoint that isn't valid any more.
    pub(crate) error: Option<String>,
}

/// `aws.api#clientDiscoveredEndpoint`.
#[derive(Deserialize)]
struct DiscoveredEndpoint {
    required: bool,
}

/// `aws.protocols#httpChecksum`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct HttpChecksum {
    #[serde(default)]
    pub(crate) request_checksum_required: bool,
    pub(crate) request_algorithm_member: Option<String>,
    pub(crate) request_validation_mode_member: Option<String>,
    #[serde(default)]
    pub(crate) response_algorithms: Vec<String>,
}

/// `smithy.api#requestCompression`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct RequestCompression {
    pub(crate) encodings: Vec<String>,
}

/// A value in `smithy.api#enum`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct EnumDefinition {
    pub(crate) value: String,
    pub(crate) name: Option<String>,
    pub(crate) documentation: Option<String>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
}

impl EnumDefinition {
    /// Whether it isn't for customers
    /// ([Smithy 2.0, `enum` trait](https://smithy.io/2.0/spec/constraint-traits.html#enum-trait)).
    pub(crate) fn is_internal(&self) -> bool {
        self.tags.iter().any(|tag| tag == "internal")
    }
}

/// A case of `smithy.test#httpRequestTests`
/// ([Smithy 2.0, HTTP protocol compliance tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RequestTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    pub(crate) method: String,
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) host: Option<String>,
    #[serde(default)]
    pub(crate) resolved_host: Option<String>,
    #[serde(default)]
    pub(crate) query_params: Vec<String>,
    #[serde(default)]
    pub(crate) forbid_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) require_query_params: Vec<String>,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) body_media_type: Option<String>,
    #[serde(default)]
    pub(crate) params: Value,
    /// The settings of the client, as far as the case depends on them.
    #[serde(default)]
    pub(crate) vendor_params: Value,
    #[serde(default)]
    pub(crate) applies_to: Option<String>,
}

/// A case of `smithy.test#httpResponseTests`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ResponseTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) forbid_headers: Vec<String>,
    #[serde(default)]
    pub(crate) require_headers: Vec<String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
    #[serde(default)]
    pub(crate) body_media_type: Option<String>,
    #[serde(default)]
    pub(crate) params: Value,
    #[serde(default)]
    pub(crate) applies_to: Option<String>,
}

/// A case of `smithy.test#httpMalformedRequestTests`
/// ([Smithy 2.0, HTTP protocol compliance tests](https://smithy.io/2.0/additional-specs/http-protocol-compliance-tests.html#httpmalformedrequesttests-trait)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedTest {
    pub(crate) id: String,
    pub(crate) protocol: String,
    pub(crate) request: MalformedRequest,
    pub(crate) response: MalformedResponse,
    /// Values for `$name:L` and `$name:S`; as many cases as each of them has.
    #[serde(default)]
    pub(crate) test_parameters: IndexMap<String, Vec<String>>,
}

/// The request of a [`MalformedTest`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedRequest {
    pub(crate) method: String,
    #[serde(default)]
    pub(crate) uri: String,
    #[serde(default)]
    pub(crate) query_params: Vec<String>,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<String>,
}

/// The answer that a server has to give to a [`MalformedTest`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedResponse {
    pub(crate) code: u16,
    #[serde(default)]
    pub(crate) headers: IndexMap<String, String>,
    #[serde(default)]
    pub(crate) body: Option<MalformedBody>,
}

/// The body of a [`MalformedResponse`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedBody {
    pub(crate) assertion: MalformedAssertion,
}

/// The assertion about a [`MalformedBody`].
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MalformedAssertion {
    pub(crate) contents: Option<String>,
    pub(crate) message_regex: Option<String>,
}

/// `smithy.rules#contextParam`: the member gives a parameter of the rule set.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct ContextParam {
    pub(crate) name: String,
}

/// A value in `smithy.rules#clientContextParams`: a setting of clients.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct ClientContextParam {
    pub(crate) documentation: Option<String>,
    #[serde(rename = "type")]
    pub(crate) ty: rules::ParameterType,
}

/// A value in `smithy.rules#staticContextParams`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct StaticContextParam {
    pub(crate) value: rules::Default,
}

/// A value in `smithy.rules#operationContextParams`: a JMESPath into the input.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct OperationContextParam {
    pub(crate) path: String,
}

/// `smithy.api#paginated`, of an operation or of a service
/// ([Smithy 2.0, `paginated`](https://smithy.io/2.0/spec/behavior-traits.html#paginated-trait)).
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Paginated {
    pub(crate) input_token: Option<String>,
    pub(crate) output_token: Option<String>,
    pub(crate) items: Option<String>,
    pub(crate) page_size: Option<String>,
}

/// A waiter of `smithy.waiters#waitable`
/// ([Smithy 2.0, waiters](https://smithy.io/2.0/additional-specs/waiters.html)).
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Waiter {
    pub(crate) documentation: Option<String>,
    pub(crate) acceptors: Vec<Acceptor>,
    pub(crate) min_delay: Option<u32>,
    pub(crate) max_delay: Option<u32>,
    #[serde(default)]
    pub(crate) deprecated: bool,
    #[serde(default)]
    pub(crate) tags: Vec<String>,
}

/// The verdict of a [`Waiter`] on a matching answer.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct Acceptor {
    pub(crate) state: AcceptorState,
    pub(crate) matcher: Matcher,
}

/// The state that a [`Waiter`] goes into.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum AcceptorState {
    Success,
    Failure,
    Retry,
}

/// The answers that an [`Acceptor`] is for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Matcher {
    Output(PathMatcher),
    InputOutput(PathMatcher),
    ErrorType(String),
    Success(bool),
}

/// A JMESPath, and what it has to come to.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct PathMatcher {
    pub(crate) path: String,
    pub(crate) expected: String,
    pub(crate) comparator: Comparator,
}

/// The comparison of a [`PathMatcher`]. The names are Smithy's.
#[allow(clippy::enum_variant_names)]
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Comparator {
    StringEquals,
    BooleanEquals,
    AllStringEquals,
    AnyStringEquals,
}

/// `smithy.api#error`: whose fault it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum Fault {
    Client,
    Server,
}

/// `smithy.api#retryable`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub(crate) struct Retryable {
    pub(crate) throttling: bool,
}

/// `aws.protocols#awsQueryError`: the code that the service's query protocol had for it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct AwsQueryError {
    pub(crate) code: String,
    /// The status of its response.
    pub(crate) http_response_code: Option<u16>,
}

/// `smithy.api#xmlNamespace`.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(crate) struct XmlNamespace {
    pub(crate) uri: String,
    pub(crate) prefix: Option<String>,
}

/// `aws.protocols#restXml`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct RestXml {
    /// Whether an error's element is the root of its body.
    pub(crate) no_error_wrapping: bool,
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
}

/// `aws.auth#sigv4`.
#[derive(Deserialize)]
struct SigV4 {
    name: String,
}

/// `smithy.api#timestampFormat`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TimestampFormat {
    EpochSeconds,
    DateTime,
    HttpDate,
}

/// Types the traits of `shape`; a value of the wrong form is reported and left out.
pub(super) fn parse<'a>(
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
    pub(super) fn take<'a>(&mut self, id: &str, node: Node<'a>, place: &Place<'a>) {
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
