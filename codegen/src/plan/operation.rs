//! Operations: the input as the operation's own type, its output, and its request.

use crate::diagnostic::{Diagnostic, Report};
use crate::ir::{
    Binding, Body, Directions, Example, FunctionFiles, HostPart, Member, Name, Operation, Request,
    Route, Segment, Serving, Structure, TargetPart,
};
use crate::model::{self, Kind, Model, Reference, Shape};
use crate::protocol::Protocol;
use crate::spelling::with_article;

use super::shape::{self, Role};
use super::types::Context;
use super::{
    auth, checksum, custom, docs, event_stream, names, service_docs, streaming_body, streams,
};

pub(super) fn operation(
    context: &Context<'_>,
    shape: &Shape,
    operation: &model::Operation,
    report: &mut Report,
) -> Option<Operation> {
    let model = context.model;
    let input_shape = target(context, &operation.input);
    let output_shape = target(context, &operation.output);
    let events_in = streams::stream(model, input_shape);
    let events_out = streams::stream(model, output_shape);
    let input_head = input_shape.map(|shape| event_stream::without_stream(model, shape));
    let output_head = output_shape.map(|shape| event_stream::without_stream(model, shape));
    let (input_shape, output_shape) = (input_head.as_ref(), output_head.as_ref());
    let mut request =
        match context
            .protocol
            .request(context.service, shape, input_shape, context.model)
        {
            Ok(request) => request,
            Err(problems) => {
                problems.into_iter().for_each(|problem| report.add(problem));
                return None;
            }
        };
    let (takes_events, gives_events) = (events_in.is_some(), events_out.is_some());
    let event_type = context.event_type();
    event_stream::request(&mut request, takes_events, gives_events, event_type);
    let names = context.names.operation(&shape.id)?;
    let mut input = input(context, shape, input_shape, &names.input, &request, report);
    let mut output = output(context, shape, output_shape, &names.output, report);
    output.stem.clone_from(&names.output_stem);
    let mut serving = context.protocol.serving(
        context.service,
        shape,
        input_shape,
        output_shape,
        &request,
        context.model,
    );
    event_stream::serving(&mut serving, takes_events, gives_events, event_type);
    fields_of_request(&mut request, &input.members);
    fields_of_serving(&mut serving, &input.members, &output.members);
    custom::request(
        context.service,
        shape,
        &mut request,
        &mut input,
        input_shape,
        context.model,
    );
    custom::output(context.service, &mut output);
    let received = context.protocol.formats().received;
    let fails_with_success =
        custom::fails_with_success(context.service, received, &output, &serving.body);
    let schemes = auth::schemes(model, context.service, shape);
    let stream_in = streaming_body::of_request(model, input_shape, &input, &request);
    let stream_out = streaming_body::member(&output).map(|member| member.field.clone());
    let checksum_in = checksum::of_request(model, shape, input_shape, &input);
    let checksum_out = checksum::of_response(shape, &input, &request.method);
    Some(Operation {
        wire_name: shape.id.name().to_owned(),
        auth: schemes.supported(),
        is_open: schemes.is_open,
        signs_body: !shape.traits.unsigned_payload,
        discovered: None,
        method: names.method.clone(),
        client_method: names.client_method.clone(),
        summary: summary(shape),
        error_docs: error_docs(context, shape),
        input,
        output,
        request,
        response_headers: context.protocol.response_headers(),
        fails_with_success,
        serving,
        stream_in,
        stream_out,
        checksum_in,
        checksum_out,
        events_in: events_in.map(|union| context.name(union)),
        events_out: events_out.map(|union| context.name(union)),
        paginator: None,
        example: Example::default(),
        more_examples: Vec::new(),
    })
}

fn target<'m>(context: &Context<'m>, reference: &Option<Reference>) -> Option<&'m Shape> {
    let id = &reference.as_ref()?.id;
    context.model.shape(id).filter(|shape| !shape.id.is_unit())
}

/// The first sentence about an operation.
fn summary(operation: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    if let Some(sentence) = docs::first_sentence(&shape::documentation(&operation.traits)) {
        docs::paragraph(&mut lines, &sentence);
    }
    lines
}

/// The section about the errors that an operation can end with, by the model.
fn error_docs(context: &Context<'_>, operation: &Shape) -> Vec<String> {
    let mut lines = Vec::new();
    let Kind::Operation(own) = &operation.kind else {
        return lines;
    };
    let mut names: Vec<&str> = own
        .errors
        .iter()
        .filter_map(|error| Some(context.names.error(&error.id)?.name.ty.as_str()))
        .collect();
    names.sort_unstable();
    names.dedup();
    let links: Vec<String> = names
        .iter()
        .map(|name| format!("[`{name}`](super::super::error::{name})"))
        .collect();
    if !links.is_empty() {
        lines.extend([String::new(), "# Errors".to_owned()]);
        docs::paragraph(
            &mut lines,
            &format!("Of the service: {}.", links.join(", ")),
        );
    }
    lines
}

