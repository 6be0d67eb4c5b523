//! Rust's names for what rules call by name.

use std::collections::BTreeMap;

use crate::diagnostic::Report;
use crate::model::Shape;
use crate::model::rules::{Outcome, Rule, RuleSet};
use crate::source::Location;

use super::super::name;
use super::super::scope::Scope as NameScope;
use super::Param;

/// Names that functions have for their own parameters, and those of the runtime's functions,
/// which a variable would hide.
const TAKEN: [&str; 10] = [
    "params",
    "partitions",
    "is_valid_host_label",
    "is_virtual_hostable_s3_bucket",
    "item",
    "resolve_endpoint",
    "split",
    "substring",
    "tinsmith_runtime",
    "uri_encode",
];

/// Rust's names for what rules call by name.
pub(super) struct Names<'p> {
    pub(super) params: BTreeMap<&'p str, &'p Param>,
}

impl<'p> Names<'p> {
    /// Makes sure that no two names of the rule set become one.
    pub(super) fn new(
        params: &'p [Param],
        rule_set: &RuleSet,
        service: &Shape,
        report: &mut Report,
    ) -> Self {
        let mut scope = NameScope::new("variable", "give one of them another name in the rules");
        let mut names: Vec<(&str, Option<&Location>)> = rule_set
            .parameters
            .iter()
            .map(|parameter| (&*parameter.name, parameter.location.as_ref()))
            .collect();
        assigned(&rule_set.rules, &mut names);
        for (own, location) in names {
            let owner = format!("{own} in the rules of {}", service.id);
            scope.take(&local(own), &owner, location, report);
        }
        Self {
            params: params.iter().map(|param| (&*param.name, param)).collect(),
        }
    }
}

fn assigned<'r>(rules: &'r [Rule], names: &mut Vec<(&'r str, Option<&'r Location>)>) {
    for rule in rules {
        for condition in &rule.conditions {
            if let Some(name) = &condition.assign {
                names.push((name, Some(&condition.call.location)));
            }
        }
        if let Outcome::Tree(rules) = &rule.outcome {
            assigned(rules, names);
        }
    }
}

/// The Rust variable for a name of the rules.
pub(super) fn local(name: &str) -> String {
    let local = name::snake_name(name);
    if TAKEN.contains(&local.as_str()) {
        format!("{local}_")
    } else {
        local
    }
}
