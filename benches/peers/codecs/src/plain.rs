//! The structures as plain types with serde's derives.
//!
//! These types do less than the peers that know the service: a timestamp stays the number or text
//! of the wire, and an enum has no room for an unknown value.

#![allow(dead_code, reason = "much of it is decoded, and then dropped")]

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum IdentityType {
    User,
    Group,
}

impl IdentityType {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Group => "GROUP",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MappingRequest {
    pub studio_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_name: Option<String>,
    pub identity_type: IdentityType,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_policy_arn: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ClusterRequest {
    pub cluster_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub execution_role_arn: Option<String>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EndpointRequest {
    pub endpoint_identifier: String,
    pub virtual_cluster_identifier: String,
    pub execution_role_arn: String,
    pub credential_type: String,
    pub duration_in_seconds: i32,
    pub log_context: String,
    pub client_token: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct MappingResponse {
    pub session_mapping: Option<Mapping>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Mapping {
    pub studio_id: Option<String>,
    pub identity_id: Option<String>,
    pub identity_name: Option<String>,
    pub identity_type: Option<IdentityType>,
    pub session_policy_arn: Option<String>,
    pub creation_time: Option<f64>,
    pub last_modified_time: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct LoginResponse {
    pub credentials: Option<Login>,
    pub expires_at: Option<f64>,
}

#[derive(Debug, Deserialize)]
pub enum Login {
    UsernamePassword(UsernamePassword),
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct UsernamePassword {
    pub username: Option<String>,
    pub password: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TokenResponse {
    pub id: Option<String>,
    pub credentials: Option<Token>,
    pub expires_at: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Token {
    Token(String),
}

#[derive(Debug, Deserialize)]
pub struct Nothing {}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ClustersResponse {
    pub clusters: Option<Vec<Summary>>,
    pub marker: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Summary {
    pub id: Option<String>,
    pub name: Option<String>,
    pub status: Option<Status>,
    pub normalized_instance_hours: Option<i32>,
    pub cluster_arn: Option<String>,
    pub outpost_arn: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Status {
    pub state: Option<State>,
    pub state_change_reason: Option<Reason>,
    pub timeline: Option<Timeline>,
    pub error_details: Option<Vec<ErrorDetail>>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum State {
    Starting,
    Bootstrapping,
    Running,
    Waiting,
    Terminating,
    Terminated,
    TerminatedWithErrors,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Reason {
    pub code: Option<ReasonCode>,
    pub message: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReasonCode {
    InternalError,
    ValidationError,
    InstanceFailure,
    InstanceFleetTimeout,
    BootstrapFailure,
    UserRequest,
    StepFailure,
    AllStepsCompleted,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Timeline {
    pub creation_date_time: Option<f64>,
    pub ready_date_time: Option<f64>,
    pub end_date_time: Option<f64>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct ErrorDetail {
    pub error_code: Option<String>,
    pub error_data: Option<Vec<HashMap<String, String>>>,
    pub error_message: Option<String>,
}
