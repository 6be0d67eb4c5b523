//! Input → body, and input → request.

use std::hint::black_box;

use aws_sdk_emr::operation as emr;
use aws_sdk_emrcontainers::operation as containers;
use aws_smithy_runtime_api::client::runtime_plugin::RuntimePlugin;
use emr_sessions::{Operation, emr as ours, emr_containers};
use std::fmt::Debug;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::generated::json::Writer;
use tinsmith_runtime::http::Uri;

use peers_harness::{Case, OFFICIAL, OURS, official};

use crate::plain::{ClusterRequest, EndpointRequest, MappingRequest};
use crate::{Payloads, SERDE_JSON, SONIC_RS, generated};

const TIMES: usize = 200;
const BODY: &str = "encode GetStudioSessionMapping";
const EMR: &str = "https://elasticmapreduce.us-east-1.amazonaws.com";
const CONTAINERS: &str = "https://emr-containers.us-east-1.amazonaws.com";

/// Makes a row for the body, and a row per operation for the request.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = bodies(&payloads.get);
    cases.extend(row(
        "request GetStudioSessionMapping",
        EMR,
        get(&payloads.get),
        emr::get_studio_session_mapping::GetStudioSessionMapping::new(),
        official_get(&payloads.get),
    ));
    cases.extend(row(
        "request CreateStudioSessionMapping",
        EMR,
        create(&payloads.create),
        emr::create_studio_session_mapping::CreateStudioSessionMapping::new(),
        official_create(&payloads.create),
    ));
    cases.extend(row(
        "request UpdateStudioSessionMapping",
        EMR,
        update(&payloads.update),
        emr::update_studio_session_mapping::UpdateStudioSessionMapping::new(),
        official_update(&payloads.update),
    ));
    cases.extend(row(
        "request GetClusterSessionCredentials",
        EMR,
        login(&payloads.cluster),
        emr::get_cluster_session_credentials::GetClusterSessionCredentials::new(),
        official_login(&payloads.cluster),
    ));
    cases.extend(row(
        "request GetManagedEndpointSessionCredentials",
        CONTAINERS,
        token(&payloads.endpoint),
        containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentials::new(),
        official_token(&payloads.endpoint),
    ));
    cases
}

