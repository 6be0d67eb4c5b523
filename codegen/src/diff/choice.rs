//! The services and operations to compare. Names are those that `generate` takes, and have to be in one
//! of the versions: what only one has was added or removed.

use crate::config::ServiceConfig;
use crate::diagnostic::{Diagnostic, Error, Report};
use crate::model::{self, Names};
use crate::source::Sources;
use crate::spelling;

use super::input::DiffOptions;
use super::side::Read;

/// Chooses the services of both versions, by their configurations and the options.
pub(super) fn choose(old: &mut Read, new: &mut Read, options: &DiffOptions) -> Result<(), Error> {
    let mut report = Report::default();
    let chosen = [of(old, new, &mut report), of(new, old, &mut report)];
    let chosen = match report.is_empty() && !options.is_empty() {
        true => narrowed([old, new], &chosen, options, &mut report),
        false => chosen,
    };
    if !report.is_empty() {
        return Err(Error::new(report, Sources::default()));
    }
    let [of_old, of_new] = chosen;
    old.config.services = of_old;
    new.config.services = of_new;
    Ok(())
}

impl DiffOptions {
    fn is_empty(&self) -> bool {
        self.services.is_empty() && self.operations.is_none()
    }
}

/// The services that the configuration of a version chooses, or all.
fn of(own: &Read, other: &Read, report: &mut Report) -> Vec<ServiceConfig> {
    match own.config.services.as_slice() {
        [] => model::all_services(&own.model),
        entries => exact(own, other, entries, report),
    }
}

/// The entries of a version, each with the id of its service, without what only the other version has.
fn exact(
    own: &Read,
    other: &Read,
    entries: &[ServiceConfig],
    report: &mut Report,
) -> Vec<ServiceConfig> {
    let (names, others) = (Names::of(&own.model), Names::of(&other.model));
    let left = entries
        .iter()
        .filter_map(|entry| left(&names, &others, entry, report))
        .collect::<Vec<_>>();
    let mut chosen = model::choose(&own.model, &left, report);
    for entry in &mut chosen {
        // Where no name tells and there are several services, planning reports it.
        entry.service = names
            .service(entry.service.as_deref())
            .or(entry.service.take());
    }
    chosen
}

/// An entry without what only the other version has; none if nothing is left.
fn left(
    own: &Names<'_>,
    other: &Names<'_>,
    entry: &ServiceConfig,
    report: &mut Report,
) -> Option<ServiceConfig> {
    let mut entry = entry.clone();
    let whole = entry.clone();
    let mut is_here = |name: &String| {
        let is_own = own.service(Some(name)).is_some();
        if !is_own && other.service(Some(name)).is_none() {
            report.add(model::in_neither(own, other, name));
        }
        is_own
    };
    let is_named = entry.service.is_some() || !entry.among.is_empty();
    entry.service = entry.service.filter(&mut is_here);
    entry.among.retain(&mut is_here);
    if is_named && entry.service.is_none() && entry.among.is_empty() {
        return None;
    }
    let Some(operations) = &mut entry.operations else {
        return Some(entry);
    };
    operations.retain(|name| {
        let is_own = !own.services_with(&whole, name).is_empty();
        if !is_own && other.services_with(&whole, name).is_empty() {
            report.add(unknown_operation(own, other, &whole, name));
        }
        is_own
    });
    if operations.is_empty() {
        return None;
    }
    // A service whose operations the other version has is not without operations.
    let operations = whole.operations.as_deref().unwrap_or_default();
    let is_of = |names: &Names<'_>, id: &String| {
        let mut operations = operations.iter();
        operations.any(|name| names.services_with(&whole, name).contains(id))
    };
    entry.among.retain(|name| {
        let id = own.service(Some(name));
        id.is_none_or(|id| is_of(own, &id) || !is_of(other, &id))
    });
    Some(entry)
}

fn unknown_operation(
    own: &Names<'_>,
    other: &Names<'_>,
    entry: &ServiceConfig,
    name: &str,
) -> Diagnostic {
    let mut known = own.operations(entry);
    known.extend(other.operations(entry));
    known.sort_unstable();
    let help = match spelling::nearest(name, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean {near}?"),
        None => "`tinsmith list` shows the operations of models".to_owned(),
    };
    Diagnostic::new(format!("neither version has an operation {name}")).help(help)
}

/// Keeps the services and operations that the options name, of those that both versions chose.
fn narrowed(
    sides: [&Read; 2],
    chosen: &[Vec<ServiceConfig>; 2],
    options: &DiffOptions,
    report: &mut Report,
) -> [Vec<ServiceConfig>; 2] {
    let [old, new] = sides;
    let [of_old, of_new] = chosen;
    let mut wanted = ServiceConfig::new().among(&options.services);
    wanted.operations.clone_from(&options.operations);
    if options.services.is_empty() {
        wanted.among = having(sides, chosen, &wanted);
    }
    let wanted = [wanted];
    let named = [
        exact(old, new, &wanted, report),
        exact(new, old, &wanted, report),
    ];
    let [in_old, in_new] = named;
    [
        merged(in_old, of_old, of_new, options),
        merged(in_new, of_new, of_old, options),
    ]
}

/// The ids of the chosen services that have one of the wanted operations, or all of them if none has.
fn having(
    sides: [&Read; 2],
    chosen: &[Vec<ServiceConfig>; 2],
    wanted: &ServiceConfig,
) -> Vec<String> {
    let ids = chosen.iter().flatten();
    let mut ids: Vec<String> = ids.filter_map(|entry| entry.service.clone()).collect();
    ids.sort_unstable();
    ids.dedup();
    let of_all = ServiceConfig::new().among(&ids);
    let operations = wanted.operations.iter().flatten();
    let with: Vec<String> = operations
        .flat_map(|name| {
            let with = |side: &Read| Names::of(&side.model).services_with(&of_all, name);
            sides.map(with).concat()
        })
        .collect();
    match ids.iter().any(|id| with.contains(id)) {
        true => ids.into_iter().filter(|id| with.contains(id)).collect(),
        false => ids,
    }
}

/// The named services of a version, with what its configuration says of them.
fn merged(
    named: Vec<ServiceConfig>,
    chosen: &[ServiceConfig],
    others: &[ServiceConfig],
    options: &DiffOptions,
) -> Vec<ServiceConfig> {
    let mut merged = Vec::new();
    for entry in named {
        let is_same = |it: &&ServiceConfig| it.service == entry.service;
        match (chosen.iter().find(is_same), others.iter().find(is_same)) {
            (Some(chosen), _) => merged.push(ServiceConfig {
                operations: entry.operations.or_else(|| chosen.operations.clone()),
                ..chosen.clone()
            }),
            // This version has none of the operations that the configuration names.
            (None, Some(_)) if options.operations.is_none() => {}
            (None, Some(other)) => merged.push(ServiceConfig {
                operations: entry.operations,
                ..other.clone()
            }),
            (None, None) => merged.push(entry),
        }
    }
    merged
}
