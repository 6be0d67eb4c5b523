//! A service as a module, and all of them as a crate.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::config::{Config, ProtocolTests, ServiceConfig};
use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{
    Binding, Client, Crate, ErrorShape, Item, Member, Operation, Server, Service, Structure, Type,
    Wire,
};
use crate::model::{self, Graph, Model, Reference, Selection, Shape, ShapeId};
use crate::protocol;

use super::boxing::Cycles;
use super::names::{self, ServiceNames, ServiceSubject, Subject};
use super::scope::Scope;
use super::shape::{self, Role};
use super::streams::{self, InStreams};
use super::types::Context;
use super::{
    codec, constraint, docs, endless, endpoint, event_stream, operation, protocol_test, reach,
    series, serving, size,
};

/// How deep shapes may be in one another, cycles not counted. Values are as deep, and the
/// runtime reads JSON that is 128 deep; so is what rustc goes into.
const MAX_DEPTH: usize = 128;

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
    let modules = modules(&selected, report);
    let services = selected
        .iter()
        .zip(modules)
        .filter_map(|((_, selection), module)| {
            if config.endpoints_only {
                Some(endpoints_only(model, module, config, selection, report))
            } else {
                service(model, module, config, selection, report)
            }
        })
        .collect();
    Crate {
        docs: config.crate_docs.clone(),
        services,
        serde_feature: config.serde_feature.clone(),
        server_feature: config.server_feature.clone(),
        buildtime_feature: config.buildtime_feature.clone(),
        protocol_tests: config.protocol_tests,
        client_feature: config.client_feature.clone(),
        endpoints_only: config.endpoints_only,
    }
}

