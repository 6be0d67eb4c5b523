use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use emr_sessions::emr::server::Handler;
use emr_sessions::emr::{
    CreateStudioSessionMapping, CreateStudioSessionMappingOutput, Credentials, Error,
    GetClusterSessionCredentials, GetClusterSessionCredentialsOutput, GetStudioSessionMapping,
    GetStudioSessionMappingOutput, IdentityType, InternalServerError, InvalidRequestException,
    SessionMappingDetail, UpdateStudioSessionMapping, UpdateStudioSessionMappingOutput,
    UsernamePassword,
};
use emr_sessions::runtime::server::Context;
use emr_sessions::runtime::{IdempotencyToken, Timestamp, UnknownMember};

use super::in_seconds;

/// The lifetime of a cluster's credentials, in seconds.
const LIFETIME: i64 = 3_600;

/// EMR with its mappings.
#[derive(Default)]
pub(crate) struct Studios {
    mappings: Mutex<BTreeMap<Key, SessionMappingDetail>>,
}

/// A Studio and an identity's id; users and groups don't share ids.
type Key = (String, String, String);

/// A user or group, by id or by name, but not by both.
struct Identity {
    studio: String,
    kind: IdentityType,
    id: Option<String>,
    name: Option<String>,
}

impl Identity {
    fn new(
        studio: Option<String>,
        kind: Option<IdentityType>,
        id: Option<String>,
        name: Option<String>,
    ) -> Result<Self, Error> {
        // The server has seen to it that required members are there.
        let studio = studio.unwrap_or_default();
        let kind = kind.unwrap_or(IdentityType::User);
        if studio == "es-INTERNALERROR" {
            return Err(InternalServerError::new().into());
        }
        if !studio.starts_with("es-") {
            return Err(invalid("Studio ids begin with es-"));
        }
        let id = id.filter(|id| !id.is_empty());
        let name = name.filter(|name| !name.is_empty());
        if id.is_some() == name.is_some() {
            return Err(invalid("give either IdentityId or IdentityName"));
        }
        Ok(Self {
            studio,
            kind,
            id,
            name,
        })
    }

    fn is(&self, mapping: &SessionMappingDetail) -> bool {
        mapping.studio_id.as_deref() == Some(&self.studio)
            && mapping.identity_type.as_ref() == Some(&self.kind)
            && (self.id.is_some() && mapping.identity_id == self.id
                || self.name.is_some() && mapping.identity_name == self.name)
    }
}

impl Studios {
    fn with<T>(&self, f: impl FnOnce(&mut BTreeMap<Key, SessionMappingDetail>) -> T) -> T {
        f(&mut self.mappings.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Handler for Studios {
    async fn create_studio_session_mapping(
        &self,
        input: CreateStudioSessionMapping,
        _: &Context,
    ) -> Result<CreateStudioSessionMappingOutput, Error> {
        let identity = Identity::new(
            input.studio_id,
            input.identity_type,
            input.identity_id,
            input.identity_name,
        )?;
        self.with(|mappings| {
            if mappings.values().any(|mapping| identity.is(mapping)) {
                return Err(invalid("the identity has a mapping in this Studio already"));
            }
            // The directory is made up: whoever has an id has a name, and the other way round.
            let id = identity
                .id
                .unwrap_or_else(|| IdempotencyToken::new().get().to_owned());
            let name = identity.name.unwrap_or_else(|| format!("name-of-{id}"));
            let now = Timestamp::now();
            let key = (
                identity.studio.clone(),
                identity.kind.to_string(),
                id.clone(),
            );
            let mut mapping = SessionMappingDetail::new()
                .studio_id(identity.studio)
                .identity_type(identity.kind)
                .identity_id(id)
                .identity_name(name)
                .creation_time(now)
                .last_modified_time(now);
            mapping.session_policy_arn = input.session_policy_arn;
            mappings.insert(key, mapping);
            Ok(CreateStudioSessionMappingOutput::new())
        })
    }

    async fn get_studio_session_mapping(
        &self,
        input: GetStudioSessionMapping,
        _: &Context,
    ) -> Result<GetStudioSessionMappingOutput, Error> {
        let identity = Identity::new(
            input.studio_id,
            input.identity_type,
            input.identity_id,
            input.identity_name,
        )?;
        self.with(|mappings| {
            let mapping = mappings.values().find(|mapping| identity.is(mapping));
            let mapping = mapping.cloned().ok_or_else(no_mapping)?;
            Ok(GetStudioSessionMappingOutput::new().session_mapping(mapping))
        })
    }

    async fn update_studio_session_mapping(
        &self,
        input: UpdateStudioSessionMapping,
        _: &Context,
    ) -> Result<UpdateStudioSessionMappingOutput, Error> {
        let identity = Identity::new(
            input.studio_id,
            input.identity_type,
            input.identity_id,
            input.identity_name,
        )?;
        self.with(|mappings| {
            let mapping = mappings.values_mut().find(|mapping| identity.is(mapping));
            let mapping = mapping.ok_or_else(no_mapping)?;
            mapping.session_policy_arn = input.session_policy_arn;
            mapping.last_modified_time = Some(Timestamp::now());
            Ok(UpdateStudioSessionMappingOutput::new())
        })
    }

    async fn get_cluster_session_credentials(
        &self,
        input: GetClusterSessionCredentials,
        _: &Context,
    ) -> Result<GetClusterSessionCredentialsOutput, Error> {
        let cluster = input.cluster_id.unwrap_or_default();
        let output = GetClusterSessionCredentialsOutput::new().expires_at(in_seconds(LIFETIME));
        if cluster == "j-UNKNOWN" {
            let ticket = UnknownMember::with_value("KerberosTicket", r#"{"Realm":"EXAMPLE"}"#);
            return Ok(output.credentials(Credentials::Unknown(ticket)));
        }
        let is_id = cluster.strip_prefix("j-").is_some_and(|rest| {
            let is_part = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit();
            !rest.is_empty() && rest.bytes().all(is_part)
        });
        if !is_id {
            return Err(invalid("there is no cluster of this id"));
        }
        let login = UsernamePassword::new()
            .username(format!("user-{}", &cluster[2..]))
            .password(IdempotencyToken::new().get());
        Ok(output.credentials(Credentials::UsernamePassword(login)))
    }
}

fn invalid(message: &str) -> Error {
    InvalidRequestException::new()
        .error_code("ValidationException")
        .message(message)
        .into()
}

fn no_mapping() -> Error {
    invalid("the identity has no mapping in this Studio")
}
