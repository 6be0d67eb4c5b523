//! Response → output.

use aws_sdk_emr::operation as emr;
use aws_sdk_emrcontainers::operation as containers;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use emr_sessions::Operation;
use emr_sessions::emr as ours;
use serde::de::DeserializeOwned;
use std::hint::black_box;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::Response;

use peers_harness::{Case, OFFICIAL, OURS, consume, official};

use crate::{Payloads, SERDE_JSON, SONIC_RS, plain};

const SMALL: usize = 200;

/// A row for each response.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = Vec::new();
    cases.extend(row::<
        ours::GetStudioSessionMapping,
        plain::MappingResponse,
        _,
    >(
        "decode GetStudioSessionMapping",
        SMALL,
        &payloads.mapping,
        emr::get_studio_session_mapping::GetStudioSessionMapping::new,
    ));
    cases.extend(row::<
        ours::GetClusterSessionCredentials,
        plain::LoginResponse,
        _,
    >(
        "decode GetClusterSessionCredentials",
        SMALL,
        &payloads.login,
        emr::get_cluster_session_credentials::GetClusterSessionCredentials::new,
    ));
    cases.extend(row::<
        emr_sessions::emr_containers::GetManagedEndpointSessionCredentials,
        plain::TokenResponse,
        _,
    >(
        "decode GetManagedEndpointSessionCredentials",
        SMALL,
        &payloads.token,
        containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentials::new,
    ));
    cases.extend(row::<ours::CreateStudioSessionMapping, plain::Nothing, _>(
        "decode CreateStudioSessionMapping",
        SMALL,
        &payloads.created,
        emr::create_studio_session_mapping::CreateStudioSessionMapping::new,
    ));
    cases.extend(row::<ours::UpdateStudioSessionMapping, plain::Nothing, _>(
        "decode UpdateStudioSessionMapping",
        SMALL,
        &payloads.updated,
        emr::update_studio_session_mapping::UpdateStudioSessionMapping::new,
    ));
    cases.extend(row::<
        peers_clusters::clusters::ListClusters,
        plain::ClustersResponse,
        _,
    >(
        "decode ListClusters, 5,000 clusters",
        2,
        &payloads.clusters,
        emr::list_clusters::ListClusters::new,
    ));
    cases
}

fn row<O, P, R>(
    name: &'static str,
    times: usize,
    body: &Bytes,
    operation: impl Fn() -> R + 'static,
) -> [Case; 4]
where
    O: Operation,
    O::Error: std::fmt::Debug,
    P: DeserializeOwned,
    R: RuntimePlugin,
{
    let [ours, theirs, serde, sonic] = [(); 4].map(|()| body.clone());
    [
        Case::new(name, OURS, times, move |runs| {
            consume(
                runs,
                || Response::new(ours.clone()),
                |response| drop(black_box(O::from_response(response).expect("an output"))),
            )
        }),
        Case::new(name, OFFICIAL, times, move |_| {
            official::decode(&operation(), &theirs)
        }),
        Case::new(name, SERDE_JSON, times, move |_| {
            let body = serde.clone();
            Box::new(move || {
                drop(black_box(
                    serde_json::from_slice::<P>(&body).expect("an output"),
                ));
            })
        }),
        Case::new(name, SONIC_RS, times, move |_| {
            let body = sonic.clone();
            Box::new(move || {
                drop(black_box(
                    sonic_rs::from_slice::<P>(&body).expect("an output"),
                ));
            })
        }),
    ]
}
