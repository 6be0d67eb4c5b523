//! XML, forms and CBOR: the same payloads through generated code, the official SDK, and derives
//! for quick-xml, ciborium and minicbor.
//!
//! Ours is generated from models of a few operations, which have what AWS's have for them.

mod agree;
mod decode;
mod encode;
mod payloads;
mod plain;

#[allow(
    dead_code,
    missing_docs,
    unexpected_cfgs,
    unused_imports,
    clippy::wrong_self_convention,
    reason = "a few functions of each service are used"
)]
mod services {
    include!(concat!(env!("OUT_DIR"), "/tinsmith.rs"));
}

use peers_harness::Case;

pub use agree::agree;
pub use payloads::Payloads;

/// The derive of serde with quick-xml.
const QUICK_XML: &str = "quick-xml";
/// The derive of serde with ciborium.
const CIBORIUM: &str = "ciborium";
/// The derive of minicbor. Its members have numbers for names, so its payloads are its own.
const MINICBOR: &str = "minicbor";

const LIST_OBJECTS: &str = "decode S3 ListObjectsV2, 1,000 keys";
const LIST_USERS: &str = "decode IAM ListUsers, 100 users";
const ASSUME_ROLE: &str = "decode STS AssumeRole";
const GET_METRIC_DATA: &str = "decode CloudWatch GetMetricData, 500 values";
const PUT_METRIC_DATA: &str = "encode CloudWatch PutMetricData, 500 values";
const PUBLISH: &str = "encode SNS Publish";
const CHANGE_RECORDS: &str = "encode Route 53 ChangeResourceRecordSets";
const REQUEST_PUT_METRIC_DATA: &str = "request CloudWatch PutMetricData, 500 values";
const REQUEST_PUBLISH: &str = "request SNS Publish";
const REQUEST_CHANGE_RECORDS: &str = "request Route 53 ChangeResourceRecordSets";

/// All cases. Cases of a row follow each other, and ours is the first.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = decode::cases(payloads);
    cases.extend(encode::cases(payloads));
    cases
}