fn service(
    model: &Model,
    module: String,
    settings: &Config,
    selection: &Selection<'_>,
    report: &mut Report,
) -> Option<Service> {
    let protocol = protocol::of(selection.shape, report)?;
    let (selection, mut skipped) = reach::supported(model, selection, protocol, settings, report);
    let selection = &selection;
    let inputs = ids(selection, |operation| &operation.input);
    let outputs = ids(selection, |operation| &operation.output);
    let messages = model.reachable(inputs.iter().chain(&outputs).cloned());
    let streams = InStreams::find(model, &messages);
    let errors = errors(model, selection, &streams);
    let error_ids: Vec<ShapeId> = errors.iter().map(|shape| shape.id.clone()).collect();

    let all = model.reachable(inputs.iter().chain(&outputs).chain(&error_ids).cloned());
    if report_deep(&all, report) {
        // What comes now goes into shapes by recursion.
        return None;
    }
    event_stream::report_shared(model, &all, &streams, report);
    if settings.server_feature.is_some() {
        constraint::warn_of_literal_properties(&model.reachable(inputs.iter().cloned()), report);
    }
    let held: HashSet<&ShapeId> = all
        .iter()
        .flat_map(|shape| {
            let is_stream = streams::is_stream(shape);
            let members = shape.kind.members().into_iter();
            // An error that ends a stream isn't held by it.
            members.filter(move |member| !(is_stream && streams::is_error(model, member)))
        })
        .map(|member| &member.target)
        .collect();
    let sent = streams.sent(model, &all, &inputs);
    let held_by_inputs = reach::held_by(model, &inputs);
    let mut sent_in_body =
        reach::in_body(model, &inputs, |member| protocol.request_binding(member));
    let mut received_in_body = reach::in_body(model, outputs.iter().chain(&error_ids), |member| {
        protocol.response_binding(member)
    });
    // Streams are read and written by both sides.
    sent_in_body.extend(streams.in_json.iter().cloned());
    received_in_body.extend(streams.in_json.iter().cloned());
    // Inputs, outputs and errors become items of their own kind, not of these, unless a
    // member holds one as well.
    let tops: HashSet<&ShapeId> = inputs.iter().chain(&outputs).chain(&error_ids).collect();
    let items: Vec<&Shape> = all
        .iter()
        .filter(|shape| !tops.contains(&shape.id) || held.contains(&shape.id))
        .filter(|shape| shape::is_item(shape))
        .copied()
        .collect();
    let context = Context {
        model,
        protocol,
        service: selection.shape,
        names: service_names(selection, &errors, &items),
        cycles: Cycles::find(model, &all),
        checked: reach::checked(model, &sent, &held_by_inputs),
        held_by_inputs,
        sent: sent_in_body,
        received: received_in_body,
        streams,
    };
    let responses = outputs.iter().chain(&error_ids);
    let wrong = inputs
        .iter()
        .filter_map(|id| model.shape(id))
        .flat_map(|shape| protocol.problems_of_input(shape, model))
        .chain(
            responses
                .filter_map(|id| model.shape(id))
                .flat_map(|shape| protocol.problems_of_response(shape, model)),
        );
    wrong.for_each(|problem| report.add(problem));
    let mut operations: Vec<_> = selection
        .operations
        .iter()
        .filter_map(|(shape, operation)| {
            Some((
                operation::operation(&context, shape, operation, report)?,
                *shape,
            ))
        })
        .collect();
    let errors: Vec<_> = errors
        .iter()
        .filter_map(|shape| Some((error(&context, shape, report)?, *shape)))
        .collect();
    let mut items: Vec<(&Shape, Item)> = items
        .iter()
        .filter_map(|shape| Some((*shape, shape::item(&context, shape, report)?)))
        .collect();
    items.sort_by(|(_, a), (_, b)| a.name().cmp(b.name()));

    let mut origins = BTreeMap::new();
    for (shape, item) in &items {
        origins.insert(item.name().ty.clone(), shape.id.clone());
    }
    for (planned, shape) in &operations {
        for name in [&planned.input.name, &planned.output.name] {
            origins.insert(name.ty.clone(), shape.id.clone());
        }
    }
    for (planned, shape) in &errors {
        origins.insert(planned.structure.name.ty.clone(), shape.id.clone());
    }
    endless::report(&items, report);
    let mut items: Vec<Item> = items.into_iter().map(|(_, item)| item).collect();
    size::mark(&mut items);
    let waiters = series::plan(
        selection.shape,
        &mut operations,
        series::Types {
            items: &items,
            errors: &errors,
            names: &context.names.all,
        },
        settings.skip_unsupported,
        &mut skipped,
        report,
    );
    let tests = match settings.protocol_tests {
        ProtocolTests::None => protocol_test::Tests::default(),
        _ => {
            let operations: Vec<_> = operations
                .iter()
                .map(|(planned, shape)| (planned, *shape))
                .collect();
            let errors: Vec<_> = errors
                .iter()
                .map(|(planned, shape)| (planned, *shape))
                .collect();
            let has_server = settings.server_feature.is_some();
            let mut problems = series::Problems {
                skip: settings.skip_unsupported,
                skipped: &mut skipped,
                report,
            };
            protocol_test::tests(
                &context,
                &items,
                &operations,
                &errors,
                has_server,
                &mut problems,
            )
        }
    };
    let endpoint = settings.client_feature.as_ref().and_then(|_| {
        let items: Vec<&Item> = items.iter().collect();
        let operations: Vec<_> = operations
            .iter()
            .map(|(planned, shape)| (planned, *shape))
            .collect();
        endpoint::plan(
            model,
            selection.shape,
            &items,
            &operations,
            settings.endpoints_of_bdd,
            &mut series::Problems {
                skip: settings.skip_unsupported,
                skipped: &mut skipped,
                report,
            },
        )
    });
    if settings.server_feature.is_some() {
        serving::report_shared_routes(&operations, report);
        serving::warn_of_unchecked(&operations, &items, report);
    }
    let mut operations: Vec<Operation> =
        operations.into_iter().map(|(planned, _)| planned).collect();
    let mut errors: Vec<ErrorShape> = errors.into_iter().map(|(planned, _)| planned).collect();
    // An error's own code goes before one that another had in the query protocol.
    let mut codes: HashSet<String> = errors
        .iter()
        .filter_map(|error| error.codes.first().cloned())
        .collect();
    for error in &mut errors {
        let mut is_own = true;
        error
            .codes
            .retain(|code| std::mem::take(&mut is_own) || codes.insert(code.clone()));
    }
    if operations.is_empty() && skipped.is_empty() && report.is_empty() {
        report.add(
            Diagnostic::new(format!("{} has no operation", selection.shape.id.name()))
                .shape(&selection.shape.id)
                .help("name operations of the service, or take it out of the configuration"),
        );
    }
    let has_codecs = codec::place(
        &mut items,
        &mut operations,
        &mut errors,
        settings.serde_feature.is_some(),
        settings.server_feature.is_some(),
    );
    let client = settings
        .client_feature
        .as_ref()
        .map(|_| client(selection.shape, &selection.service.version));
    let server = serving::server(&context, &operations, &items, tests.server);
    Some(Service {
        module,
        client,
        server,
        id: selection.shape.id.to_string(),
        title: title(selection.shape),
        docs: service_docs(selection.shape),
        has_codecs,
        has_deprecated: operations
            .iter()
            .flat_map(|operation| [&operation.input, &operation.output])
            .chain(errors.iter().map(|error| &error.structure))
            .any(has_deprecated)
            || items.iter().any(item_has_deprecated)
            || waiters.iter().any(|waiter| waiter.deprecated.is_some()),
        has_deep_types: operations
            .iter()
            .flat_map(|operation| [&operation.input, &operation.output])
            .chain(errors.iter().map(|error| &error.structure))
            .flat_map(|structure| &structure.members)
            .any(|member| nesting(&member.ty) >= DEEP)
            || items.iter().any(item_is_deep),
        error_code_members: protocol.error_code_members(),
        skipped,
        is_query_compatible: selection.shape.traits.aws_query_compatible,
        request_tests: tests.requests,
        response_tests: tests.responses,
        event_stream_tests: tests.events,
        endpoint,
        shapes: all.len(),
        operations,
        waiters,
        items,
        errors,
        names: context.names.all,
        origins,
    })
}

