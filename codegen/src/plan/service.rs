//! A service as a module, and all of them as a crate.

use std::collections::{BTreeMap, BTreeSet};

use crate::config::{Config, ProtocolTests, ServiceConfig};
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{Crate, ErrorShape, Formats, Item, LeftOut, Operation, Server, Service};
use crate::model::{self, Model, Selection, Shape, ShapeId};
use crate::protocol::{self, Protocol};
use crate::services;

use super::contents::Contents;
use super::modules::modules;
use super::problems::{self, Problems};
use super::types::Context;
use super::{
    client, deep, deprecated, discovery, docs, endless, endpoint, error, example, model_example,
    operation, paginators_and_waiters, protocol_test, read_write, recorded, send_depth,
    service_docs, serving, shape, size, supported, transfer,
};

/// Plans every service that the configuration names.
pub(crate) fn plan(model: &Model, config: &Config, report: &mut Report) -> Crate {
    let services = if config.services.is_empty() {
        &model::all_services(model)
    } else {
        &config.services
    };
    let selected: Vec<(&ServiceConfig, Selection<'_>)> = services
        .iter()
        .filter_map(|entry| Some((entry, model::select(model, entry, report)?)))
        .collect();
    let selected = match config.services.is_empty() && !config.endpoints_only {
        true => with_operations(selected, report),
        false => selected,
    };
    let (selected, left_out) = speaking(selected, config, report);
    let modules = modules(&selected, report);
    let services = selected
        .iter()
        .zip(modules)
        .filter_map(|((entry, selection), module)| {
            if config.endpoints_only {
                Some(endpoints_only(model, module, config, selection, report))
            } else {
                service(model, module, config, entry, selection, report)
            }
        })
        .collect();
    Crate {
        docs: config
            .crate_docs
            .iter()
            .map(|text| docs::wrapped(text))
            .collect(),
        library: library(config),
        services,
        left_out,
        serde_feature: config.serde_feature.clone(),
        server_feature: config.server_feature.clone(),
        buildtime_feature: config.buildtime_feature.clone(),
        protocol_tests: config.protocol_tests,
        client_feature: config.client_feature.clone(),
        client_core_feature: config
            .client_core_feature
            .clone()
            .filter(|_| config.client_feature.is_some()),
        endpoints_only: config.endpoints_only,
    }
}

/// The services that have operations, of all services of the models: nobody has named one that has
/// none. Without any operation, all services stay, for each to say so.
fn with_operations<'c, 'm>(
    selected: Vec<(&'c ServiceConfig, Selection<'m>)>,
    report: &mut Report,
) -> Vec<(&'c ServiceConfig, Selection<'m>)> {
    if selected.iter().all(|(_, it)| it.operations.is_empty()) {
        return selected;
    }
    let (stay, empty): (Vec<_>, Vec<_>) = selected
        .into_iter()
        .partition(|(_, it)| !it.operations.is_empty());
    for (_, selection) in empty {
        report.warn(
            without_operations(selection.shape)
                .help("the service is left out; bind operations to it, or choose other services"),
        );
    }
    stay
}

fn without_operations(service: &Shape) -> Diagnostic {
    let message = format!("{} has no operation", service.id.name());
    service.problem(message, "", "bind operations to it")
}

/// The services whose protocol is supported, and the others if they are to be left out. One at least
/// has to stay. A protocol that the configuration names is looked at later: it may be a mistake.
fn speaking<'c, 'm>(
    selected: Vec<(&'c ServiceConfig, Selection<'m>)>,
    config: &Config,
    report: &mut Report,
) -> (Vec<(&'c ServiceConfig, Selection<'m>)>, Vec<LeftOut>) {
    if !config.skip_unsupported || config.endpoints_only {
        return (selected, Vec::new());
    }
    let mut left_out = Vec::new();
    let mut problems = Report::default();
    let mut stay = Vec::new();
    for (entry, selection) in selected {
        let mut problem = Report::default();
        let found = protocol::of(selection.shape, entry.protocol.as_deref(), &mut problem);
        if found.is_some() || entry.protocol.is_some() {
            stay.push((entry, selection));
            continue;
        }
        let reason = problem.clone().into_messages().join("; ");
        left_out.push(problems::left_out(selection.shape.id.to_string(), reason));
        problem.move_to(&mut problems);
    }
    if stay.is_empty() {
        problems.move_to(report);
    }
    (stay, left_out)
}

/// The crate's name in paths, if the configuration has it.
fn library(config: &Config) -> Option<String> {
    let of_package = config.package.as_ref().map(|package| &package.name);
    let name = config.crate_name.as_ref().or(of_package)?;
    Some(name.replace('-', "_"))
}

/// A service with those of its operations that can be generated.
fn service(
    model: &Model,
    module: String,
    settings: &Config,
    entry: &ServiceConfig,
    selection: &Selection<'_>,
    report: &mut Report,
) -> Option<Service> {
    let protocol = protocol::of(selection.shape, entry.protocol.as_deref(), report)?;
    let selection = match settings.client_feature {
        Some(_) => &discovery::select(model, selection),
        None => selection,
    };
    let (mut selection, mut skipped) =
        supported::selection(model, selection, protocol, settings, report);
    loop {
        let before = report.clone();
        let mut problems = Problems {
            skip: settings.skip_unsupported,
            skipped: &mut skipped.clone(),
            refused: BTreeMap::new(),
            report: &mut *report,
        };
        let selected = selection.clone();
        let planned = planned(model, &module, settings, selected, protocol, &mut problems);
        let refused = problems.refused;
        if refused.is_empty() {
            return planned;
        }
        // Types have to be planned before it shows that an operation can't be. The others are
        // planned anew, without what belongs to it alone.
        *report = before;
        selection.operations.retain(|(shape, _)| {
            let reasons = refused.get(&shape.id);
            skipped.extend(reasons.map(|reasons| {
                let cases = protocol_test::case_ids(shape, protocol.id());
                problems::skipped(shape.id.name().to_owned(), reasons.join("; "), cases)
            }));
            reasons.is_none()
        });
    }
}

/// A service: what goes into it, its types, what is made of them, and all of it together.
fn planned(
    model: &Model,
    module: &str,
    settings: &Config,
    selection: Selection<'_>,
    protocol: &'static dyn Protocol,
    problems: &mut Problems<'_>,
) -> Option<Service> {
    let contents = Contents::find(model, selection, protocol);
    let has_server = settings.server_feature.is_some();
    contents.check(has_server, problems.report)?;
    let context = contents.context();
    let service = context.service;

    let mut operations = operations(&context, &contents, problems.report);
    let mut errors = errors(&context, &contents, problems.report);
    error::tell_apart(&mut errors);
    let items = items(&context, &contents, problems.report);
    let origins = origins(&operations, &errors, &items);
    endless::report(&items, problems.report);
    let mut items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    size::mark(&mut items);

    let types = paginators_and_waiters::Types {
        items: &items,
        errors: &errors,
        names: &context.names.all,
    };
    let waiters = paginators_and_waiters::plan(service, &mut operations, types, problems);
    let tests = match settings.protocol_tests {
        ProtocolTests::None => protocol_test::Tests::default(),
        _ => protocol_test::tests(&context, &items, &operations, &errors, has_server, problems),
    };
    let client = settings.client_feature.as_ref();
    let discovery = client
        .and_then(|_| discovery::plan(model, service, &mut operations, &errors, &items, problems));
    let endpoint = client.and_then(|_| {
        let prefers_bdd = settings.endpoints_of_bdd;
        endpoint::plan(model, service, &items, &operations, prefers_bdd, problems)
    });
    if has_server {
        serving::go_without_names(service, &mut operations);
        serving::report_shared_routes(&operations, problems.report);
        serving::warn_of_unchecked(&operations, &items, problems.report);
    }
    model_example::plan(&mut operations, &items);
    let mut operations: Vec<Operation> = without_shapes(operations);
    let mut errors: Vec<ErrorShape> = without_shapes(errors);
    if operations.is_empty() && problems.skipped.is_empty() && problems.report.is_empty() {
        problems.report.add(
            without_operations(service)
                .help("name operations of the service, or take it out of the configuration"),
        );
    }
    let has_read_write = read_write::place(
        &mut items,
        &mut operations,
        &mut errors,
        protocol.formats(),
        settings.serde_feature.is_some(),
        has_server,
    );
    example::plan(&mut operations, &items);
    let recursion_limit =
        send_depth::recursion_limit(service, &operations, &errors, &items, problems.report);
    Some(Service {
        module: module.to_owned(),
        id: service.id.to_string(),
        title: service_docs::title(service),
        docs: service_docs::service_docs(service),
        client: client.map(|_| {
            client::client(
                service,
                &contents.selection.service.version,
                endpoint.as_ref(),
            )
        }),
        recorded: client.map(|_| recorded::recorded(&operations, &errors, &items)),
        server: serving::server(&context, &operations, &items, tests.server),
        endpoint,
        discovery,
        transfers: client.and_then(|_| transfer::plan(service, &operations, &items)),
        has_read_write,
        serde_is_on_wire: read_write::is_json(protocol.formats()),
        has_deprecated: deprecated::any(&items, &operations, &errors, &waiters),
        has_deep_types: deep::any(&items, &operations, &errors),
        recursion_limit,
        protocol: protocol.id(),
        formats: protocol.formats(),
        error_code_members: protocol.errors(service).code_members,
        is_query_compatible: service.traits.aws_query_compatible,
        codes_of_status: services::special(service).codes_of_status,
        request_tests: tests.requests,
        response_tests: tests.responses,
        event_stream_tests: tests.events,
        example: example::easiest(&operations),
        shapes: contents.all.len(),
        names: context.names.all,
        operations,
        waiters,
        items,
        errors,
        skipped: std::mem::take(problems.skipped),
        origins,
    })
}

/// The operations, each with its shape.
fn operations<'m>(
    context: &Context<'m>,
    contents: &Contents<'m>,
    report: &mut Report,
) -> Vec<(Operation, &'m Shape)> {
    let mut planned = Vec::new();
    for (shape, operation) in &contents.selection.operations {
        let operation = operation::operation(context, shape, operation, report);
        planned.extend(operation.map(|operation| (operation, *shape)));
    }
    planned
}