/// The bodies that both send, for comparison: operation, our body, theirs.
pub fn requests(payloads: &Payloads) -> [(&'static str, Bytes, Bytes); 5] {
    [
        pair(
            get(&payloads.get),
            &emr::get_studio_session_mapping::GetStudioSessionMapping::new(),
            official_get(&payloads.get),
        ),
        pair(
            create(&payloads.create),
            &emr::create_studio_session_mapping::CreateStudioSessionMapping::new(),
            official_create(&payloads.create),
        ),
        pair(
            update(&payloads.update),
            &emr::update_studio_session_mapping::UpdateStudioSessionMapping::new(),
            official_update(&payloads.update),
        ),
        pair(
            login(&payloads.cluster),
            &emr::get_cluster_session_credentials::GetClusterSessionCredentials::new(),
            official_login(&payloads.cluster),
        ),
        pair(
            token(&payloads.endpoint),
            &containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentials::new(),
            official_token(&payloads.endpoint),
        ),
    ]
}

fn pair<O, I>(ours: O, operation: &impl RuntimePlugin, theirs: I) -> (&'static str, Bytes, Bytes)
where
    O: Operation<Error: Debug>,
    I: Debug + Send + Sync + 'static,
{
    let request = ours.to_request(&Uri::from_static(EMR)).expect("a request");
    (
        O::NAME,
        request.into_body(),
        official::body(operation, theirs),
    )
}

/// The body as the row *encode* makes it.
pub fn our_body(request: &MappingRequest) -> Bytes {
    let mut body = Writer::new();
    generated::write_get_studio_session_mapping(&generated_get(request), &mut body);
    body.finish()
}

fn generated_get(request: &MappingRequest) -> generated::operation::GetStudioSessionMapping {
    generated::operation::GetStudioSessionMapping::new()
        .studio_id(&request.studio_id)
        .identity_name(request.identity_name.as_deref().expect("a name"))
        .identity_type(request.identity_type.as_str())
}

fn bodies(request: &MappingRequest) -> Vec<Case> {
    let ours = generated_get(request);
    let theirs = official_get(request);
    let [serde, sonic] = [request.clone(), request.clone()];
    vec![
        Case::new(BODY, OURS, TIMES, move |_| {
            let input = ours.clone();
            Box::new(move || {
                let mut body = Writer::new();
                generated::write_get_studio_session_mapping(&input, &mut body);
                drop(black_box(body.finish()));
            })
        }),
        Case::new(BODY, OFFICIAL, TIMES, move |runs| {
            let operation = emr::get_studio_session_mapping::GetStudioSessionMapping::new();
            official::encode(&operation, &theirs, runs)
        }),
        Case::new(BODY, SERDE_JSON, TIMES, move |_| {
            let input = serde.clone();
            Box::new(move || drop(black_box(serde_json::to_vec(&input).expect("a body"))))
        }),
        Case::new(BODY, SONIC_RS, TIMES, move |_| {
            let input = sonic.clone();
            Box::new(move || drop(black_box(sonic_rs::to_vec(&input).expect("a body"))))
        }),
    ]
}

fn row<O, P, I>(
    name: &'static str,
    endpoint: &'static str,
    ours: O,
    operation: P,
    theirs: I,
) -> [Case; 2]
where
    O: Operation + Clone + 'static,
    O::Error: Debug,
    P: RuntimePlugin + 'static,
    I: Clone + Debug + Send + Sync + 'static,
{
    [
        Case::new(name, OURS, TIMES, move |_| {
            let endpoint = Uri::from_static(endpoint);
            let input = ours.clone();
            Box::new(move || drop(black_box(input.to_request(&endpoint).expect("a request"))))
        }),
        Case::new(name, OFFICIAL, TIMES, move |runs| {
            official::encode(&operation, &theirs, runs)
        }),
    ]
}

pub fn get(request: &MappingRequest) -> ours::GetStudioSessionMapping {
    ours::GetStudioSessionMapping::new()
        .studio_id(&request.studio_id)
        .identity_name(request.identity_name.as_deref().expect("a name"))
        .identity_type(request.identity_type.as_str())
}

pub fn official_get(
    request: &MappingRequest,
) -> emr::get_studio_session_mapping::GetStudioSessionMappingInput {
    emr::get_studio_session_mapping::GetStudioSessionMappingInput::builder()
        .studio_id(&request.studio_id)
        .set_identity_name(request.identity_name.clone())
        .identity_type(request.identity_type.as_str().into())
        .build()
        .expect("an input")
}

fn create(request: &MappingRequest) -> ours::CreateStudioSessionMapping {
    ours::CreateStudioSessionMapping::new()
        .studio_id(&request.studio_id)
        .identity_name(request.identity_name.as_deref().expect("a name"))
        .identity_type(request.identity_type.as_str())
        .session_policy_arn(request.session_policy_arn.as_deref().expect("a policy"))
}

fn official_create(
    request: &MappingRequest,
) -> emr::create_studio_session_mapping::CreateStudioSessionMappingInput {
    emr::create_studio_session_mapping::CreateStudioSessionMappingInput::builder()
        .studio_id(&request.studio_id)
        .set_identity_name(request.identity_name.clone())
        .identity_type(request.identity_type.as_str().into())
        .set_session_policy_arn(request.session_policy_arn.clone())
        .build()
        .expect("an input")
}

fn update(request: &MappingRequest) -> ours::UpdateStudioSessionMapping {
    ours::UpdateStudioSessionMapping::new()
        .studio_id(&request.studio_id)
        .identity_name(request.identity_name.as_deref().expect("a name"))
        .identity_type(request.identity_type.as_str())
        .session_policy_arn(request.session_policy_arn.as_deref().expect("a policy"))
}

fn official_update(
    request: &MappingRequest,
) -> emr::update_studio_session_mapping::UpdateStudioSessionMappingInput {
    emr::update_studio_session_mapping::UpdateStudioSessionMappingInput::builder()
        .studio_id(&request.studio_id)
        .set_identity_name(request.identity_name.clone())
        .identity_type(request.identity_type.as_str().into())
        .set_session_policy_arn(request.session_policy_arn.clone())
        .build()
        .expect("an input")
}

fn login(request: &ClusterRequest) -> ours::GetClusterSessionCredentials {
    ours::GetClusterSessionCredentials::new()
        .cluster_id(&request.cluster_id)
        .execution_role_arn(request.execution_role_arn.as_deref().expect("a role"))
}

fn official_login(
    request: &ClusterRequest,
) -> emr::get_cluster_session_credentials::GetClusterSessionCredentialsInput {
    emr::get_cluster_session_credentials::GetClusterSessionCredentialsInput::builder()
        .cluster_id(&request.cluster_id)
        .set_execution_role_arn(request.execution_role_arn.clone())
        .build()
        .expect("an input")
}

fn token(request: &EndpointRequest) -> emr_containers::GetManagedEndpointSessionCredentials {
    emr_containers::GetManagedEndpointSessionCredentials::new()
        .endpoint_identifier(&request.endpoint_identifier)
        .virtual_cluster_identifier(&request.virtual_cluster_identifier)
        .execution_role_arn(&request.execution_role_arn)
        .credential_type(&request.credential_type)
        .duration_in_seconds(request.duration_in_seconds)
        .log_context(&request.log_context)
        .client_token(request.client_token.as_str())
}

fn official_token(
    request: &EndpointRequest,
) -> containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentialsInput
{
    containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentialsInput::builder()
        .endpoint_identifier(&request.endpoint_identifier)
        .virtual_cluster_identifier(&request.virtual_cluster_identifier)
        .execution_role_arn(&request.execution_role_arn)
        .credential_type(&request.credential_type)
        .duration_in_seconds(request.duration_in_seconds)
        .log_context(&request.log_context)
        .client_token(&request.client_token)
        .build()
        .expect("an input")
}
