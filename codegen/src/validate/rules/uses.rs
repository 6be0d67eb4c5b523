//! `DeprecatedTrait`, `DeprecatedShape`, `UnstableTrait`: uses of what is going, or may change.

use super::super::event::{Event, Severity};
use super::super::findings::Findings;
use super::super::graph::{Rel, Shape};
use super::super::ids::{DEPRECATED, TRAIT, UNSTABLE};

pub(super) fn check(findings: &mut Findings<'_, '_>) {
    let graph = findings.graph;
    for at in graph.own() {
        let shape = graph.shape(at);
        if shape.is_mixed_in {
            continue;
        }
        for applied in &shape.traits {
            let Some(definition) = graph.find(applied.id) else {
                continue;
            };
            let definition = graph.shape(definition);
            if definition.has(DEPRECATED) {
                let message = format!(
                    "the trait {} is deprecated{}",
                    applied.id,
                    reason(definition)
                );
                let id = "DeprecatedTrait";
                findings.at_trait(id, Severity::Warning, at, applied, message, "");
            }
            // Traits that are unstable may have unstable ones.
            if definition.has(UNSTABLE) && !shape.has(UNSTABLE) {
                let message = format!("the trait {} is unstable", applied.id);
                let diagnostic = crate::diagnostic::Diagnostic::new(message)
                    .shape(graph.id(at))
                    .at(applied.spot.location(), "")
                    .help("its meaning may change");
                let id = format!("UnstableTrait.{}", applied.id);
                findings.add(Event::new(id, Severity::Warning, diagnostic));
            }
        }
        let Some(edge) = shape.edges_of(Rel::Target).next() else {
            continue;
        };
        let Some(target) = edge.to.map(|to| graph.shape(to)) else {
            continue;
        };
        let container = shape.container.map(|at| graph.shape(at));
        let is_expected = shape.has(DEPRECATED)
            || container.is_some_and(|it| it.has(DEPRECATED) || it.has(TRAIT));
        if target.has(DEPRECATED) && !is_expected {
            let message = format!("{} is deprecated{}", edge.id, reason(target));
            findings.warning("DeprecatedShape", at, message, "", "");
        }
    }
}

fn reason(shape: &Shape<'_>) -> String {
    let Some(applied) = shape.get(DEPRECATED) else {
        return String::new();
    };
    let since = applied.text("since").map(|since| format!(" since {since}"));
    let message = applied
        .text("message")
        .map(|message| format!(": {message}"));
    format!(
        "{}{}",
        since.unwrap_or_default(),
        message.unwrap_or_default()
    )
}
