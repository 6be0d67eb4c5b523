//! The operations that can't be generated, and why, as the generator itself reports.

use std::collections::HashMap;

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::Report;
use crate::model::{Model, Selection, ShapeId};
use crate::plan;

/// The reasons against each operation that can't be generated, or not with a client or a server.
pub(super) fn problems(
    model: &Model,
    config: &Config,
    selection: &Selection<'_>,
) -> HashMap<ShapeId, Vec<String>> {
    let plain = Config::new().root(&config.root);
    let all: Vec<&ShapeId> = selection.operations.iter().map(|(it, _)| &it.id).collect();
    let mut found: HashMap<ShapeId, Vec<String>> = HashMap::new();
    for (config, with) in [
        (plain.clone(), ""),
        (plain.clone().client_feature("client"), " (with a client)"),
        (plain.server_feature("server"), " (with a server)"),
    ] {
        let of = |names: &[&ShapeId]| messages(model, &config, selection, names);
        // Most services have nothing of the kind, and one look is cheaper than one per operation.
        if of(&all).is_empty() {
            continue;
        }
        for id in &all {
            for message in of(&[id]) {
                let reasons = found.entry((*id).clone()).or_default();
                if !reasons.contains(&message) {
                    reasons.push(message + with);
                }
            }
        }
    }
    found
}

/// The reports of the generator for these operations only.
fn messages(
    model: &Model,
    config: &Config,
    selection: &Selection<'_>,
    names: &[&ShapeId],
) -> Vec<String> {
    let names = names.iter().map(|id| id.as_str());
    let chosen = ServiceConfig::new()
        .id(selection.shape.id.as_str())
        .operations(names);
    let config = Config {
        services: vec![chosen],
        ..config.clone()
    };
    let mut report = Report::default();
    plan::plan(model, &config, &mut report);
    report.into_messages()
}
