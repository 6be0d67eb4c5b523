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