/// The operation's own type: the members of its input, the documentation of the operation.
fn input(
    context: &Context<'_>,
    operation: &Shape,
    input: Option<&Shape>,
    name: &Name,
    request: &Request,
    report: &mut Report,
) -> Structure {
    let mut structure = match input {
        Some(shape) => shape::structure(context, shape, name.clone(), Role::Input, report),
        None => empty(name),
    };
    if operation.traits.paginated.is_some() {
        names::of_paginated(&mut structure.members);
    }
    structure.docs = shape::documentation(&operation.traits);
    if let Some(docs) = input.map(|shape| shape::documentation(&shape.traits))
        && !docs.is_empty()
    {
        structure.docs.push(String::new());
        structure.docs.extend(docs);
    }
    if let Some(link) = service_docs::aws_page(context.service, operation) {
        docs::paragraph(&mut structure.docs, &link);
    }
    structure.deprecated = shape::deprecated(&operation.traits).or(structure.deprecated);
    structure.wire.write = match &request.body {
        Body::Object => true,
        Body::Events { initial } => initial.is_some(),
        _ => false,
    };
    structure.wire.read = false;
    structure
}

fn output(
    context: &Context<'_>,
    operation: &Shape,
    output: Option<&Shape>,
    name: &Name,
    report: &mut Report,
) -> Structure {
    let mut structure = match output {
        Some(shape) => shape::structure(context, shape, name.clone(), Role::Received, report),
        None => empty(name),
    };
    if structure.docs.is_empty() {
        let members = if structure.members.is_empty() {
            ", which has no members"
        } else {
            ""
        };
        let operation = docs::code(operation.id.name());
        structure.docs = vec![format!("The output of {operation}{members}.")];
    }
    structure.wire.read = has_body_members(&structure);
    structure.wire.write = false;
    structure.checked = false;
    structure
}

/// Whether any member is in the object that is the body.
pub(super) fn has_body_members(structure: &Structure) -> bool {
    structure
        .members
        .iter()
        .any(|member| member.binding == Binding::Body)
}

fn empty(name: &Name) -> Structure {
    Structure {
        stem: name.module.clone(),
        name: name.clone(),
        docs: Vec::new(),
        deprecated: None,
        members: Vec::new(),
        sensitive: false,
        wire: Directions::default(),
        files: FunctionFiles::default(),
        checked: false,
        root: None,
        event: None,
    }
}

/// Puts fields' names in the places of members', which protocols go by.
fn fields_of_request(request: &mut Request, members: &[Member]) {
    for part in &mut request.target {
        if let TargetPart::Label { field, .. } = part {
            to_field(field, members);
        }
    }
    for part in &mut request.host_prefix {
        if let HostPart::Label(field) = part {
            to_field(field, members);
        }
    }
    if let Body::Payload { field, .. } = &mut request.body {
        to_field(field, members);
    }
}

/// Does the same for how an operation is served.
fn fields_of_serving(serving: &mut Serving, input: &[Member], output: &[Member]) {
    if let Route::Http { path, .. } = &mut serving.route {
        for segment in path {
            if let Segment::Label(field) | Segment::Greedy(field) = segment {
                to_field(field, input);
            }
        }
    }
    if let Body::Payload { field, .. } = &mut serving.body {
        to_field(field, output);
    }
}

fn to_field(name: &mut String, members: &[Member]) {
    if let Some(member) = members.iter().find(|member| member.name == *name) {
        name.clone_from(&member.field);
    }
}

/// Reports what an operation needs that isn't carried out. It would be sent or read wrongly, so
/// the operation is refused, or left out if that is asked for.
pub(super) fn unsupported(
    model: &Model,
    shape: &Shape,
    operation: &model::Operation,
    protocol: &dyn Protocol,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (reference, role) in [(&operation.input, "input"), (&operation.output, "output")] {
        let Some(reference) = reference else {
            continue;
        };
        let Some(target) = model.shape(&reference.id) else {
            continue;
        };
        let Kind::Structure(_) = &target.kind else {
            let (name, kind) = (shape.id.name(), with_article(target.kind.name()));
            let message = format!("the {role} of {name} is {kind}, and no structure");
            problems.push(
                Diagnostic::new(message)
                    .shape(&shape.id)
                    .at(reference.location.clone(), kind)
                    .help("name a structure"),
            );
            continue;
        };
        let has_initial_messages = protocol.has_initial_messages();
        problems.extend(event_stream::problems(model, target, has_initial_messages));
        problems.extend(protocol.unsupported(target, model));
    }
    problems.extend(checksum::problems(model, shape, operation));
    let errors = operation.errors.iter();
    for error in errors.filter_map(|error| model.shape(&error.id)) {
        problems.extend(protocol.unsupported(error, model));
    }
    problems
}
