//! Peers that are compared have to do the same: what they read and write is looked at first.

use aws_smithy_types::DateTime;
use emr_sessions::Operation;
use emr_sessions::emr::{Credentials, GetClusterSessionCredentials, GetStudioSessionMapping};
use emr_sessions::emr_containers::{self, GetManagedEndpointSessionCredentials};
use peers_clusters::clusters::ListClusters;
use serde_json::Value;
use tinsmith_runtime::Timestamp;
use tinsmith_runtime::bytes::Bytes;
use tinsmith_runtime::http::Response;

use aws_sdk_emr::operation as emr;
use aws_sdk_emrcontainers::operation as containers;

use peers_harness::official;

use crate::{Payloads, encode, plain};

/// Compares what all peers make of the payloads.
///
/// # Panics
/// If they don't agree.
pub fn agree(payloads: &Payloads) {
    mapping(&payloads.mapping);
    login(&payloads.login);
    token(&payloads.token);
    clusters(&payloads.clusters);
    for (operation, ours, theirs) in encode::requests(payloads) {
        assert_eq!(parsed(&ours), parsed(&theirs), "the request of {operation}");
    }
    let ours = encode::our_body(&payloads.get);
    assert_eq!(
        parsed(&ours),
        serde_json::to_value(&payloads.get).expect("a body")
    );
}

fn parsed(body: &[u8]) -> Value {
    serde_json::from_slice(body).expect("a body")
}

fn ours<O: Operation<Error: std::fmt::Debug>>(body: &Bytes) -> O::Output {
    O::from_response(Response::new(body.clone())).expect("an output")
}

fn plain<T: serde::de::DeserializeOwned>(body: &Bytes) -> [T; 2] {
    let serde = serde_json::from_slice(body).expect("an output");
    [serde, sonic_rs::from_slice(body).expect("an output")]
}

/// Converts to milliseconds, the precision of the payloads.
fn time(ours: Option<Timestamp>) -> Option<i64> {
    ours.map(|time| time.epoch_seconds() * 1000 + i64::from(time.subsec_nanos()) / 1_000_000)
}

fn official_time(theirs: Option<&DateTime>) -> Option<i64> {
    theirs.map(|time| (time.as_secs_f64() * 1000.0).round() as i64)
}

fn plain_time(theirs: Option<f64>) -> Option<i64> {
    theirs.map(|seconds| (seconds * 1000.0).round() as i64)
}

fn mapping(body: &Bytes) {
    let a = ours::<GetStudioSessionMapping>(body)
        .session_mapping
        .expect("a mapping");
    let b: emr::get_studio_session_mapping::GetStudioSessionMappingOutput = official::output(
        &emr::get_studio_session_mapping::GetStudioSessionMapping::new(),
        body,
    );
    let b = b.session_mapping.expect("a mapping");
    let ours = (
        &a.studio_id,
        &a.identity_id,
        &a.identity_name,
        &a.session_policy_arn,
    );
    assert_eq!(
        ours,
        (
            &b.studio_id,
            &b.identity_id,
            &b.identity_name,
            &b.session_policy_arn
        )
    );
    let kind = a.identity_type.as_ref().map(|kind| kind.as_str());
    assert_eq!(kind, b.identity_type.as_ref().map(|kind| kind.as_str()));
    let times = [a.creation_time, a.last_modified_time].map(time);
    assert_eq!(
        times,
        [&b.creation_time, &b.last_modified_time].map(|t| official_time(t.as_ref()))
    );
    for c in plain::<plain::MappingResponse>(body) {
        let c = c.session_mapping.expect("a mapping");
        assert_eq!(
            ours,
            (
                &c.studio_id,
                &c.identity_id,
                &c.identity_name,
                &c.session_policy_arn
            )
        );
        assert_eq!(kind, c.identity_type.map(plain::IdentityType::as_str));
        assert_eq!(
            times,
            [c.creation_time, c.last_modified_time].map(plain_time)
        );
    }
}

