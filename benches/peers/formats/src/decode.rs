//! Response → output.

use std::fmt::Debug;
use std::hint::black_box;
use std::str::from_utf8;

use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use peers_harness::{Case, OFFICIAL, OURS, consume, official};
use serde::de::DeserializeOwned;
use tinsmith_runtime::Operation;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::{HeaderValue, Response};

use crate::services::cloud_watch::GetMetricData;
use crate::services::iam::ListUsers;
use crate::services::s3::ListObjectsV2;
use crate::services::sts::AssumeRole;
use crate::{
    ASSUME_ROLE, CIBORIUM, GET_METRIC_DATA, LIST_OBJECTS, LIST_USERS, MINICBOR, Payloads,
    QUICK_XML, plain,
};

/// A row for each response.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(xml::<ListObjectsV2, plain::ListBucketResult, _>(
        LIST_OBJECTS,
        2,
        &payloads.list_objects,
        aws_sdk_s3::operation::list_objects_v2::ListObjectsV2::new,
    ));
    cases.extend(xml::<ListUsers, plain::ListUsersResponse, _>(
        LIST_USERS,
        20,
        &payloads.list_users,
        aws_sdk_iam::operation::list_users::ListUsers::new,
    ));
    cases.extend(xml::<AssumeRole, plain::AssumeRoleResponse, _>(
        ASSUME_ROLE,
        200,
        &payloads.assume_role,
        aws_sdk_sts::operation::assume_role::AssumeRole::new,
    ));
    cases.extend(metrics(payloads));
    cases
}

fn xml<O, P, R>(
    name: &'static str,
    times: usize,
    body: &Bytes,
    operation: impl Fn() -> R + 'static,
) -> [Case; 3]
where
    O: Operation<Error: Debug>,
    P: DeserializeOwned,
    R: RuntimePlugin,
{
    let plain = body.clone();
    let [ours, official] = ours_and_official::<O, R>(name, times, body, operation);
    [
        ours,
        official,
        Case::new(name, QUICK_XML, times, move |_| {
            let body = plain.clone();
            Box::new(move || drop(black_box(quick_xml::<P>(&body))))
        }),
    ]
}

fn metrics(payloads: &Payloads) -> [Case; 4] {
    const TIMES: usize = 20;
    let operation = aws_sdk_cloudwatch::operation::get_metric_data::GetMetricData::new;
    let [named, numbered] =
        [&payloads.metric_results, &payloads.numbered_results].map(Bytes::clone);
    let [ours, official] =
        ours_and_official::<GetMetricData, _>(GET_METRIC_DATA, TIMES, &named, operation);
    [
        ours,
        official,
        Case::new(GET_METRIC_DATA, CIBORIUM, TIMES, move |_| {
            let body = named.clone();
            Box::new(move || {
                let output = ciborium::from_reader::<plain::MetricResults, _>(&body[..]);
                drop(black_box(output.expect("an output")));
            })
        }),
        Case::new(GET_METRIC_DATA, MINICBOR, TIMES, move |_| {
            let body = numbered.clone();
            Box::new(move || {
                let output = minicbor::decode::<plain::numbered::MetricResults>(&body);
                drop(black_box(output.expect("an output")));
            })
        }),
    ]
}

fn ours_and_official<O, R>(
    name: &'static str,
    times: usize,
    body: &Bytes,
    operation: impl Fn() -> R + 'static,
) -> [Case; 2]
where
    O: Operation<Error: Debug>,
    R: RuntimePlugin,
{
    let [ours, theirs] = [body.clone(), body.clone()];
    [
        Case::new(name, OURS, times, move |runs| {
            consume(
                runs,
                || response(&ours),
                |response| drop(black_box(O::from_response(response).expect("an output"))),
            )
        }),
        Case::new(name, OFFICIAL, times, move |_| {
            official::decode(&operation(), &theirs)
        }),
    ]
}

/// The response for ours, which demands the name of the protocol of a service that speaks CBOR.
pub fn response(body: &Bytes) -> Response<Bytes> {
    let mut response = Response::new(body.clone());
    let protocol = HeaderValue::from_static("rpc-v2-cbor");
    response.headers_mut().insert("smithy-protocol", protocol);
    response
}

/// A body comes in bytes, and quick-xml is faster with text.
pub fn quick_xml<T: DeserializeOwned>(body: &[u8]) -> T {
    quick_xml::de::from_str(from_utf8(body).expect("text")).expect("an output")
}