/// The errors, each with its shape.
fn errors<'m>(
    context: &Context<'m>,
    contents: &Contents<'m>,
    report: &mut Report,
) -> Vec<(ErrorShape, &'m Shape)> {
    let mut planned = Vec::new();
    for shape in &contents.errors {
        let error = error::error(context, shape, report);
        planned.extend(error.map(|error| (error, *shape)));
    }
    planned
}

/// The items, each with its shape, by name.
fn items<'m>(
    context: &Context<'m>,
    contents: &Contents<'m>,
    report: &mut Report,
) -> Vec<(&'m Shape, Item)> {
    let mut planned = Vec::new();
    for shape in &contents.items {
        let item = shape::item(context, shape, report);
        planned.extend(item.map(|item| (*shape, item)));
    }
    planned.sort_by(|(_, a), (_, b)| a.name().cmp(b.name()));
    planned
}

/// The shapes that types come from, by the types' names.
fn origins(
    operations: &[(Operation, &Shape)],
    errors: &[(ErrorShape, &Shape)],
    items: &[(&Shape, Item)],
) -> BTreeMap<String, ShapeId> {
    let items = items.iter().map(|(shape, item)| (item.name(), shape));
    let operations = operations.iter().flat_map(|(operation, shape)| {
        [
            (&operation.input.name, shape),
            (&operation.output.name, shape),
        ]
    });
    let errors = errors
        .iter()
        .map(|(error, shape)| (&error.structure.name, shape));
    items
        .chain(operations)
        .chain(errors)
        .map(|(name, shape)| (name.ty.clone(), shape.id.clone()))
        .collect()
}