fn login(body: &Bytes) {
    let a = ours::<GetClusterSessionCredentials>(body);
    let Some(Credentials::UsernamePassword(login)) = a.credentials else {
        panic!("no login");
    };
    let b: emr::get_cluster_session_credentials::GetClusterSessionCredentialsOutput =
        official::output(
            &emr::get_cluster_session_credentials::GetClusterSessionCredentials::new(),
            body,
        );
    let theirs = b
        .credentials()
        .and_then(|c| c.as_username_password().ok())
        .expect("a login");
    let ours = (&login.username, &login.password);
    assert_eq!(ours, (&theirs.username, &theirs.password));
    assert_eq!(time(a.expires_at), official_time(b.expires_at()));
    for c in plain::<plain::LoginResponse>(body) {
        let Some(plain::Login::UsernamePassword(theirs)) = c.credentials else {
            panic!("no login");
        };
        assert_eq!(ours, (&theirs.username, &theirs.password));
        assert_eq!(time(a.expires_at), plain_time(c.expires_at));
    }
}

fn token(body: &Bytes) {
    let a = ours::<GetManagedEndpointSessionCredentials>(body);
    let Some(emr_containers::Credentials::Token(token)) = &a.credentials else {
        panic!("no token");
    };
    type Theirs =
        containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentialsOutput;
    let b: Theirs = official::output(
        &containers::get_managed_endpoint_session_credentials::GetManagedEndpointSessionCredentials::new(),
        body,
    );
    assert_eq!(Some(token), b.credentials().and_then(|c| c.as_token().ok()));
    assert_eq!(a.id, b.id);
    assert_eq!(time(a.expires_at), official_time(b.expires_at()));
    for c in plain::<plain::TokenResponse>(body) {
        let Some(plain::Token::Token(theirs)) = &c.credentials else {
            panic!("no token");
        };
        assert_eq!((token, &a.id), (theirs, &c.id));
    }
}

fn clusters(body: &Bytes) {
    let a = ours::<ListClusters>(body);
    let b: emr::list_clusters::ListClustersOutput =
        official::output(&emr::list_clusters::ListClusters::new(), body);
    assert_eq!(a.marker, b.marker);
    let (a, b) = (a.clusters.expect("a list"), b.clusters.expect("a list"));
    assert_eq!(a.len(), 5_000);
    let ours: Vec<_> = a
        .iter()
        .map(|a| our_summary(a).expect("all of it"))
        .collect();
    let theirs: Vec<_> = b
        .iter()
        .map(|b| official_summary(b).expect("all of it"))
        .collect();
    assert_eq!(ours, theirs);
    for c in plain::<plain::ClustersResponse>(body) {
        let c = c.clusters.expect("a list");
        let theirs: Vec<_> = c
            .iter()
            .map(|c| plain_summary(c).expect("all of it"))
            .collect();
        assert_eq!(ours, theirs);
    }
}

type Summary<'a> = (
    &'a str,
    &'a str,
    Option<&'a str>,
    [Option<i64>; 3],
    i32,
    &'a str,
);

fn our_summary(a: &peers_clusters::clusters::Summary) -> Option<Summary<'_>> {
    let status = a.status.as_ref()?;
    let reason = status.state_change_reason.as_ref()?.message.as_deref();
    let times = status.timeline.as_ref()?;
    let times = [
        times.creation_date_time,
        times.ready_date_time,
        times.end_date_time,
    ]
    .map(time);
    let hours = a.normalized_instance_hours?;
    Some((
        a.id.as_deref()?,
        a.name.as_deref()?,
        reason,
        times,
        hours,
        a.cluster_arn.as_deref()?,
    ))
}

fn official_summary(b: &aws_sdk_emr::types::ClusterSummary) -> Option<Summary<'_>> {
    let status = b.status()?;
    let times = status.timeline()?;
    let times = [
        times.creation_date_time(),
        times.ready_date_time(),
        times.end_date_time(),
    ];
    let times = times.map(official_time);
    let reason = status.state_change_reason()?.message();
    Some((
        b.id()?,
        b.name()?,
        reason,
        times,
        b.normalized_instance_hours()?,
        b.cluster_arn()?,
    ))
}

fn plain_summary(c: &plain::Summary) -> Option<Summary<'_>> {
    let status = c.status.as_ref()?;
    let reason = status.state_change_reason.as_ref()?.message.as_deref();
    let times = status.timeline.as_ref()?;
    let times = [
        times.creation_date_time,
        times.ready_date_time,
        times.end_date_time,
    ];
    let times = times.map(plain_time);
    let hours = c.normalized_instance_hours?;
    Some((
        c.id.as_deref()?,
        c.name.as_deref()?,
        reason,
        times,
        hours,
        c.cluster_arn.as_deref()?,
    ))
}
