//! The way from a project to what is used of the SDK in it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::diagnostic::{Diagnostic, Error, Report};
use crate::ir::{Crate, Item, Service as Planned};
use crate::source::Sources;

use super::changes::Changes;
use super::data::{
    AdoptedCall, AdoptedOperation, AdoptedService, AdoptedType, Adoption, Unresolved,
};
use super::forms::{self, Form};
use super::found::{Call, CallKind, Found};
use super::operations::squashed;
use super::place::Place;
use super::project::Project;
use super::rewrite::Names;
use super::scan::scan;
use super::services::{self, Service, Services, config, planned};
use super::syntax::shown;
use super::{clashes, imports, mock_forms, models, ordered, pieces, uses};

/// The input of adopting: a project of Rust, and the models of its services.
#[derive(Clone, Debug, Default)]
pub struct AdoptOptions {
    /// The folder of the project, with its `Cargo.toml`.
    pub project: PathBuf,
    /// Models, or folders of them.
    pub models: Vec<PathBuf>,
    /// The name of the crate that is generated, for the imports in the report.
    pub crate_name: Option<String>,
}

impl Adoption {
    /// Reads a project, and finds what it uses of the AWS SDK for Rust.
    ///
    /// # Errors
    /// Every problem at once: a folder that isn't there, a project without a crate of the SDK, a
    /// service without a model, an operation that a model doesn't have.
    pub fn of(options: &AdoptOptions) -> Result<Self, Error> {
        let mut report = Report::default();
        let project = Project::read(&options.project, &mut report);
        let all = models::services(&options.models, &mut report);
        let clients = project.clients();
        let crates: Vec<String> = clients
            .iter()
            .chain(&project.reexported())
            .map(|it| it.replace('_', "-"))
            .collect();
        if crates.is_empty() && !project.packages.is_empty() {
            let packages: Vec<&str> = project.packages.iter().map(|it| it.name.as_str()).collect();
            report.add(
                Diagnostic::new(format!(
                    "no package in {} depends on a crate aws-sdk-…",
                    options.project.display()
                ))
                .help(format!(
                    "name the folder of a program that calls AWS with the official SDK; read here: {}",
                    packages.join(", ")
                )),
            );
        }
        if !report.is_empty() {
            return Err(Error::new(report, Sources::default()));
        }
        let known = Services::find(&crates, &all, &mut report)?;
        let found = scan(&project, &known.operations()).map_err(|error| {
            Error::from_message(error.to_string(), "please report it with the project")
        })?;
        let used = known.used(&found, &options.models, &all, &mut report);
        if used.is_empty() && report.is_empty() {
            report.add(without_calls(&options.project, &crates, &found));
        }
        if !report.is_empty() {
            return Err(Error::new(report, Sources::default()));
        }
        let mut config = config(&known, &used);
        let plan = planned(&config)?;
        if plan
            .services
            .iter()
            .any(|service| !service.skipped.is_empty())
        {
            config = config.skip_unsupported(true);
        }
        let changes = Changes::of(&known, &found, &plan);
        let mut services = adopted(&known, &used, &found, &plan, &changes);
        let mut pieces = pieces::of(&known, &found, &plan, &changes);
        clashes::part(&mut services, &mut pieces, &found.own_names);
        ordered::part(&mut services, &mut pieces, &changes);
        Ok(Self {
            version: 1,
            krate: options.crate_name.clone(),
            packages: project.packages.iter().map(|it| it.name.clone()).collect(),
            files: project.files.len(),
            imports: imports::of(&known, &services, &pieces, &found, &plan),
            services,
            pieces,
            uses: uses::of(&known, &found, &plan, &changes),
            unresolved: unresolved(&found),
            notes: notes(&known, &used, &clients),
            config,
        })
    }
}

/// The services, in the order of their crates.
fn adopted(
    known: &Services,
    used: &BTreeMap<String, BTreeSet<String>>,
    found: &Found,
    plan: &Crate,
    changes: &Changes,
) -> Vec<AdoptedService> {
    let chosen = known
        .known
        .iter()
        .filter(|service| used.contains_key(&service.krate));
    chosen
        .filter_map(|service| {
            let planned = plan.services.iter().find(|it| it.id == service.model.id)?;
            let names = used.get(&service.krate)?;
            let operations = names
                .iter()
                .map(|name| operation(service, planned, name, found, changes));
            Some(AdoptedService {
                krate: service.krate.clone(),
                name: service.model.name.clone(),
                id: service.model.id.clone(),
                model: services::file(&service.model.files),
                module: planned.module.clone(),
                operations: operations.collect(),
                types: types(service, planned, found),
            })
        })
        .collect()
}