fn without_shapes<T>(planned: Vec<(T, &Shape)>) -> Vec<T> {
    planned.into_iter().map(|(planned, _)| planned).collect()
}

/// A service of which only the endpoint rules are planned, whatever protocol it speaks.
fn endpoints_only(
    model: &Model,
    module: String,
    settings: &Config,
    selection: &Selection<'_>,
    report: &mut Report,
) -> Service {
    Service {
        module,
        id: selection.shape.id.to_string(),
        title: service_docs::title(selection.shape),
        docs: service_docs::service_docs(selection.shape),
        operations: Vec::new(),
        example: None,
        waiters: Vec::new(),
        items: Vec::new(),
        errors: Vec::new(),
        protocol: "",
        formats: Formats::default(),
        error_code_members: &[],
        names: BTreeSet::new(),
        has_read_write: false,
        serde_is_on_wire: false,
        has_deprecated: false,
        has_deep_types: false,
        recursion_limit: None,
        skipped: Vec::new(),
        is_query_compatible: false,
        codes_of_status: &[],
        request_tests: Vec::new(),
        response_tests: Vec::new(),
        event_stream_tests: Vec::new(),
        client: None,
        recorded: None,
        discovery: None,
        transfers: None,
        server: Server::default(),
        endpoint: endpoint::plan(
            model,
            selection.shape,
            &[],
            &[],
            settings.endpoints_of_bdd,
            &mut Problems {
                skip: false,
                skipped: &mut Vec::new(),
                refused: BTreeMap::new(),
                report,
            },
        ),
        shapes: 0,
        origins: BTreeMap::new(),
    }
}