/// Reports the shapes that are too deep, where that begins, and says whether there are any.
fn report_deep(shapes: &[&Shape], report: &mut Report) -> bool {
    let graph = Graph::new(shapes.iter().map(|shape| {
        let members = shape.kind.members().into_iter();
        (&shape.id, members.map(|member| &member.target).collect())
    }));
    let depths = graph.depths();
    let is_first = |shape: &&&Shape| depths.get(&shape.id) == Some(&(MAX_DEPTH + 1));
    for shape in shapes.iter().filter(is_first) {
        let message = format!(
            "{} holds shapes that hold others and so on, more than {MAX_DEPTH} deep",
            shape.id.name()
        );
        let help = "JSON that is as deep isn't read; make what it holds less deep";
        report.add(shape.problem(message, "too deep", help));
    }
    depths.into_values().any(|depth| depth > MAX_DEPTH)
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
        title: title(selection.shape),
        docs: service_docs(selection.shape),
        operations: Vec::new(),
        waiters: Vec::new(),
        items: Vec::new(),
        errors: Vec::new(),
        error_code_members: &[],
        names: BTreeSet::new(),
        has_codecs: false,
        has_deprecated: false,
        has_deep_types: false,
        skipped: Vec::new(),
        is_query_compatible: false,
        request_tests: Vec::new(),
        response_tests: Vec::new(),
        event_stream_tests: Vec::new(),
        client: None,
        server: Server::default(),
        endpoint: endpoint::plan(
            model,
            selection.shape,
            &[],
            &[],
            settings.endpoints_of_bdd,
            &mut series::Problems {
                skip: false,
                skipped: &mut Vec::new(),
                report,
            },
        ),
        shapes: 0,
        origins: BTreeMap::new(),
    }
}

/// What a client has to know of the service; AWS's own names have defaults
/// ([Smithy 2.0, `aws.api#service`](https://smithy.io/2.0/aws/aws-core.html#aws-api-service-trait)).
fn client(service: &Shape, version: &str) -> Client {
    let traits = &service.traits;
    let sdk_id = traits.sdk_id.clone();
    let signing_name = traits
        .signing_name
        .clone()
        .unwrap_or_else(|| service.id.name().to_ascii_lowercase());
    Client {
        sdk_id: sdk_id.unwrap_or_else(|| service.id.name().to_owned()),
        endpoint_prefix: traits
            .endpoint_prefix
            .clone()
            .unwrap_or_else(|| signing_name.clone()),
        signing_name,
        version: version.to_owned(),
    }
}

fn ids(
    selection: &Selection<'_>,
    reference: impl Fn(&model::Operation) -> &Option<Reference>,
) -> Vec<ShapeId> {
    selection
        .operations
        .iter()
        .filter_map(|(_, operation)| reference(operation).as_ref())
        .map(|reference| reference.id.clone())
        .collect()
}

/// The errors of the chosen operations, those common to the service and those that streams
/// end with, by name.
fn errors<'m>(model: &'m Model, selection: &Selection<'m>, streams: &InStreams) -> Vec<&'m Shape> {
    let own = selection
        .operations
        .iter()
        .flat_map(|(_, operation)| &operation.errors);
    let mut errors: Vec<&Shape> = selection
        .service
        .errors
        .iter()
        .chain(own)
        .map(|reference| &reference.id)
        .chain(&streams.errors)
        .filter_map(|id| model.shape(id))
        .collect();
    errors.sort_by(|a, b| (a.id.name(), a.id.as_str()).cmp(&(b.id.name(), b.id.as_str())));
    errors.dedup_by(|a, b| a.id == b.id);
    errors
}

