//! Runs the same payloads through emr-sessions, the official SDK, serde_json and sonic-rs.
//!
//! Of `ListClusters`, ours is a crate generated likewise.

mod agree;
mod call;
mod decode;
mod encode;
mod generated;
mod payloads;
mod plain;

use peers_harness::Case;

pub use agree::agree;
pub use payloads::Payloads;

/// The derive of serde with serde_json.
const SERDE_JSON: &str = "serde_json";
/// The derive of serde with sonic-rs.
const SONIC_RS: &str = "sonic-rs";

/// All cases. Cases of a row follow each other, and ours is the first.
pub fn cases(payloads: &Payloads) -> Vec<Case> {
    let mut cases = decode::cases(payloads);
    cases.extend(encode::cases(payloads));
    cases.extend(call::cases(payloads));
    cases
}
