//! Rust's names for what rules call by name.

use std::collections::BTreeMap;

use crate::ir::endpoint::Param;
use crate::model::rules::{Outcome, Rule, RuleSet};

use super::super::names;

/// Rust's names for what rules call by name.
pub(super) struct Names<'p> {
    pub(super) params: BTreeMap<&'p str, &'p Param>,
    variables: BTreeMap<String, String>,
}

impl<'p> Names<'p> {
    pub(super) fn new(params: &'p [Param], rule_set: &RuleSet) -> Self {
        let own: Vec<&str> = params.iter().map(|param| &*param.name).collect();
        let mut others = Vec::new();
        assigned(&rule_set.rules, &mut others);
        Self {
            params: params.iter().map(|param| (&*param.name, param)).collect(),
            variables: names::rule_variables(&own, &others),
        }
    }

    /// The Rust variable for a name of the rules.
    pub(super) fn local(&self, name: &str) -> String {
        // Rules that name what isn't there are reported, and not emitted.
        self.variables.get(name).cloned().unwrap_or_default()
    }
}

fn assigned<'r>(rules: &'r [Rule], names: &mut Vec<&'r str>) {
    for rule in rules {
        let assigns = rule.conditions.iter();
        names.extend(assigns.filter_map(|condition| condition.assign.as_deref()));
        if let Outcome::Tree(rules) = &rule.outcome {
            assigned(rules, names);
        }
    }
}