/// The names of everything that the service has.
fn service_names(selection: &Selection<'_>, errors: &[&Shape], items: &[&Shape]) -> ServiceNames {
    let rename = &selection.service.rename;
    let operations: Vec<Subject<'_>> = selection
        .operations
        .iter()
        .map(|(shape, _)| Subject::new(shape, None))
        .collect();
    let errors: Vec<Subject<'_>> = errors
        .iter()
        .map(|shape| Subject::new(shape, rename.get(&shape.id)))
        .collect();
    let items: Vec<Subject<'_>> = items
        .iter()
        .map(|shape| Subject::new(shape, rename.get(&shape.id)))
        .collect();
    ServiceNames::new(&operations, &errors, &items)
}

fn error(context: &Context<'_>, shape: &Shape, report: &mut Report) -> Option<ErrorShape> {
    let names = context.names.error(&shape.id)?;
    let name = names.name.clone();
    let mut structure = shape::structure(context, shape, name, Role::Received, report);
    structure.wire = Wire {
        read: operation::has_body_members(&structure),
        write: false,
    };
    structure.checked = false;
    if structure.docs.is_empty() {
        docs::paragraph(&mut structure.docs, "An error of the service.");
    }
    Some(ErrorShape {
        variant: names.variant.clone(),
        codes: context.protocol.error_codes(shape),
        retryable: shape.traits.retryable,
        status: shape.traits.http_error.unwrap_or(match shape.traits.error {
            Some(model::Fault::Server) => 500,
            _ => 400,
        }),
        sent_code: context.protocol.sent_code(shape),
        query_error: query_error(context, shape),
        message_is_sensitive: structure.sensitive
            || structure
                .members
                .iter()
                .any(|member| member.sensitive && is_message(&member.wire_name))
            || has_secret_in_payload(context, shape),
        payload_type: context.protocol.error_payload_type(shape, context.model),
        in_events: in_events(context, shape, &structure.members),
        structure,
    })
}

/// Whether the message, which is looked for in the body, is a secret of the member that is the
/// body.
fn has_secret_in_payload(context: &Context<'_>, error: &Shape) -> bool {
    let is_secret = |member: &model::Member| {
        let target = context.model.target(member);
        member.traits.sensitive || target.is_some_and(|target| target.traits.sensitive)
    };
    let members = error.kind.members().into_iter();
    let mut payloads =
        members.filter(|member| context.protocol.response_binding(member) == Binding::Payload);
    payloads.any(|payload| {
        let target = context.model.target(payload);
        let held = target.map(|target| target.kind.members());
        let mut held = held.unwrap_or_default().into_iter();
        is_secret(payload)
            || held
                .any(|member| is_message(context.protocol.wire_name(member)) && is_secret(member))
    })
}

/// The members of an error that streams end with that are in headers or are the payload there.
fn in_events(context: &Context<'_>, error: &Shape, members: &[Member]) -> Vec<Member> {
    if !context.streams.errors.contains(&error.id) {
        return Vec::new();
    }
    let planned = |member: &model::Member| {
        let binding = event_stream::binding(context.model, member);
        let planned = members.iter().find(|planned| planned.name == member.name)?;
        (binding != Binding::Body).then(|| Member {
            binding,
            ..planned.clone()
        })
    };
    let own = error.kind.members().into_iter();
    own.filter_map(planned).collect()
}

/// The code and fault by which an error was told in the query protocol, for clients that go by
/// it still
/// ([Smithy 2.0, `awsQueryCompatible` trait](https://smithy.io/2.0/aws/protocols/aws-query-protocol.html#aws-protocols-awsquerycompatible-trait)).
fn query_error(context: &Context<'_>, shape: &Shape) -> Option<String> {
    if !context.service.traits.aws_query_compatible {
        return None;
    }
    let code = match &shape.traits.aws_query_error {
        Some(query) => query.code.as_str(),
        None => shape.id.name(),
    };
    let fault = match shape.traits.error {
        Some(model::Fault::Server) => "Receiver",
        _ => "Sender",
    };
    Some(format!("{code};{fault}"))
}

/// The members of errors that the runtime takes for the message.
fn is_message(name: &str) -> bool {
    name.eq_ignore_ascii_case("message") || name.eq_ignore_ascii_case("errorMessage")
}

