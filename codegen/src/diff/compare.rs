//! Two versions compared, service by service.

use std::collections::BTreeSet;
use std::path::Path;

use crate::config::Config;
use crate::diagnostic::Error;

use super::change::{Change, Group};
use super::choice::choose;
use super::comparison::Comparison;
use super::data::{Diff, NotCompared};
use super::input::{self, DiffOptions};
use super::rule::Rule;
use super::serving;
use super::side::{Read, Service};

impl Diff {
    /// Compares two models (files or folders) or two `smithy-build.json`.
    ///
    /// # Errors
    /// A version can't be read or planned, or has nothing of what `options` name.
    pub fn between(
        old: impl AsRef<Path>,
        new: impl AsRef<Path>,
        options: &DiffOptions,
    ) -> Result<Self, Error> {
        let configs = input::configs(old.as_ref(), new.as_ref());
        let (old, new) = configs.map_err(Error::while_reading)?;
        Self::of_configs(&old, &new, options).map_err(Error::while_reading)
    }

    /// Compares what two configurations would generate.
    ///
    /// # Errors
    /// A version can't be read or planned.
    pub fn of(old: &Config, new: &Config) -> Result<Self, Error> {
        Self::of_configs(old, new, &DiffOptions::default()).map_err(Error::while_reading)
    }

    fn of_configs(old: &Config, new: &Config, options: &DiffOptions) -> Result<Self, Error> {
        let (mut old, mut new) = (Read::new(old)?, Read::new(new)?);
        choose(&mut old, &mut new, options)?;
        let (old, new) = (old.plan()?, new.plan()?);
        let (old, new) = (old.services(), new.services());

        let mut changes = Vec::new();
        let mut not_compared = BTreeSet::new();
        let pairs = pairs(&old, &new);
        for service in &old {
            if !pairs.iter().any(|(old, _)| old.plan.id == service.plan.id) {
                changes.push(whole(service, Rule::ServiceRemoved, "is gone"));
            }
        }
        for service in &new {
            if !pairs.iter().any(|(_, new)| new.plan.id == service.plan.id) {
                changes.push(whole(service, Rule::ServiceAdded, "is new"));
            }
        }
        for (old, new) in &pairs {
            let mut comparison = Comparison::new(old, new);
            comparison.service();
            comparison.operations();
            comparison.items();
            comparison.errors();
            changes.extend(comparison.changes);
            not_compared.extend(skipped(old, new));
        }
        Ok(Self {
            changes: Change::merged(changes),
            services: old.len().max(new.len()),
            not_compared: not_compared.into_iter().collect(),
        })
    }
}

/// The services that are the same in both versions: by id, by module, or because there is one
/// each.
fn pairs<'p, 's>(
    old: &'p [Service<'s>],
    new: &'p [Service<'s>],
) -> Vec<(&'p Service<'s>, &'p Service<'s>)> {
    let mut pairs: Vec<(&Service<'_>, &Service<'_>)> = Vec::new();
    let same: [fn(&Service<'_>, &Service<'_>) -> bool; 2] = [
        |old, new| old.plan.id == new.plan.id,
        |old, new| old.plan.module == new.plan.module,
    ];
    for is_same in same {
        for from in old {
            if pairs.iter().any(|(old, _)| std::ptr::eq(*old, from)) {
                continue;
            }
            let to = new.iter().find(|to| {
                is_same(from, to) && !pairs.iter().any(|(_, new)| std::ptr::eq(*new, *to))
            });
            pairs.extend(to.map(|to| (from, to)));
        }
    }
    match (old, new) {
        ([old], [new]) => vec![(old, new)],
        _ => pairs,
    }
}

/// A service that is in one version only.
fn whole(service: &Service<'_>, rule: Rule, what: &str) -> Change {
    let names: Vec<String> = service
        .operations
        .keys()
        .map(|name| format!("`{name}`"))
        .collect();
    Change {
        service: service.plan.module.clone(),
        group: Group::Service,
        group_shape: service.plan.id.clone(),
        rule,
        places: BTreeSet::new(),
        shape: service.plan.id.clone(),
        operations: service
            .operations
            .keys()
            .map(|name| (*name).to_owned())
            .collect(),
        rust: Some(format!(
            "the module `{}` {what}: {}",
            service.plan.module,
            names.join(", ")
        )),
        wire: None,
        server: serving::reason(rule).map(str::to_owned),
        texts: None,
    }
}

/// Operations that both versions leave out.
fn skipped(old: &Service<'_>, new: &Service<'_>) -> Vec<NotCompared> {
    let in_old = |name: &str| {
        let mut skipped = old.plan.skipped.iter();
        skipped.any(|skipped| skipped.operation == name)
    };
    let skipped = new.plan.skipped.iter();
    skipped
        .filter(|skipped| in_old(&skipped.operation))
        .map(|skipped| NotCompared {
            service: new.plan.module.clone(),
            operation: skipped.operation.clone(),
            reason: skipped.reason.clone(),
        })
        .collect()
}
