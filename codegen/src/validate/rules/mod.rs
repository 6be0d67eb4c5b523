//! The rules, a file per family. Each rule's id is the one that the reference has for it.

mod auth;
mod constraints;
mod defaults;
mod documents;
mod enums;
mod examples;
mod hosts;
mod http_bindings;
mod http_messages;
mod http_uris;
mod identifiers;
mod inputs_outputs;
mod lifecycle;
mod mixins;
mod names;
mod operations;
mod pages;
mod path_types;
mod paths;
mod privacy;
mod properties;
mod recursion;
mod references;
mod resources;
mod streams;
mod target;
mod trait_definitions;
mod trait_places;
mod trait_targets;
mod trait_values;
mod uses;
mod waiters;
mod xml;

use super::findings::Findings;
use super::value::Values;

/// Applies the rules about what the plan reports itself, and leaves out if that is asked for.
pub(super) fn of_plan(findings: &mut Findings<'_, '_>) {
    paths::check(findings);
}

/// Applies all other rules.
pub(super) fn all(findings: &mut Findings<'_, '_>) {
    let values = Values::new(findings.graph);
    target::check(findings);
    names::check(findings);
    mixins::check(findings);
    recursion::check(findings);
    privacy::check(findings);
    uses::check(findings);
    trait_definitions::check(findings);
    trait_targets::check(findings);
    trait_values::check(findings, &values);
    defaults::check(findings, &values);
    enums::check(findings);
    constraints::check(findings);
    examples::check(findings, &values);
    operations::check(findings);
    inputs_outputs::check(findings);
    resources::check(findings);
    identifiers::check(findings);
    lifecycle::check(findings);
    properties::check(findings);
    references::check(findings);
    auth::check(findings);
    pages::check(findings);
    waiters::check(findings);
    streams::check(findings);
    hosts::check(findings);
    http_uris::check(findings);
    http_bindings::check(findings);
    http_messages::check(findings);
    xml::check(findings);
    documents::check(findings);
}