/// The modules of services, which people may choose. Chosen names that can't be are reported.
fn modules(services: &[(&ServiceConfig, Selection<'_>)], report: &mut Report) -> Vec<String> {
    let subjects: Vec<ServiceSubject<'_>> = services
        .iter()
        .map(|(config, selection)| ServiceSubject::new(config, selection.shape))
        .collect();
    let modules = names::service_modules(&subjects);
    let mut scope = Scope::new(
        "module",
        "give one of them another `module` in the configuration",
    );
    let mut known: HashSet<&ShapeId> = HashSet::new();
    for (((config, selection), module), number) in services.iter().zip(&modules).zip(1..) {
        let service = selection.shape;
        report_sdk_id(service, report);
        // Two entries may be for one service: then they have to say what to call it.
        let is_again = !known.insert(&service.id);
        let owner = format!("{} (entry {number} of the services)", service.id);
        let module = match &config.module {
            Some(chosen) => {
                report_module(service, chosen, module, report);
                module
            }
            None if is_again => &module_name(config, service),
            None => module,
        };
        scope.take(module, &owner, service.location.as_ref(), report);
    }
    modules
}

fn report_module(service: &Shape, chosen: &str, module: &str, report: &mut Report) {
    let is_plain = module
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || c == '_');
    let has_word = module.chars().any(|c| c.is_ascii_alphanumeric());
    if !is_plain || !has_word || names::is_taken_module(module) || module.len() > names::MAX_MODULE
    {
        report.add(
            Diagnostic::new(format!(
                "the module of {} can't be called {chosen:?}",
                service.id.name()
            ))
            .shape(&service.id)
            .help("give the service another `module`, of ASCII letters, digits and underscores"),
        );
    }
}

/// Reports an `sdkId` that no module, client or user agent can be called after
/// ([Smithy 2.0, `sdkId`](https://smithy.io/2.0/aws/aws-core.html#sdkid)).
fn report_sdk_id(service: &Shape, report: &mut Report) {
    let Some(sdk_id) = &service.traits.sdk_id else {
        return;
    };
    let is_plain = |c: char| c.is_ascii_alphanumeric() || " -_.".contains(c);
    let has_word = sdk_id.chars().any(|c| c.is_ascii_alphanumeric());
    if !has_word || !sdk_id.chars().all(is_plain) {
        let message = format!("the sdkId of {} is {sdk_id:?}", service.id.name());
        let help = "an sdkId of aws.api#service has ASCII letters, digits and spaces";
        report.add(service.problem(message, "this service", help));
    }
}

/// The name of a service's module if there is no other service.
pub(crate) fn module_name(config: &ServiceConfig, service: &Shape) -> String {
    let mut modules = names::service_modules(&[ServiceSubject::new(config, service)]);
    modules.pop().unwrap_or_default()
}

/// What people call a service: its title, or the name that SDKs have for it.
fn title(service: &Shape) -> Option<String> {
    let traits = &service.traits;
    traits.title.clone().or_else(|| traits.sdk_id.clone())
}

fn service_docs(service: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    let title = service.traits.title.as_deref().map(docs::line);
    if let Some(title) = title.filter(|title| !title.is_empty()) {
        let end = if title.ends_with(['.', '!', '?']) {
            ""
        } else {
            "."
        };
        lines.push(format!("{title}{end}"));
    }
    let own = shape::documentation(&service.traits);
    if !own.is_empty() {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.extend(own);
    }
    lines
}

fn has_deprecated(structure: &Structure) -> bool {
    structure.deprecated.is_some() || structure.members.iter().any(member_is_deprecated)
}

fn member_is_deprecated(member: &Member) -> bool {
    member.deprecated.is_some()
}

fn item_has_deprecated(item: &Item) -> bool {
    match item {
        Item::Structure(structure) => has_deprecated(structure),
        Item::Union(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|v| v.deprecated.is_some())
        }
        Item::Enumeration(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|v| v.deprecated.is_some())
        }
        Item::IntEnumeration(item) => {
            item.deprecated.is_some() || item.variants.iter().any(|v| v.deprecated.is_some())
        }
    }
}

/// So many levels are too many for clippy's `type_complexity`, with an `Option` around them.
const DEEP: usize = 3;

/// How many lists, maps and options a type is, one in another.
fn nesting(ty: &Type) -> usize {
    match ty {
        Type::Scalar(_) | Type::Named(_) => 0,
        Type::List {
            item: inner,
            sparse,
        }
        | Type::Map {
            value: inner,
            sparse,
        } => 1 + usize::from(*sparse) + nesting(inner),
    }
}

fn item_is_deep(item: &Item) -> bool {
    let is_deep = |ty: &Type| nesting(ty) >= DEEP;
    match item {
        Item::Structure(structure) => structure.members.iter().any(|member| is_deep(&member.ty)),
        Item::Union(union) => {
            let mut types = union
                .variants
                .iter()
                .filter_map(|variant| variant.ty.as_ref());
            types.any(is_deep)
        }
        Item::Enumeration(_) | Item::IntEnumeration(_) => false,
    }
}
