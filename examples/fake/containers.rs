use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use emr_sessions::emr_containers::server::Handler;
use emr_sessions::emr_containers::{
    Credentials, Error, GetManagedEndpointSessionCredentials,
    GetManagedEndpointSessionCredentialsOutput, InternalServerException, RequestThrottledException,
    ResourceNotFoundException, ValidationException,
};
use emr_sessions::runtime::IdempotencyToken;
use emr_sessions::runtime::server::Context;

use super::in_seconds;

/// The lifetime of a token if the request doesn't say, in seconds, and the longest.
const LIFETIME: i32 = 900;
const MAX_LIFETIME: i32 = 43_200;

/// EMR Containers with the answers that it gave: the same client token gets the same answer.
#[derive(Default)]
pub(crate) struct Containers {
    given: Mutex<BTreeMap<String, GetManagedEndpointSessionCredentialsOutput>>,
}

impl Handler for Containers {
    async fn get_managed_endpoint_session_credentials(
        &self,
        input: GetManagedEndpointSessionCredentials,
        _: &Context,
    ) -> Result<GetManagedEndpointSessionCredentialsOutput, Error> {
        match input.virtual_cluster_identifier.as_deref() {
            Some("missing") => {
                let error = ResourceNotFoundException::new();
                return Err(error.message("there is no such virtual cluster").into());
            }
            Some("throttled") => {
                let error = RequestThrottledException::new();
                return Err(error.message("more slowly, please").into());
            }
            Some("broken") => {
                let error = InternalServerException::new();
                return Err(error.message("the fake is told to fail here").into());
            }
            _ => {}
        }
        if input.endpoint_identifier.as_deref() == Some("missing") {
            let error = ResourceNotFoundException::new();
            return Err(error.message("there is no such endpoint").into());
        }
        if input.credential_type.as_deref() != Some("TOKEN") {
            let error = ValidationException::new();
            return Err(error.message("the only credential type is TOKEN").into());
        }
        let lifetime = input.duration_in_seconds.unwrap_or(LIFETIME);
        if !(1..=MAX_LIFETIME).contains(&lifetime) {
            let error = ValidationException::new();
            return Err(error
                .message(format!("durationInSeconds goes from 1 to {MAX_LIFETIME}"))
                .into());
        }
        let make = || {
            GetManagedEndpointSessionCredentialsOutput::new()
                .id(IdempotencyToken::new().get().replace('-', ""))
                .credentials(Credentials::Token(IdempotencyToken::new().get().to_owned()))
                .expires_at(in_seconds(lifetime.into()))
        };
        Ok(match input.client_token.as_option() {
            None => make(),
            Some(token) => {
                let mut given = self.given.lock().unwrap_or_else(PoisonError::into_inner);
                given.entry(token.to_owned()).or_insert_with(make).clone()
            }
        })
    }
}
