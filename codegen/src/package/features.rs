//! The features of `tinsmith-runtime` that the code needs.

use crate::ir::{Crate, Operation};

/// The features of `tinsmith-runtime` without which the code doesn't compile, whatever features
/// of its own crate are on.
pub(crate) fn runtime_features(krate: &Crate) -> Vec<&'static str> {
    let mut features = Vec::new();
    let mut needs = |feature, needs: &dyn Fn(&Operation) -> bool| {
        let mut services = krate.services.iter();
        if services.any(|service| service.operations.iter().any(needs)) {
            features.push(feature);
        }
    };
    let lists = |it: &Operation, feature| {
        let sent = it.checksum_in.iter().flat_map(|it| &it.algorithms);
        let received = it.checksum_out.iter().flat_map(|it| &it.algorithms);
        sent.chain(received).any(|it| it.feature() == Some(feature))
    };
    needs("checksum", &|it| {
        it.request.has_checksum || lists(it, "checksum")
    });
    needs("http-checksum", &|it| {
        it.checksum_in.is_some() || it.checksum_out.is_some()
    });
    needs("xxhash", &|it| lists(it, "xxhash"));
    needs("tree-hash", &|it| it.request.custom.has_tree_hash);
    needs("compression", &|it| it.request.is_compressed);
    needs("event-stream", &|it| {
        it.events_in.is_some() || it.events_out.is_some()
    });
    features
}

/// The features of `tinsmith-runtime` that clients need besides `client`.
pub(crate) fn client_features(krate: &Crate) -> Vec<&'static str> {
    let mut operations = krate.services.iter().flat_map(|it| &it.operations);
    let sends_events = operations.any(|operation| operation.events_in.is_some());
    if krate.client_feature.is_some() && sends_events {
        vec!["http2"]
    } else {
        Vec::new()
    }
}

/// The features of `tinsmith-runtime` that clients without an HTTP client need besides `client-core`.
pub(crate) fn client_core_features(krate: &Crate) -> Vec<&'static str> {
    match client_features(krate).contains(&"http2") {
        true => vec!["request-events"],
        false => Vec::new(),
    }
}

/// The feature for signatures of version 4a, in the runtime and in a generated crate.
pub(super) const SIGV4A: &str = "sigv4a";

/// Returns whether the crate has the feature [`SIGV4A`]: if clients may meet endpoints that demand
/// these signatures, by the endpoint rules. The crate has it off, as signatures of version 4a take many
/// crates, and few callers need them.
pub(super) fn offers_sigv4a(krate: &Crate) -> bool {
    let own = [&krate.serde_feature, &krate.server_feature];
    let is_taken = own
        .into_iter()
        .chain([&krate.client_feature, &krate.client_core_feature])
        .any(|feature| feature.as_deref() == Some(SIGV4A));
    let rules = krate.services.iter().flat_map(|it| &it.endpoint);
    let mut functions = rules.flat_map(|rules| &rules.functions);
    krate.client_feature.is_some()
        && !is_taken
        && functions.any(|function| function.block.names_scheme(SIGV4A))
}
