//! The values of requests, from which each peer makes its input.

use std::collections::BTreeMap;

use serde::Deserialize;

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Message {
    pub topic_arn: String,
    pub message: String,
    pub subject: String,
    pub message_attributes: BTreeMap<String, String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "PascalCase")]
pub struct Change {
    pub action: String,
    pub name: String,
    pub r#type: String,
    /// Its set, and its part in it.
    pub weight: Option<(String, i64)>,
    /// Seconds, and the values.
    pub records: Option<(i64, Vec<String>)>,
    /// The zone and the name of what it stands for.
    pub alias: Option<(String, String)>,
}
