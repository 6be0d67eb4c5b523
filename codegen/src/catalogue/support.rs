//! Which operations can't be generated, and why: what the generator itself says of each.

use std::collections::HashMap;

use crate::config::{Config, ServiceConfig};
use crate::diagnostic::Report;
use crate::model::{Model, Selection, ShapeId};
use crate::plan;

/// The reasons against each operation that can't be generated.
pub(super) fn problems(
    model: &Model,
    config: &Config,
    selection: &Selection<'_>,
) -> HashMap<ShapeId, Vec<String>> {
    let of = |names: &[&ShapeId]| {
        let names = names.iter().map(|id| id.as_str());
        let chosen = ServiceConfig::new()
            .id(selection.shape.id.as_str())
            .operations(names);
        let config = Config {
            services: vec![chosen],
            ..Config::new().root(&config.root)
        };
        let mut report = Report::default();
        plan::plan(model, &config, &mut report);
        report.into_messages()
    };
    let all: Vec<&ShapeId> = selection.operations.iter().map(|(it, _)| &it.id).collect();
    // Most services have nothing of the kind, and one look is cheaper than one per operation.
    if of(&all).is_empty() {
        return HashMap::new();
    }
    all.into_iter()
        .map(|id| (id.clone(), of(&[id])))
        .filter(|(_, problems)| !problems.is_empty())
        .collect()
}
