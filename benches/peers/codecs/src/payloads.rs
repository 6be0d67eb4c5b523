//! The payloads of `measure/payloads.py`.

use std::path::Path;

use serde::de::DeserializeOwned;
use tinsmith_runtime::bytes::Bytes;

use crate::plain;

/// The folder that has them.
#[derive(Clone, Debug)]
pub struct Payloads {
    pub(crate) create: plain::MappingRequest,
    pub(crate) get: plain::MappingRequest,
    pub(crate) update: plain::MappingRequest,
    pub(crate) cluster: plain::ClusterRequest,
    pub(crate) endpoint: plain::EndpointRequest,
    pub(crate) created: Bytes,
    pub(crate) mapping: Bytes,
    pub(crate) updated: Bytes,
    pub(crate) login: Bytes,
    pub(crate) token: Bytes,
    pub(crate) clusters: Bytes,
}

impl Payloads {
    /// Reads all of them.
    ///
    /// # Panics
    /// If one is missing or isn't what it should be.
    pub fn read(folder: &Path) -> Self {
        let bytes = |name: &str| -> Bytes {
            let path = folder.join(format!("{name}.json"));
            std::fs::read(&path)
                .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
                .into()
        };
        fn parsed<T: DeserializeOwned>(bytes: &Bytes) -> T {
            serde_json::from_slice(bytes).expect("a request")
        }
        Self {
            create: parsed(&bytes("create_studio_session_mapping.request")),
            get: parsed(&bytes("get_studio_session_mapping.request")),
            update: parsed(&bytes("update_studio_session_mapping.request")),
            cluster: parsed(&bytes("get_cluster_session_credentials.request")),
            endpoint: parsed(&bytes("get_managed_endpoint_session_credentials.request")),
            created: bytes("create_studio_session_mapping.response"),
            mapping: bytes("get_studio_session_mapping.response"),
            updated: bytes("update_studio_session_mapping.response"),
            login: bytes("get_cluster_session_credentials.response"),
            token: bytes("get_managed_endpoint_session_credentials.response"),
            clusters: bytes("list_clusters.response"),
        }
    }
}
