//! The payloads of `measure/format_payloads.py`.

use std::path::Path;

use serde::de::DeserializeOwned;
use tinsmith_runtime::bytes::Bytes;

use crate::plain::{Change, Message, MetricData, MetricResults, numbered};

/// Holds the bodies to decode, and the values to encode.
#[derive(Clone, Debug)]
pub struct Payloads {
    pub(crate) list_objects: Bytes,
    pub(crate) list_users: Bytes,
    pub(crate) assume_role: Bytes,
    pub(crate) metric_results: Bytes,
    /// The values of `metric_results` as minicbor writes them.
    pub(crate) numbered_results: Bytes,
    pub(crate) message: Message,
    pub(crate) changes: Vec<Change>,
    pub(crate) metric_data: MetricData,
}

impl Payloads {
    /// Reads all of them from a folder.
    ///
    /// # Panics
    /// If one is missing or isn't what it should be.
    pub fn read(folder: &Path) -> Self {
        let bytes = |name: &str| -> Bytes {
            let path = folder.join(name);
            std::fs::read(&path)
                .unwrap_or_else(|e| panic!("{}: {e}", path.display()))
                .into()
        };
        fn parsed<T: DeserializeOwned>(bytes: &Bytes) -> T {
            serde_json::from_slice(bytes).expect("the values of a request")
        }
        let metric_results = bytes("get_metric_data.response.cbor");
        let results: MetricResults =
            ciborium::from_reader(&metric_results[..]).expect("results of metrics");
        let results = numbered::MetricResults::from(&results);
        Self {
            list_objects: bytes("list_objects_v2.response.xml"),
            list_users: bytes("list_users.response.xml"),
            assume_role: bytes("assume_role.response.xml"),
            metric_results,
            numbered_results: minicbor::to_vec(&results).expect("a payload").into(),
            message: parsed(&bytes("publish.request.json")),
            changes: parsed(&bytes("change_resource_record_sets.request.json")),
            metric_data: ciborium::from_reader(&bytes("put_metric_data.request.cbor")[..])
                .expect("values of metrics"),
        }
    }
}