fn operation(
    service: &Service,
    planned: &Planned,
    name: &str,
    found: &Found,
    changes: &Changes,
) -> AdoptedOperation {
    let code = service.krate.replace('-', "_");
    let of_operation = |call: &&Call| {
        call.krate == code && service.operation(&call.method, call.kind) == Some(name)
    };
    let there = planned.operations.iter().find(|it| it.wire_name == name);
    let skipped = planned.skipped.iter().find(|it| it.operation == name);
    let calls = found.calls.iter().filter(of_operation).map(|call| {
        let names = Names {
            service: planned,
            changes: changes.within(&call.place.file, &call.extent),
            aliases: &call.aliases,
        };
        let form = match there {
            // The code that makes the client has it.
            Some(_) if call.rule.as_ref().is_some_and(|rule| rule.is_inside) => Form::default(),
            Some(operation) if call.kind == CallKind::Rule => {
                mock_forms::of_rule(call, &names, operation)
            }
            Some(operation) => forms::of(call, &names, operation),
            None => Form::default(),
        };
        let mut form = form;
        if form.code.is_some() {
            let notes = changes.notes(&call.place.file, &call.extent);
            form.notes.extend(notes);
        }
        AdoptedCall {
            place: call.place.clone(),
            extent: call.extent.clone(),
            kind: match call.kind {
                CallKind::Operation => "call",
                CallKind::Waiter => "waiter",
                CallKind::Continued(_) => "continued",
                CallKind::Rule => "mock",
                CallKind::Named => "named",
            },
            paginated: call.links.iter().any(|link| link.is("into_paginator")),
            presigned: call.links.iter().any(|link| link.is("presigned")),
            probable: call.is_probable,
            old: shown(&call.old),
            new: form.code,
            notes: form.notes,
        }
    });
    AdoptedOperation {
        name: name.to_owned(),
        method: there.map_or_else(String::new, |it| it.client_method.clone()),
        unsupported: skipped.map(|it| it.reason.clone()),
        // A builder that is continued with setters of one value stays as it is.
        calls: calls
            .filter(|call| call.kind != "continued" || call.new.as_ref() != Some(&call.old))
            .collect(),
    }
}

/// The types of a service that code names.
fn types(service: &Service, planned: &Planned, found: &Found) -> Vec<AdoptedType> {
    let code = service.krate.replace('-', "_");
    let mut all: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for mention in &found.mentions {
        let name = match mention.path.as_slice() {
            [krate, types, builders, name, ..]
                if *krate == code && types == "types" && builders == "builders" =>
            {
                name.strip_suffix("Builder").unwrap_or(name)
            }
            [krate, types, name, ..] if *krate == code && types == "types" => name,
            _ => continue,
        };
        // `types::error::…` are errors.
        if name.starts_with(char::is_uppercase) {
            all.entry(name.to_owned())
                .or_default()
                .push(mention.place.clone());
        }
    }
    all.into_iter()
        .map(|(name, places)| {
            let mut items = planned.items.iter().map(Item::name);
            let item = items.find(|item| squashed(&item.ty) == squashed(&name));
            let error = planned.errors.iter().map(|error| &error.structure.name);
            let error = error
                .into_iter()
                .find(|item| squashed(&item.ty) == squashed(&name));
            AdoptedType {
                new: item
                    .or(error)
                    .map(|item| format!("{}::{}", planned.module, item.ty)),
                name,
                places,
            }
        })
        .collect()
}

/// The most places that a report names.
const SHOWN: usize = 5;

/// The report of a project that calls nothing, as far as its files can be read.
fn without_calls(project: &Path, crates: &[String], found: &Found) -> Diagnostic {
    let mut help = format!(
        "it depends on {}, and nothing calls a client of it",
        crates.join(", ")
    );
    let first = found.unresolved.iter().take(SHOWN);
    let first: Vec<String> = first
        .map(|(place, reason)| format!("{place} ({reason})"))
        .collect();
    if !first.is_empty() {
        help.push_str("; look there yourself: ");
        help.push_str(&first.join(", "));
    }
    let more = found.unresolved.len().saturating_sub(SHOWN);
    if more > 0 {
        help.push_str(&format!(" and {more} more"));
    }
    Diagnostic::new(format!("no operation is called in {}", project.display())).help(help)
}

fn unresolved(found: &Found) -> Vec<Unresolved> {
    let all = found.unresolved.iter();
    all.map(|(place, reason)| Unresolved {
        place: place.clone(),
        reason: reason.clone(),
    })
    .collect()
}

/// Remarks on crates: `clients` are those that packages depend on.
fn notes(
    known: &Services,
    used: &BTreeMap<String, BTreeSet<String>>,
    clients: &[String],
) -> Vec<String> {
    let mut notes = Vec::new();
    let is_client = |krate: &str| clients.contains(&krate.replace('-', "_"));
    for service in &known.known {
        if !used.contains_key(&service.krate) && !is_client(&service.krate) {
            continue;
        }
        if !used.contains_key(&service.krate) {
            notes.push(format!(
                "{}: no call was found, and nothing is generated for it",
                service.krate
            ));
            continue;
        }
        if let [first, ..] = service.others.as_slice() {
            notes.push(format!(
                "{}: the model is {}; {} has the same service, and wasn't read: to choose it, name it with --models",
                service.krate,
                services::file(&service.model.files),
                services::shown(first)
            ));
        }
    }
    for krate in known.unknown.iter().filter(|it| is_client(it)) {
        notes.push(format!("{krate}: no call was found, and no model"));
    }
    notes
}
