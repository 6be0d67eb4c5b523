//! Traits as types: the ones that bear on what is generated. Others are kept by id only.

mod constraint;
mod context_param;
mod error;
mod http;
mod protocol_test;
mod set;
mod waiter;
mod wire;

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;
use serde::Deserialize;

use crate::ast::Value;

use super::event_stream_test::EventStreamTest;
use super::example::OperationExample;
use super::rules;

pub(crate) use constraint::{Bounds, EnumDefinition};
pub(crate) use context_param::{
    ClientContextParam, ContextParam, OperationContextParam, StaticContextParam,
};
pub(crate) use error::{AwsQueryError, Fault, Retryable};
pub(crate) use http::{Endpoint, EndpointDiscovery, Http, HttpChecksum, RequestCompression};
pub(crate) use protocol_test::{MalformedTest, RequestTest, ResponseTest};
pub(super) use set::parse;
pub(crate) use waiter::{AcceptorState, Comparator, Matcher, PathMatcher, Waiter};
pub(crate) use wire::{RestXml, TimestampFormat, XmlNamespace};

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
    /// Its `docId`.
    pub(crate) doc_id: Option<String>,
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
                documentation title sdk_id endpoint_prefix doc_id signing_name auth deprecated default length range pattern enum_value
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
