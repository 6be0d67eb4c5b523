//! The services that a configuration chooses: names as people say them become services of the
//! model, and operations without a service go to the one that has them.

use crate::config::ServiceConfig;
use crate::diagnostic::{Diagnostic, Report};
use crate::spelling;

use super::Model;
use super::closure::operations_of;
use super::service_names::{Candidate, find, is_named, label, services, unknown_service};

/// The name that stands for all operations of a service.
pub(super) const ALL: &str = "*";

/// The entries of a configuration, each for one service. An entry that names operations and no
/// service, or several services, becomes an entry for each service that has one of them. What isn't
/// there, and what isn't clear, is reported.
pub(crate) fn choose(
    model: &Model,
    entries: &[ServiceConfig],
    report: &mut Report,
) -> Vec<ServiceConfig> {
    let known = services(model);
    let mut chosen = Vec::new();
    for entry in entries {
        let names = entry.operations.as_deref().unwrap_or_default();
        let is_qualified = names.iter().any(|name| name.contains(':'));
        // A file that couldn't be read may have another service.
        let has_several = known.len() > 1 || model.is_incomplete;
        let is_open = entry.service.is_none() && has_several && !names.is_empty();
        if entry.among.is_empty() && !is_open && !is_qualified {
            chosen.push(exact(&known, entry));
        } else {
            chosen.extend(assigned(model, &known, entry, report));
        }
    }
    chosen
}

/// The entry with the id of its service, if that isn't named exactly.
fn exact(known: &[Candidate<'_>], entry: &ServiceConfig) -> ServiceConfig {
    let mut entry = entry.clone();
    if let Some(name) = &entry.service
        && let Some((shape, _)) = find(known, name)
        && !is_named(shape, name)
    {
        entry.service = Some(shape.id.to_string());
    }
    entry
}

/// An entry for each service that has one of the operations.
fn assigned(
    model: &Model,
    known: &[Candidate<'_>],
    entry: &ServiceConfig,
    report: &mut Report,
) -> Vec<ServiceConfig> {
    let names = entry.operations.as_deref().unwrap_or_default();
    let wanted: Vec<&String> = entry.service.iter().chain(&entry.among).collect();
    let mut among: Vec<Candidate<'_>> = Vec::new();
    for name in &wanted {
        match find(known, name) {
            Some(found) if among.iter().any(|(shape, _)| shape.id == found.0.id) => {}
            Some(found) => among.push(found),
            None if model.is_incomplete => {}
            None => report.add(unknown_service(known, name)),
        }
    }
    if wanted.is_empty() {
        among = known.to_vec();
    }
    // Without operations, services are meant whole.
    let at_first = (!names.is_empty()).then(Vec::new);
    let mut chosen: Vec<Option<Vec<String>>> = vec![at_first; among.len()];
    let mut is_sound = true;
    for name in names {
        match place(model, &among, name) {
            Ok((at, operation)) => match chosen.get_mut(at) {
                Some(all) if operation == ALL => *all = None,
                Some(Some(operations)) => operations.push(operation.to_owned()),
                _ => {}
            },
            Err(problem) => {
                is_sound = false;
                // While a file couldn't be read, or a service is misspelt, only what is misspelt
                // itself is sure to be a mistake.
                let may_be_elsewhere = model.is_incomplete || among.len() < wanted.len();
                if problem.is_sure || !may_be_elsewhere {
                    report.add(problem.diagnostic);
                }
            }
        }
    }
    let mut made = Vec::new();
    for ((shape, _), operations) in among.iter().zip(chosen) {
        let is_empty = operations.as_ref().is_some_and(Vec::is_empty);
        if is_empty && (wanted.is_empty() || !is_sound) {
            continue;
        }
        if is_empty {
            let label = label(known, shape);
            let message = format!("no operation of the service {label} is named");
            let help =
                format!("name some, all of them as '{label}:{ALL}', or don't name the service");
            report.add(Diagnostic::new(message).shape(&shape.id).help(help));
            continue;
        }
        made.push(ServiceConfig {
            service: Some(shape.id.to_string()),
            operations,
            among: Vec::new(),
            ..entry.clone()
        });
    }
    if let (Some(module), true) = (&entry.module, made.len() > 1) {
        made.iter_mut().for_each(|entry| entry.module = None);
        let message = format!("the module {module} would be that of several services");
        report.add(Diagnostic::new(message).help(
            "leave out the module's name, or give each service an entry of its own in smithy-build.json",
        ));
    }
    made
}

/// The position of the service that an operation is of, and the operation's name alone.
fn place<'n>(
    model: &Model,
    among: &[Candidate<'_>],
    name: &'n str,
) -> Result<(usize, &'n str), Problem> {
    if let Some((service, operation)) = name.split_once(':') {
        let Some(found) = find(among, service) else {
            return Err(Problem {
                diagnostic: unknown_service(among, service),
                is_sure: false,
            });
        };
        let at = among.iter().position(|(shape, _)| shape.id == found.0.id);
        // Operations that the service doesn't have are reported where it is looked at.
        return Ok((at.unwrap_or_default(), operation));
    }
    let has = |(at, (_, service)): (usize, &Candidate<'_>)| {
        let operations = operations_of(model, service);
        let found = operations.iter().any(|(shape, _)| is_named(shape, name));
        found.then_some(at)
    };
    let having: Vec<usize> = among.iter().enumerate().filter_map(has).collect();
    match having.as_slice() {
        [only] => Ok((*only, name)),
        [] => Err(unknown_operation(model, among, name)),
        several => {
            let labels: Vec<String> = several
                .iter()
                .filter_map(|at| among.get(*at))
                .map(|(shape, _)| label(&services(model), shape))
                .collect();
            let ways: Vec<String> = labels.iter().map(|it| format!("{it}:{name}")).collect();
            let message = format!("{} have an operation {name}", labels.join(" and "));
            Err(Problem {
                diagnostic: Diagnostic::new(message)
                    .help(format!("say which: {}", ways.join(" or "))),
                is_sure: true,
            })
        }
    }
}

/// An operation that no service, or more than one, can be found for.
struct Problem {
    diagnostic: Diagnostic,
    /// Whether it stays one, whatever services a file has that couldn't be read.
    is_sure: bool,
}

fn unknown_operation(model: &Model, among: &[Candidate<'_>], name: &str) -> Problem {
    let all: Vec<(&str, String)> = among
        .iter()
        .flat_map(|(service, content)| {
            let operations = operations_of(model, content).into_iter();
            let service = label(&services(model), service);
            operations.map(move |(shape, _)| (shape.id.name(), service.clone()))
        })
        .collect();
    let near = spelling::nearest(name, all.iter().map(|(name, _)| *name));
    let near = near.and_then(|near| all.iter().find(|(name, _)| *name == near));
    let help = match near {
        Some((near, service)) => format!("did you mean {near}, of {service}?"),
        None => "`tinsmith list` shows the operations of models".to_owned(),
    };
    let message = match among {
        [(service, _)] => {
            let service = label(&services(model), service);
            format!("service {service} has no operation {name}")
        }
        _ => format!("no service has an operation {name}"),
    };
    Problem {
        diagnostic: Diagnostic::new(message).help(help),
        is_sure: near.is_some(),
    }
}
